"""Shares by period as level pieces, with interval bands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures import traces
from stance.figures.dimensions import Measures
from stance.figures.lanes import Lane, Lanes
from stance.figures.palette import DASHES, FrameStyle
from stance.figures.traces import Trace

Height = Callable[[float], float]
"""Turns a share (0 to 1) into a height in the figure."""

MOST_LINES = 4

_COLUMNS = (
    *("frame", "actor", "voice", "period", "period_start", "period_end"),
    *("n_statements", "n_with_frame", "share", "share_low", "share_high"),
)


@dataclass(frozen=True, slots=True)
class PeriodShare:
    """The share of one period, and what it rests on."""

    period: str
    start: str
    end: str
    n: int
    n_with: int
    share: float
    low: float
    high: float

    @property
    def next_start(self) -> str:
        """The day after the last: where the next period begins."""
        return _day_after(self.end)


@dataclass(frozen=True, slots=True)
class Line:
    """One actor's shares of one frame in one voice."""

    actor: str
    voice: str
    steps: tuple[PeriodShare, ...]

    @property
    def n(self) -> int:
        """How many units the line rests on."""
        return sum(step.n for step in self.steps)


def lines_of(series: pd.DataFrame) -> dict[str, list[Line]]:
    """Return the lines of each frame that rest on most."""
    steps: defaultdict[tuple[str, str, str], list[PeriodShare]] = defaultdict(list)
    for frame, actor, voice, *step in rows_of(series, _COLUMNS):
        steps[frame, str(actor), str(voice)].append(PeriodShare(*step))
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for (frame, actor, voice), beside in steps.items():
        found[frame].append(Line(actor, voice, tuple(beside)))
    return {
        frame: sorted(lines, key=lambda line: -line.n)[:MOST_LINES]
        for frame, lines in found.items()
    }


def line_names(lines: Sequence[Line]) -> dict[Line, str]:
    """Return what tells the lines of one lane apart."""
    several_actors = len({line.actor for line in lines}) > 1
    several_voices = len({line.voice for line in lines}) > 1
    names = {}
    for line in lines:
        voice = f"({line.voice})" if several_voices else ""
        names[line] = f"{line.actor if several_actors else ''} {voice}".strip()
    return names


def runs(steps: Iterable[PeriodShare]) -> list[list[PeriodShare]]:
    """Cut the periods where some hold no statement."""
    found: list[list[PeriodShare]] = []
    for step in steps:
        if not found or found[-1][-1].next_start != step.start:
            found.append([])
        found[-1].append(step)
    return found


def share_traces(lanes: Lanes, lines: Mapping[str, Sequence[Line]], shape: Measures) -> list[Trace]:
    """Draw the shares of every lane."""
    drawn = []
    for at, lane in enumerate(lanes.drawn):
        height = partial(_height, shape, at)
        beside = lines.get(lane.frame, [])
        # Bands of several actors would hide each other.
        if len({line.actor for line in beside}) == 1:
            drawn.append(_band_trace(beside[0], lane.style, height))
        drawn += [_line_trace(line, lane, height, place) for place, line in enumerate(beside)]
    return [trace | {"xaxis": "x2", "yaxis": "y"} for trace in drawn]


def _height(shape: Measures, lane: int, share: float) -> float:
    return round(shape.share(lane, share), 4)


def _band_trace(line: Line, style: FrameStyle, height: Height) -> Trace:
    """Draw the intervals of a run of periods as one outline."""
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs(line.steps):
        days = [day for step in run for day in (step.start, step.next_start)]
        highs = [height(step.high) for step in run for _ in range(2)]
        lows = [height(step.low) for step in run for _ in range(2)]
        x += [*days, *reversed(days), None]
        y += [*highs, *reversed(lows), None]
    return traces.lines(
        x,
        y,
        {"width": 0, "color": style.fill},
        fill="toself",
        fillcolor=style.fill,
        opacity=0.2,
        hoverinfo="skip",
        showlegend=False,
    )


def _line_trace(line: Line, lane: Lane, height: Height, place: int) -> Trace:
    """Draw the shares as level pieces, one a period."""
    x: list[str | None] = []
    y: list[float | None] = []
    meant: list[list[str] | None] = []
    for run in runs(line.steps):
        for step in run:
            x += [step.start, middle_day(step.start, step.end), step.next_start]
            y += [height(step.share)] * 3
            rate = f"{step.share:.0%} (90% interval {step.low:.0%} to {step.high:.0%})"
            told = f"{line.actor}, {step.period}: {step.n_with:,} of {step.n:,}, {rate}"
            meant += [["share", lane.frame, step.start, step.end, told]] * 3
        x.append(None)
        y.append(None)
        meant.append(None)
    dash = DASHES[place % len(DASHES)]
    return traces.lines(
        x,
        y,
        {"width": 2, "color": lane.style.ink, "dash": dash},
        customdata=meant,
        hoverinfo="none",
        showlegend=False,
    )


# Every lane asks for the days of the same periods.
@lru_cache(maxsize=4096)
def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@lru_cache(maxsize=4096)
def middle_day(start: str, end: str) -> str:
    """Return the day in the middle of two."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2).isoformat()
