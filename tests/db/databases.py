"""Databases for tests: copies of a migrated one, made and dropped in a moment."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url, text

from db.store import open_store


class Databases(ABC):
    """Makes databases, each a copy of a migrated one, and drops them."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._numbers = count(1)
        self._made: list[str] = []
        self._kept: list[str] = []

    def new(self) -> str:
        """Make a migrated store for one test; return its address."""
        self._made.append(self._copy(f"{self._template}_{next(self._numbers)}"))
        return self._made[-1]

    def keep(self) -> str:
        """Make a migrated store for all tests; return its address."""
        self._kept.append(self._copy(f"{self._template}_{next(self._numbers)}"))
        return self._kept[-1]

    def drop(self) -> None:
        """Drop what was made for the test that ends."""
        while self._made:
            self._drop(self._made.pop())

    def close(self) -> None:
        """Drop what was kept, and what everything was copied from."""
        for url in [*self._kept, self._address(self._template)]:
            self._drop(url)

    @abstractmethod
    def _copy(self, name: str) -> str:
        """Copy the migrated database; return the address of the copy."""

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

    def _copy(self, name: str) -> str:
        shutil.copyfile(f"{self._template}.db", f"{name}.db")
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

    def _copy(self, name: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
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
