"""Several actors on one issue, a panel each, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.figures.coverage import count_axis, coverage_trace
from stance.figures.dimensions import COVERAGE_HEIGHT, GAP, Measures
from stance.figures.dots import dot_traces, meanings
from stance.figures.labels import lane_names, lane_rules
from stance.figures.lanes import Lanes, arrange
from stance.figures.palette import INK
from stance.figures.shares import lines_of, share_traces
from stance.figures.timeline import frame_names, span_of
from stance.figures.traces import QUIET, Figure, Trace, plain, plain_layout, time_axis, words
from stance.records import Codebook, StatementQuery

_HEAD = 58
_FOOT = 12


@dataclass(frozen=True)
class Grid(Measures):
    """Where panels stand: in rows of `n_columns`."""

    dots_at = 0.24
    shares_high = 0.44
    n_panels: int

    @property
    def n_columns(self) -> int:
        """How many panels stand beside each other."""
        return 1 if self.is_narrow else min(max(self.n_panels, 1), 3 if self.n_panels != 4 else 4)

    @property
    def n_rows(self) -> int:
        """How many rows of panels there are."""
        return -(-max(self.n_panels, 1) // self.n_columns)

    @property
    def lane(self) -> int:
        """The height of a lane."""
        return 74 if self.is_narrow else 50

    @property
    def panel(self) -> int:
        """The height of one panel with its head and foot."""
        return _HEAD + self.lane * max(self.n_lanes, 1) + GAP // 2 + COVERAGE_HEIGHT + _FOOT

    @property
    def margin(self) -> dict[str, int]:
        """The space around all panels."""
        return {"l": 10 if self.is_narrow else 150, "r": 26, "t": 4, "b": 4}

    @property
    def height(self) -> int:
        """The height of the whole figure."""
        return self.panel * self.n_rows + self.margin["t"] + self.margin["b"]

    def across(self, place: int) -> tuple[float, float]:
        """Return the left and right end of a panel, from 0 to 1."""
        column, gap = place % self.n_columns, 0.035
        width = (1 - gap * (self.n_columns - 1)) / self.n_columns
        left = column * (width + gap)
        return round(left, 5), round(min(left + width, 1), 5)

    def heights(self, place: int) -> tuple[float, float, float, float]:
        """Return foot and top of coverage and lanes, from 0 to 1."""
        total = self.panel * self.n_rows
        top = total - (place // self.n_columns) * self.panel - _HEAD
        foot = top - self.lane * max(self.n_lanes, 1)
        strip = foot - GAP // 2
        parts = (strip - COVERAGE_HEIGHT, strip, foot, top)
        low, high, lanes, head = (round(part / total, 5) for part in parts)
        return low, high, lanes, head


def panels_figure(
    query: StatementQuery,
    codebook: Codebook | None,
    *,
    marks: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    is_narrow: bool = False,
) -> Figure:
    """Draw one panel an actor, with the same lanes and scales."""
    lanes = arrange(codebook, marks, series, chosen=query.frames)
    grid = Grid(len(lanes.drawn), is_narrow, n_panels=len(query.actors))
    span = span_of(marks, coverage)
    traces: list[Trace] = []
    layout = plain_layout(grid.height, grid.margin, font_size=12)
    layout |= {"hoverdistance": 14, "dragmode": "zoom", "annotations": [], "shapes": []}
    # All voices of an actor stand together in its bars.
    per_period = coverage.groupby(["actor", "period"])["n"].sum()
    most = 1 if coverage.empty else int(per_period.max())
    for place, actor in enumerate(query.actors):
        marks_of, series_of, coverage_of = (
            table[table["actor"] == actor] for table in (marks, series, coverage)
        )
        x, y, strip = _axis_numbers(place)
        drawn = share_traces(lanes, lines_of(series_of), grid)
        drawn += dot_traces(lanes, marks_of, grid, span, across=44, size=0.64)
        drawn = [trace | {"yaxis": f"y{y}"} for trace in drawn]
        drawn.append(coverage_trace(coverage_of) | {"yaxis": f"y{strip}"})
        traces += [trace | {"xaxis": f"x{x}", "meta": {"actor": actor}} for trace in drawn]
        layout |= _axes(grid, place, span, most)
        layout["annotations"] += _words(lanes, grid, place, actor)
        layout["shapes"] += lane_rules(lanes, grid, across=grid.across(place), yref=f"y{y}")
    names = {"frames": frame_names(codebook), "statements": meanings(marks)}
    return {"data": traces, "layout": {**layout, "meta": names}}


def _axis_numbers(place: int) -> tuple[str, str, str]:
    """Return the numbers in the names of a panel's three axes."""
    time, lanes, strip = place + 1, 2 * place + 1, 2 * place + 2
    return (f"{time}", f"{lanes}", f"{strip}") if place else ("", "", f"{strip}")


def _axes(grid: Grid, place: int, span: tuple[str, str], most: int) -> dict[str, Any]:
    low, high, foot, top = grid.heights(place)
    x, y, strip = _axis_numbers(place)
    time = time_axis(span, size=11, n_ticks=5, domain=list(grid.across(place)))
    time |= {"anchor": f"y{y}", "side": "top"} | ({"matches": "x"} if place else {})
    lanes = {"domain": [foot, top], "range": [-max(grid.n_lanes, 1), 0], "showticklabels": False}
    bars = {"domain": [low, high], "range": [0, most * 1.04]}
    return {
        f"xaxis{x}": time,
        f"yaxis{y}": {**QUIET, **lanes, "anchor": f"x{x}"},
        f"yaxis{strip}": count_axis(most, size=10, **bars, anchor=f"x{x}"),
    }


def _words(lanes: Lanes, grid: Grid, place: int, actor: str) -> list[dict[str, Any]]:
    """Return the names of a panel's actor and lanes."""
    left = grid.across(place)[0]
    top = grid.heights(place)[3]
    place_at = {"x": left, "y": top, "xanchor": "left", "yanchor": "bottom", "yshift": 22}
    name = f"<b>{plain(actor)}</b>"
    head = words(name, INK[0], 14, xref="paper", yref="paper", **place_at)
    if not grid.is_narrow and place % grid.n_columns:
        return [head]
    yref = f"y{_axis_numbers(place)[1]}"
    return [head, *lane_names(lanes, yref=yref, is_narrow=grid.is_narrow)]
