"""What a database says when it cannot go on, put into a sentence with the next step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError

from psycopg import OperationalError as LostConnection
from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError

from db.addresses import store_name
from stance.errors import StoreRefused

_UNREACHABLE = (
    "The PostgreSQL server of {name} cannot be reached: check its address, name and password."
)
_WENT_AWAY = (
    "The PostgreSQL server of {name} went away before the work was done, and what was begun was "
    "not stored: see that the server runs, and do it again."
)
# Left beside a backup, what was not yet written into the damaged file is written into it.
DAMAGED = (
    "The store {name} is damaged: put a backup in its place, take away the files beside it that "
    "end in -wal and -shm, and run 'verify'."
)
_NO_TABLES = "The store {name} has no tables yet: run 'migrate'."
_OLD_SCHEMA = "The store {name} has an older schema: run 'migrate'."
_IN_USE = "The store {name} is being written by somebody else for too long: try again."
_ONE_AT_A_TIME = (
    "The store {name} has one connection, and it is reading: write when the reading has ended."
)
_BY_CODE = {
    "SQLITE_CANTOPEN": (
        "The store {name} cannot be opened: check that its folder exists and may be written, "
        "and that it is no folder itself."
    ),
    "SQLITE_READONLY": (
        "The store {name} is read-only: make it writable, or choose another with --store."
    ),
    "SQLITE_FULL": ("The disk is full, so nothing was written to {name}: make room and try again."),
    "SQLITE_IOERR": (
        "The disk of {name} has no room or fails: make room, check the disk, and try again."
    ),
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": "{name} is not a Stance store: choose another file with --store.",
    "SQLITE_BUSY": _IN_USE,
    "SQLITE_LOCKED": _IN_USE,
    # PostgreSQL's: undefined table, undefined column, program limit exceeded, disk full.
    "42P01": _NO_TABLES,
    "42703": _OLD_SCHEMA,
    "54000": (
        "A value is too long for {name} to index (at most some 2,700 bytes an id): shorten it."
    ),
    "53100": "The disk of {name} is full, so nothing was written to it: make room and try again.",
}
"""Sentences by SQLite's name of a primary error code, or PostgreSQL's SQLSTATE."""

_BY_WORDS = (
    # To SQLite these are general errors, as a fault in our own SQL would be.
    ("no such table", _NO_TABLES),
    ("no such column", _OLD_SCHEMA),
    ("within a transaction", _ONE_AT_A_TIME),
    # Bytes that are no text any more: only another program or a failing disk puts them there.
    ("could not decode to utf-8", DAMAGED),
    # A server that was never reached has sent no code.
    ("connection failed", _UNREACHABLE),
    ("connection to server", _UNREACHABLE),
    ("could not translate host name", _UNREACHABLE),
    ("failed to resolve host", _UNREACHABLE),
)
"""Sentences for what the drivers tell by words alone."""


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Connect, or say in a sentence why that cannot be."""
    try:
        connection = engine.connect()
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0].strip()
        sentence = (
            _sentence_for(error)
            or f"The store {{name}} cannot be opened ({said}): check its address."
        )
        raise StoreRefused(sentence.replace("{name}", store_name(engine.url))) from error
    except ValueError as error:
        # A host that is no name of a host comes back from the encoder, not from the driver.
        raise StoreRefused(_UNREACHABLE.replace("{name}", store_name(engine.url))) from error
    with connection:
        yield connection


@contextmanager
def in_a_sentence(url: URL) -> Iterator[None]:
    """Turn a database's complaint the user can do something about into StoreRefused."""
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence_for(error)
        if sentence is None:
            raise
        raise StoreRefused(sentence.replace("{name}", store_name(url))) from error
    except LostConnection as error:
        # Rows are copied in by the driver, past what wraps its errors.
        raise StoreRefused(_WENT_AWAY.replace("{name}", store_name(url))) from error
    except JSONDecodeError as error:
        # What we wrote as JSON is none any more.
        raise StoreRefused(DAMAGED.replace("{name}", store_name(url))) from error


def refuse_damage(connection: Connection) -> None:
    """Raise StoreRefused where an SQLite file's pages, indexes or keys do not fit together."""
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if found != "ok" or lost is not None:
        raise StoreRefused(DAMAGED.replace("{name}", store_name(connection.engine.url)))


def _sentence_for(error: DBAPIError) -> str | None:
    code = _code_of(error)
    found = _BY_CODE.get(code)
    if found is None and code in ("", "SQLITE_ERROR"):
        said = str(error.orig).lower()
        found = next((sentence for words, sentence in _BY_WORDS if words in said), None)
    return found or (_WENT_AWAY if error.connection_invalidated else None)


def _code_of(error: DBAPIError) -> str:
    """Return the code a driver gives, empty for none."""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    name: str = getattr(error.orig, "sqlite_errorname", "")
    # SQLITE_IOERR_WRITE is one sort of SQLITE_IOERR.
    return state or "_".join(name.split("_")[:2])
