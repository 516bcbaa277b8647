"""What differs beside the wording: said where it does, and not where labels are merely many."""

from __future__ import annotations

import numpy as np
import pytest

from stance.analysis.shifts.companions import Sides, companion, mix_change_probability, split_rows


def halves(n: int) -> Sides:
    return Sides(np.arange(n // 2), np.arange(n // 2, n))


def test_rows_are_split_at_the_date_up_to_the_neighbours() -> None:
    sides = split_rows(np.array([1, 2, 2, 5, 8, 9]), 5, (2, 9))
    assert sides.before.tolist() == [1, 2]
    assert sides.after.tolist() == [3, 4]


def test_a_change_of_coder_is_seen() -> None:
    labels = ["anna"] * 15 + ["ben"] * 15
    assert mix_change_probability(labels, halves(30)) > 0.99


def test_labels_of_which_each_statement_has_its_own_say_nothing() -> None:
    labels = [f"speaker {number}" for number in range(60)]
    assert mix_change_probability(labels, halves(60)) == 0.5


@pytest.mark.parametrize("n_kinds", [2, 5, 20, 200])
@pytest.mark.parametrize("n", [16, 120])
def test_an_unchanging_mix_seldom_seems_to_change(n: int, n_kinds: int) -> None:
    rng = np.random.default_rng([n, n_kinds])
    seen = 0
    for _ in range(100):
        labels = rng.choice(n_kinds, n, p=rng.dirichlet(np.ones(n_kinds))).astype(str).tolist()
        seen += mix_change_probability(labels, halves(n)) >= 0.8
    assert seen <= 12


def test_sides_swapped_give_the_same() -> None:
    labels = ["a"] * 8 + ["b"] * 3 + ["a"] * 2 + ["b"] * 11
    one, two = halves(24), Sides(np.arange(12, 24), np.arange(12))
    assert mix_change_probability(labels, one) == pytest.approx(mix_change_probability(labels, two))


def test_the_most_frequent_labels_are_named() -> None:
    labels = ["b", "a", "b", "", "c", "d", "b", "a", "x", "x", "x", ""]
    found = companion("source", labels, Sides(np.arange(8), np.arange(8, 12)))
    assert found.before == (("b", 3), ("a", 2), ("c", 1))
    assert found.after == (("x", 3),)
