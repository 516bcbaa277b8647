"""Write a person's change of one statement, and remember it in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlalchemy import Connection, delete, select

from db.facts import facts
from db.history_json import Held, held, key_of
from db.keys import record_change
from db.models import ActorRow, ChangeRow, CodingRow, HitRow, IssueRow, LinkRow, SourceRow, TagRow
from db.reads.history import BY_PERSONS
from db.rows import moment_text
from db.staging import Tables
from db.unused_names import take_unused
from db.writer import PlannedCoding, PlannedLink, PlannedStatement, Writer
from stance.errors import Overtaken, Refused, listed
from stance.records import Codebook, Link
from stance.records.history import Deed, Revision
from stance.store.plans import Reviser, Wanted


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
    """Put a statement into the state `reviser` decides; return the change's number if it is one."""
    key = key_of(connection, id_)
    before = held(connection, key) if key is not None else None
    _refuse_overtaken(connection, id_, before, based_on)
    known = facts(connection, widened(wanted, id_, before))
    revision = reviser(before.state if before else None, known)
    if before and revision.state.fingerprint == before.state.fingerprint:
        return None
    refuse_lost_ends(connection, revision.state.links)
    written = write_revision(connection, key, revision, known.codebooks, before=before)
    if before:
        forget_names(connection, before)
    return record(
        connection, id_, deed, at=at, who=who, before=before, after=held(connection, written)
    )


def write_revision(
    connection: Connection,
    key: int | None,
    revision: Revision,
    codebooks: Mapping[str, Codebook],
    *,
    before: Held | None,
    links: Sequence[PlannedLink] | None = None,
) -> int:
    """Write a state over the statement with this key, or as a new one; return its key."""
    # What was there `before` keeps the loads it came with. `links` are written in place of the
    # state's own where some come from other statements.
    writer = Writer(Tables(connection))
    state = revision.state
    planned = _planned(revision, codebooks, before, is_there=key is not None)
    if key is not None:
        writer.relink([key, *linked_keys(connection, key)])
        for model in (TagRow, HitRow, CodingRow):
            connection.execute(delete(model).where(model.statement_key == key))
        connection.execute(delete(LinkRow).where(LinkRow.from_key == key))
    said = state.statement
    title = revision.issue_title or said.issue
    writer.put_new(IssueRow, [{"slug": said.issue, "title": title}])
    writer.put_actors((actor, None) for actor in revision.actors)
    writer.put_new(SourceRow, [{"name": planned.source}])
    if key is None:
        key = writer.statements.give(said.id)
        writer.put_statements([planned])
    else:
        writer.write_over(key, planned)
    if links is None:
        links = [
            PlannedLink(one, before.batch_of_link(one) if before else None) for one in state.links
        ]
    writer.put_links(links)
    writer.pour()
    return key


def _planned(
    revision: Revision, codebooks: Mapping[str, Codebook], before: Held | None, *, is_there: bool
) -> PlannedStatement:
    """Return the statement to be written: persons' codings that stay keep their places."""
    said = revision.state.statement
    wanted = {(one.coder, one.frame, one.codebook_version): one for one in revision.state.codings}
    places = {
        (cells["coder"], cells["frame"], cells["codebook_version"]): cells["position"]
        for cells in (before.cells["codings"] if before and is_there else ())
    }
    there = {name: places[name] for name in wanted if name in places}
    behind = count(max(there.values(), default=-1) + 1)
    return PlannedStatement(
        said,
        said.source.name,
        given=[
            PlannedCoding(
                coding,
                there[name] if name in there else next(behind),
                before.batch_of_coding(coding) if before else None,
            )
            for name, coding in wanted.items()
        ],
        hits=revision.hits,
        codebook=None if revision.hits is None else codebooks[said.issue],
        batch=before.batch if before else None,
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
