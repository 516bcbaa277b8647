"""Where a change may fall: between dates, never inside a partial one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.analysis.shifts.evidence import difference_moments
from stance.analysis.shifts.search import search_shifts
from stance.analysis.shifts.stream import Blocks, Said, Stream, checked, date_blocks, stream_of_said
from stance.records.dates import PartialDate


def stream(*dates: str) -> Stream:
    said = [Said(str(at), PartialDate.parse(date), ("f",)) for at, date in enumerate(dates)]
    return checked(stream_of_said(said, ("f",)))


def test_statements_of_one_date_are_one_block() -> None:
    blocks = date_blocks(stream("2001-01-05", "2001-01-05", "2001-02-05"))
    assert len(blocks) == 2
    assert blocks.of(np.array(blocks.first)).tolist() == [0, 1]


def test_half_of_the_prior_goes_by_gaps_and_half_by_days() -> None:
    blocks = date_blocks(stream("2001-01-01", "2001-01-02", "2001-01-05"))
    np.testing.assert_allclose(blocks.share, [0.25 + 0.125, 0.25 + 0.375])
    assert np.prod(1 / (1 + blocks.odds())) == pytest.approx(0.5)


def test_a_partial_date_is_not_split_by_its_own_range() -> None:
    blocks = date_blocks(stream("2002-12-20", "2003-02-01", "2003", "2003-11-01", "2004-02-01"))
    starts = [dt.date.fromordinal(int(day)).isoformat() for day in blocks.first]
    assert starts == ["2002-12-20", "2003-02-01", "2004-02-01"]


def test_a_range_that_only_touches_a_gap_leaves_the_rest_open() -> None:
    blocks = date_blocks(stream("2003-01-10", "2003-01", "2003-03-10"))
    assert [dt.date.fromordinal(int(day)).month for day in blocks.first] == [1, 3]
    open_days = (dt.date(2003, 3, 10) - dt.date(2003, 1, 31)).days
    assert open_days == 38
    assert blocks.share.tolist() == [1.0]


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.sampled_from([0, 0, 0, 5, 30, 90])),
        min_size=2,
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_date_of_a_shift_lies_inside_a_partial_date(spans: list[tuple[int, int]]) -> None:
    zero = dt.date(2000, 1, 1)
    said = []
    for at, (start, length) in enumerate(spans):
        first, last = zero + dt.timedelta(start), zero + dt.timedelta(start + length)
        text = f"{first}/{last}" if length else str(first)
        frame = "new" if start > 150 else "old"
        said.append(Said(str(at), PartialDate.parse(text), (frame,)))
    found = search_shifts(said, ("old", "new"), n_permutations=9)
    for gap in found.gaps:
        assert any(
            not any(one.date.first < day <= one.date.last for one in said)
            for day in (
                gap.start + dt.timedelta(d) for d in range(1, (gap.end - gap.start).days + 1)
            )
        )
    for shift in found.shifts:
        assert shift.date in {gap.end for gap in found.gaps}
        assert not set(shift.rows_before) & set(shift.rows_after)


def test_joined_blocks_keep_the_whole_prior() -> None:
    blocks = Blocks(np.arange(6), np.arange(6), np.array([0.1, 0.2, 0.3, 0.2, 0.2]))
    joined = blocks.join(np.array([False, True, False, False, True]))
    assert joined.first.tolist() == [0, 2, 5]
    assert joined.last.tolist() == [1, 4, 5]
    assert joined.share.sum() == pytest.approx(1.0)
    assert len(blocks.join(np.zeros(5, bool))) == 1


@pytest.mark.parametrize("seed", range(3))
def test_differences_within_a_date_are_those_of_all_orders(seed: int) -> None:
    rng = np.random.default_rng(seed)
    block = np.array([0, 0, 0, 1, 3, 3])  # block 2 holds nothing
    values = rng.normal(size=(6, 2))
    shuffled = []
    for _ in range(20_000):
        order = np.lexsort([rng.random(6), block])
        steps = np.diff(values[order], axis=0)
        shuffled.append(steps.T @ steps)
    np.testing.assert_allclose(
        difference_moments(values, block), np.mean(shuffled, axis=0), rtol=0.06, atol=0.06
    )


def test_differences_of_single_statements_are_plain() -> None:
    values = np.array([[0.0, 1.0], [2.0, 1.0], [1.0, -1.0]])
    steps = np.diff(values, axis=0)
    np.testing.assert_allclose(difference_moments(values, np.arange(3)), steps.T @ steps)
