"""Bubbles in place of dots where statements are many: the larger, the more statements."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures.dots import Heights
from stance.figures.lanes import Lane, Lanes
from stance.figures.traces import Trace, points

Bin = tuple[str, str, int]
"""The first and last day of a stretch, and how many statements lie in it."""

_LARGEST, _SMALLEST = 21.0, 3.0
_VOICES = {"own": "own voice", "attributed": "attributed"}


def bubble_traces(lanes: Lanes, bins: pd.DataFrame, shape: Heights) -> list[Trace]:
    """Draw the bins of every lane: filled for the actor's own voice, hollow for others."""
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
    look = lane.style.marker(is_filled=voice == "own", outline=1.4, symbol="circle")
    return points(
        [_middle(first, last) for first, last, _ in bins],
        [round(height, 4)] * len(bins),
        [
            ["bin", lane.frame, first, last, voice, _told(lane, voice, first, last, n)]
            for first, last, n in bins
        ],
        {**look, "size": [_size(n, largest) for _, _, n in bins], "opacity": 0.82},
        name=lane.label,
        xaxis="x2",
        yaxis="y",
        showlegend=False,
    )


def _size(n: int, largest: int) -> float:
    """Return a diameter whose square grows with the number: areas are what the eye compares."""
    return round(max(_LARGEST * math.sqrt(n / largest), _SMALLEST), 1)


def _told(lane: Lane, voice: str, first: str, last: str, n: int) -> str:
    days = first if first == last else f"{first} to {last}"
    many = "1 statement" if n == 1 else f"{n:,} statements"
    return f"{lane.label}, {_VOICES[voice]}, {days}: {many}"


def _middle(first: str, last: str) -> str:
    days = date.fromisoformat(first).toordinal() + date.fromisoformat(last).toordinal()
    return date.fromordinal(days // 2).isoformat()
