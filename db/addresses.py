"""Read and check the address of a store."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SAWarning

from stance.errors import StoreRefused


def read_address(text: str) -> URL:
    """Read an address, and choose the drivers this store is tested with."""
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise _refused(_beginning(text)) from error
    if backend == "sqlite" and "\0" not in text:
        return url.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise _refused(_beginning(text))


@contextmanager
def only_what_its_driver_takes() -> Iterator[None]:
    """Refuse an address with a part that the driver would pass over or stumble at."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SAWarning)
            yield
    except (ArgumentError, SAWarning, ValueError) as error:
        raise _refused("its host or an option behind '?' is none that it takes") from error


def _refused(reason: str) -> StoreRefused:
    return StoreRefused(
        f"The store's address cannot be used ({reason}): write sqlite:///stance.db or "
        "postgresql://user:password@host/database."
    )


def _beginning(text: str) -> str:
    return f"it starts with {text.partition(':')[0][:40]!r}"


def file_of(url: URL) -> str | None:
    """Return the file of an SQLite address, `file:NAME?uri=true` too; None in memory."""
    name = url.database or ":memory:"
    if "uri" in url.query:
        name = unquote(name.removeprefix("file:"))
    return None if name == ":memory:" or url.query.get("mode") == "memory" else name


def store_name(url: URL) -> str:
    """Return how a sentence calls the store: its file or database, never a password."""
    return repr(url.database or "in memory")
