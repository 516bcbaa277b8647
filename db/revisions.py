"""One statement's change, whole in one transaction: checked, written, grouped, remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from db.dialects import among
from db.facts import facts
from db.keys import record_change
from db.models import ActorRow, ChangeRow, IssueRow, LinkRow, SourceRow, StatementRow
from db.orphans import take_unused
from db.reads.history import BY_PERSONS
from db.regroup import regroup
from db.rows import moment_text
from db.state_rows import write_state
from db.states import Held, held, key_of
from stance.errors import Overtaken, Refused, listed
from stance.records import Link
from stance.records.history import Deed
from stance.store import Reviser, Wanted


def revise(
    connection: Connection,
    id_: str,
    reviser: Reviser,
    *,
    wanted: Wanted,
    deed: Deed,
    at: datetime,
    who: str,
    based_on: str = "",
) -> int | None:
    """Put a statement into the state that `reviser` decides; return the change's number.

    None where the state is the one it stands in.
    """
    key = key_of(connection, id_)
    before = held(connection, key) if key is not None else None
    _refuse_overtaken(connection, id_, before, based_on)
    known = facts(connection, widened(wanted, id_, before))
    revision = reviser(before.state if before else None, known)
    if before and revision.state.fingerprint == before.state.fingerprint:
        return None
    refuse_lost_ends(connection, revision.state.links)
    written = write_state(connection, key, revision, known.codebooks, before)
    regroup(connection, [written, *linked_keys(connection, written), *_former(connection, before)])
    if before:
        forget_names(connection, before)
    return record(
        connection, id_, deed, at=at, who=who, before=before, after=held(connection, written)
    )


def record(
    connection: Connection,
    id_: str,
    deed: Deed,
    *,
    at: datetime,
    who: str,
    before: Held | None = None,
    after: Held | None = None,
) -> int:
    """Add a line to a statement's history; return its number."""
    return record_change(
        connection,
        at=moment_text(at),
        kind=deed.value,
        subject=id_,
        who=who,
        before=before.text if before else None,
        after=after.text if after else None,
    )


def refuse_lost_ends(connection: Connection, links: Iterable[Link]) -> None:
    """Refuse links to statements that do not stand in the store."""
    lost = [link.to_id for link in links if key_of(connection, link.to_id) is None]
    if lost:
        raise Refused(
            f"It links to {listed(lost, most=3)}, which does not stand in the store. "
            "If it is in the bin, bring it back first."
        )


def forget_names(connection: Connection, before: Held) -> None:
    """Take away the names that only the former state used, such as a misspelt actor."""
    said = before.cells["statement"]
    for model, column, name in (
        (ActorRow, ActorRow.name, said["actor"]),
        (ActorRow, ActorRow.name, said["about"]),
        (IssueRow, IssueRow.slug, said["issue"]),
        (SourceRow, SourceRow.name, said["source"]),
    ):
        take_unused(connection, model, column == name)


def widened(wanted: Wanted, id_: str, before: Held | None) -> Wanted:
    """Add what the present state names: it may have changed since the change was begun."""
    said = before.state.statement if before else None
    actors = {said.actor, said.about} - {""} if said else set()
    return replace(
        wanted,
        ids=wanted.ids | {id_},
        actors=wanted.actors | actors,
        issues=wanted.issues | ({said.issue} if said else set()),
    )


def _refuse_overtaken(connection: Connection, id_: str, before: Held | None, based_on: str) -> None:
    if not based_on or (before and before.state.fingerprint == based_on):
        return
    found = (
        select(ChangeRow.who, ChangeRow.at)
        .where(ChangeRow.subject == id_, ChangeRow.kind.in_(BY_PERSONS))
        .order_by(ChangeRow.key.desc())
        .limit(1)
    )
    last = connection.execute(found).one_or_none()
    if last is None:
        raise Overtaken(id_)
    raise Overtaken(id_, last.who, f"{last.at[:10]} at {last.at[11:16]} UTC")


def linked_keys(connection: Connection, key: int) -> list[int]:
    """Return the keys of what a statement is linked with, from either side."""
    start = select(LinkRow.to_key).where(LinkRow.from_key == key)
    end = select(LinkRow.from_key).where(LinkRow.to_key == key)
    return [*connection.scalars(start), *connection.scalars(end)]


def _former(connection: Connection, before: Held | None) -> list[int]:
    """Return the keys of what a statement was linked to: their utterances may change with it."""
    ids = [link.to_id for link in before.state.links] if before else []
    return list(connection.scalars(select(StatementRow.key).where(among(StatementRow.id, ids))))
