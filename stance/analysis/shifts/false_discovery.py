"""Which of many pairs changed, with few false finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stance.analysis.shifts.evidence import BoolArray, FloatArray

FEWEST_PAIRS = 200
"""Pairs below which a base rate cannot be learned; even odds stand then."""
_MOST_ROUNDS = 500
_CLOSE_ENOUGH = 1e-8


@dataclass(frozen=True)
class Discoveries:
    """Which pairs changed, at a false discovery rate."""

    base_rate: float  # share of pairs estimated to have changed; 1/2 where it was not learned
    is_learned: bool
    probabilities: FloatArray  # starting from the base rate
    reported: BoolArray  # the longest list whose share of false finds is at most the rate
    expected_false: float  # that share


def learn_base_rate(log_bayes_factors: FloatArray) -> float:
    """Estimate the share of pairs that changed."""
    # Expectation-maximisation for a mixture of two known parts: A. P. Dempster, N. M. Laird and
    # D. B. Rubin, J. R. Stat. Soc. B 39 (1977), 1-38. The likelihood has a single top, so that
    # the start does not matter.
    rate = 0.5
    for _ in range(_MOST_ROUNDS):
        updated = float(_posterior(log_bayes_factors, rate).mean())
        if abs(updated - rate) < _CLOSE_ENOUGH:
            break
        rate = updated
    return rate


def discover(log_bayes_factors: FloatArray, *, rate: float = 0.05) -> Discoveries:
    """List the pairs that changed, at a false discovery rate.

    Parameters
    ----------
    log_bayes_factors : ndarray, shape (n_pairs,)
        `ShiftSearch.log_bayes_factor` of each pair.
    rate : float, default 0.05
        Largest expected share of false finds in the list.

    Returns
    -------
    Discoveries
        With fewer than 200 pairs the base rate stays at one half.

    Notes
    -----
    The mean probability of no change over the list is its expected share of false finds [1]_.

    References
    ----------
    .. [1] M. A. Newton, A. Noueiry, D. Sarkar and P. Ahlquist, Biostatistics 5 (2004), 155-176.

    Examples
    --------
    >>> found = discover(np.array([9.0, 7.0, -1.0, -2.0]))
    >>> found.reported.tolist()
    [True, True, False, False]
    """
    is_learned = len(log_bayes_factors) >= FEWEST_PAIRS
    base_rate = learn_base_rate(log_bayes_factors) if is_learned else 0.5
    probabilities = _posterior(log_bayes_factors, base_rate)
    order = np.argsort(-probabilities, kind="stable")
    false_share = np.cumsum(1 - probabilities[order]) / np.arange(1, len(order) + 1)
    n_reported = int((false_share <= rate).sum())
    reported = np.zeros(len(order), dtype=np.bool_)
    reported[order[:n_reported]] = True
    expected = float(false_share[n_reported - 1]) if n_reported else 0.0
    return Discoveries(base_rate, is_learned, probabilities, reported, expected)


def _posterior(log_bayes_factors: FloatArray, rate: float) -> FloatArray:
    rate = min(max(rate, 1e-12), 1 - 1e-12)
    log_odds = np.clip(log_bayes_factors + np.log(rate) - np.log1p(-rate), -700, 700)
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)
