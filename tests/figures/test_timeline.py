"""The timeline as a dictionary: its lanes, dots, bars, shares, gaps and labels."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.figures.coverage import count_ticks
from stance.figures.lanes import arrange, levels
from stance.records import StatementQuery
from tests.figures.frames import BOOK, coverage_of, mark, marks_of, series_of, timeline

MARKS = marks_of(
    mark("a", "2001-02-03", "illegal"),
    mark("b", "2002-01-01", "humane;illegal", last="2002-12-31"),
    mark("c", "2002-06-01", "humane", voice="attributed"),
    mark("d", "2004-06-01", "", utterance="a"),
)
SERIES = series_of(
    {
        2001: {"illegal": (1, 1), "humane": (0, 1), "never": (0, 1)},
        2002: {"illegal": (1, 2), "humane": (2, 2), "never": (0, 2)},
        2004: {"illegal": (0, 1), "humane": (0, 1), "never": (0, 1)},
    }
)
COVERAGE = coverage_of({2001: 1, 2002: 2, 2004: 1})


def drawn(query: StatementQuery | None = None, **given: Any) -> dict[str, Any]:
    tables = {"marks": MARKS, "series": SERIES, "coverage": COVERAGE} | given
    return timeline(query or StatementQuery(issue="dolphins"), BOOK, **tables)


def dots(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("mode") == "markers"]


def lines(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        trace
        for trace in figure["data"]
        if trace.get("customdata") and trace.get("mode") == "lines"
    ]


def test_plotly_takes_the_figure_as_it_is() -> None:
    go.Figure(drawn())


def test_the_figure_is_plain_json_with_dates_as_text() -> None:
    json.dumps(drawn(), allow_nan=False)


def test_a_lane_stands_for_each_frame_that_occurs_in_the_codebooks_order() -> None:
    lanes = arrange(BOOK, MARKS, SERIES)
    assert [lane.label for lane in lanes.drawn] == ["Illegal", "Humane", "No frame"]
    assert [lane.label for lane in lanes.never] == ["Never said"]


def test_a_lane_says_how_many_units_carry_its_frame() -> None:
    first, *_ = arrange(BOOK, MARKS, SERIES).drawn
    assert (first.n_with, first.n_all) == (2, 4)


def test_a_statement_with_two_frames_stands_in_two_lanes() -> None:
    meant = [one for trace in dots(drawn()) for one in trace["customdata"]]
    assert meant.count(["statement", "b"]) == 2


def test_every_statement_is_drawn_even_without_a_frame() -> None:
    meant = {one[1] for trace in dots(drawn()) for one in trace["customdata"]}
    assert meant == set(MARKS["id"])


def test_own_voice_is_filled_and_attributed_hollow() -> None:
    looks = {
        one[1]: trace["marker"]["symbol"] for trace in dots(drawn()) for one in trace["customdata"]
    }
    assert looks["c"].endswith("-open")
    assert not looks["a"].endswith("-open")


def test_a_report_of_an_utterance_is_smaller_than_its_root() -> None:
    sizes = {
        one[1]: size
        for trace in dots(drawn())
        for one, size in zip(trace["customdata"], trace["marker"]["size"], strict=True)
    }
    assert sizes["d"] < sizes["a"]


def test_a_partial_date_is_a_bar_from_its_first_to_its_last_day() -> None:
    bars = [trace for trace in drawn()["data"] if trace.get("opacity") == 0.45]
    assert [trace["x"][:2] for trace in bars] == [["2002-01-01", "2002-12-31"]] * 2


def test_a_year_without_statements_is_a_gap_and_not_a_line() -> None:
    first = lines(drawn())[0]
    assert first["x"].index(None) < first["x"].index("2004-01-01")
    assert "2003-07-02" not in first["x"]


def test_a_label_is_shown_as_it_is_written_and_is_no_markup() -> None:
    frame = replace(BOOK.frames[0], label='a<b "&" <a>x')
    book = replace(BOOK, frames=(frame, *BOOK.frames[1:]))
    tables = {"marks": MARKS, "series": SERIES, "coverage": COVERAGE}
    figure = timeline(StatementQuery(issue="dolphins"), book, **tables)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert any('<b>a&lt;b "&amp;" &lt;a&gt;x</b>' in text for text in texts)
    assert not any("<a>" in text for text in texts)


def test_shares_stay_inside_their_lane() -> None:
    for place, trace in enumerate(lines(drawn())):
        heights = [y for y in trace["y"] if y is not None]
        assert -place - 1 < min(heights) <= max(heights) < -place - 0.5


def test_coverage_counts_each_period_once() -> None:
    bars = [trace for trace in drawn()["data"] if trace["type"] == "bar"]
    assert [trace["y"] for trace in bars] == [[1, 2, 1]]


def test_chosen_frames_are_the_only_lanes() -> None:
    query = StatementQuery(issue="dolphins", frames=("humane",))
    names = {trace["name"] for trace in dots(drawn(query))}
    assert names == {"Humane"}


def test_customdata_says_what_kind_of_thing_it_means() -> None:
    kinds = {
        one[0]
        for trace in drawn()["data"]
        for one in trace.get("customdata", [])
        if one is not None
    }
    assert kinds == {"statement", "share", "period"}


def test_several_actors_get_a_line_each_with_their_names_apart() -> None:
    both = series_of({2001: {"illegal": (1, 1)}}, actor="Norway")
    other = series_of({2001: {"illegal": (1, 1)}}, actor="Japan")
    figure = drawn(series=pd.concat([both, other]))
    labels = [one for one in figure["layout"]["annotations"] if one["text"].startswith("100%")]
    assert {one["text"] for one in labels} == {"100% Norway", "100% Japan"}
    assert len({one["y"] for one in labels}) == 2


def test_an_empty_timeline_is_still_a_figure() -> None:
    go.Figure(drawn(marks=marks_of(), series=series_of({}), coverage=coverage_of({})))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_labels_stand_left_of_the_lanes_or_above_them(is_narrow: bool) -> None:
    names = [
        one
        for one in drawn(is_narrow=is_narrow)["layout"]["annotations"]
        if "Illegal" in one["text"]
    ]
    assert [one["xanchor"] for one in names] == ["left" if is_narrow else "right"]


def test_dots_of_one_day_are_spread_over_levels() -> None:
    assert levels([date(2003, 6, 17)] * 3, apart=30) == [0, 1, -1]


def test_dots_far_apart_stay_on_the_middle() -> None:
    assert levels([date(2003, 1, 1), date(2004, 1, 1)], apart=30) == [0, 0]


def test_a_dot_says_in_english_what_words_in_another_language_mean() -> None:
    marks = marks_of(
        mark("a", "2001-02-03", "illegal", language="ko"),
        mark("b", "2002-02-03", "illegal", language="en-GB"),
        mark("c", "2003-02-03", "illegal", language=""),
    )
    told = drawn(marks=marks)["layout"]["meta"]["statements"]
    assert told[0][6:] == ["words of a", "what a says"]
    assert [one[6:] for one in told[1:]] == [["words of b"], ["words of c"]]


def test_what_a_period_rests_on_is_counted_in_whole_numbers_without_a_zero() -> None:
    assert drawn()["layout"]["yaxis2"]["tickvals"] == [1, 2]
    alone = drawn(coverage=coverage_of({2001: 1}))
    assert alone["layout"]["yaxis2"]["tickvals"] == [1]


@given(st.integers(1, 10_000_000))
def test_the_counts_told_are_one_or_two_round_ones_that_reach_high(most: int) -> None:
    told = count_ticks(most)
    assert 1 <= len(told) <= 2
    assert most * 0.4 <= told[-1] <= most
    assert all(str(count).rstrip("0") in ("1", "2", "4", "5") for count in told)
