"""Writing a statement's state into the tables: new rows, or what differs from the old ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from db.keys import next_key
from db.models import (
    ActorRow,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.person_frames import write_person_frames
from db.rows import (
    CODING,
    FRAMES,
    HIT,
    SAID,
    TAG,
    Row,
    coding_row,
    dictionary_rows,
    frame_cells,
    hit_rows,
    said_cells,
    tag_rows,
)
from db.states import Held, needed_key
from stance.records import Actor, Codebook, Coding, Hit, Link, folded
from stance.records.history import Revision


def write_state(
    connection: Connection,
    key: int | None,
    revision: Revision,
    codebooks: Mapping[str, Codebook],
    before: Held | None,
) -> int:
    """Write a state over the statement with this key, or as a new one; return its key.

    What was there `before` keeps the loads it came with. Utterances are not looked at.
    """
    state = revision.state
    _write_actors(connection, revision.actors)
    cells = _cells(connection, revision, codebooks)
    if key is None:
        key = next_key(connection, StatementRow.key)
        own = {"key": key, "root_key": key, "batch_key": before.batch if before else None}
        connection.execute(insert(StatementRow), cells | own)
    else:
        connection.execute(update(StatementRow).where(StatementRow.key == key).values(cells))
    _write_tags(connection, key, state.statement.tags)
    _write_hits(connection, key, revision, codebooks)
    write_codings(connection, key, state.codings, before)
    write_links(connection, key, state.links, before)
    write_person_frames(connection, [key])
    return key


def _cells(
    connection: Connection, revision: Revision, codebooks: Mapping[str, Codebook]
) -> dict[str, Any]:
    said, hits = revision.state.statement, revision.hits
    title = revision.issue_title or said.issue
    version = None if hits is None else codebooks[said.issue].version
    # Persons' frames are repeated by `write_person_frames`.
    _, *machine = frame_cells((), hits, version)
    return {
        "actor_key": _key_named(connection, ActorRow.name, said.actor, folded=folded(said.actor)),
        "issue_key": _key_named(connection, IssueRow.slug, said.issue, title=title),
        "source_key": _key_named(connection, SourceRow.name, said.source.name),
        **_named(FRAMES[1:], machine),
        **_named(SAID, said_cells(said)),
    }


# --- names -------------------------------------------------------------------------------


def _key_named(connection: Connection, column: Any, name: str, **further: str) -> int:
    """Return the key of what is called so, made where it is new."""
    model = column.class_
    key: int | None = connection.scalar(select(model.key).where(column == name))
    if key is None:
        key = next_key(connection, model.key)
        connection.execute(insert(model), {"key": key, column.key: name, **further})
    return key


def _write_actors(connection: Connection, actors: Iterable[Actor]) -> None:
    for actor in actors:
        key = _key_named(connection, ActorRow.name, actor.name, folded=folded(actor.name))
        kind = actor.kind.value if actor.kind else None
        connection.execute(update(ActorRow).where(ActorRow.key == key).values(kind=kind))


# --- what hangs on a statement -----------------------------------------------------------


def _write_tags(connection: Connection, key: int, tags: Iterable[str]) -> None:
    rows = [_named(TAG, row) for row in tag_rows(key, tags)]
    _replace(connection, TagRow, TagRow.statement_key == key, rows)


def _write_hits(
    connection: Connection, key: int, revision: Revision, codebooks: Mapping[str, Codebook]
) -> None:
    hits: tuple[Hit, ...] = revision.hits or ()
    found = [_named(HIT, row) for row in hit_rows(key, hits)]
    _replace(connection, HitRow, HitRow.statement_key == key, found)
    codebook = codebooks.get(revision.state.statement.issue)
    given = dictionary_rows(key, codebook, hits) if codebook else ()
    machine = (CodingRow.statement_key == key) & CodingRow.is_dictionary
    _replace(connection, CodingRow, machine, [_named(CODING, row) for row in given])


def write_codings(
    connection: Connection, key: int, codings: Iterable[Coding], before: Held | None
) -> None:
    """Leave persons' codings that stay, take away the others, add the new ones behind."""
    wanted = {(each.coder, each.frame, each.codebook_version): each for each in codings}
    mine = (CodingRow.statement_key == key) & CodingRow.is_dictionary.is_(False)
    found = select(CodingRow.coder, CodingRow.frame, CodingRow.codebook_version).where(mine)
    there = {tuple(row) for row in connection.execute(found)}
    for coder, frame, _ in there - set(wanted):
        one = (CodingRow.coder == coder) & (CodingRow.frame == frame)
        connection.execute(delete(CodingRow).where(mine, one))
    last = connection.scalar(select(func.max(CodingRow.position)).where(mine))
    new = [coding for cells, coding in wanted.items() if cells not in there]
    rows = [
        _named(
            CODING,
            coding_row(key, coding, position, before.batch_of_coding(coding) if before else None),
        )
        for position, coding in enumerate(new, start=0 if last is None else last + 1)
    ]
    if rows:
        connection.execute(insert(CodingRow), rows)


def write_links(
    connection: Connection, key: int, links: Iterable[Link], before: Held | None
) -> None:
    """Leave the links that stay, take away the others, add the new ones."""
    wanted = {(link.type.value, needed_key(connection, link.to_id)): link for link in links}
    found = select(LinkRow.type, LinkRow.to_key).where(LinkRow.from_key == key)
    there = {(row.type, row.to_key) for row in connection.execute(found)}
    for kind, end in sorted(there - set(wanted)):
        one = (LinkRow.from_key == key, LinkRow.type == kind, LinkRow.to_key == end)
        connection.execute(delete(LinkRow).where(*one))
    for pair, link in wanted.items():
        if pair not in there:
            batch = before.batch_of_link(link) if before else None
            row = {"from_key": key, "type": pair[0], "to_key": pair[1], "batch_key": batch}
            connection.execute(insert(LinkRow), row)


def _named(header: Sequence[str], row: Row) -> dict[str, Any]:
    return dict(zip(header, row, strict=True))


def _replace(connection: Connection, model: Any, which: Any, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(model).where(which))
    if rows:
        connection.execute(insert(model), rows)
