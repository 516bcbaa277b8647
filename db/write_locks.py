"""Write beside other writers on PostgreSQL, and take turns at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.session import LOCK_KEY, take_lock

_IN_THE_WAY = {
    "23503",  # a row that was rested on is gone
    "23505",  # somebody else brought the same name or id
    "40P01",  # two writers wait for each other
}
_NOT_YET = "55P03"

_PATIENCE = text("SET LOCAL lock_timeout = '300ms'")
_IMPATIENCE_ENDS = text("SET LOCAL lock_timeout = 0")
_IS_WAITED_FOR = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND classid = 0 AND objid = :key AND objsubid = 1 AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
)


class BasisLost(Exception):
    """Somebody else wrote what this change rested on: it must be prepared anew."""


@contextmanager
def beside(connection: Connection) -> Iterator[None]:
    """Run a transaction beside other writers; raise BasisLost where one was in its way."""
    # It must take its turn at its end, so that the history stands in the order of the commits.
    with yielding(), connection.begin():
        yield


@contextmanager
def yielding() -> Iterator[None]:
    """Turn a clash with another writer into BasisLost."""
    try:
        yield
    except DBAPIError as error:
        if _state(error) in _IN_THE_WAY:
            raise BasisLost from error
        raise


def take_turn(connection: Connection) -> None:
    """Take the writers' lock until the end of the transaction; raise BasisLost to give way."""
    # Who holds the lock may be waiting for a row of ours, and we must not wait for it then. As we
    # look again sooner than PostgreSQL looks for deadlocks (a second), it is never the one to fail.
    while not connection.scalar(_IS_WAITED_FOR, {"key": LOCK_KEY}):
        try:
            with connection.begin_nested():
                connection.execute(_PATIENCE)
                take_lock(connection)
                connection.execute(_IMPATIENCE_ENDS)
        except DBAPIError as error:
            if _state(error) != _NOT_YET:
                raise
        else:
            return
    raise BasisLost


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
