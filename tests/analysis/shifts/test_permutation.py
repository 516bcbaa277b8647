"""Shuffled dates: the p-value is honest, dates stay whole, strata keep their places."""

from __future__ import annotations

import numpy as np
import pytest

from stance.analysis.shifts import permutation
from stance.analysis.shifts.evidence import Evidence, frame_evidence
from stance.analysis.shifts.permutation import (
    best_single_cut,
    one_change_log_bayes_factor,
    permute_dates,
)
from stance.analysis.shifts.scores import score_evidence

EVEN = np.full(19, 1 / 19)


def frames(rng: np.random.Generator, n: int = 20, *, exclusive: bool = False) -> Evidence:
    values = rng.random((n, 2)) < 0.5
    values[rng.permutation(n)[:2]] = np.eye(2, dtype=bool)
    if exclusive:
        values[:, 1] &= ~values[:, 0]
    return frame_evidence(values, np.arange(n), n_blocks=n, exclusive=exclusive)


@pytest.mark.parametrize("exclusive", [True, False])
def test_of_unchanging_streams_p_is_as_often_small_as_it_says(exclusive: bool) -> None:
    rng = np.random.default_rng(1)
    p_values = [
        permute_dates(frames(rng, exclusive=exclusive), EVEN, n_permutations=39, seed=seed).p_value
        for seed in range(300)
    ]
    assert np.mean(np.array(p_values) <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / 300)
    assert 0.43 <= np.mean(p_values) <= 0.64  # ties, of which short series are full, raise it


def test_p_is_never_below_one_in_the_number_of_orders() -> None:
    values = np.repeat([[True], [False]], 10, axis=0)
    evidence = frame_evidence(values, np.arange(20), n_blocks=20)
    assert permute_dates(evidence, EVEN, n_permutations=19).p_value == 0.05
    assert permute_dates(evidence, EVEN, n_permutations=0).p_value == 1.0


def test_ties_count_against_a_change() -> None:
    evidence = frame_evidence(np.ones((20, 1), bool), np.arange(20), n_blocks=20)
    assert permute_dates(evidence, EVEN, n_permutations=9).p_value == 1.0


def parts(evidence: Evidence, n_orders: int) -> np.ndarray:
    """Evidence of each single block in each order."""
    width = evidence.n_blocks + 1
    mixed = evidence.permuted(np.random.default_rng(3), n_orders)
    start = np.arange(n_orders)[:, None] * width + np.arange(evidence.n_blocks)
    return mixed.of_all(start, start + 1)


def test_an_order_holds_the_same_blocks() -> None:
    rng = np.random.default_rng(2)
    block = np.sort(np.append(np.arange(20), rng.integers(0, 20, 15)))
    scores = score_evidence(rng.normal(0, 1, 35), block, n_blocks=20)
    for evidence in (frames(rng), frames(rng, exclusive=True), scores):
        own = evidence.of_all(np.arange(20), np.arange(1, 21))
        mixed = parts(evidence, 7)
        for order in range(7):
            np.testing.assert_allclose(np.sort(mixed[:, order]), np.sort(own), atol=1e-9)
        first = np.arange(7) * 21
        halves = evidence.permuted(np.random.default_rng(3), 7).of_all(first, first + 10)
        assert len(np.unique(halves[0].round(9))) > 1


def test_strata_keep_their_places() -> None:
    rng = np.random.default_rng(4)
    strata = np.repeat([0, 1], 10)
    evidence = frame_evidence(rng.random((20, 1)) < 0.5, np.arange(20), n_blocks=20, strata=strata)
    mixed = evidence.permuted(rng, 5)
    counts = np.diff(mixed.totals.reshape(2, 5, 21), axis=-1)
    assert (counts[0, :, :10] == 1).all()
    assert (counts[0, :, 10:] == 0).all()
    assert (counts[1, :, 10:] == 1).all()


def test_a_few_orders_at_a_time_are_as_good_as_all(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = frames(np.random.default_rng(5))
    at_once = permute_dates(evidence, EVEN, n_permutations=50)
    monkeypatch.setattr(permutation, "_AT_ONCE", 1)
    assert permute_dates(evidence, EVEN, n_permutations=50) == at_once


def test_the_best_cut_of_a_part_is_inside_it() -> None:
    values = np.zeros((20, 1), bool)
    values[4:12] = True
    evidence = frame_evidence(values, np.arange(20), n_blocks=20)
    assert best_single_cut(evidence, part=(0, 10)) == 4
    assert best_single_cut(evidence, part=(8, 20)) == 12
    whole = one_change_log_bayes_factor(evidence, EVEN, part=(0, 20))
    assert whole == pytest.approx(one_change_log_bayes_factor(evidence, EVEN))
