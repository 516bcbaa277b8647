"""The evidence for one unchanging mix of frames, in closed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Number = TypeVar("Number", np.int64, np.float64)


class Evidence(Protocol):
    """What the segmentation asks of models of blocks of statements."""

    @property
    def n_blocks(self) -> int:
        """Number of blocks, oldest first."""

    @property
    def model_weights(self) -> FloatArray:
        """Prior weight of each model, summing to one; shape (n_models,)."""

    def of_all(self, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end``, by model."""

    def of_one(self, model: int, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end`` under one model."""

    def permuted(self, rng: np.random.Generator, n_orders: int) -> Evidence:
        """Return the blocks as `in_random_orders` puts them."""

    def joined(self, ends: IntArray) -> Evidence:
        """Return larger blocks; `ends` count blocks up to each, from 0."""


@dataclass(frozen=True)
class FrameEvidence:
    """Evidence for all frames together (model 0) or one alone (1 to K)."""

    # Model 0 is Dirichlet-multinomial with alpha = 1/2 per category where frames are exclusive,
    # else a product of Beta(1/2, 1/2)-binomials, raised to a power; model k is one such binomial.
    # The tables hold counts already weighted: a power of the likelihood and a weight on the
    # counts are the same thing.

    cumulative: IntArray  # (n_strata, n_categories, n_blocks + 1); frames first
    totals: IntArray  # (n_strata, n_blocks + 1)
    seen: BoolArray  # (n_strata, n_frames)
    exclusive: bool
    together: float  # power of model 0, see `together_power`
    log_gamma_half: FloatArray  # lnGamma(weight c + 1/2) - lnGamma(1/2)
    log_gamma_one: FloatArray  # lnGamma(weight n + 1)
    log_gamma_all: FloatArray  # (n_strata, N + 1), lnGamma(weight n + K/2) - lnGamma(K/2)

    @property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return int(self.totals.shape[1] - 1)

    @property
    def n_frames(self) -> int:
        """Number of frames seen at least once."""
        return int(self.seen.shape[1])

    @property
    def model_weights(self) -> FloatArray:
        """Half for all frames together, half shared by single frames."""
        weights = np.full(self.n_frames + 1, 0.5 / max(self.n_frames, 1))
        weights[0] = 0.5 if self.n_frames else 1.0
        return weights

    def of_all(self, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end``, by model."""
        counts = self.cumulative[..., end] - self.cumulative[..., start]
        n = self.totals[..., end] - self.totals[..., start]
        singles = self._betas(counts[:, : self.n_frames], n[:, None], self.seen)
        together = self._dirichlet(counts, n) if self.exclusive else singles.sum(axis=0)
        return np.concatenate([self.together * together[None], singles])

    def of_one(self, model: int, start: IntArray, end: IntArray) -> FloatArray:
        """Log evidence of blocks ``start <= b < end`` under one model."""
        n = self.totals[..., end] - self.totals[..., start]
        if model == 0 and self.exclusive:
            counts = self.cumulative[..., end] - self.cumulative[..., start]
            return self.together * self._dirichlet(counts, n)
        total = np.zeros(n.shape[1:])
        for frame in range(self.n_frames) if model == 0 else [model - 1]:
            counts = self.cumulative[:, frame, end] - self.cumulative[:, frame, start]
            total += self._betas(counts[:, None], n[:, None], self.seen[:, [frame]])[0]
        return self.together * total if model == 0 else total

    def permuted(self, rng: np.random.Generator, n_orders: int) -> FrameEvidence:
        """Return the blocks as `in_random_orders` puts them."""
        cumulative, totals = in_random_orders(
            rng, n_orders, self.totals, [self.cumulative, self.totals]
        )
        return replace(self, cumulative=cumulative, totals=totals)

    def joined(self, ends: IntArray) -> FrameEvidence:
        """Return larger blocks; `ends` count blocks up to each, from 0."""
        cumulative = np.ascontiguousarray(self.cumulative[..., ends])
        return replace(self, cumulative=cumulative, totals=self.totals[..., ends])

    def _betas(self, counts: IntArray, n: IntArray, seen: BoolArray) -> FloatArray:
        """Log Beta-binomial evidence summed over strata, frames first."""
        log_evidence = _look_up(self.log_gamma_half, counts)
        log_evidence += _look_up(self.log_gamma_half, n - counts)
        log_evidence -= _look_up(self.log_gamma_one, n)
        if len(seen) == 1:
            return cast(FloatArray, log_evidence[0])
        return cast(FloatArray, np.einsum("sk,sk...->k...", seen.astype(float), log_evidence))

    def _dirichlet(self, counts: IntArray, n: IntArray) -> FloatArray:
        """Log Dirichlet-multinomial evidence summed over strata."""
        log_evidence = _look_up(self.log_gamma_half, counts).sum(axis=1)
        for stratum, table in enumerate(self.log_gamma_all):
            log_evidence[stratum] -= _look_up(table, n[stratum])
        return cast(FloatArray, log_evidence.sum(axis=0))


def cumulative_from_zero(per_block: NDArray[Number]) -> NDArray[Number]:
    """Return cumulative sums along the last axis, from zero on."""
    out = np.zeros((*per_block.shape[:-1], per_block.shape[-1] + 1), dtype=per_block.dtype)
    np.cumsum(per_block, axis=-1, out=out[..., 1:])
    return out


def in_random_orders(
    rng: np.random.Generator, n_orders: int, held: NDArray[Number], sums: Iterable[NDArray[Number]]
) -> list[NDArray[Number]]:
    """Return cumulative sums, strata first, over blocks in random orders.

    The place before block b of order i has the number ``i * (n_blocks + 1) + b``. A stratum's
    blocks, those for which `held` grows, change places among themselves.
    """
    places = [np.flatnonzero(counts) for counts in np.diff(held, axis=-1)]
    orders = [rng.permuted(np.tile(own, (n_orders, 1)), axis=1) for own in places]
    out = []
    for each in sums:
        per_block = np.diff(each, axis=-1)
        *kept, n_blocks = per_block.shape
        mixed = np.zeros((*kept, n_orders, n_blocks), dtype=per_block.dtype)
        for stratum, (own, order) in enumerate(zip(places, orders, strict=True)):
            mixed[stratum][..., own] = per_block[stratum][..., order]
        out.append(cumulative_from_zero(mixed).reshape(*kept, n_orders * (n_blocks + 1)))
    return out


def log_sum(terms: FloatArray, *, axis: int | tuple[int, ...] | None = None) -> FloatArray:
    """Return the log of the sum of ``exp(terms)``."""
    # As scipy's logsumexp, without its checks: it is asked for at every end of a segment.
    top = terms.max(axis=axis, keepdims=True)
    total = np.log(np.exp(terms - top).sum(axis=axis)) + top.squeeze(axis)
    return np.asarray(total, dtype=np.float64)


def _look_up(table: FloatArray, counts: IntArray) -> FloatArray:
    # "clip" lets dense (start, end) grids ask for impossible segments; they are masked later.
    return np.take(table, counts, mode="clip")


def frame_evidence(
    frames: BoolArray,
    block: IntArray,
    *,
    n_blocks: int,
    exclusive: bool = False,
    strata: IntArray | None = None,
    weight: float = 1.0,
) -> FrameEvidence:
    """Count frames per block, ready for `segment_blocks`.

    Parameters
    ----------
    frames : ndarray of bool, shape (n_statements, n_frames)
        Which statement carries which frame; every frame must be seen at least once.
    block : ndarray of int, shape (n_statements,)
        Block of each statement, from 0.
    n_blocks : int
        Number of blocks.
    exclusive : bool, default False
        At most one frame a statement; statements without one are then a category of their own.
    strata : ndarray of int, shape (n_statements,), optional
        Stratum of each statement, from 0; evidence is multiplied over strata.
    weight : float, default 1.0
        Weight of one statement, in (0, 1].
    """
    categories = frames
    if exclusive and not frames.any(axis=1).all():
        categories = np.column_stack([frames, ~frames.any(axis=1)])
    rows = [*categories.T, np.ones(len(block))]
    counted = cumulative_sums(rows, block, strata, n_blocks=n_blocks).astype(np.int64)
    cumulative, totals = counted[:-1].transpose(1, 0, 2), counted[-1]
    occurs = cumulative[..., -1] > 0
    n = np.arange(len(block) + 1)
    alphas = np.maximum(occurs.sum(axis=1)[:, None], 1) / 2
    return FrameEvidence(
        cumulative=np.ascontiguousarray(cumulative),
        totals=totals,
        seen=occurs[:, : frames.shape[1]],
        exclusive=exclusive,
        together=together_power(categories, block, exclusive=exclusive),
        log_gamma_half=gammaln(weight * n + 0.5) - gammaln(0.5),
        log_gamma_one=gammaln(weight * n + 1.0),
        log_gamma_all=gammaln(weight * n + alphas) - gammaln(alphas),
    )


def cumulative_sums(
    rows: Iterable[BoolArray | FloatArray],
    block: IntArray,
    strata: IntArray | None,
    *,
    n_blocks: int,
) -> FloatArray:
    """Return cumulative sums of rows of values: shape (n_rows, n_strata, n_blocks + 1)."""
    stratum = np.zeros(len(block), dtype=np.int64) if strata is None else strata
    n_strata = int(stratum.max(initial=0)) + 1
    cell, size = stratum * n_blocks + block, n_strata * n_blocks
    sums = np.array([np.bincount(cell, weights=row, minlength=size) for row in rows])
    return cumulative_from_zero(sums.reshape(len(sums), n_strata, n_blocks))


def together_power(frames: BoolArray, block: IntArray, *, exclusive: bool) -> float:
    """Return the power of the evidence for all frames together.

    Parameters
    ----------
    frames : ndarray of bool, shape (n, K)
        Indicators in order of time; K counts "none" too where frames are exclusive.
    block : ndarray of int, shape (n,)
        Block of each statement; within one, statements have no order.
    exclusive : bool
        At most one frame a statement.

    Returns
    -------
    float
        ``n / (n + K - 1)``, and where frames are not exclusive times ``K_eff / K``, the share of
        frames that is not a repetition of others. K counts frames seen.

    Notes
    -----
    A product over frames counts one piece of news as often as there are frames that bring it:
    "illegal" and "not refugees" in one breath, or two frames of which each excludes the other.
    ``K_eff = K^2 / sum of squared correlations`` is the effective number of independent ones [1]_,
    with correlations of successive differences, which a change of level leaves alone. The first
    factor does for small samples what Bartlett's does for likelihood ratios: it takes the
    false positives on short unchanging series down to the promised rate.

    References
    ----------
    .. [1] N. W. Galwey, Genetic Epidemiology 33 (2009), 559-568 (the idea; ours is the
       ratio of the squared trace to the trace of the square).
    """
    n, seen = len(block), frames.any(axis=0)
    n_seen = max(int(seen.sum()), 1)
    power = n / (n + n_seen - 1.0) if n else 1.0
    if exclusive or n < 2:
        return power
    moments = difference_moments(frames.astype(np.float64), block)
    # Rounding leaves a variance of almost nothing where it is nothing.
    variance = np.diag(moments)
    still = variance < 1e-9
    scale = np.where(still, np.inf, variance)
    squares = float((moments**2 / np.outer(scale, scale)).sum())
    # A frame in every statement has no variance; it repeats nothing.
    n_still = int((seen & still).sum())
    return power * n_seen / max(squares + n_still, 1.0)


def difference_moments(values: FloatArray, block: IntArray) -> FloatArray:
    """Return sums of products of successive differences, shape (n_columns, n_columns).

    They are those expected over all orders in which the statements of each block may stand, since
    nothing tells their order.
    """
    held = np.bincount(block)
    place = (np.cumsum(held > 0) - 1)[block]
    size = held[held > 0].astype(np.float64)
    sums = [np.bincount(place, weights=column) for column in values.T]
    means = np.reshape(sums, (values.shape[1], len(size))) / size
    # Twice inside its block, and once towards each block beside it.
    sides = np.full(len(size), 2.0)
    sides[0] -= 1.0
    sides[-1] -= 1.0
    products = values.T @ (values * (2.0 + sides / size)[place][:, None])
    across = means[:, :-1] @ means[:, 1:].T
    moments = products - 2.0 * (means * size) @ means.T - across - across.T
    return np.asarray(moments, dtype=np.float64)
