"""Bubbles for many statements: every bin drawn once, areas that tell how many."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from stance.records import NONE, StatementQuery
from tests.figures.frames import BOOK, coverage_of, marks_of, series_of, timeline

BINS = pd.DataFrame(
    [
        ("own", "illegal", "2001-01-01", "2001-01-31", 400),
        ("own", "illegal", "2001-02-01", "2001-03-02", 100),
        ("attributed", "illegal", "2001-02-01", "2001-03-02", 25),
        ("own", NONE, "2001-02-01", "2001-03-02", 1),
    ],
    columns=["voice", "frame", "first", "last", "n"],
)
SERIES = series_of({2001: {"illegal": (1, 1), "humane": (0, 1), "never": (0, 1)}})
FIGURE = timeline(
    StatementQuery(issue="dolphins"),
    BOOK,
    marks=marks_of(),
    series=SERIES,
    coverage=coverage_of({2001: 526}),
    bins=BINS,
)
BUBBLES = [trace for trace in FIGURE["data"] if trace.get("mode") == "markers"]


def test_every_bin_is_drawn_once_and_says_what_it_opens() -> None:
    told = {tuple(meant[:5]) for trace in BUBBLES for meant in trace["customdata"]}
    rows = BINS[["frame", "first", "last", "voice"]].itertuples(index=False, name=None)
    assert told == {("bin", *row) for row in rows}
    assert sum(len(trace["x"]) for trace in BUBBLES) == len(BINS)


def test_areas_grow_with_numbers() -> None:
    large, small = BUBBLES[1]["marker"]["size"]
    assert (large / small) ** 2 == pytest.approx(4, rel=0.05)


def test_attributed_bubbles_are_hollow_and_the_figure_says_it_is_binned() -> None:
    assert [trace["marker"]["symbol"] for trace in BUBBLES[:2]] == ["circle-open", "circle"]
    assert FIGURE["layout"]["meta"]["binned"] is True


def test_a_lane_stands_for_no_frame_and_plotly_takes_it_all() -> None:
    assert "No frame" in {trace["name"] for trace in BUBBLES}
    go.Figure(FIGURE)
    json.dumps(FIGURE, allow_nan=False)
