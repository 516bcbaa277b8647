"""Small multiples and two sides: shared lanes, shared scales, and nothing plotly refuses."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from stance.figures.palette import style_at
from stance.figures.panels import Grid, panels_figure
from stance.figures.two_sides import FrameSides, spans_figure
from stance.records import StatementQuery
from tests.figures.frames import BOOK, coverage_of, mark, marks_of, series_of

ACTORS = ("Norway", "Japan")
COUNTS = {2001: {"illegal": (1, 1), "humane": (0, 1), "never": (0, 1)}}
SERIES = pd.concat([series_of(COUNTS, actor=actor) for actor in ACTORS])
MARKS = marks_of(mark("a", "2001-02-03", "illegal"), mark("b", "2001-03-03", "illegal"))
MARKS.loc[1, "actor"] = "Japan"
COVERAGE = coverage_of({2001: 1})


def drawn(*, is_narrow: bool = False) -> dict[str, Any]:
    query = StatementQuery(issue="dolphins", actors=ACTORS)
    tables = {"marks": MARKS, "series": SERIES, "coverage": COVERAGE}
    return panels_figure(query, BOOK, **tables, is_narrow=is_narrow)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_plotly_takes_the_panels_as_plain_json(*, is_narrow: bool) -> None:
    figure = drawn(is_narrow=is_narrow)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)


def test_an_actors_name_is_shown_as_it_is_written_and_is_no_markup() -> None:
    actors = ("China", "A&T <a>")
    marks = MARKS.assign(actor=list(actors))
    series = pd.concat([series_of(COUNTS, actor=actor) for actor in actors])
    query = StatementQuery(issue="dolphins", actors=actors)
    figure = panels_figure(query, BOOK, marks=marks, series=series, coverage=COVERAGE)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "<b>A&amp;T &lt;a&gt;</b>" in texts


def test_each_actor_has_a_panel_with_its_own_dots() -> None:
    dots = [trace for trace in drawn()["data"] if trace.get("mode") == "markers"]
    told = {(dot["meta"]["actor"], dot["xaxis"], dot["customdata"][0][1]) for dot in dots}
    assert told == {("Norway", "x", "a"), ("Japan", "x2", "b")}


def test_panels_share_their_time_axis_and_the_scale_of_their_counts() -> None:
    layout = drawn()["layout"]
    assert layout["xaxis2"]["matches"] == "x"
    assert layout["xaxis2"]["range"] == layout["xaxis"]["range"]
    assert layout["yaxis3"]["range"] == layout["yaxis"]["range"]
    assert layout["yaxis4"]["range"] == layout["yaxis2"]["range"]


def test_panels_do_not_overlap() -> None:
    for grid in (Grid(7, is_narrow=False, n_panels=5), Grid(2, is_narrow=True, n_panels=3)):
        boxes = [(grid.across(place), grid.heights(place)) for place in range(grid.n_panels)]
        for (one, ones), (other, others) in itertools.pairwise(boxes):
            assert one[1] < other[0] or ones[0] > others[3]


def test_two_sides_stand_hollow_and_filled_with_their_intervals() -> None:
    pair = FrameSides("Humane", style_at(1), (0.2, 0.1, 0.4, "before"), (0.7, 0.5, 0.8, "after"))
    figure = spans_figure([pair])
    go.Figure(figure)
    first, second = figure["data"][1:]
    assert first["marker"]["symbol"].endswith("-open")
    assert first["error_x"]["array"] == pytest.approx([0.2])
    assert second["x"] == [0.7]
    assert second["error_x"]["arrayminus"] == pytest.approx([0.2])
