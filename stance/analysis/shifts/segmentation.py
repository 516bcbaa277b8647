"""Exact Bayesian segmentation: how many changes, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from stance.analysis.shifts.evidence import Evidence, FloatArray, log_sum

# Models and numbers of changes with less posterior mass than this are left out of sums.
_NEGLIGIBLE = 1e-13
# Numbers taken at a time: fewer calls, and still within a processor's cache.
_AT_ONCE = 2**16
_MOST_ENDS = 64


@dataclass(frozen=True)
class Segmentation:
    """The posterior over all ways to cut a sequence of blocks."""

    evidence: Evidence
    log_odds: FloatArray  # (n_gaps,), prior odds of a change
    log_forward: FloatArray  # (n_models, n_blocks + 1), of the first j blocks, a change behind them
    log_ratio: FloatArray  # (n_models,), all cuts together against none, prior odds included
    model_weights: FloatArray  # (n_models,), prior, in this posterior
    # Those of the last model: a frame alone is asked several things in a row.
    _steps: dict[int, FloatArray] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @property
    def n_gaps(self) -> int:
        """Number of places where a change may fall."""
        return len(self.log_odds)

    @property
    def log_total(self) -> float:
        """Log evidence over all cuts and models, against no change."""
        with np.errstate(divide="ignore"):
            return float(log_sum(np.log(self.model_weights) + self.log_ratio, axis=0))

    @property
    def probability(self) -> float:
        """Posterior probability that anything changed."""
        return float(-np.expm1(-self.log_total))

    @property
    def log_bayes_factor(self) -> float:
        """Log evidence for some change against none, without prior odds."""
        log_prior_odds = _log_expm1(float(np.logaddexp(0.0, self.log_odds).sum()))
        return _log_expm1(self.log_total) - log_prior_odds

    @property
    def model_probabilities(self) -> FloatArray:
        """Posterior probability of each model (changed or not)."""
        with np.errstate(divide="ignore"):
            return np.exp(np.log(self.model_weights) + self.log_ratio - self.log_total)

    def steps_back(self, model: int) -> FloatArray:
        """Row j: where the change before one after block j lies."""
        # Cut sequences form a Markov chain read backwards, so that everything else is a product
        # of probabilities and nothing can overflow.
        if model not in self._steps:
            self._steps.clear()
            self._steps[model] = _steps_back(self, model)
        return self._steps[model]

    def only(self, model: int) -> Segmentation:
        """Return the posterior under one model alone."""
        weights = np.zeros_like(self.model_weights)
        weights[model] = 1.0
        return replace(self, model_weights=weights)


def segment_blocks(evidence: Evidence, odds: FloatArray) -> Segmentation:
    """Sum the evidence over every way to cut the blocks.

    Parameters
    ----------
    evidence : Evidence
        Segment evidence over ``n_blocks`` blocks.
    odds : ndarray, shape (n_blocks - 1,)
        Prior odds of a change in each gap, positive.

    Raises
    ------
    ValueError
        If `odds` does not have one entry per gap.

    Notes
    -----
    The forward recursion of Fearnhead [1]_, without pruning: the penalised rule that makes PELT
    fast does not hold for marginal likelihoods. Time is quadratic in the number of blocks.

    References
    ----------
    .. [1] P. Fearnhead, Statistics and Computing 16 (2006), 203-213.
    """
    n_blocks = evidence.n_blocks
    if len(odds) != max(n_blocks - 1, 0):
        raise ValueError(f"one prior odds per gap is needed ({n_blocks - 1}), got {len(odds)}.")
    log_odds = np.log(odds)
    log_forward = np.zeros((len(evidence.model_weights), n_blocks + 1))
    # No change falls behind the last block, so its end has no odds.
    ends = np.append(log_odds, 0.0)
    for run in _runs_of_ends(n_blocks, len(log_forward)):
        table = evidence.of_all(np.arange(run[-1])[None, :], np.asarray(run)[:, None])
        for row, end in enumerate(run):
            terms = table[:, row, :end] + log_forward[:, :end]
            log_forward[:, end] = log_sum(terms, axis=1) + ends[end - 1]
    uncut = evidence.of_all(np.array([0]), np.array([n_blocks]))[:, 0]
    return Segmentation(
        evidence, log_odds, log_forward, log_forward[:, -1] - uncut, evidence.model_weights
    )


def number_probabilities(segmentation: Segmentation) -> FloatArray:
    """Return the probability of 0, 1, 2, ... changes."""
    if not segmentation.n_gaps:
        return np.zeros(0)
    total = np.zeros(segmentation.n_gaps + 1)
    for model, weight in _models_that_count(segmentation):
        reached = _reach_from_start(segmentation.steps_back(model))
        numbers = np.array([row[-1] for row in reached[1:]])
        total[: len(numbers)] += weight * numbers
    return total[: int(np.flatnonzero(total)[-1]) + 1]


def location_posteriors(segmentation: Segmentation, number: int) -> FloatArray:
    """Return where each change lies: shape (number, n_gaps)."""
    joint = np.zeros((number, segmentation.n_gaps))
    for model, weight in _models_that_count(segmentation):
        back = segmentation.steps_back(model)
        reached = _reach_from_start(back, at_most=number)
        # Entry s, place i: probability of standing at i after s steps back from the end.
        left = [np.eye(len(back))[-1]]
        for _ in range(number):
            left.append(left[-1] @ back)
        for change in range(1, min(number, len(reached) - 1) + 1):
            here = left[number + 1 - change] * reached[change]
            joint[change - 1] += weight * here[1:-1]
    joint /= joint.sum(axis=1, keepdims=True)
    return joint


def change_probability_within(segmentation: Segmentation, low: int, high: int) -> float:
    """Return the probability of a change in gaps ``low <= g < high``."""
    if low <= 0 and high >= segmentation.n_gaps:
        return segmentation.probability
    none = 0.0
    for model, weight in _models_that_count(segmentation):
        back = segmentation.steps_back(model)
        avoided = np.eye(len(back))[0]
        for end in range(1, len(back)):
            if not low < end <= high:
                avoided[end] = back[end, :end] @ avoided[:end]
        none += weight * avoided[-1]
    return float(np.clip(1.0 - none, 0.0, 1.0))


def change_posteriors(segmentation: Segmentation) -> tuple[FloatArray, FloatArray]:
    """Return the probability of any change, and of the first, by gap."""
    if not segmentation.n_gaps:
        return np.zeros(0), np.zeros(0)
    visited = np.zeros(segmentation.n_gaps + 2)
    first = np.zeros_like(visited)
    for model, weight in _models_that_count(segmentation):
        back = segmentation.steps_back(model)
        here = np.zeros(len(back))
        here[-1] = weight
        for end in range(len(back) - 1, 0, -1):
            here[:end] += here[end] * back[end, :end]
        visited += here
        first += here * back[:, 0]
    return visited[1:-1], first[1:-1]


def equal_tailed(posterior: FloatArray, *, mass: float = 0.9) -> tuple[int, int]:
    """Return the first and last gap that hold `mass` of a posterior."""
    # Rounding leaves a cumulative sum a little off 1, hence the last entry in its place.
    below = np.cumsum(posterior)
    tail = (1.0 - mass) / 2
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, below[-1] - tail - 1e-12))
    return min(low, high), high


def _runs_of_ends(n_blocks: int, n_models: int) -> Iterator[range]:
    """Yield ends of segments, as many as fit the cache at once."""
    at_once = min(max(_AT_ONCE // (max(n_blocks, 1) * n_models), 1), _MOST_ENDS)
    for low in range(1, n_blocks + 1, at_once):
        yield range(low, min(low + at_once, n_blocks + 1))


def _models_that_count(segmentation: Segmentation) -> list[tuple[int, float]]:
    probabilities = segmentation.model_probabilities
    return [(m, float(p)) for m, p in enumerate(probabilities) if p > _NEGLIGIBLE]


def _steps_back(segmentation: Segmentation, model: int) -> FloatArray:
    n_blocks, log_forward = segmentation.evidence.n_blocks, segmentation.log_forward[model]
    log_scale = np.append(segmentation.log_odds, 0.0) - log_forward[1:]
    steps = np.zeros((n_blocks + 1, n_blocks + 1))
    for run in _runs_of_ends(n_blocks, 1):
        starts, ends = np.arange(run[-1])[None, :], np.asarray(run)[:, None]
        terms = segmentation.evidence.of_one(model, starts, ends)
        terms += log_forward[: run[-1]]
        terms += log_scale[ends - 1]
        terms[starts >= ends] = -np.inf
        np.exp(terms, out=steps[run[0] : run[-1] + 1, : run[-1]])
    return steps


def _reach_from_start(back: FloatArray, *, at_most: int | None = None) -> list[FloatArray]:
    """Entry s, place j: probability of s steps back from j."""
    reached = [np.eye(len(back))[0]]
    found = 0.0
    while len(reached) < len(back) and (at_most is not None or found < 1.0 - _NEGLIGIBLE):
        if at_most is not None and len(reached) > at_most:
            break
        reached.append(back @ reached[-1])
        found += reached[-1][-1]
        if not reached[-1].any():
            break
    return reached


def _log_expm1(value: float) -> float:
    """Log of ``exp(value) - 1``, for any positive value."""
    # Below, rounding has left nothing of a probability.
    value = max(value, 1e-300)
    return float(value + np.log(-np.expm1(-value)))
