"""Several actors on one issue as small multiples: the same lanes, the same time, the same scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from stance.figures.coverage import count_ticks, coverage_trace
from stance.figures.dimensions import COVERAGE_HEIGHT, GAP
from stance.figures.dots import dot_traces, meanings
from stance.figures.labels import lane_names, lane_rules
from stance.figures.lanes import Lanes, arrange
from stance.figures.markup import plain
from stance.figures.palette import GRID, INK, MUTED
from stance.figures.shares import lines_of, share_traces
from stance.figures.timeline import frame_names, plain_layout, span_of
from stance.figures.traces import words
from stance.records import Codebook, StatementQuery

Figure = dict[str, Any]

_HEAD = 58
_FOOT = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """Where panels stand: in rows of `n_columns`, each as high as its lanes and coverage."""

    n_panels: int
    n_lanes: int
    is_narrow: bool

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
        """The space around all panels; narrow ones carry their lanes' names inside."""
        return {"l": 10 if self.is_narrow else 150, "r": 26, "t": 4, "b": 4}

    @property
    def height(self) -> int:
        """The height of the whole figure."""
        return self.panel * self.n_rows + self.margin["t"] + self.margin["b"]

    def across(self, place: int) -> tuple[float, float]:
        """Return the left and right end of a panel, as parts of the area."""
        column, gap = place % self.n_columns, 0.035
        width = (1 - gap * (self.n_columns - 1)) / self.n_columns
        left = column * (width + gap)
        return round(left, 5), round(min(left + width, 1), 5)

    def heights(self, place: int) -> tuple[float, float, float, float]:
        """Return coverage foot and top, lanes' foot and top, as parts of the area."""
        total = self.panel * self.n_rows
        top = total - (place // self.n_columns) * self.panel - _HEAD
        foot = top - self.lane * max(self.n_lanes, 1)
        strip = foot - GAP // 2
        parts = (strip - COVERAGE_HEIGHT, strip, foot, top)
        low, high, lanes, head = (round(part / total, 5) for part in parts)
        return low, high, lanes, head

    def dots(self, place: int) -> float:
        """Return the height of the dots of the lane at this place."""
        return -place - self.name - (1 - self.name) * 0.24

    def share(self, place: int, share: float) -> float:
        """Return the height of a share (0 to 1) in the lane at this place."""
        return -place - 0.94 + (1 - self.name) * 0.44 * share

    @property
    def name(self) -> float:
        """The part of a lane that its name takes when it stands above."""
        return 20 / self.lane if self.is_narrow else 0.0


def panels_figure(
    query: StatementQuery,
    codebook: Codebook | None,
    *,
    marks: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    is_narrow: bool = False,
) -> Figure:
    """Draw one panel an actor, all with the same lanes, time axis and scales."""
    lanes = arrange(codebook, marks, series, chosen=query.frames)
    grid = Grid(len(query.actors), len(lanes.drawn), is_narrow)
    span = span_of(marks, coverage)
    traces: list[dict[str, Any]] = []
    layout = plain_layout(grid.height, grid.margin, font_size=12)
    layout |= {"annotations": [], "shapes": []}
    most = _most(coverage)
    for place, actor in enumerate(query.actors):
        own = [table[table["actor"] == actor] for table in (marks, series, coverage)]
        drawn = _panel(lanes, grid, *own, span=span)
        traces += [_moved(trace, place) | {"meta": {"actor": actor}} for trace in drawn]
        layout |= _axes(grid, place, span, most)
        layout["annotations"] += _words(lanes, grid, place, actor)
        across, yref = grid.across(place), _y(place, is_strip=False)
        layout["shapes"] += lane_rules(lanes, grid, across=across, yref=yref)
    names = {"frames": frame_names(codebook), "statements": meanings(marks)}
    return {"data": traces, "layout": {**layout, "meta": names}}


def _panel(
    lanes: Lanes,
    grid: Grid,
    marks: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    span: tuple[str, str],
) -> list[dict[str, Any]]:
    lines = lines_of(series)
    traces: list[dict[str, Any]] = []
    for place, lane in enumerate(lanes.drawn):
        beside = lines.get(lane.frame, [])
        traces += share_traces(beside, lane.style, partial(grid.share, place), frame=lane.frame)
    traces += dot_traces(lanes, marks, grid, span, across=44, size=0.64)
    return [*traces, coverage_trace(coverage)]


def _moved(trace: dict[str, Any], place: int) -> dict[str, Any]:
    """Return a trace of a timeline on the axes of its panel."""
    is_strip = trace["yaxis"] == "y2"
    return trace | {"xaxis": _x(place), "yaxis": _y(place, is_strip=is_strip)}


def _x(place: int) -> str:
    return "x" if place == 0 else f"x{place + 1}"


def _y(place: int, *, is_strip: bool) -> str:
    number = 2 * place + 1 + is_strip
    return "y" if number == 1 else f"y{number}"


def _named(axis: str) -> str:
    return f"{axis[0]}axis{axis[1:]}"


def _axes(grid: Grid, place: int, span: tuple[str, str], most: int) -> dict[str, Any]:
    low, high, foot, top = grid.heights(place)
    quiet = {"zeroline": False, "showgrid": False, "fixedrange": True}
    time = {
        "type": "date",
        "range": list(span),
        "domain": list(grid.across(place)),
        "anchor": _y(place, is_strip=False),
        "side": "top",
        "gridcolor": GRID[0],
        "tickfont": {"color": MUTED[0], "size": 11},
        "zeroline": False,
        "nticks": 5,
        "matches": None if place == 0 else "x",
    }
    lanes = {"domain": [foot, top], "range": [-max(grid.n_lanes, 1), 0], "showticklabels": False}
    strip = {
        "domain": [low, high],
        "range": [0, most * 1.04],
        "side": "right",
        "tickvals": count_ticks(most),
        "tickformat": ",d",
        "tickfont": {"color": MUTED[0], "size": 10},
        "anchor": _x(place),
    }
    return {
        _named(_x(place)): _given(time),
        _named(_y(place, is_strip=False)): {**quiet, **lanes, "anchor": _x(place)},
        _named(_y(place, is_strip=True)): {**quiet, **strip},
    }


def _most(coverage: pd.DataFrame) -> int:
    """Return the largest count of any actor's period, in which all voices stand together."""
    if coverage.empty:
        return 1
    return int(coverage.groupby(["actor", "period"])["n"].sum().max())


def _given(axis: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in axis.items() if value is not None}


def _words(lanes: Lanes, grid: Grid, place: int, actor: str) -> list[dict[str, Any]]:
    """Return the name of the panel's actor and, where they fit, of its lanes."""
    left = grid.across(place)[0]
    top = grid.heights(place)[3]
    place_at = {"x": left, "y": top, "xanchor": "left", "yanchor": "bottom", "yshift": 22}
    name = f"<b>{plain(actor)}</b>"
    head = words(name, INK[0], 14, xref="paper", yref="paper", **place_at)
    if not grid.is_narrow and place % grid.n_columns:
        return [head]
    return [head, *lane_names(lanes, yref=_y(place, is_strip=False), is_narrow=grid.is_narrow)]
