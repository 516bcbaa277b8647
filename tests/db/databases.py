"""Databases for tests: copies of a migrated one, made and dropped in a moment."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url, text

from db.store import SqlStore, open_store

Fill = Callable[[SqlStore], object]


class Databases(ABC):
    """Makes databases, each a copy of a migrated one, and drops them."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._numbers = count(1)
        self._filled: dict[Fill, str] = {}
        self._made: list[str] = []
        self._kept: list[str] = []

    def new(self, fill: Fill | None = None) -> str:
        """Make a migrated store for one test, empty or filled; return its address.

        What fills many stores is done once, and copied for each test.
        """
        if fill and fill not in self._filled:
            self._filled[fill] = self._name()
            self._kept.append(self._copy(self._filled[fill], self._template))
            store = open_store(self._kept[-1])
            fill(store)
            store.close()
        self._made.append(self._copy(self._name(), self._filled[fill] if fill else self._template))
        return self._made[-1]

    def keep(self) -> str:
        """Make a migrated store for all tests; return its address."""
        self._kept.append(self._copy(self._name(), self._template))
        return self._kept[-1]

    def drop(self) -> None:
        """Drop what was made for the test that ends."""
        while self._made:
            self._drop(self._made.pop())

    def close(self) -> None:
        """Drop what was kept, and what everything was copied from."""
        for url in [*self._kept, self._address(self._template)]:
            self._drop(url)

    def _name(self) -> str:
        return f"{self._template}_{next(self._numbers)}"

    @abstractmethod
    def _copy(self, name: str, template: str) -> str:
        """Copy a database that nothing is connected to; return the address of the copy."""

    @abstractmethod
    def _drop(self, url: str) -> None:
        """Drop the database at an address."""

    @abstractmethod
    def _address(self, name: str) -> str:
        """Return the address of a database."""


class SqliteFiles(Databases):
    """Stores in files of one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "store"))
        _migrate(self._address(self._template))

    def _copy(self, name: str, template: str) -> str:
        shutil.copyfile(f"{template}.db", f"{name}.db")
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"sqlite:///{name}.db"

    def _drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{make_url(url).database}{end}").unlink(missing_ok=True)


class PostgresDatabases(Databases):
    """Databases of one server."""

    def __init__(self, server: str) -> None:
        super().__init__(f"stance_test_{os.getpid()}")
        self._server = make_url(server).set(drivername="postgresql+psycopg")
        self._run(f"CREATE DATABASE {self._template} {self._sorting()}")
        _migrate(self._address(self._template))

    def _copy(self, name: str, template: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def _drop(self, url: str) -> None:
        # Refused while a connection to it is left: a leak fails its test.
        self._run(f"DROP DATABASE {make_url(url).database}")

    def _address(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _sorting(self) -> str:
        """Sort by a language's rules where the server knows any, so that a forgotten "C" shows."""
        server = self._server.render_as_string(hide_password=False)
        known = select_on(server, "SELECT collname FROM pg_collation WHERE collname = 'en_US.utf8'")
        options = "TEMPLATE template0 ENCODING 'UTF8'"
        return f"{options} LOCALE_PROVIDER libc LOCALE 'en_US.utf8'" if known else options

    def _run(self, *statements: str) -> None:
        run_on(self._server.render_as_string(hide_password=False), *statements)


def run_on(url: str, *statements: str) -> None:
    """Run statements outside any transaction, past the store."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def select_on(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a SELECT, past the store."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def _migrate(url: str) -> None:
    store = open_store(url)
    store.migrate()
    store.close()
