"""Long answers a column or a text at a time: marks, texts, and hashes that no longer fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from db.dialects import AnySelect, among
from db.models import StatementRow
from db.queries import (
    chosen,
    coded_by_column,
    counted,
    divided,
    frames_column,
    select_page,
    select_said,
)
from db.reads.entries import entries, pages
from db.refusals import refuse_damage
from db.rows import frames_of, iso_day
from stance.records import NONE, StatementQuery, Unit
from stance.store.counts import Report

_MARKS = (
    *("id", "utterance", "issue", "actor", "voice", "mode", "date", "first", "middle", "last"),
    *("frames", "coded_by", "speaker", "source", "text", "language", "summary"),
)
_BINS = ["voice", "frame", "first", "last", "n"]
_LAST_DAY = date.max.toordinal()
DAYS: dict[str, Any] = {
    "first": StatementRow.first_day,
    "middle": StatementRow.middle_day,
    "last": StatementRow.last_day,
}
_IN_TIME = (StatementRow.middle_day, StatementRow.n_days, StatementRow.id)


def marks(connection: Connection, query: StatementQuery, *, limit: int) -> pd.DataFrame:
    """Return one row a chosen statement, in time order."""
    # The keys first, from an index alone; only what is left is looked up in the table.
    keys = select(StatementRow.key).where(chosen(query))
    early = keys.order_by(StatementRow.middle_day, StatementRow.n_days, StatementRow.key)
    first_of = early.limit(limit).subquery("first_of")
    found = select_said(
        *_MARKS,
        **DAYS,
        mode=func.coalesce(StatementRow.mode, ""),
        frames=func.coalesce(frames_column(query.codings), ""),
        coded_by=coded_by_column(query.codings),
    )
    found = found.join(first_of, StatementRow.key == first_of.c.key)
    return table_of_days(connection, found.order_by(*_IN_TIME))


def table_of_days(connection: Connection, found: AnySelect) -> pd.DataFrame:
    """Return what is found as a table, with ISO days in place of stored ones."""
    result = connection.execute(found)
    table = pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
    for column in DAYS:
        table[column] = table[column].map(iso_day)
    return table


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
    unit = "utterance" if query.unit is Unit.UTTERANCE else "id"
    found = select_said(unit, "text").where(chosen(query)).order_by(*_IN_TIME)
    for row in connection.execute(found.execution_options(yield_per=1000)):
        yield row[0], row.text


def reports(connection: Connection, query: StatementQuery, *, limit: int) -> list[Report]:
    """Return the chosen statements as the search for second reports sees them."""
    keys = select_page(query, after=None, newest_first=False).limit(limit).subquery("page")
    told = ("id", "utterance", "actor", "issue", "voice", "first", "last", "language", "text")
    found = (
        select_said(*told, "batch", **DAYS, batch=StatementRow.batch_key)
        .join(keys, StatementRow.key == keys.c.key)
        .order_by(StatementRow.first_day, StatementRow.date, StatementRow.id)
    )
    return [
        Report(**{**row, **{day: date.fromordinal(row[day]) for day in ("first", "last")}})
        for row in connection.execute(found).mappings()
    ]


def broken_hashes(connection: Connection) -> Iterator[str]:
    """Yield the id of every statement whose content no longer has its hash."""
    # The file may be damaged in an index, which no row shows.
    refuse_damage(connection)
    for keys in pages(connection, StatementQuery()):
        stored = hashes(connection, keys)
        for entry in entries(connection, keys):
            statement = entry.statement
            if statement.content_hash != stored[statement.id]:
                yield statement.id


def hashes(connection: Connection, keys: Sequence[int]) -> dict[str, str]:
    """Return the hashes of these statements as they are stored, by id."""
    found = select_said("id", "content_hash").where(among(StatementRow.key, keys))
    return {row.id: row.content_hash for row in connection.execute(found)}
