"""Measures on cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from bench.metrics import (
    Rate,
    coverage,
    expected_calibration_error,
    mean_rate,
    rate_of,
    within_margin,
)


def test_a_rate_has_the_exact_interval() -> None:
    assert rate_of([False] * 20) == Rate(0.0, 0.0, pytest.approx(1 - 0.025 ** (1 / 20)), 20)
    assert rate_of([True] * 20).low == pytest.approx(0.025 ** (1 / 20))
    assert rate_of([True] * 20).high == 1.0


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    rates = [rate_of(rng.random(80) < 0.3) for _ in range(400)]
    assert np.mean([rate.low <= 0.3 <= rate.high for rate in rates]) >= 0.94


def test_rates_of_equal_weight_are_averaged() -> None:
    mean = mean_rate([rate_of([True] * 100), rate_of([False] * 100), rate_of([True, False] * 50)])
    assert mean.value == pytest.approx(0.5)
    assert mean.n == 300
    assert mean.high - mean.low == pytest.approx(2 * 1.96 * 0.05 / 3)


def test_honest_probabilities_have_no_calibration_error() -> None:
    rng = np.random.default_rng(2)
    stated = rng.random(200_000)
    assert expected_calibration_error(stated, rng.random(200_000) < stated) < 0.01
    assert expected_calibration_error(np.ones(10), np.zeros(10, bool)) == 1.0


def test_an_interval_holds_the_first_day_of_the_new_side() -> None:
    assert coverage([(5, 9)] * 4, [5, 6, 9, 10]).value == 0.5


@pytest.mark.parametrize(
    ("found", "truth", "precision", "recall"),
    [
        ([], [], 1.0, 1.0),
        ([7], [], 0.0, 1.0),
        ([], [7], 1.0, 0.0),
        ([10, 11], [10], 0.5, 1.0),  # one find a truth
        ([13], [10, 16], 1.0, 0.5),
        ([14], [10], 0.0, 0.0),
        ([9, 21], [10, 20], 1.0, 1.0),
    ],
)
def test_finds_within_a_margin(
    found: list[int], truth: list[int], precision: float, recall: float
) -> None:
    score = within_margin(found, truth, margin=3)
    assert (score.precision, score.recall) == (precision, recall)
