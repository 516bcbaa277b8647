"""The timeline of an issue: a lane a frame, over bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from stance.figures.bubbles import bubble_traces
from stance.figures.contest_marks import ContestMark, contest_traces
from stance.figures.coverage import count_axis, coverage_trace
from stance.figures.dimensions import Shape
from stance.figures.dots import dot_traces, meanings
from stance.figures.labels import coverage_label, lane_labels, lane_rules, strip_names
from stance.figures.lanes import Lanes, arrange
from stance.figures.shares import Line, lines_of, share_traces
from stance.figures.shift_bands import (
    ShiftBand,
    shift_labels,
    shift_shapes,
    strip_note,
    waiting_note,
)
from stance.figures.traces import QUIET, Drawn, Figure, plain_layout, time_axis
from stance.records import Codebook, StatementQuery


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn upon: lanes, measures, days and lines."""

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
    """Lay out a timeline and what comes over it."""
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
    """Draw statements, shares and coverage over one time axis."""
    lanes, shape, span = canvas.lanes, canvas.shape, canvas.span
    parts = share_traces(lanes, canvas.lines, shape)
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


NOTHING: dict[str, list[Drawn]] = {"data": [], "shapes": [], "annotations": []}
"""What is laid over where a search could not be made."""


def overlay(
    canvas: Canvas,
    bands: Sequence[ShiftBand],
    contests: Sequence[ContestMark],
    *,
    note: str = "",
    href: str = "",
) -> dict[str, list[Drawn]]:
    """Draw shifts (or a note), claims and denials over a timeline."""
    lanes, shape, span = canvas.lanes, canvas.shape, canvas.span
    notes = [strip_note(note, shape, span, href=href)] if note else []
    return {
        "data": contest_traces(contests, shape, span),
        "shapes": shift_shapes(bands, lanes, shape),
        "annotations": shift_labels(bands, shape, span) + notes,
    }


def _frame_layout(
    query: StatementQuery, shape: Shape, span: tuple[str, str], most: int
) -> dict[str, Any]:
    time = time_axis(span, size=12, n_ticks=6 if shape.is_narrow else 12)
    time |= {"ticks": "", "showline": False}
    return {
        **plain_layout(shape.height, shape.margin, font_size=13),
        "hoverdistance": 14,
        "dragmode": "zoom",
        "uirevision": f"{query.issue}/{query.since}/{query.until}",
        "xaxis": {**time, "anchor": "y2"},
        "xaxis2": {**time, "anchor": "y", "side": "top", "matches": "x"},
        "yaxis": {
            **QUIET,
            "domain": [shape.lanes_foot, 1],
            "range": [-max(shape.n_lanes, 1), 0],
            "showticklabels": False,
        },
        "yaxis2": count_axis(most, size=11, domain=[0, shape.coverage_top], rangemode="tozero"),
        "yaxis3": {
            **QUIET,
            "anchor": "x2",
            "domain": [shape.strip_foot, shape.lanes_foot],
            "range": [-max(shape.strip, 1), 0],
            "showticklabels": False,
        },
    }


def span_of(marks: pd.DataFrame, coverage: pd.DataFrame) -> tuple[str, str]:
    """Return the first and last day of the time axis."""
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
    """Return id and label of every frame, for the browser."""
    return [[frame.id, frame.label] for frame in codebook.frames] if codebook else []
