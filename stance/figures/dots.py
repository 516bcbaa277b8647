"""Statements as dots, hollow where somebody else speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures.dimensions import Measures
from stance.figures.lanes import Lane, Lanes, levels, split_frames
from stance.figures.traces import Trace, lines, points
from stance.records import gloss

_ROOT = 8.5
_REPORT = 5.5
_DOTS_ACROSS = 110
_MOST_WORDS = 140
# All dots together tell no more than this: a figure has at most 60 KB on the wire.
_ALL_WORDS = 80_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What a statement's dot needs to know of it."""

    id: str
    first: str
    middle: str
    last: str
    is_own: bool
    is_root: bool
    frames: tuple[str, ...]


def dot_traces(
    lanes: Lanes,
    marks: pd.DataFrame,
    shape: Measures,
    span: tuple[str, str],
    *,
    across: int = _DOTS_ACROSS,
    size: float = 1.0,
) -> list[Trace]:
    """Draw every statement in the lane of each of its frames."""
    in_lane: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in _marks(marks):
        for frame in mark.frames:
            in_lane[frame].append(mark)
    days = (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days
    traces: list[Trace] = []
    for place, lane in enumerate(lanes.drawn):
        heights = _heights(in_lane[lane.frame], place, shape, days / across, size)
        traces += _lane_traces(lane, heights, size)
    return traces


def meanings(marks: pd.DataFrame) -> list[list[str]]:
    """Return what the card of each statement says."""
    most = min(_MOST_WORDS, _ALL_WORDS // max(len(marks), 1))
    columns = ["id", "date", "actor", "speaker", "source", "voice", "frames", "text"]
    columns += ["language", "summary"]
    cards = []
    for id_, day, actor, speaker, source, voice, frames, text, language, summary in rows_of(
        marks, columns
    ):
        who = f"{speaker}, {actor}" if speaker else actor
        card = [id_, day, who, source, voice, frames, _first_words(str(text), most)]
        # Where the words are not English and have a summary, its first words too.
        if english := gloss(str(language), str(summary)):
            card.append(_first_words(english, most))
        cards.append([str(each) for each in card])
    return cards


def _marks(marks: pd.DataFrame) -> Iterable[Mark]:
    columns = ["id", "utterance", "voice", "first", "middle", "last", "frames"]
    for id_, root, voice, first, middle, last, frames in rows_of(marks, columns):
        yield Mark(
            id=str(id_),
            first=str(first),
            middle=str(middle),
            last=str(last),
            is_own=str(voice) == "own",
            is_root=id_ == root,
            frames=tuple(split_frames(str(frames))),
        )


def _heights(
    marks: list[Mark], place: int, shape: Measures, apart: float, size: float
) -> list[tuple[Mark, float]]:
    ordered = sorted(marks, key=lambda mark: mark.middle)
    spread = levels([date.fromisoformat(mark.middle) for mark in ordered], apart=apart)
    step = 6.4 * size / shape.lane
    middle = shape.dots(place)
    return [
        (mark, round(middle + level * step, 4)) for mark, level in zip(ordered, spread, strict=True)
    ]


def _lane_traces(lane: Lane, heights: list[tuple[Mark, float]], size: float) -> list[Trace]:
    partial = [(mark, y) for mark, y in heights if mark.first != mark.last]
    drawn = []
    if partial:
        days = [day for mark, _ in partial for day in (mark.first, mark.last, None)]
        y = [height for _, at in partial for height in (at, at, None)]
        bar = {"width": 4, "color": lane.style.fill}
        drawn.append(lines(days, y, bar, opacity=0.45, hoverinfo="skip"))
    # The actor's own words come last, on top of what others report.
    for is_own in (False, True):
        told = [(mark, y) for mark, y in heights if mark.is_own is is_own]
        if told:
            drawn.append(_dot_trace(lane, told, size, is_own=is_own))
    return [trace | {"xaxis": "x2", "yaxis": "y", "showlegend": False} for trace in drawn]


def _dot_trace(
    lane: Lane, heights: list[tuple[Mark, float]], size: float, *, is_own: bool
) -> Trace:
    look = lane.style.marker(is_filled=is_own, outline=1.6)
    sizes = [size * (_ROOT if mark.is_root else _REPORT) for mark, _ in heights]
    return points(
        [mark.middle for mark, _ in heights],
        [y for _, y in heights],
        [["statement", mark.id] for mark, _ in heights],
        {**look, "size": sizes, "opacity": 0.92},
        name=lane.label,
    )


def _first_words(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"
