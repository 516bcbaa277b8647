"""How well a detector of changes does on streams whose breaks are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from stance.analysis.shifts.evidence import FloatArray


@dataclass(frozen=True)
class Rate:
    """A share of simulated runs, with its 95% Monte-Carlo interval."""

    value: float
    low: float
    high: float
    n: int


def rate_of(hits: Sequence[bool] | NDArray[np.bool_]) -> Rate:
    """Return the share of runs that were hits, with its exact (Clopper-Pearson) 95% interval."""
    n, k = len(hits), int(np.sum(hits))
    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    return Rate(k / n, low, high, n)


def mean_rate(rates: Sequence[Rate]) -> Rate:
    """Return the mean of rates of equal weight, with a normal 95% interval."""
    value = float(np.mean([rate.value for rate in rates]))
    variance = sum(rate.value * (1 - rate.value) / rate.n for rate in rates) / len(rates) ** 2
    half = 1.96 * float(np.sqrt(variance))
    return Rate(value, max(value - half, 0.0), min(value + half, 1.0), sum(r.n for r in rates))


def expected_calibration_error(
    probabilities: FloatArray, happened: NDArray[np.bool_], *, n_bins: int = 10
) -> float:
    """Return the mean distance between stated probabilities and what happened.

    Weighted by the number of runs in each of the bins of equal width: M. P. Naeini, G. F. Cooper
    and M. Hauskrecht, Proc. AAAI 29 (2015), 2901-2907.
    """
    bins = np.minimum((probabilities * n_bins).astype(int), n_bins - 1)
    gaps = np.bincount(bins, weights=probabilities - happened, minlength=n_bins)
    return float(np.abs(gaps).sum() / len(probabilities))


def coverage(intervals: Sequence[tuple[int, int]], truth: Sequence[int]) -> Rate:
    """Return the share of date intervals with ``low < true date <= high``."""
    pairs = zip(intervals, truth, strict=True)
    return rate_of([low < date <= high for (low, high), date in pairs])


@dataclass(frozen=True)
class MarginScore:
    """Precision and recall of found changes within a margin."""

    precision: float
    recall: float


def within_margin(found: Sequence[int], truth: Sequence[int], *, margin: int) -> MarginScore:
    """Match found changes to true ones, each at most once; both 1 where there were none at all."""
    left = sorted(found)
    n_matched = 0
    for place in sorted(truth):
        near = [other for other in left if abs(other - place) <= margin]
        if near:
            left.remove(min(near, key=lambda other: abs(other - place)))
            n_matched += 1
    precision = n_matched / len(found) if found else 1.0
    recall = n_matched / len(truth) if truth else 1.0
    return MarginScore(precision, recall)
