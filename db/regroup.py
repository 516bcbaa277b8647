"""Finding the utterances anew where links went or came."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from db.dialects import among
from db.models import ActorRow, IssueRow, LinkRow, StatementRow
from db.plan_rows import update_each
from stance.records import Link, LinkType, Voice
from stance.records.dates import PartialDate
from stance.records.utterances import Member, utterance_roots

_Target = aliased(StatementRow, name="target")


def regroup(connection: Connection, keys: Sequence[int]) -> None:
    """Give every statement of the utterances of these statements its root."""
    roots = select(StatementRow.root_key).where(among(StatementRow.key, keys))
    found = (
        select(
            StatementRow.key,
            StatementRow.id,
            StatementRow.root_key,
            StatementRow.voice,
            StatementRow.date,
            ActorRow.name.label("actor"),
            IssueRow.slug.label("issue"),
        )
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .where(StatementRow.root_key.in_(roots))
    )
    rows = connection.execute(found).all()
    members = {
        row.id: Member(row.actor, row.issue, Voice(row.voice), PartialDate.parse(row.date).sort_key)
        for row in rows
    }
    key_of = {row.id: row.key for row in rows}
    root_of = utterance_roots(members, _links(connection, list(key_of.values())))
    changed: list[dict[str, object]] = [
        {"row_key": row.key, "root_key": key_of[root_of[row.id]]}
        for row in rows
        if key_of[root_of[row.id]] != row.root_key
    ]
    update_each(connection, StatementRow, changed)


def _links(connection: Connection, keys: Sequence[int]) -> list[Link]:
    found = (
        select(StatementRow.id.label("from_id"), LinkRow.type, _Target.id.label("to_id"))
        .join(StatementRow, LinkRow.from_key == StatementRow.key)
        .join(_Target, LinkRow.to_key == _Target.key)
        .where(among(LinkRow.from_key, keys))
    )
    return [Link(row.from_id, LinkType(row.type), row.to_id) for row in connection.execute(found)]
