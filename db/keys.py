"""Give out the keys of new rows, and the numbers of the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from db.dialects import among
from db.models import ActorRow, Base, BatchRow, ChangeRow, IssueRow, SourceRow, StatementRow
from db.rows import CHANGE, table_of
from db.session import exclusively, quietly
from stance.errors import Unknown

Firsts: TypeAlias = Mapping[type[Base], int]
"""By table, the first of the keys that somebody may give to new rows."""

_RESERVABLE: tuple[type[Base], ...] = (BatchRow, IssueRow, ActorRow, SourceRow, StatementRow)
"""Tables whose keys can be reserved; a place is the number of a lock: add only behind the last."""

_RESERVED = 0x5354_4100
_RESERVE = text("SELECT pg_advisory_lock(:space, :last)")
_LAST_RESERVED = text(
    "SELECT max(objid::bigint) FROM pg_locks "
    "WHERE locktype = 'advisory' AND classid = :space AND objsubid = 2 AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)
_LET_GO = text("SELECT pg_advisory_unlock_all()")


def next_key(connection: Connection, column: Any) -> int:
    """Return the first key behind the last one in use or reserved."""
    last = connection.scalar(select(func.max(column))) or 0
    return max(last, _last_reserved(connection, column.class_)) + 1


def next_keys(connection: Connection, tables: Iterable[Any]) -> Firsts:
    """Return the first free key of each of these tables."""
    return {model: next_key(connection, model.key) for model in tables}


@contextmanager
def reserved(connection: Connection, wanted: Mapping[Any, int]) -> Iterator[Firsts]:
    """Reserve so many keys of each table on PostgreSQL, for rows written outside the lock."""
    # A reservation is a lock of the session that has the last key as its number: everybody sees
    # it at once, and it ends with the connection, whatever ends that.
    try:
        with exclusively(connection):
            firsts = next_keys(connection, wanted)
            for model, count in wanted.items():
                if count:
                    last = firsts[model] + count - 1
                    connection.execute(_RESERVE, {"space": _space(model), "last": last})
        yield firsts
    finally:
        # Whatever went wrong inside the block is what must be told.
        with suppress(SQLAlchemyError), quietly(connection):
            connection.execute(_LET_GO)


def _last_reserved(connection: Connection, model: type[Base]) -> int:
    if connection.dialect.name != "postgresql" or model not in _RESERVABLE:
        return 0
    return connection.scalar(_LAST_RESERVED, {"space": _space(model)}) or 0


def _space(model: type[Base]) -> int:
    return _RESERVED + _RESERVABLE.index(model)


NAMED_BY: Mapping[type[Base], str] = {
    ActorRow: "name",
    IssueRow: "slug",
    SourceRow: "name",
    StatementRow: "id",
}
"""Tables whose rows are known outside the store by a name, and the column that holds it."""


@cache
def references(model: type[Base]) -> dict[str, tuple[str, type[Base]]]:
    """Return what a table's rows name: for "actor", the column "actor_key" and its table."""
    by_table: dict[Any, type[Base]] = {table_of(named): named for named in NAMED_BY}
    return {
        column.name.removesuffix("_key"): (column.name, by_table[key.column.table])
        for column in table_of(model).columns
        for key in column.foreign_keys
        if key.column.table in by_table
    }


class Keys:
    """The keys of one table's rows by what names them; new ones follow the last."""

    def __init__(self, connection: Connection, model: Any) -> None:
        self._connection = connection
        self._key = model.key
        self._name = getattr(model, NAMED_BY[model])
        self._known: dict[str, int] = {}
        self._next = 0

    def begin(self, first: int) -> None:
        """Let new rows have this key and those behind it."""
        self._next = first

    def learn(self, names: Iterable[str]) -> None:
        """Look up those of these names that the store holds."""
        wanted = [name for name in dict.fromkeys(names) if name not in self._known]
        if wanted:
            found = select(self._name.label("name"), self._key.label("key"))
            rows = self._connection.execute(found.where(among(self._name, wanted)))
            self._known |= {row.name: row.key for row in rows}

    def give(self, name: str) -> int:
        """Give a new row the next key; without a place to begin at, the next one in the table."""
        if not self._next:
            self._next = next_key(self._connection, self._key)
        self._known[name] = self._next
        self._next += 1
        return self._known[name]

    def __getitem__(self, name: str) -> int:
        try:
            return self._known[name]
        except KeyError:
            raise Unknown(self._name.class_.__tablename__, name) from None

    def __contains__(self, name: str) -> bool:
        return name in self._known


def record_change(
    connection: Connection,
    *,
    at: str,
    kind: str,
    subject: str,
    who: str = "",
    before: str | None = None,
    after: str | None = None,
) -> int:
    """Add to the history what was done to what, and what it took or brought; return its number."""
    # Given under the lock, so the history stands in the order in which it was written.
    number = next_key(connection, ChangeRow.key)
    cells = (number, at, who, kind, subject, before, after)
    connection.execute(insert(ChangeRow), dict(zip(CHANGE, cells, strict=True)))
    return number
