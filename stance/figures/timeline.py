"""The timeline of an issue: a lane a frame with dots and shares, over bars of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from stance.figures.bubbles import bubble_traces
from stance.figures.coverage import count_ticks, coverage_trace
from stance.figures.dimensions import Shape
from stance.figures.dots import dot_traces, meanings
from stance.figures.labels import coverage_label, lane_labels, lane_rules, strip_names
from stance.figures.lanes import Lanes, arrange
from stance.figures.palette import GRID, INK, MUTED, PAPER
from stance.figures.shares import Line, lines_of, share_traces
from stance.figures.shift_bands import waiting_note
from stance.records import Codebook, StatementQuery

Figure = dict[str, Any]

FONT = (
    "'Inter Variable', system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans SC', 'Noto Sans KR',"
    " 'Noto Sans JP', sans-serif"
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn upon: the lanes and measures of a timeline, its first and last day."""

    lanes: Lanes
    shape: Shape
    span: tuple[str, str]
    lines: dict[str, list[Line]]


def canvas_of(
    query: StatementQuery,
    codebook: Codebook | None,
    *,
    marks: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    bins: pd.DataFrame,
    is_narrow: bool = False,
) -> Canvas:
    """Lay out a timeline, for its figure and for what is laid over it later."""
    lanes = arrange(codebook, marks, series, chosen=query.frames, also=bins["frame"].unique())
    lines = lines_of(series)
    is_named = any(len(beside) > 1 for beside in lines.values())
    # Shifts, claims and denials are one actor's.
    has_strip = len(query.actors) == 1
    shape = Shape(len(lanes.drawn), is_narrow, is_named, has_strip)
    return Canvas(lanes, shape, span_of(marks, coverage), lines)


def timeline_figure(
    query: StatementQuery,
    codebook: Codebook | None,
    canvas: Canvas,
    *,
    marks: pd.DataFrame,
    coverage: pd.DataFrame,
    bins: pd.DataFrame,
) -> Figure:
    """Draw statements, shares and coverage over one time axis, as a plain plotly dictionary.

    Where there are `bins`, bubbles stand for the statements in place of dots.
    """
    lanes, shape, span = canvas.lanes, canvas.shape, canvas.span
    parts: list[dict[str, Any]] = []
    for place, lane in enumerate(lanes.drawn):
        lines = canvas.lines.get(lane.frame, [])
        parts += share_traces(lines, lane.style, partial(shape.share, place), frame=lane.frame)
    parts += dot_traces(lanes, marks, shape, span)
    parts += bubble_traces(lanes, bins, shape)
    strip = coverage_trace(coverage)
    parts.append(strip)
    return {
        "data": parts,
        "layout": {
            **_frame_layout(query, shape, span, max(strip["y"], default=0)),
            "shapes": lane_rules(lanes, shape),
            "annotations": [
                *lane_labels(lanes, canvas.lines, shape),
                coverage_label(query, shape),
                *strip_names(shape),
                *waiting_note(shape, span),
            ],
            "meta": {
                "frames": frame_names(codebook),
                "statements": meanings(marks),
                "binned": not bins.empty,
            },
        },
    }


def plain_layout(height: int, margin: dict[str, int], *, font_size: int) -> dict[str, Any]:
    """Return the layout of every figure over time: size, paper, font, pointing."""
    return {
        "height": height,
        "margin": margin,
        "paper_bgcolor": PAPER[0],
        "plot_bgcolor": PAPER[0],
        "font": {"family": FONT, "size": font_size, "color": INK[0]},
        "hovermode": "closest",
        "hoverdistance": 14,
        "dragmode": "zoom",
        "showlegend": False,
    }


def _frame_layout(
    query: StatementQuery, shape: Shape, span: tuple[str, str], most: int
) -> dict[str, Any]:
    time = {
        "type": "date",
        "range": list(span),
        "gridcolor": GRID[0],
        "tickfont": {"color": MUTED[0], "size": 12},
        "ticks": "",
        "showline": False,
        "zeroline": False,
        "nticks": 6 if shape.is_narrow else 12,
    }
    top = shape.coverage_top
    quiet = {"zeroline": False, "showgrid": False, "fixedrange": True}
    return {
        **plain_layout(shape.height, shape.margin, font_size=13),
        "uirevision": f"{query.issue}/{query.since}/{query.until}",
        "xaxis": {**time, "anchor": "y2"},
        "xaxis2": {**time, "anchor": "y", "side": "top", "matches": "x"},
        "yaxis": {
            **quiet,
            "domain": [shape.lanes_foot, 1],
            "range": [-max(shape.n_lanes, 1), 0],
            "showticklabels": False,
        },
        "yaxis2": {
            **quiet,
            "domain": [0, top],
            "rangemode": "tozero",
            "side": "right",
            "tickvals": count_ticks(most),
            "tickformat": ",d",
            "tickfont": {"color": MUTED[0], "size": 11},
        },
        "yaxis3": {
            **quiet,
            "anchor": "x2",
            "domain": [shape.strip_foot, shape.lanes_foot],
            "range": [-max(shape.strip, 1), 0],
            "showticklabels": False,
        },
    }


def span_of(marks: pd.DataFrame, coverage: pd.DataFrame) -> tuple[str, str]:
    """Return the first and last day of the time axis, with a little room at either end."""
    starts = [*map(str, marks["first"]), *map(str, coverage["period_start"])]
    ends = [*map(str, marks["last"]), *map(str, coverage["period_end"])]
    if not starts:
        return "2000-01-01", "2001-01-01"
    first, last = date.fromisoformat(min(starts)), date.fromisoformat(max(ends))
    room = max((last - first).days // 60, 2)
    before = max(first.toordinal() - room, 1)
    after = min(last.toordinal() + room, date.max.toordinal())
    return date.fromordinal(before).isoformat(), date.fromordinal(after).isoformat()


def frame_names(codebook: Codebook | None) -> list[list[str]]:
    """Return id and label of every frame, for what the browser says about a dot."""
    return [[frame.id, frame.label] for frame in codebook.frames] if codebook else []
