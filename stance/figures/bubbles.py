"""Bubbles in place of dots where statements are many."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures.dimensions import Measures
from stance.figures.lanes import Lane, Lanes
from stance.figures.shares import middle_day
from stance.figures.traces import Trace, points

Bin = tuple[str, str, int]
"""The first and last day of a stretch, and how many statements lie in it."""

MOST_BINS = 60
"""More bubbles beside each other than this would touch."""
_LARGEST, _SMALLEST = 21.0, 3.0
_VOICES = {"own": "own voice", "attributed": "attributed"}


def days_of_a_bin(coverage: pd.DataFrame) -> int:
    """Return the days of a bin, so that at most `MOST_BINS` are needed."""
    if coverage.empty:
        return 1
    first = date.fromisoformat(str(coverage["period_start"].min()))
    last = date.fromisoformat(str(coverage["period_end"].max()))
    return max(1, -(-(last - first).days // (MOST_BINS - 1)))


def no_bins() -> pd.DataFrame:
    """Return the empty table of bins, for figures with dots."""
    return pd.DataFrame(columns=["voice", "frame", "first", "last", "n"])


def bubble_traces(lanes: Lanes, bins: pd.DataFrame, shape: Measures) -> list[Trace]:
    """Draw the bins of every lane, hollow where others speak."""
    found: defaultdict[tuple[str, str], list[Bin]] = defaultdict(list)
    for voice, frame, first, last, n in rows_of(bins, ("voice", "frame", "first", "last", "n")):
        found[str(frame), str(voice)].append((str(first), str(last), int(n)))
    largest = max((n for told in found.values() for _, _, n in told), default=1)
    traces = []
    for place, lane in enumerate(lanes.drawn):
        for voice in ("attributed", "own"):
            told = found.get((lane.frame, voice))
            if told:
                traces.append(_trace(lane, voice, told, shape.dots(place), largest))
    return traces


def _trace(lane: Lane, voice: str, bins: list[Bin], height: float, largest: int) -> Trace:
    # Areas are what the eye compares: a diameter's square grows with the number.
    sizes = [round(max(_LARGEST * math.sqrt(n / largest), _SMALLEST), 1) for _, _, n in bins]
    look = lane.style.marker(is_filled=voice == "own", outline=1.4, symbol="circle")
    return points(
        [middle_day(first, last) for first, last, _ in bins],
        [round(height, 4)] * len(bins),
        [
            ["bin", lane.frame, first, last, voice, _told(lane, voice, first, last, n)]
            for first, last, n in bins
        ],
        {**look, "size": sizes, "opacity": 0.82},
        name=lane.label,
        xaxis="x2",
        yaxis="y",
        showlegend=False,
    )


def _told(lane: Lane, voice: str, first: str, last: str, n: int) -> str:
    days = first if first == last else f"{first} to {last}"
    many = "1 statement" if n == 1 else f"{n:,} statements"
    return f"{lane.label}, {_VOICES[voice]}, {days}: {many}"
