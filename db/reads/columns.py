"""Long answers a column or a text at a time: marks, texts, and hashes that no longer fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from db.dialects import AnySelect, among
from db.models import ActorRow, IssueRow, SourceRow, StatementRow
from db.queries import (
    RootRow,
    chosen,
    coded_by_column,
    counted,
    divided,
    frames_column,
    select_page,
)
from db.reads.entries import entries, pages
from db.rows import frames_of, iso_day
from stance.records import NONE, StatementQuery, Unit
from stance.store.counts import Report

_MARKS = [
    "id",
    "utterance",
    "issue",
    "actor",
    "voice",
    "mode",
    "date",
    "first",
    "middle",
    "last",
    "frames",
    "coded_by",
    "speaker",
    "source",
    "text",
    "language",
    "summary",
]
_BINS = ["voice", "frame", "first", "last", "n"]
_LAST_DAY = date.max.toordinal()
_IN_TIME = (StatementRow.middle_day, StatementRow.n_days, StatementRow.id)


def marks(connection: Connection, query: StatementQuery, *, limit: int) -> pd.DataFrame:
    """Return one row a chosen statement, in time order."""
    rows = connection.execute(_select_marks(query, limit)).all()
    table = pd.DataFrame([tuple(row) for row in rows], columns=_MARKS)
    for column in ("first", "middle", "last"):
        table[column] = table[column].map(iso_day)
    return table


def _select_marks(query: StatementQuery, limit: int) -> AnySelect:
    # The keys first, from an index alone; only what is left is looked up in the table.
    keys = select(StatementRow.key).where(chosen(query))
    early = keys.order_by(StatementRow.middle_day, StatementRow.n_days, StatementRow.key)
    first_of = early.limit(limit).subquery("first_of")
    frames = frames_column(query.codings)
    return (
        select(
            StatementRow.id,
            RootRow.id,
            IssueRow.slug,
            ActorRow.name,
            StatementRow.voice,
            func.coalesce(StatementRow.mode, ""),
            StatementRow.date,
            StatementRow.first_day,
            StatementRow.middle_day,
            StatementRow.last_day,
            func.coalesce(frames, ""),
            coded_by_column(query.codings),
            StatementRow.speaker,
            SourceRow.name,
            StatementRow.text,
            StatementRow.language,
            StatementRow.summary,
        )
        .join(first_of, StatementRow.key == first_of.c.key)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(SourceRow, StatementRow.source_key == SourceRow.key)
        .order_by(*_IN_TIME)
    )


def bins(connection: Connection, query: StatementQuery, *, size: int) -> pd.DataFrame:
    """Count statements by voice, frame and stretch of `size` days."""
    frames = func.coalesce(frames_column(query.codings), "").label("sets")
    stretch = divided(StatementRow.middle_day.expression, int(size)).label("stretch")
    found = select(StatementRow.voice, frames, stretch).where(chosen(query)).subquery("placed")
    counts: Counter[tuple[int, str, str]] = Counter()
    split = lru_cache(maxsize=None)(frames_of)
    for voice, sets, at, n in connection.execute(counted(found)).all():
        for frame in split(sets) or (NONE,):
            counts[at, voice, frame] += n
    rows = [
        (voice, frame, iso_day(max(at * size, 1)), iso_day(min(at * size + size - 1, _LAST_DAY)), n)
        for (at, voice, frame), n in sorted(counts.items())
    ]
    return pd.DataFrame(rows, columns=_BINS)


def texts(connection: Connection, query: StatementQuery) -> Iterator[tuple[str, str]]:
    """Yield each chosen statement's unit and words, in time order."""
    unit = RootRow.id if query.unit is Unit.UTTERANCE else StatementRow.id
    found = (
        select(unit.label("unit"), StatementRow.text)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .where(chosen(query))
        .order_by(*_IN_TIME)
        .execution_options(yield_per=1000)
    )
    for row in connection.execute(found):
        yield row.unit, row.text


def reports(connection: Connection, query: StatementQuery, *, limit: int) -> list[Report]:
    """Return the chosen statements as the search for second reports sees them."""
    keys = select_page(query, after=None, newest_first=False).limit(limit).subquery("page")
    found = (
        select(
            StatementRow.id,
            RootRow.id.label("utterance"),
            ActorRow.name.label("actor"),
            IssueRow.slug.label("issue"),
            StatementRow.voice,
            StatementRow.first_day,
            StatementRow.last_day,
            StatementRow.language,
            StatementRow.text,
            StatementRow.batch_key,
        )
        .join(keys, StatementRow.key == keys.c.key)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .order_by(StatementRow.first_day, StatementRow.date, StatementRow.id)
    )
    return [_report(row) for row in connection.execute(found)]


def _report(row: Any) -> Report:
    first, last = date.fromordinal(row.first_day), date.fromordinal(row.last_day)
    return Report(
        row.id,
        row.utterance,
        row.actor,
        row.issue,
        row.voice,
        first,
        last,
        row.language,
        row.text,
        row.batch_key,
    )


def broken_hashes(connection: Connection) -> Iterator[str]:
    """Yield the id of every statement whose content no longer has its hash."""
    for keys in pages(connection, StatementQuery()):
        stored = select(StatementRow.id, StatementRow.content_hash)
        rows = connection.execute(stored.where(among(StatementRow.key, keys)))
        hashes = {row.id: row.content_hash for row in rows}
        for entry in entries(connection, keys):
            statement = entry.statement
            if statement.content_hash != hashes[statement.id]:
                yield statement.id
