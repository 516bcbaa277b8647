"""The store that the house opens: what it can be asked, and what changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, select

from db import actors, copies, dismissals, loads, revisions, schema, trash
from db.bringing_back_loads import bring_back_load
from db.codebooks import apply_codebook
from db.models import ChangeRow
from db.reading import SqlReading
from db.reads.store_contents import read_contents
from db.session import Engines
from db.undoing_loads import undo_load
from stance.records.store_contents import StoreContents

_P = ParamSpec("_P")
_T = TypeVar("_T")


def open_store(url: str) -> SqlStore:
    """Open the store at an SQLAlchemy URL; raise StoreRefused where the address is no good.

    Nothing is read or made yet: ask `needs_migration`, and `migrate`.
    """
    return SqlStore(Engines(url))


def _in_one_turn(
    write: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what writes in one transaction, whole and with no other writer beside it."""

    @wraps(write)
    def method(store: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with store._engines.writing() as connection:  # noqa: SLF001 - a method of this class
            return write(connection, *args, **named)

    return method


def _in_own_steps(
    change: Callable[Concatenate[Engines, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what opens its own transactions."""

    @wraps(change)
    def method(store: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        return change(store._engines, *args, **named)  # noqa: SLF001 - a method of this class

    return method


class SqlStore(SqlReading):
    """A store in SQLite or PostgreSQL; implements `stance.store.Store`."""

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file of ours, which any command may make and migrate."""
        return self._engines.is_sqlite

    load = _in_own_steps(loads.load)
    undo = _in_own_steps(undo_load)
    bring_back_load = _in_own_steps(bring_back_load)
    apply_codebook = _in_own_steps(apply_codebook)
    save_actor = _in_one_turn(actors.save_actor)
    change_actor = _in_one_turn(actors.change_actor)

    revise = _in_one_turn(revisions.revise)
    discard = _in_one_turn(trash.discard)
    bring_back = _in_one_turn(trash.bring_back)
    dismiss_pair = _in_one_turn(dismissals.set_dismissed)

    fill = _in_own_steps(copies.fill)
    needs_migration = _in_own_steps(schema.needs_migration)
    migrate = _in_own_steps(schema.migrate)
    backup = _in_own_steps(schema.backup)

    @contextmanager
    def contents(self) -> Iterator[StoreContents]:
        """Open everything for reading, as it was at one moment, while others write."""
        with self._engines.reading() as connection:
            yield read_contents(connection)

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here: the history is empty."""
        with self._engines.reading() as connection:
            return connection.scalar(select(ChangeRow.key).limit(1)) is None

    def close(self) -> None:
        """Let go of every connection."""
        self._engines.close()
