from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import BadDate
from stance.records.dates import PartialDate, Period

DAYS = st.dates()


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    point = first.isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    is_range = draw(st.booleans()) and first != last
    body = f"{first.isoformat()}/{last.isoformat()}" if is_range else point
    return PartialDate.parse(body + draw(st.sampled_from(["", "~"])))


@given(partial_dates())
def test_a_date_prints_as_it_was_written_and_reads_back_equal(when: PartialDate) -> None:
    assert PartialDate.parse(str(when)) == when


@given(partial_dates(), partial_dates())
def test_dates_either_overlap_or_one_ends_before_the_other_begins(
    one: PartialDate, other: PartialDate
) -> None:
    orders = [one.overlaps(other), one.last < other.first, other.last < one.first]
    assert orders.count(True) == 1


@given(partial_dates(), partial_dates())
def test_what_ends_before_another_begins_also_sorts_before_it(
    one: PartialDate, other: PartialDate
) -> None:
    if one.last < other.first:
        assert one < other


@given(partial_dates())
def test_the_middle_day_lies_within_the_date(when: PartialDate) -> None:
    assert when.first <= when.middle <= when.last


@pytest.mark.parametrize(
    "text",
    ["", "03/04/2003", "2003-13", "2003-02-29", "0000", "2003/05", "2004/2003", "2003/2003", "~"],
)
def test_what_is_not_a_date_is_refused_with_the_spellings(text: str) -> None:
    with pytest.raises(BadDate, match="2003-06-17~"):
        PartialDate.parse(text)


@given(DAYS, st.sampled_from(list(Period)))
def test_a_day_lies_within_the_period_of_its_key(day: date, period: Period) -> None:
    first, last = period.bounds(period.key(day))
    assert first <= day <= last
    assert period.key(first) == period.key(last) == period.key(day)
