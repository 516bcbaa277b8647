"""Make the connections of readers and writers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import StaticPool

from db.addresses import file_of, only_what_its_driver_takes, read_address, store_name
from db.refusals import connected, in_a_sentence
from db.unstorable_values import askable
from stance.errors import StoreRefused

_BEGIN = "stance_begin"
LOCK_KEY = 0x5741_4E43
"""The number of the lock that one writer of a PostgreSQL store holds at a time."""

_BUSY_SECONDS = 30


class Engines:
    """Where writers and readers of one store get their connections."""

    def __init__(self, url: str) -> None:
        self.url = read_address(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE")
            # In memory there is one connection, so readers must use the writer's.
            self.reader = self.writer if self.path is None else _sqlite_engine(self.url, "BEGIN")
            if self.path is not None:
                same = _SameFile(self.url, self.path)
                same.watch(self.writer)
                same.watch(self.reader)
        else:
            self.writer = create_engine(self.url, pool_pre_ping=True)
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        if self.reader is not self.writer:
            event.listen(self.reader, "before_cursor_execute", askable, retval=True)

    @property
    def path(self) -> str | None:
        """The SQLite file, None in memory and on PostgreSQL."""
        return file_of(self.url) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that sees one snapshot and writes nothing."""
        with connected(self.reader) as connection, in_a_sentence(self.url), connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is alone in writing; commit it, or undo it whole."""
        with self.loading() as connection, exclusively(connection):
            yield connection

    @contextmanager
    def loading(self) -> Iterator[Connection]:
        """Open a writer's connection outside any transaction."""
        with connected(self.writer) as connection, in_a_sentence(self.url):
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.reader.dispose()
        self.writer.dispose()


class _SameFile:
    """Refuses connections once the file of the first one is gone, or another is in its place."""

    # What is written to a file that has lost its name is lost with the last connection to it.

    def __init__(self, url: URL, path: str) -> None:
        self._url = url
        self._path = path
        self._first: tuple[int, int] | None = None

    def watch(self, engine: Engine) -> None:
        """Look whenever a connection is taken out, and before one is opened: that makes a file."""
        event.listen(engine, "checkout", self._check)
        event.listen(engine, "do_connect", self._check)

    def _check(self, *_: object) -> None:
        found = self._identity()
        if self._first is None:
            # The engine makes a new file only when it first reads or writes.
            self._first = found
        elif found != self._first:
            raise StoreRefused(
                f"The store {store_name(self._url)} was moved, deleted or replaced while it was "
                "open here, so nothing more is read or written: start this program again."
            )

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - at every question: a Path would take longer
        except OSError:
            return None
        return found.st_dev, found.st_ino


@contextmanager
def exclusively(connection: Connection) -> Iterator[None]:
    """Run a transaction on this connection during which nobody else writes."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            take_lock(connection)
        yield


def take_lock(connection: Connection) -> None:
    """Wait for the writers' lock of PostgreSQL, and hold it to the transaction's end."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})


@contextmanager
def quietly(connection: Connection) -> Iterator[None]:
    """Run a transaction on a writer's connection that does not lock: it reads one snapshot."""
    connection.execution_options(**{_BEGIN: "BEGIN"})
    try:
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield
    finally:
        connection.execution_options(**{_BEGIN: None})


def _sqlite_engine(url: URL, begin: str) -> Engine:
    options: dict[str, Any] = {}
    if file_of(url) is None:
        options["poolclass"] = StaticPool
    with only_what_its_driver_takes():
        engine = create_engine(
            url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, **options
        )
    event.listen(engine, "connect", _set_up_sqlite)

    def emit_begin(connection: Connection) -> None:
        chosen = connection.get_execution_options().get(_BEGIN) or begin
        connection.exec_driver_sql(chosen)

    event.listen(engine, "begin", emit_begin)
    return engine


def _set_up_sqlite(connection: SqliteConnection, _record: object) -> None:
    # The driver's own transactions leave CREATE and ALTER outside; ours keep them in.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
