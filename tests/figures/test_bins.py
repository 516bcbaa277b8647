"""Bins are few enough to stand beside each other and never shorter than a day."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from stance.figures.bubbles import MOST_BINS, days_of_a_bin, no_bins


@given(first=st.dates(date(1800, 1, 1), date(2020, 1, 1)), n_days=st.integers(0, 40_000))
def test_there_are_never_too_many_wherever_they_begin(first: date, n_days: int) -> None:
    last = first + timedelta(days=n_days)
    coverage = pd.DataFrame({"period_start": [first.isoformat()], "period_end": [last.isoformat()]})
    size = days_of_a_bin(coverage)
    assert size >= 1
    assert last.toordinal() // size - first.toordinal() // size + 1 <= MOST_BINS


def test_nothing_needs_no_bin() -> None:
    assert days_of_a_bin(pd.DataFrame({"period_start": [], "period_end": []})) == 1
    assert no_bins().empty
