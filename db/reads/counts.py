"""What is counted: choices, periods, frames; by SQL, never statement by statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, literal_column, select, union_all

from db.dialects import AnySelect
from db.models import StatementRow
from db.queries import (
    chosen,
    counted,
    frames_column,
    joined,
    n_units,
    said_column,
    select_series,
    select_sets,
)
from db.rows import frames_of
from stance.records import StatementQuery
from stance.store.counts import Count, FacetCount, SeriesCounts

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
    rows = connection.execute(select_series(query)).all()
    union = lru_cache(maxsize=None)(_union)
    for issue, actor, voice, first, last, sets, n in rows:
        found = union(sets)
        together[found] += n
        if first != last:
            n_left_out += n
            continue
        cell = (issue, actor, voice, first)
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


def _union(sets: str) -> tuple[str, ...]:
    """Return the frames of all sets of a unit, in alphabetical order."""
    return tuple(sorted({frame for text in sets.split(",") for frame in frames_of(text)}))


def _table(counts: Counter[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([(*cell, counts[cell]) for cell in sorted(counts)], columns=columns)


# --- beside each choice ------------------------------------------------------------------


def facets(connection: Connection, query: StatementQuery) -> list[FacetCount]:
    """Count beside each choice, under all filters but the facet's own: two SELECTs."""
    found = union_all(*(_facet(at, *facet, query) for at, facet in enumerate(_FACETS)))
    choices = [FacetCount(_FACETS[at][0], value, n) for at, value, n in connection.execute(found)]
    choices += _frames(connection, query)
    order = [*(facet for facet, _, _ in _FACETS), "frame"]
    return sorted(choices, key=lambda one: (order.index(one.facet), -one.n, one.value))


_FACETS: tuple[tuple[str, str, Any], ...] = (
    ("actor", "actors", ()),
    ("speaker", "speaker", ""),
    ("about", "about", ""),
    ("voice", "voice", None),
    ("mode", "modes", ()),
    ("language", "language", ""),
    ("source", "source", ""),
    ("tag", "tags", ()),
)
"""Each facet with the filter it sets and what leaves that open."""


def _facet(at: int, facet: str, name: str, without: Any, query: StatementQuery) -> AnySelect:
    others, column = replace(query, **{name: without}), said_column(facet)
    found = (
        select(literal_column(str(at)).label("at"), column.label("value"), n_units(query))
        .select_from(StatementRow)
        .where(chosen(others), column != "")
        .group_by(column)
    )
    return joined(found, facet)


def _frames(connection: Connection, query: StatementQuery) -> list[FacetCount]:
    sets = select_sets(replace(query, frames=()))
    frames: Counter[str] = Counter()
    for row in connection.execute(counted(sets.subquery("sets"))):
        for frame in _union(row.sets):
            frames[frame] += row.n
    return [FacetCount("frame", frame, n) for frame, n in frames.items()]
