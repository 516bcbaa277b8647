"""Evidence for stance scores: a normal level in each segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import gammaln

from stance.analysis.shifts.evidence import (
    FloatArray,
    IntArray,
    cumulative_sums,
    difference_moments,
    in_random_orders,
)
from stance.analysis.shifts.robustness import group_means

_KAPPA = 1.0
_SHAPE = 10.0
_SMALLEST_VARIANCE = 0.01


@dataclass(frozen=True)
class ScoreEvidence:
    """Normal-inverse-gamma evidence over blocks of scores."""

    # A segment's level is normal around the mean with the variance of one score; the variance is
    # inverse-gamma with shape 10, so that it hardly varies between segments.
    # Of shape (3, n_strata, n_blocks + 1), cumulative and weighted: numbers, scores, squares.
    sums: FloatArray
    scale: float

    @property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return int(self.sums.shape[-1] - 1)

    @property
    def model_weights(self) -> FloatArray:
        """The single model has all of the weight."""
        return np.ones(1)

    def of_all(self, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end``, one row."""
        return self.of_one(0, start, end)[None]

    def of_one(self, model: int, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end``."""
        del model  # there is only one
        n, total, square = self.sums[..., end] - self.sums[..., start]
        n = np.maximum(n, 0.0)
        kappa, shape = _KAPPA + n, _SHAPE + n / 2
        spread = np.maximum(square - total**2 / kappa, 0.0)
        log_evidence = (
            gammaln(shape) - gammaln(_SHAPE) - shape * np.log1p(spread / (2 * self.scale))
        )
        log_evidence += (np.log(_KAPPA / kappa) - n * np.log(2 * np.pi * self.scale)) / 2
        return cast(FloatArray, log_evidence.sum(axis=0))

    def permuted(self, rng: np.random.Generator, n_orders: int) -> ScoreEvidence:
        """Return the blocks as `in_random_orders` puts them."""
        sums = np.stack(in_random_orders(rng, n_orders, self.sums[0], self.sums))
        return ScoreEvidence(sums, self.scale)

    def joined(self, ends: IntArray) -> ScoreEvidence:
        """Return larger blocks; `ends` count blocks up to each, from 0."""
        return ScoreEvidence(self.sums[..., ends], self.scale)


def score_evidence(
    scores: FloatArray,
    block: IntArray,
    *,
    n_blocks: int,
    strata: IntArray | None = None,
    weight: float = 1.0,
) -> ScoreEvidence:
    """Sum scores per block, ready for `segment_blocks`.

    The prior uses the data a second time, for its centre and its scale: the permutation p-value
    is required beside the probability for that reason.
    """
    centred = scores
    if len(scores):
        stratum = np.zeros(len(block), dtype=np.int64) if strata is None else strata
        centred = scores - group_means(scores[:, None], stratum)[stratum, 0]
    rows = (weight * values for values in (np.ones(len(block)), centred, centred**2))
    sums = cumulative_sums(rows, block, strata, n_blocks=n_blocks)
    variance = 0.0
    if len(scores) > 1:
        # A change of level leaves successive differences nearly alone.
        moment = difference_moments(centred[:, None], block)[0, 0]
        variance = float(moment) / (2 * (len(scores) - 1))
    return ScoreEvidence(sums, (_SHAPE - 1) * max(variance, _SMALLEST_VARIANCE))
