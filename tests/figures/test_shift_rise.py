"""The line that says how sure it is, day by day, that a change had come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.analysis.shifts import Gap
from stance.figures.shift_rise import rise_of


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
