"""Everything a store holds, read in one snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from db.codebook_json import codebook_of
from db.dialects import among
from db.history_json import by_names
from db.models import (
    ActorRow,
    Base,
    ChangeRow,
    CodebookRow,
    CodingRow,
    IssueRow,
    LinkRow,
    StatementRow,
)
from db.reads import columns, entries, names
from stance.records import StatementQuery
from stance.records.store_contents import (
    HistoryRow,
    KeptActor,
    KeptCodebook,
    KeptIssue,
    KeptStatement,
    StoreContents,
)

_PAGE = 50


def read_contents(connection: Connection) -> StoreContents:
    """Return the whole store; statements and history are read while they are gone through."""
    found = connection.execute(select(ActorRow.name, ActorRow.batch_key))
    brought = {row.name: row.batch_key for row in found}
    issues = select(IssueRow.slug, IssueRow.title, IssueRow.batch_key).order_by(IssueRow.slug)
    return StoreContents(
        batches=names.batches(connection),
        actors=[KeptActor(actor, brought[actor.name]) for actor in names.actors(connection)],
        issues=[
            KeptIssue(row.slug, row.title, row.batch_key) for row in connection.execute(issues)
        ],
        codebooks=_codebooks(connection),
        statements=_statements(connection),
        changes=_changes(connection),
        n_statements=connection.scalar(select(func.count()).select_from(StatementRow)) or 0,
    )


def _codebooks(connection: Connection) -> list[KeptCodebook]:
    found = (
        select(CodebookRow.version, CodebookRow.content, CodebookRow.applied_at)
        .join(IssueRow, CodebookRow.issue_key == IssueRow.key)
        .order_by(IssueRow.slug, CodebookRow.version)
    )
    return [
        KeptCodebook(
            codebook_of(row.content, row.version, json.loads(row.content)["retired"]),
            datetime.fromisoformat(row.applied_at),
        )
        for row in connection.execute(found)
    ]


def _statements(connection: Connection) -> Iterator[KeptStatement]:
    for keys in entries.pages(connection, StatementQuery()):
        hashes = columns.hashes(connection, keys)
        given, starting = among(CodingRow.statement_key, keys), among(LinkRow.from_key, keys)
        codings = _batches(connection, CodingRow, given, ("statement", "coder", "frame"))
        links = _batches(connection, LinkRow, starting, ("from", "type", "to"))
        for entry in entries.entries(connection, keys):
            id_ = entry.statement.id
            yield KeptStatement(
                entry,
                hashes[id_],
                tuple(codings[id_, coding.coder, coding.frame] for coding in entry.codings),
                tuple(links[id_, link.type.value, link.to_id] for link in entry.links),
            )


def _batches(
    connection: Connection, model: type[Base], which: Any, names: Sequence[str]
) -> dict[tuple[str, ...], int | None]:
    """Return the load of each of these rows, by the cells that tell one from another."""
    rows = connection.execute(by_names(model).where(which)).mappings()
    return {tuple(row[name] for name in names): row["batch_key"] for row in rows}


def _changes(connection: Connection) -> Iterator[HistoryRow]:
    found = select(*ChangeRow.__table__.columns).order_by(ChangeRow.key).limit(_PAGE)
    last = 0
    while page := connection.execute(found.where(ChangeRow.key > last)).all():
        for row in page:
            yield HistoryRow(row.at, row.who, row.kind, row.subject, row.before, row.after)
        last = page[-1].key
