"""The p-value: how often shuffled dates show as much change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stance.analysis.shifts.evidence import Evidence, FloatArray, log_sum

# Numbers taken at a time.
_AT_ONCE = 2**17


def one_change_log_bayes_factor(
    evidence: Evidence, share: FloatArray, *, part: tuple[int, int] | None = None
) -> float:
    """Return the log Bayes factor of one change against none.

    `share` is the prior share of each gap; a `part` is the blocks ``low <= b < high``.
    """
    low, high = part or (0, evidence.n_blocks)
    inside = share[low : high - 1]
    return float(log_sum(_one_cut(evidence, low, high) + np.log(inside / inside.sum())))


def best_single_cut(evidence: Evidence, *, part: tuple[int, int] | None = None) -> int:
    """Return the first block after the best single cut."""
    low, high = part or (0, evidence.n_blocks)
    best = np.logaddexp.reduce(_one_cut(evidence, low, high), axis=0).argmax()
    return low + int(best) + 1


def _one_cut(evidence: Evidence, low: int, high: int) -> FloatArray:
    """Log evidence of each cut of a part against none, by model."""
    cuts = np.arange(low + 1, high)
    start, end = np.full_like(cuts, low), np.full_like(cuts, high)
    log_ratio = evidence.of_all(start, cuts) + evidence.of_all(cuts, end)
    log_ratio -= evidence.of_all(start[:1], end[:1])
    return np.asarray(log_ratio + np.log(evidence.model_weights)[:, None], dtype=np.float64)


@dataclass(frozen=True)
class Permuted:
    """What shuffled dates show."""

    p_value: float  # share of orders, the observed one among them, with as much apparent change
    # Log of the shuffled orders' mean Bayes factor, 0 where there were none; above 0 the prior
    # takes streams like this for changing more readily than it says.
    log_average: float


def permute_dates(
    evidence: Evidence, share: FloatArray, *, n_permutations: int = 199, seed: int = 0
) -> Permuted:
    """Compare the apparent change with that of shuffled dates.

    Parameters
    ----------
    evidence : Evidence
        Segment evidence over blocks (whole dates).
    share : ndarray, shape (n_blocks - 1,)
        Prior share of each gap.
    n_permutations : int, default 199
        Random orders; the p-value is never below ``1 / (n_permutations + 1)``.
    seed : int, default 0
        Same seed, same answer.

    Notes
    -----
    What is said on one date stays together, so that copying within a date does no harm;
    persistence from date to date makes the p-value too small [1]_.

    References
    ----------
    .. [1] B. Phipson and G. Smyth, Statistical Applications in Genetics and Molecular
       Biology 9 (2010), article 39 (why the observed order counts as one of the orders).
    """
    if evidence.n_blocks < 2 or n_permutations < 1:
        return Permuted(1.0, 0.0)
    observed = one_change_log_bayes_factor(evidence, share)
    shuffled = _shuffled(evidence, share, n_permutations, np.random.default_rng(seed))
    # Ties are common in short series and must not depend on the last bit of a float.
    n_as_large = int((shuffled >= observed - 1e-9).sum())
    log_average = float(np.logaddexp.reduce(shuffled) - np.log(n_permutations))
    return Permuted((n_as_large + 1) / (n_permutations + 1), log_average)


def _shuffled(
    evidence: Evidence, share: FloatArray, n_permutations: int, rng: np.random.Generator
) -> FloatArray:
    """Log Bayes factors of one change in random orders."""
    width = evidence.n_blocks + 1
    weights = np.log(evidence.model_weights)[:, None, None] + np.log(share)
    at_once = max(_AT_ONCE // (width * len(weights)), 1)
    out = []
    for low in range(0, n_permutations, at_once):
        n_orders = min(at_once, n_permutations - low)
        mixed = evidence.permuted(rng, n_orders)
        first = np.arange(n_orders)[:, None] * width
        cuts, last = first + np.arange(1, evidence.n_blocks), first + evidence.n_blocks
        terms = mixed.of_all(first, cuts) + mixed.of_all(cuts, last)
        terms += weights - mixed.of_all(first, last)
        out.append(log_sum(terms, axis=(0, 2)))
    return np.concatenate(out)
