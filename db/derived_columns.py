"""Update the columns of a statement that repeat its codings and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from db.dialects import among
from db.models import Base, CodingRow, LinkRow, StatementRow
from db.queries import select_said
from db.reads.entries import link_of, select_links
from db.rows import frame_text, table_of
from stance.records import Voice
from stance.records.dates import PartialDate
from stance.records.utterances import Member, utterance_roots


def update_each(
    connection: Connection, model: type[Base], changes: Mapping[int, Mapping[str, object]]
) -> None:
    """Update rows one by one: each key has the new values of some columns."""
    table = table_of(model)
    rows = [{"row_key": key, **cells} for key, cells in sorted(changes.items())]
    for names in dict.fromkeys(tuple(row) for row in rows):
        values: dict[str, Any] = {name: bindparam(name) for name in names if name != "row_key"}
        same = [row for row in rows if tuple(row) == names]
        found = update(table).where(table.c.key == bindparam("row_key")).values(values)
        connection.execute(found, same)


def write_person_frames(connection: Connection, keys: Iterable[int]) -> None:
    """Repeat on each of these statements what persons' codings are there."""
    given: dict[int, list[str]] = {key: [] for key in keys}
    found = select(CodingRow.statement_key, CodingRow.frame).where(
        among(CodingRow.statement_key, list(given)), CodingRow.is_dictionary.is_(False)
    )
    for key, frame in connection.execute(found):
        given[key].append(frame)
    changes = {
        key: {"person_frames": frame_text(frames) if frames else None}
        for key, frames in given.items()
    }
    update_each(connection, StatementRow, changes)


def write_roots(connection: Connection, keys: Sequence[int]) -> None:
    """Give every statement of the utterances of these statements its root."""
    roots = select(StatementRow.root_key).where(among(StatementRow.key, keys))
    said = ("key", "id", "root_key", "voice", "date", "actor", "issue")
    found = select_said(*said).where(StatementRow.root_key.in_(roots))
    rows = connection.execute(found).all()
    members = {
        row.id: Member(row.actor, row.issue, Voice(row.voice), PartialDate.parse(row.date).sort_key)
        for row in rows
    }
    key_of = {row.id: row.key for row in rows}
    links = connection.execute(select_links(list(key_of.values()), here=LinkRow.from_key))
    root_of = utterance_roots(members, map(link_of, links))
    changes = {row.key: {"root_key": key_of[root_of[row.id]]} for row in rows}
    moved = {
        row.key: changes[row.key] for row in rows if changes[row.key]["root_key"] != row.root_key
    }
    update_each(connection, StatementRow, moved)
