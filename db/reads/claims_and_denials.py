"""Statements that do something to others: claims of a change, denials."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, exists, or_, select

from db.models import LinkRow, StatementRow
from db.queries import chosen
from db.reads.entries import entries
from stance.records import Entry, LinkType, StatementQuery


def claims_and_denials(
    connection: Connection, issue: str, kind: LinkType, frames: Sequence[str]
) -> list[Entry]:
    """Return the statements of an issue that do this, by link, frame or what they claim."""
    by_link = exists().where(LinkRow.from_key == StatementRow.key, LinkRow.type == kind.value)
    ways = [by_link]
    if frames:
        ways.append(chosen(StatementQuery(issue=issue, frames=tuple(frames))))  # type: ignore[arg-type]
    if kind is LinkType.CLAIMS_CHANGE:
        ways.append(StatementRow.claimed != "")  # type: ignore[arg-type]
    found = (
        select(StatementRow.key)
        .where(chosen(StatementQuery(issue=issue)), or_(*ways))
        .order_by(StatementRow.middle_day, StatementRow.n_days, StatementRow.id)
    )
    return entries(connection, connection.scalars(found).all())
