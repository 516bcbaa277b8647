from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.analysis.first_use import Claim, ClaimStatus, claim_status, earlier_uses, surprise_p
from stance.records.dates import PartialDate


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))), st.data())
def test_the_surprise_is_the_exact_law_of_the_minimum(
    sizes: tuple[int, int], data: st.DataObject
) -> None:
    n, uses = sizes
    before = data.draw(st.integers(0, n - uses))
    found = float(surprise_p(before, uses, n))
    assert found == pytest.approx(comb(n - before, uses) / comb(n, uses), rel=1e-9)


def test_one_single_use_is_as_surprising_as_its_place() -> None:
    assert surprise_p(np.array([0, 5, 9]), 1, 10) == pytest.approx([1.0, 0.5, 0.1])


@pytest.mark.parametrize("n", [50, 500])
@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_a_wording_that_was_always_there_is_seldom_a_surprise(n: int, rate: float) -> None:
    random = np.random.default_rng(7)
    held = random.random((4000, n)) < rate
    held = held[held.any(axis=1)]
    p = surprise_p(held.argmax(axis=1), held.sum(axis=1), n)
    assert (p <= 0.05).mean() < 0.0565


def use(statement: str, first: str, last: str, utterance: str = "") -> dict[str, str]:
    return {
        "key": "humane",
        "utterance": utterance or statement,
        "statement": statement,
        "date": first,
        "middle": first,
        "last": last,
    }


def test_only_what_surely_came_before_contests_a_claim() -> None:
    uses = pd.DataFrame(
        [
            use("a", "2003-06-16", "2003-06-16"),
            use("b", "2003-06-17", "2003-06-17"),
            use("month", "2003-06-15", "2003-06-30"),
        ]
    )
    earlier = earlier_uses(uses, "humane", PartialDate.parse("2003-06-17"))
    assert [each.statement for each in earlier] == ["a"]
    assert earlier[0].days_before == 1


def test_two_reports_of_one_utterance_contest_a_claim_once() -> None:
    uses = pd.DataFrame(
        [use("a", "2001-01-01", "2001-01-01", "u"), use("b", "2001-01-02", "2001-01-02", "u")]
    )
    assert len(earlier_uses(uses, "humane", PartialDate.parse("2003"))) == 1


def test_a_claim_that_names_nothing_has_no_status() -> None:
    since = PartialDate.parse("2003-06-17")
    assert claim_status(Claim("c", "China", (), since), ()) is None
    assert claim_status(Claim("c", "China", ("humane",), None), ()) is None
    assert claim_status(Claim("c", "China", ("humane",), since), ()) is ClaimStatus.CONSISTENT
