"""The line that says how sure it is, day by day, that a change had come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.analysis.shifts.results import Gap
from stance.figures.shift_rise import close_up, rise_of


def gaps_of(*chances: float, each: float = 1.0) -> list[Gap]:
    """One gap a year from 2000 on; a share `each` of a change is the first one."""
    return [
        Gap(date(2000 + n, 1, 1), date(2001 + n, 1, 1), chance, each * chance)
        for n, chance in enumerate(chances)
    ]


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=5), st.booleans())
def test_the_line_never_falls_and_stays_in_its_frame(chances: list[float], counted: bool) -> None:
    rise = rise_of(gaps_of(*chances), is_counted=counted)
    across, up = zip(*rise.line, strict=True)
    assert list(across) == sorted(across)
    assert list(up) == sorted(up)
    assert (across[0], up[0]) == (0.0, 0.0)
    assert across[-1] == 100.0
    assert 0 <= up[-1] <= 100


def test_it_ends_at_the_probability_that_anything_changed() -> None:
    rise = rise_of(gaps_of(0.1, 0.6, 0.3, each=0.9), is_counted=False)
    assert rise.end == pytest.approx(0.9)
    assert rise.line[-1] == (100.0, 90.0)
    assert [label for label, _ in rise.scale] == ["0%", "50%", "100%"]


def test_as_much_chance_climbs_as_high_in_a_wide_gap_as_in_a_narrow_one() -> None:
    wide = Gap(date(2000, 1, 1), date(2009, 1, 1), 0.4, 0.4)
    narrow = Gap(date(2009, 1, 1), date(2009, 1, 2), 0.4, 0.4)
    rise = rise_of([wide, narrow], is_counted=False)
    assert [up for _, up in rise.line] == [0.0, 40.0, 80.0, 80.0]


def test_several_changes_are_counted_on_a_scale_of_whole_numbers() -> None:
    rise = rise_of(gaps_of(0.98, 0.03, 0.99, each=0.5), is_counted=True)
    assert rise.scale == (("0", 0.0), ("1", 50.0), ("2", 100.0))
    assert [step.told for step in rise.steps][1].endswith("1.01 changes by then")


def test_a_gap_without_a_chance_worth_telling_is_not_pointed_out() -> None:
    rise = rise_of(gaps_of(0.5, 0.0001, 0.2), is_counted=False)
    assert len(rise.steps) == 2
    assert rise.steps[0].told == "2000-01-01 to 2001-01-01: 50.0% fall here, 50.0% by then"


def test_a_range_that_is_a_sliver_of_the_record_is_drawn_close_in_months() -> None:
    gaps = [
        Gap(date(1960, 1, 1), date(2013, 6, 1), 0.9, 0.9),
        Gap(date(2013, 6, 1), date(2013, 8, 3), 0.1, 0.1),
        Gap(date(2013, 8, 3), date(2013, 9, 19), 0.7, 0.7),
        Gap(date(2013, 9, 19), date(2019, 1, 1), 0.0, 0.0),
    ]
    near = close_up(gaps, date(2013, 8, 3), date(2013, 9, 19))
    assert near is not None
    assert (near.axis.first, near.axis.last) == (date(2013, 6, 4), date(2013, 11, 18))
    assert [label for label, _ in near.axis.labels()] == [*("Jul 2013", "Aug", "Sep", "Oct", "Nov")]
    assert near.line[0] == (0.0, 0.0)
    assert near.end == pytest.approx(0.1 * 60 / 63 + 0.7)
    assert near.dates == (near.axis.at(date(2013, 8, 3)), near.axis.at(date(2013, 9, 19)))
    assert close_up(gaps, date(2000, 1, 1), date(2013, 9, 19)) is None


@given(st.dates(), st.dates(), st.integers(0, 9), st.integers(0, 9))
def test_any_range_of_any_record_is_seen_in_one_way_or_the_other(
    one: date, other: date, low: int, high: int
) -> None:
    first, last = sorted((one, other))
    whole = Gap(first, last, 1.0, 1.0)
    if first == last:
        return
    at = [first.toordinal() + (last - first).days * n // 9 for n in sorted((low, high))]
    near = close_up([whole], *map(date.fromordinal, at))
    if near is not None:
        assert first <= near.axis.first < near.axis.last <= last
        assert len(near.axis.labels()) <= 9
