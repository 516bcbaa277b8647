"""How sure it is, day by day, that a change had come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from math import ceil

from stance.analysis.shifts.results import Gap
from stance.figures.uses import Axis

_LEAST_TOLD = 0.002
_WELL_SEEN = 0.1
"""A range of at least this share of the whole record can be read off the whole line."""
_LEAST_MARGIN = 60
"""Days shown on either side of a range that is looked at closely."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a pointer at one gap shows."""

    at: float
    width: float
    told: str


@dataclass(frozen=True, slots=True)
class Rise:
    """The line, in percent, and what stands around it."""

    axis: Axis
    line: tuple[tuple[float, float], ...]
    scale: tuple[tuple[str, float], ...]  # labels of the height with their places
    dates: tuple[float, ...]  # where statements stand
    steps: tuple[Step, ...]
    end: float


def rise_of(gaps: Sequence[Gap], *, is_counted: bool, axis: Axis | None = None) -> Rise:
    """Return the line of how sure, or how many, changes are."""
    # Columns side by side would not do: a wide gap that holds 60% and a narrow one that holds 60%
    # must not look alike, nor must the wide one look larger. A line that adds up has neither
    # fault; between two dates it climbs evenly, because nothing was said there that could tell.
    axis = axis or Axis(date(gaps[0].start.year, 1, 1), date(gaps[-1].end.year, 12, 31))
    chances = [gap.probability if is_counted else gap.first for gap in gaps]
    reached = list(accumulate(chances, initial=0.0))
    top = float(max(ceil(reached[-1] - 0.05), 1)) if is_counted else 1.0
    steps = []
    for gap, chance, after in zip(gaps, chances, reached[1:], strict=True):
        if chance >= _LEAST_TOLD:
            start = axis.at(gap.start)
            by_then = f"{after:.2f} changes" if is_counted else f"{after:.1%}"
            told = f"{gap.start} to {gap.end}: {chance:.1%} fall here, {by_then} by then"
            steps.append(Step(start, round(axis.at(gap.end) - start, 3), told))
    return Rise(
        axis=axis,
        line=_line(gaps, reached, axis, top),
        scale=_scale(top, is_counted=is_counted),
        dates=tuple(dict.fromkeys(axis.at(day) for gap in gaps for day in (gap.start, gap.end))),
        steps=tuple(steps),
        end=reached[-1],
    )


def close_up(gaps: Sequence[Gap], low: date, high: date) -> Rise | None:
    """Return the line around a range the whole line hardly shows."""
    record, reach = (gaps[-1].end - gaps[0].start).days, (high - low).days
    if reach >= _WELL_SEEN * record:
        return None
    margin = max(reach, _LEAST_MARGIN)
    first = date.fromordinal(max(low.toordinal() - margin, gaps[0].start.toordinal()))
    last = date.fromordinal(min(high.toordinal() + margin, gaps[-1].end.toordinal()))
    near = [gap for gap in gaps if gap.start < last and gap.end > first]
    axis = Axis(first, last)
    rise = rise_of([_cut(gap, first, last) for gap in near], is_counted=False, axis=axis)
    days = {day for gap in near for day in (gap.start, gap.end) if first <= day <= last}
    return replace(rise, dates=tuple(axis.at(day) for day in sorted(days)))


def _cut(gap: Gap, first: date, last: date) -> Gap:
    """Return the part of a gap in a span, and its probability."""
    start, end = max(gap.start, first), min(gap.end, last)
    chance = gap.probability * ((end - start).days / (gap.end - gap.start).days)
    return Gap(start, end, chance, chance)


def _line(
    gaps: Sequence[Gap], reached: Sequence[float], axis: Axis, top: float
) -> tuple[tuple[float, float], ...]:
    """Return the corners of the line, where it visibly turns."""
    heights = [round(min(100 * value / top, 100.0), 1) for value in reached]
    corners = [(0.0, 0.0)]
    for gap, before, after in zip(gaps, heights, heights[1:], strict=False):
        if after > before:
            corners += [(axis.at(gap.start), before), (axis.at(gap.end), after)]
    return (*dict.fromkeys(corners), (100.0, heights[-1]))


def _scale(top: float, *, is_counted: bool) -> tuple[tuple[str, float], ...]:
    if not is_counted:
        return ("0%", 0.0), ("50%", 50.0), ("100%", 100.0)
    step = max(round(top / 4), 1)
    return tuple((str(n), round(100 * n / top, 1)) for n in range(0, int(top) + 1, step))
