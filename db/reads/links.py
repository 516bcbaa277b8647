"""Links: those that start at chosen statements, and what stands at their other end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from db.models import ActorRow, LinkRow, StatementRow, also_named
from db.queries import chosen
from db.reads.entries import by_statement, link_of, pages, select_links
from stance.records import Link, LinkType, StatementQuery
from stance.store.counts import LinkTo

_End = also_named(StatementRow, "end_statement")


def links(connection: Connection, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
    """Yield the links that start at chosen statements, in the order of the statements."""
    for keys in pages(connection, query, at=at):
        found = by_statement(connection, select_links(keys, here=LinkRow.from_key), link_of)
        for key in keys:
            yield from found[key]


def links_to(
    connection: Connection, query: StatementQuery, kinds: Sequence[LinkType], *, limit: int
) -> list[LinkTo]:
    """Return the first links of these kinds that start at a chosen statement, in time order."""
    found = (
        select(
            StatementRow.id.label("from_id"),
            LinkRow.type,
            _End.id.label("to_id"),
            ActorRow.name.label("actor"),
            _End.date,
        )
        .join(LinkRow, LinkRow.from_key == StatementRow.key)
        .join(_End, LinkRow.to_key == _End.key)
        .join(ActorRow, _End.actor_key == ActorRow.key)
        .where(chosen(query), LinkRow.type.in_([kind.value for kind in kinds]))
        .order_by(StatementRow.first_day, StatementRow.date, StatementRow.id, LinkRow.type, _End.id)
        .limit(limit)
    )
    return [LinkTo(link_of(row), row.actor, row.date) for row in connection.execute(found)]
