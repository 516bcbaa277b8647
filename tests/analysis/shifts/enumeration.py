"""The whole posterior of a small stream, by writing out every way to cut it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations, product

import numpy as np
from scipy.special import betaln, gammaln

from stance.analysis.shifts.stream import Stream

LogEvidence = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class Posterior:
    """Probability of each number of changes, and of a change, or the first, in each open gap."""

    number: np.ndarray
    gaps: np.ndarray
    first: np.ndarray

    @property
    def probability(self) -> float:
        return float(1 - self.number[0])


def posterior(stream: Stream, *, weight: float = 1.0) -> Posterior:
    """Sum over all cuts and models, from the definitions, with nothing of the product's own."""
    block, share = _blocks(stream)
    n_blocks = len(share) + 1
    chance = 1 - np.exp(-np.log(2) * share)
    models = list(_models(stream, block, weight))
    number = np.zeros(n_blocks)
    gaps, first = np.zeros(len(share)), np.zeros(len(share))
    for n_cuts in range(n_blocks):
        for cuts in combinations(range(1, n_blocks), n_cuts):
            chosen = np.isin(np.arange(1, n_blocks), cuts)
            prior = float(np.prod(np.where(chosen, chance, 1 - chance)))
            bounds = [0, *cuts, n_blocks]
            segments = [(block >= a) & (block < b) for a, b in pairwise(bounds)]
            mass = prior * sum(
                share_of_prior * np.exp(sum(map(log, segments)) - log(np.ones_like(segments[0])))
                for share_of_prior, log in models
            )
            number[n_cuts] += mass
            gaps[chosen] += mass
            if cuts:
                first[cuts[0] - 1] += mass
    total = number.sum()
    return Posterior(number / total, gaps / total, first / total)


def _blocks(stream: Stream) -> tuple[np.ndarray, np.ndarray]:
    """Block of each statement, and the prior share of each gap: day by day, from the rule."""
    dates = np.unique(stream.day)
    first = stream.day if stream.first_day is None else stream.first_day
    last = stream.day if stream.last_day is None else stream.last_day
    days = np.array(
        [
            sum(not ((first < t) & (t <= last)).any() for t in range(one + 1, other + 1))
            for one, other in pairwise(dates.tolist())
        ]
    )
    is_open = days > 0
    block_of_date = np.append(0, np.cumsum(is_open))
    share = 0.5 / is_open.sum() + 0.5 * days[is_open] / days.sum()
    return block_of_date[np.searchsorted(dates, stream.day)], share


def _models(
    stream: Stream, block: np.ndarray, weight: float
) -> Iterator[tuple[float, LogEvidence]]:
    if stream.scores is not None:
        yield 1.0, _score_model(np.asarray(stream.scores), stream.day, weight)
        return
    frames = stream.frames[:, stream.frames.any(axis=0)]
    singles = [_beta_model(column, weight) for column in frames.T]
    yield 0.5, _together_model(stream, frames, block, singles, weight)
    yield from ((0.5 / len(singles), single) for single in singles)


def _beta_model(column: np.ndarray, weight: float) -> LogEvidence:
    def log_evidence(rows: np.ndarray) -> float:
        n, k = weight * rows.sum(), weight * column[rows].sum()
        return float(betaln(k + 0.5, n - k + 0.5) - betaln(0.5, 0.5))

    return log_evidence


def _together_model(
    stream: Stream, frames: np.ndarray, block: np.ndarray, singles: list[LogEvidence], weight: float
) -> LogEvidence:
    if stream.exclusive:
        none = ~frames.any(axis=1)
        counted = np.column_stack([frames, none]) if none.any() else frames
        n_kinds = counted.shape[1]
        power = len(frames) / (len(frames) + n_kinds - 1)

        def dirichlet(rows: np.ndarray) -> float:
            k = weight * counted[rows].sum(axis=0)
            log_evidence = (gammaln(k + 0.5) - gammaln(0.5)).sum()
            log_evidence += gammaln(n_kinds / 2) - gammaln(k.sum() + n_kinds / 2)
            return float(power * log_evidence)

        return dirichlet
    power = len(frames) / (len(frames) + frames.shape[1] - 1) * _independent_share(frames, block)
    return lambda rows: power * sum(single(rows) for single in singles)


def _independent_share(frames: np.ndarray, block: np.ndarray) -> float:
    """Effective number of frames over their number, over every order within blocks."""
    rows = [np.flatnonzero(block == one) for one in range(block.max() + 1)]
    orders = [np.concatenate(order) for order in product(*map(permutations, rows))]
    steps = [np.diff(frames[order].astype(float), axis=0) for order in orders]
    moments = sum(step.T @ step for step in steps) / len(orders)
    correlations = moments / np.sqrt(np.outer(np.diag(moments), np.diag(moments)))
    return len(moments) / float((correlations**2).sum())


def _score_model(scores: np.ndarray, day: np.ndarray, weight: float) -> LogEvidence:
    in_time = scores[np.argsort(day)]
    variance = max(np.mean(np.diff(in_time) ** 2) / 2, 0.01)
    centre, scale = scores.mean(), 9 * variance

    def log_evidence(rows: np.ndarray) -> float:
        values = scores[rows] - centre
        n, total, square = weight * len(values), weight * values.sum(), weight * (values**2).sum()
        shape = 10 + n / 2
        rest = scale + (square - total**2 / (1 + n)) / 2
        out = gammaln(shape) - gammaln(10) + 10 * np.log(scale) - shape * np.log(rest)
        return float(out - np.log(1 + n) / 2 - n / 2 * np.log(2 * np.pi))

    return log_evidence
