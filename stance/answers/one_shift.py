"""One shift with its evidence: the statements on both sides of every frame that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import FrameMove
from stance.answers.shifts import FoundShift, Pair, find
from stance.answers.statements import entries_by_id
from stance.filters import Sides, split_at
from stance.records import Entry, StatementQuery, Voice
from stance.store import Reading

MOST_EVIDENCE = 20
"""Statements named as evidence on each side: those nearest to the shift."""
_MOST_QUOTES = 3

Quotes = tuple[tuple[Entry, ...], tuple[Entry, ...]]
"""Statements before and after a shift, the nearest first."""


@dataclass(frozen=True, slots=True)
class QuotedShift:
    """A shift, the choices of statements on its two sides, and quotes for each frame told."""

    found: FoundShift
    sides: Sides
    quotes: Mapping[str, Quotes]


def quoted_shift(store: Reading, query: StatementQuery, key: str) -> QuotedShift:
    """Return the shift with this key and its quotes; raise Unknown where there is none."""
    found = find(store, query, key)
    ids = {
        move.frame: tuple(side[:_MOST_QUOTES] for side in evidence(found.pair, move))
        for move in found.shift.told_moves
    }
    # One read for all quotes, whatever the number of frames.
    wanted = (id_ for sides in ids.values() for side in sides for id_ in side)
    entry_of = entries_by_id(store, wanted)
    quotes = {
        frame: (tuple(map(entry_of.__getitem__, before)), tuple(map(entry_of.__getitem__, after)))
        for frame, (before, after) in ids.items()
    }
    return QuotedShift(found, sides_of(query, found), quotes)


def evidence(pair: Pair, move: FrameMove) -> tuple[list[str], list[str]]:
    """Name the statements by which units hold a frame before and after, the nearest first."""
    return (
        _holding(pair, move.frame, list(reversed(move.rows_before))),
        _holding(pair, move.frame, move.rows_after),
    )


def sides_of(query: StatementQuery, found: FoundShift) -> Sides:
    """Return what lies between a shift and its neighbours, under the filters it was found by.

    The counts of its frames rest on the same two spans.
    """
    pair, day = found.pair, found.shift.date
    mine = replace(query, issue=pair.issue, actors=(pair.actor,), voice=Voice(pair.voice))
    before, after = split_at(replace(mine, frames=()), day)
    days = [one.date for one in pair.search_of(found.shift).shifts]
    earlier = [one for one in days if one < day]
    later = [one for one in days if one > day]
    if earlier:
        before = replace(before, since=max(earlier))
    if later:
        after = replace(after, until=min(later) - timedelta(days=1))
    return before, after


def _holding(pair: Pair, frame: str, rows: Sequence[int]) -> list[str]:
    if frame == STANCE:
        ids = [pair.said[row].id for row in rows if pair.said[row].stance is not None]
    else:
        ids = [pair.holders[row][frame] for row in rows if frame in pair.holders[row]]
    return ids[:MOST_EVIDENCE]
