"""Which of the names that a query asks for the store has, looked up in one go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, literal_column, select, union_all

from db.dialects import AnySelect, among
from db.models import ActorAliasRow, ActorRow, BatchRow, StatementRow
from db.queries import chosen
from stance.records import StatementQuery, folded
from stance.store.counts import KnownNames

_OWN, _ALIAS = -2, -1


def known_names(connection: Connection, query: StatementQuery) -> KnownNames:
    """Return the actors that names mean, and the values that some statement has."""
    values = list(_values(query))
    looks = [*_actors(query), *(_is_there(at, held) for at, (_, held) in enumerate(values))]
    rows = connection.execute(union_all(*looks)).all() if looks else []
    # An actor's own name goes before an alias, and the first in the alphabet before the others.
    named = sorted((row for row in rows if row.at < 0), key=lambda row: (row.at, row.name))
    actors: dict[str, str] = {}
    for row in named:
        actors.setdefault(row.folded, row.name)
    return KnownNames(actors, frozenset(values[row.at][0] for row in rows if row.at >= 0))


def _actors(query: StatementQuery) -> list[AnySelect]:
    names = [folded(name) for name in (*query.actors, query.about) if name]
    if not names:
        return []
    own = select(_number(_OWN), ActorRow.folded, ActorRow.name)
    alias = select(_number(_ALIAS), ActorAliasRow.folded, ActorRow.name)
    alias = alias.join(ActorRow, ActorAliasRow.actor_key == ActorRow.key)
    return [
        own.where(among(ActorRow.folded, names)),
        alias.where(among(ActorAliasRow.folded, names)),
    ]


def _values(query: StatementQuery) -> Iterator[tuple[tuple[str, str], ColumnElement[bool]]]:
    """Give each value asked for with the condition that something has it."""
    alone = [("source", query.source, StatementQuery(source=query.source))]
    alone += [("speaker", query.speaker, StatementQuery(speaker=query.speaker))]
    alone += [("tag", tag, StatementQuery(tags=(tag,))) for tag in query.tags]
    alone += [("language", query.language, StatementQuery(language=query.language))]
    for what, value, one in alone:
        if value:
            yield (what, value), exists(select(StatementRow.key).where(chosen(one)))
    if query.batch is not None:
        is_load = exists(select(BatchRow.key).where(BatchRow.key == query.batch))
        yield ("load", str(query.batch)), is_load


def _is_there(at: int, held: ColumnElement[bool]) -> AnySelect:
    nothing: ColumnElement[str] = literal_column("''")
    return select(_number(at), nothing.label("folded"), nothing.label("name")).where(held)


def _number(at: int) -> ColumnElement[Any]:
    return literal_column(str(at)).label("at")
