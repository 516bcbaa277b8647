from __future__ import annotations

import itertools
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.figures.uses import Axis, axis_of, gaps, reach, ticks

AXIS = Axis(date(2000, 1, 1), date(2009, 12, 31))


def use(first: str, last: str = "") -> dict[str, str]:
    last = last or first
    cells = {"speaker": "Liu", "mode": "direct_quote", "statement": first, "date": first}
    return {"first": first, "last": last, **cells}


@given(st.dates(), st.dates(), st.dates())
def test_every_day_has_a_place_on_the_line(one: date, other: date, day: date) -> None:
    axis = Axis(min(one, other), max(one, other))
    assert 0 <= axis.at(day) <= 100


def test_the_line_runs_through_whole_years() -> None:
    assert axis_of(["2003-06-17", "2000-02-01"]) == Axis(date(2000, 1, 1), date(2003, 12, 31))
    assert axis_of([]) is None


def test_a_bar_reaches_from_the_first_use_to_the_last() -> None:
    marks = ticks(pd.DataFrame([use("2002-01-01"), use("2004-01-01", "2004-12-31")]), AXIS)
    bar = reach(marks)
    assert bar is not None
    assert bar.at == marks[0].at
    assert bar.at + bar.width == pytest.approx(AXIS.at(date(2004, 12, 31)))
    assert marks[1].width > marks[0].width == 0


def test_years_without_statements_are_gaps() -> None:
    coverage = pd.DataFrame({"period": ["2000", "2001", "2003", "2009"]})
    assert len(gaps(coverage, AXIS)) == 6


@pytest.mark.parametrize(("first", "last"), [(2000, 2003), (1955, 2018), (1, 9999)])
def test_the_years_on_the_axis_are_few_and_round(first: int, last: int) -> None:
    years = [year for year, _ in Axis(date(first, 1, 1), date(last, 12, 31)).years()]
    steps = {later - earlier for earlier, later in itertools.pairwise(years)}
    assert 1 <= len(years) <= 8
    assert len(steps) <= 1
