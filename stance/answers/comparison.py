"""Comparisons on one issue: actors with each other, and two spans of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np
import pandas as pd

from stance.analysis.series import coverage_table, jeffreys_interval
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.answers.series import series_rows
from stance.answers.statements import entries_by_id
from stance.filters import query_pairs
from stance.records import Codebook, Entry, StatementQuery
from stance.store import Reading
from stance.store.counts import IssueSummary

MOST_MARKS = 1500
"""Dots of all panels together; above it only shares are drawn."""

LEAST = 5
"""With fewer units on a side nothing is said about a difference."""

MOST_QUOTES = 2
"""Quotes of a frame on a side."""

_MOST_READ = 12
"""Statements read for them: several may be reports of one utterance."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a side's units carry a frame, with the 90% interval of the share."""

    frame: str
    n_with: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share, 0 where there is nothing."""
        return self.n_with / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: an actor, or a span of one."""

    name: str
    query: StatementQuery
    n: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class ActorsCompared:
    """Several actors on one issue: their shares over all, and what their panels draw."""

    issue: IssueSummary
    codebook: Codebook | None
    query: StatementQuery
    sides: tuple[Side, ...]
    marks: pd.DataFrame
    n_marks_left_out: int
    series: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SpansCompared:
    """Two spans of time: their shares, and a few quotes of every frame on either side."""

    issue: IssueSummary
    codebook: Codebook | None
    sides: tuple[Side, Side]
    quotes: dict[tuple[int, str], tuple[Entry, ...]]


def compare_actors(store: Reading, query: StatementQuery) -> ActorsCompared:
    """Return the actors of a query side by side, each on its own statements."""
    codebook = codebook_or_none(store, query.issue)
    frames = _frames(store, query, codebook)
    alone = [replace(query, actors=(actor,)) for actor in query.actors]
    n_marks = store.count(query).n_statements
    limit = MOST_MARKS if n_marks <= MOST_MARKS else 0
    counts = store.series(query)
    return ActorsCompared(
        issue=store.issue(query.issue),
        codebook=codebook,
        query=query,
        sides=tuple(_side(store, one.actors[0], one, frames) for one in alone),
        marks=store.marks(query, limit=limit),
        n_marks_left_out=0 if limit else n_marks,
        series=series_rows(store, query, counts),
        coverage=coverage_table(counts, query.period),
    )


def compare_spans(store: Reading, earlier: StatementQuery, later: StatementQuery) -> SpansCompared:
    """Return two choices on one issue side by side, usually two spans of one actor."""
    codebook = codebook_or_none(store, earlier.issue)
    frames = _frames(store, earlier, codebook)
    before = _side(store, side_name(earlier, later), earlier, frames)
    after = _side(store, side_name(later, earlier), later, frames)
    quotes = _quotes(store, (before, after))
    return SpansCompared(store.issue(earlier.issue), codebook, (before, after), quotes)


def busiest_actors(
    store: Reading, query: StatementQuery, *, most: int | None = 4
) -> tuple[str, ...]:
    """Return the actors with most statements under the query's other filters."""
    facets = store.facets(replace(query, actors=()))
    return tuple(facet.value for facet in facets if facet.facet == "actor")[:most]


def halves(store: Reading, query: StatementQuery) -> date | None:
    """Return the first day of the year that splits what the query chooses most evenly."""
    return _even_split(coverage_table(store.series(query), query.period))


def halves_of_each(store: Reading, query: StatementQuery) -> dict[tuple[str, str], date | None]:
    """Return such a day for every actor and voice that the query chooses, from one read."""
    table = coverage_table(store.series(query), query.period)
    groups = table.groupby(["actor", "voice"])
    return {(str(actor), str(voice)): _even_split(rows) for (actor, voice), rows in groups}


def _even_split(periods: pd.DataFrame) -> date | None:
    years = periods["n"].groupby(periods["period_start"].astype(str).str[:4]).sum()
    if len(years) < 2:
        return None
    # What lies before each year but the first, as near to half of all as can be.
    before = years.cumsum().shift()[1:]
    return date(int(str((2 * before - years.sum()).abs().idxmin())), 1, 1)


def span_name(query: StatementQuery) -> str:
    """Say from when to when a query looks."""
    if query.since:
        return f"{query.since} to {query.until}" if query.until else f"from {query.since}"
    return f"until {query.until}" if query.until else "all dates"


def side_name(query: StatementQuery, other: StatementQuery) -> str:
    """Name a side by what tells it from the other: its dates, else its other filters."""
    known = set(query_pairs(other))
    own = [pair for pair in query_pairs(query) if pair not in known]
    named = [value for name, value in own if name not in ("from", "to")]
    if named and {name for name, _ in own} & {"from", "to"}:
        named.append(span_name(query))
    return ", ".join(named) or span_name(query)


def differ(one: Share, other: Share) -> bool:
    """Whether both sides rest on enough and their intervals do not meet."""
    enough = min(one.n, other.n) >= LEAST
    return enough and (one.high < other.low or other.high < one.low)


def _frames(store: Reading, query: StatementQuery, codebook: Codebook | None) -> list[str]:
    known = frames_of(store, query.issue, codebook)
    return [frame for frame in known if not query.frames or frame in query.frames]


def _side(store: Reading, name: str, query: StatementQuery, frames: list[str]) -> Side:
    table = store.series(query).sets
    ids, counts = table["frames"].astype(str).tolist(), table["n"].astype(int).tolist()
    sets = [(frozenset(one.split(";")), n) for one, n in zip(ids, counts, strict=True)]
    total = sum(n for _, n in sets)
    n_with = [sum(n for ids, n in sets if frame in ids) for frame in frames]
    low, high = jeffreys_interval(np.array(n_with, dtype=np.int64), np.full(len(frames), total))
    shares = zip(frames, n_with, low, high, strict=True)
    told = tuple(Share(frame, k, total, float(lo), float(hi)) for frame, k, lo, hi in shares)
    return Side(name, query, total, told)


def _quotes(store: Reading, sides: Sequence[Side]) -> dict[tuple[int, str], tuple[Entry, ...]]:
    """Return each frame's first quotes on each side, one of each utterance: reports repeat it."""
    firsts: defaultdict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for place, side in enumerate(sides):
        frames = [share.frame for share in side.shares if share.n_with]
        for frame, id_, utterance in store.first_with_frames(side.query, frames, _MOST_READ):
            firsts[place, frame].setdefault(utterance, id_)
    ids = {key: list(of_frame.values())[:MOST_QUOTES] for key, of_frame in firsts.items()}
    entry_of = entries_by_id(store, chain.from_iterable(ids.values()))
    return {key: tuple(entry_of[id_] for id_ in chosen) for key, chosen in ids.items()}
