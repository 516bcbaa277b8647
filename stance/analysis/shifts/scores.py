"""Evidence for stance scores: each segment has a normal level with its own spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import gammaln

from stance.analysis.shifts.evidence import (
    FloatArray,
    IntArray,
    cumulative_from_zero,
    difference_moments,
    random_orders,
    side_by_side,
)

_KAPPA = 1.0
_SHAPE = 10.0
_SMALLEST_VARIANCE = 0.01


@dataclass(frozen=True)
class ScoreEvidence:
    """Normal-inverse-gamma evidence over blocks of scores (one model).

    The level of a segment is normal around the mean with the variance of one score; the variance
    is inverse-gamma with shape 10, so that it hardly varies between segments.
    """

    n: FloatArray  # (n_strata, n_blocks + 1), cumulative and weighted
    total: FloatArray
    square: FloatArray
    scale: float

    @property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return int(self.n.shape[1] - 1)

    @property
    def model_weights(self) -> FloatArray:
        """The single model has all of the weight."""
        return np.ones(1)

    def of_all(self, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of the blocks from `start` up to `end`, one row."""
        return self.of_one(0, start, end)[None]

    def of_one(self, model: int, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of the blocks from `start` up to `end`."""
        del model  # there is only one
        n = np.maximum(self.n[:, end] - self.n[:, start], 0.0)
        total = self.total[:, end] - self.total[:, start]
        square = self.square[:, end] - self.square[:, start]
        kappa, shape = _KAPPA + n, _SHAPE + n / 2
        spread = np.maximum(square - total**2 / kappa, 0.0)
        log_evidence = (
            gammaln(shape) - gammaln(_SHAPE) - shape * np.log1p(spread / (2 * self.scale))
        )
        log_evidence += (np.log(_KAPPA / kappa) - n * np.log(2 * np.pi * self.scale)) / 2
        return cast(FloatArray, log_evidence.sum(axis=0))

    def permuted(self, rng: np.random.Generator, n_orders: int) -> ScoreEvidence:
        """Return the blocks in random orders side by side, each stratum's among its own places."""
        counts = np.diff(self.n, axis=-1)
        orders = [random_orders(rng, np.flatnonzero(row), n_orders) for row in counts]
        n, total, square = (
            np.stack(
                [
                    side_by_side(row, order)
                    for row, order in zip(np.diff(sums, axis=-1), orders, strict=True)
                ]
            )
            for sums in (self.n, self.total, self.square)
        )
        return ScoreEvidence(n, total, square, self.scale)

    def joined(self, ends: IntArray) -> ScoreEvidence:
        """Return larger blocks; `ends` are 0 and the number of blocks up to each new end."""
        n, total, square = (sums[:, ends] for sums in (self.n, self.total, self.square))
        return ScoreEvidence(n, total, square, self.scale)


def score_evidence(
    scores: FloatArray,
    block: IntArray,
    *,
    n_blocks: int,
    strata: IntArray | None = None,
    weight: float = 1.0,
) -> ScoreEvidence:
    """Sum scores (in order of time, without NaN) per block for segmentation.

    The prior is centred on the mean of all scores (of each stratum) and scaled by the squared
    successive differences of what is left, which a change of level leaves nearly alone. Both use
    the data a second time: the permutation p-value is required beside the probability for that
    reason.
    """
    stratum = np.zeros(len(block), dtype=np.int64) if strata is None else strata
    n_strata = int(stratum.max(initial=0)) + 1
    cell = stratum * n_blocks + block
    centred = scores - _stratum_means(scores, stratum)[stratum] if len(scores) else scores
    n, total, square = (
        _cumulative_sum(weight * values, cell, n_strata, n_blocks)
        for values in (np.ones(len(block)), centred, centred**2)
    )
    return ScoreEvidence(n, total, square, (_SHAPE - 1) * _variance(centred, block))


def _variance(scores: FloatArray, block: IntArray) -> float:
    if len(scores) < 2:
        return _SMALLEST_VARIANCE
    moment = float(difference_moments(scores[:, None], block)[0, 0])
    return max(moment / (2 * (len(scores) - 1)), _SMALLEST_VARIANCE)


def _stratum_means(scores: FloatArray, stratum: IntArray) -> FloatArray:
    n = np.maximum(np.bincount(stratum), 1)
    return np.bincount(stratum, weights=scores) / n


def _cumulative_sum(values: FloatArray, cell: IntArray, n_strata: int, n_blocks: int) -> FloatArray:
    sums = np.bincount(cell, weights=values, minlength=n_strata * n_blocks).astype(np.float64)
    return cumulative_from_zero(sums.reshape(n_strata, n_blocks))
