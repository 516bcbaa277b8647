"""What is counted: choices, periods, frames; by SQL, never statement by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, func, select

from db.models import ActorRow, IssueRow, SourceRow, StatementRow, TagRow
from db.queries import (
    chosen,
    counted,
    frames_column,
    n_units,
    select_series,
    select_sets,
)
from db.rows import frames_of
from stance.records import StatementQuery
from stance.store import Count, FacetCount, SeriesCounts

_TOTAL = ["issue", "actor", "voice", "period"]


def count(connection: Connection, query: StatementQuery) -> Count:
    """Count what the query chooses."""
    frames = frames_column(query.codings)
    row = connection.execute(
        select(
            func.count().label("statements"),
            func.count(StatementRow.root_key.distinct()).label("utterances"),
            func.count(frames).label("coded"),
        ).where(chosen(query))
    ).one()
    return Count(row.statements, row.utterances, row.statements - row.coded)


# --- by period ---------------------------------------------------------------------------


def series(connection: Connection, query: StatementQuery) -> SeriesCounts:
    """Count by issue, actor, voice and period, by frame, and which frames stand together."""
    totals: Counter[tuple[Any, ...]] = Counter()
    frames: Counter[tuple[Any, ...]] = Counter()
    together: Counter[tuple[str, ...]] = Counter()
    n_left_out = 0
    names = _Names(connection)
    rows = connection.execute(select_series(replace(query, frames=()))).all()
    union = lru_cache(maxsize=None)(_union)
    for issue, actor, voice, first, last, sets, n in rows:
        found = union(sets)
        together[found] += n
        if first != last:
            n_left_out += n
            continue
        cell = (names.issues[issue], names.actors[actor], voice, first)
        totals[cell] += n
        for frame in found:
            frames[(*cell, frame)] += n
    joined = Counter({(";".join(found),): n for found, n in together.items()})
    return SeriesCounts(
        totals=_table(totals, [*_TOTAL, "n"]),
        frames=_table(frames, [*_TOTAL, "frame", "n"]),
        sets=_table(joined, ["frames", "n"]),
        n_left_out=n_left_out,
    )


class _Names:
    """The names of issues and actors, by key."""

    def __init__(self, connection: Connection) -> None:
        self.issues = _pairs(connection.execute(select(IssueRow.key, IssueRow.slug)))
        self.actors = _pairs(connection.execute(select(ActorRow.key, ActorRow.name)))


def _pairs(rows: Iterable[Row[int, str]]) -> dict[int, str]:
    return {key: name for key, name in rows}  # noqa: C416 - rows are not tuples to mypy


def _union(sets: str) -> tuple[str, ...]:
    """Return the frames of all sets of a unit, in alphabetical order."""
    return tuple(sorted({frame for text in sets.split(",") for frame in frames_of(text)}))


def _table(counts: Counter[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([(*cell, counts[cell]) for cell in sorted(counts)], columns=columns)


# --- beside each choice ------------------------------------------------------------------


def facets(connection: Connection, query: StatementQuery) -> list[FacetCount]:
    """Count beside each choice, under all filters but the facet's own."""
    statement = StatementRow
    return [
        *_facet(connection, "actor", ActorRow.name, replace(query, actors=())),
        *_facet(connection, "speaker", statement.speaker, replace(query, speaker="")),
        *_facet(connection, "about", statement.about, replace(query, about="")),
        *_facet(connection, "voice", statement.voice, replace(query, voice=None)),
        *_facet(connection, "mode", statement.mode, replace(query, modes=())),
        *_facet(connection, "language", statement.language, replace(query, language="")),
        *_facet(connection, "source", SourceRow.name, replace(query, source="")),
        *_facet(connection, "tag", TagRow.tag, replace(query, tags=())),
        *_frame_facet(connection, replace(query, frames=())),
    ]


def _facet(
    connection: Connection, facet: str, column: Any, query: StatementQuery
) -> list[FacetCount]:
    found = select(column.label("value"), n_units(query).label("n")).where(
        chosen(query), column != ""
    )
    found = found.select_from(StatementRow)
    for row_class, on in _JOINS.items():
        if column.class_ is row_class:
            found = found.join(row_class, on)
    rows = connection.execute(found.group_by(column))
    return _ranked(facet, ((row.value, row.n) for row in rows))


_JOINS: dict[Any, ColumnElement[bool]] = {
    ActorRow: StatementRow.actor_key == ActorRow.key,
    SourceRow: StatementRow.source_key == SourceRow.key,
    TagRow: StatementRow.key == TagRow.statement_key,
}


def _frame_facet(connection: Connection, query: StatementQuery) -> list[FacetCount]:
    frames: Counter[str] = Counter()
    for row in connection.execute(counted(select_sets(query).subquery("sets"))):
        for frame in _union(row.sets):
            frames[frame] += row.n
    return _ranked("frame", frames.items())


def _ranked(facet: str, values: Iterable[tuple[str, int]]) -> list[FacetCount]:
    found = [FacetCount(facet, value, n) for value, n in values]
    return sorted(found, key=lambda choice: (-choice.n, choice.value))
