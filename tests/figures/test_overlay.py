"""What is laid over a timeline: bands and labels of shifts, marks of claims and denials."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from stance.figures.bubbles import no_bins
from stance.figures.contest_marks import ContestMark
from stance.figures.shift_bands import WAITING, FrameBand, ShiftBand
from stance.figures.timeline import Canvas, canvas_of, overlay
from stance.records import StatementQuery
from tests.figures.frames import BOOK, coverage_of, mark, marks_of, series_of, timeline

TABLES = {
    "marks": marks_of(mark("a", "2001-02-03", "illegal"), mark("b", "2004-06-01", "humane")),
    "series": series_of({2001: {"illegal": (1, 1), "humane": (0, 1)}}),
    "coverage": coverage_of({2001: 1, 2004: 1}),
    "bins": no_bins(),
}
ONE = StatementQuery(issue="dolphins", actors=("Norway",))
SHIFT = ShiftBand(
    day="2002-06-01",
    low="2002-01-01",
    high="2003-01-01",
    label="Illegal ↓, Humane ↑, P .96",
    short="Illegal ↓ +1, P .96",
    told="in words",
    href="/issue/dolphins/shift/0123456789ab",
    is_sure=True,
    moves=(FrameBand("humane", "2002-07-01", "2002-05-01", "2002-09-01"),),
)
CLAIM = ContestMark("2003-06-20", is_claim=True, told="Oslo claims a change", href="/claim/a")
DENIAL = replace(CLAIM, is_claim=False, href="/claim/b")


def canvas(*, is_narrow: bool = False) -> Canvas:
    return canvas_of(ONE, BOOK, **TABLES, is_narrow=is_narrow)


def labels_of(*bands: ShiftBand, is_narrow: bool = False) -> list[dict[str, Any]]:
    return overlay(canvas(is_narrow=is_narrow), bands, ())["annotations"]


def test_plotly_takes_the_timeline_with_all_that_is_laid_over_it() -> None:
    figure, over = timeline(ONE, BOOK, **TABLES), overlay(canvas(), [SHIFT], [CLAIM, DENIAL])
    layout = figure["layout"]
    layout["shapes"] += over["shapes"]
    layout["annotations"] += over["annotations"]
    go.Figure({"data": figure["data"] + over["data"], "layout": layout})
    json.dumps(over, allow_nan=False)


def test_a_shift_is_a_band_for_its_range_and_a_line_at_its_day_across_the_figure() -> None:
    across = [one for one in overlay(canvas(), [SHIFT], ())["shapes"] if one["yref"] == "paper"]
    assert [(one["x0"], one["x1"], one["y0"], one["y1"]) for one in across] == [
        (SHIFT.low, SHIFT.high, 0, 1),
        (SHIFT.day, SHIFT.day, 0, 1),
    ]


def test_a_frame_that_moved_has_its_own_range_and_day_in_its_own_lane() -> None:
    lanes = [one for one in overlay(canvas(), [SHIFT], ())["shapes"] if one["yref"] == "y"]
    assert [(one["x0"], one["x1"]) for one in lanes] == [
        ("2002-05-01", "2002-09-01"),
        ("2002-07-01", "2002-07-01"),
    ]
    assert all(-2 <= one["y0"] <= -1 for one in lanes)


def test_a_possible_shift_is_quieter_than_an_established_one() -> None:
    possible = overlay(canvas(), [replace(SHIFT, is_sure=False)], ())["shapes"]
    sure = overlay(canvas(), [SHIFT], ())["shapes"]
    assert possible[0]["opacity"] < sure[0]["opacity"]
    assert possible[1]["line"]["dash"] == "dash"
    assert "dash" not in sure[1]["line"]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_label_stands_in_the_strip_below_the_lanes_and_leads_to_its_shift(
    *, is_narrow: bool
) -> None:
    (label,) = labels_of(SHIFT, is_narrow=is_narrow)
    strip = canvas(is_narrow=is_narrow).shape.strip
    assert (label["yref"], label["name"]) == ("y3", SHIFT.href)
    assert -strip < label["y"] < 0


def test_labels_of_one_row_never_meet() -> None:
    days = [f"200{year}-{month:02}-01" for year in (1, 2, 3) for month in (1, 5, 9)]
    labels = labels_of(*(replace(SHIFT, day=day) for day in days))
    rows = {label["y"] for label in labels}
    assert 1 < len(labels) < len(days)
    for row in rows:
        reaches = sorted(_reach(label) for label in labels if label["y"] == row)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(reaches))


def _reach(label: dict[str, Any]) -> tuple[float, float]:
    """From where to where a label goes at the least width of a wide figure."""
    first, last = (_ordinal(day) for day in canvas().span)
    at = 560 * (_ordinal(label["x"]) - first) / (last - first) + label["xshift"]
    long = 6 * len(label["text"])
    return (at, at + long) if label["xanchor"] == "left" else (at - long, at)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def test_claims_and_denials_are_told_apart_by_their_shape_and_lead_to_their_dispute() -> None:
    claimed, denied = overlay(canvas(), (), [CLAIM, DENIAL])["data"]
    assert claimed["marker"]["symbol"] != denied["marker"]["symbol"]
    assert claimed["customdata"] == [["way", "/claim/a", "Oslo claims a change"]]
    assert claimed["y"] != denied["y"]


def test_a_note_stands_where_no_shift_does() -> None:
    over = overlay(canvas(), (), (), note="No shift is established", href="/issue/dolphins/shifts")
    assert [one["text"] for one in over["annotations"]] == ["No shift is established"]
    assert over["shapes"] == []


def test_only_one_actors_timeline_has_a_place_for_shifts() -> None:
    several = replace(ONE, actors=("Norway", "Japan"))
    assert canvas_of(several, BOOK, **TABLES).shape.strip == 0
    assert canvas().shape.strip > 0


def test_until_a_search_has_ended_the_strip_says_that_it_is_under_way() -> None:
    drawn = timeline(ONE, BOOK, **TABLES)["layout"]["annotations"]
    assert [one["text"] for one in drawn if one.get("name") == WAITING] == ["being tested …"]
    several = timeline(replace(ONE, actors=("A", "B")), BOOK, **TABLES)
    assert all(one.get("name") != WAITING for one in several["layout"]["annotations"])


def test_what_a_shift_tells_is_shown_as_it_is_written_a_line_a_sentence() -> None:
    told = replace(SHIFT, told="A&T moved.\n<a>x</a> rose.", label="<a>x ↑", short="<a>x")
    notes = labels_of(told)
    hovered = [note["hovertext"] for note in notes if "hovertext" in note]
    assert "A&amp;T moved.<br>&lt;a&gt;x&lt;/a&gt; rose." in hovered
    assert not any("<a>" in note.get("text", "") for note in notes)
