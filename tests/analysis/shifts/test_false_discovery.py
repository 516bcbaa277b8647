"""Base rates learned from many pairs, and lists with few false finds."""

from __future__ import annotations

import numpy as np
import pytest

from bench.synthetic import draw_codes, draw_days, stream_of
from stance.analysis.shifts.false_discovery import discover, learn_base_rate
from stance.analysis.shifts.search import find_shifts


def log_factors(rng: np.random.Generator, n: int, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Log density ratios of N(2, 1) against N(0, 1), and which came from the former."""
    changed = rng.random(n) < rate
    return 2 * (rng.normal(0, 1, n) + 2 * changed) - 2, changed


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_the_base_rate_is_learned(rate: float) -> None:
    factors, _ = log_factors(np.random.default_rng(1), 5000, rate)
    assert learn_base_rate(factors) == pytest.approx(rate, abs=0.02)


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_the_list_holds_its_rate(rate: float) -> None:
    factors, changed = log_factors(np.random.default_rng(2), 20_000, rate)
    found = discover(factors)
    assert found.is_learned
    assert (~changed[found.reported]).mean() == pytest.approx(0.05, abs=0.025)
    assert found.expected_false <= 0.05


def test_few_pairs_keep_even_odds() -> None:
    found = discover(np.array([3.0] * 199))
    assert not found.is_learned
    assert found.base_rate == 0.5
    assert found.probabilities[0] == pytest.approx(1 / (1 + np.exp(-3)))


def test_the_list_is_a_top_of_the_ranking() -> None:
    factors, _ = log_factors(np.random.default_rng(3), 500, 0.3)
    found = discover(factors, rate=0.1)
    assert factors[found.reported].min() >= factors[~found.reported].max()
    assert discover(factors, rate=0.01).reported.sum() < found.reported.sum()


@pytest.mark.parametrize("factors", [[], [-5.0] * 300, [0.0] * 10])
def test_nothing_to_find_gives_an_empty_list(factors: list[float]) -> None:
    found = discover(np.array(factors))
    assert not found.reported.any()
    assert found.expected_false == 0.0


def test_extreme_factors_do_no_harm() -> None:
    found = discover(np.array([1e6, -1e6]))
    assert found.probabilities.tolist() == pytest.approx([1.0, 0.0])


def test_of_searches_only_what_changed_is_listed() -> None:
    rng = np.random.default_rng(4)
    searches = []
    for number in range(12):
        after = (0.1, 0.9) if number < 4 else (0.9, 0.1)
        codes = draw_codes(rng, [(20, (0.9, 0.1)), (20, after)])[0]
        searches.append(find_shifts(stream_of(codes, draw_days(rng, 40)), n_permutations=49))
    found = discover(np.array([search.log_bayes_factor for search in searches]))
    assert found.reported.tolist() == [True] * 4 + [False] * 8


def test_what_shuffled_dates_show_is_taken_off() -> None:
    codes = np.repeat([0, 1], 6)
    stream = stream_of(codes, draw_days(np.random.default_rng(5), 12))
    with_shuffles = find_shifts(stream, n_permutations=199)
    without = find_shifts(stream, n_permutations=0)
    assert with_shuffles.log_bayes_factor < without.log_bayes_factor
    assert with_shuffles.probability == without.probability
