"""The marks of claims and denials under a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stance.figures.dimensions import Shape
from stance.figures.lanes import levels
from stance.figures.palette import INK, PAPER
from stance.figures.traces import Trace, points

_APART, _NARROW_APART = 70, 34
_STEP = 6.5
_LOOKS: dict[bool, dict[str, Any]] = {
    True: {"symbol": "triangle-up", "color": INK[0], "line": {"color": INK[0], "width": 1}},
    False: {"symbol": "triangle-down", "color": PAPER[0], "line": {"color": INK[0], "width": 1.4}},
}


@dataclass(frozen=True, slots=True)
class ContestMark:
    """A claim or denial of a change; `told` is read at the mark."""

    day: str
    is_claim: bool
    told: str
    href: str


def contest_traces(
    marks: Sequence[ContestMark], shape: Shape, span: tuple[str, str]
) -> list[Trace]:
    """Draw claims as triangles, denials hollow and upside down."""
    ordered = sorted(marks, key=lambda mark: mark.day)
    days = [date.fromisoformat(mark.day) for mark in ordered]
    first, last = map(date.fromisoformat, span)
    apart = (last - first).days / (_NARROW_APART if shape.is_narrow else _APART)
    heights = [shape.contests + _STEP * level for level in levels(days, apart=apart)]
    placed = list(zip(ordered, heights, strict=True))
    traces = []
    for is_claim in (True, False):
        drawn = [(mark, height) for mark, height in placed if mark.is_claim is is_claim]
        if drawn:
            traces.append(
                points(
                    [mark.day for mark, _ in drawn],
                    [height for _, height in drawn],
                    [["way", mark.href, mark.told] for mark, _ in drawn],
                    {**_LOOKS[is_claim], "size": 9},
                    name="Claimed" if is_claim else "Denied",
                    xaxis="x2",
                    yaxis="y3",
                    showlegend=False,
                )
            )
    return traces
