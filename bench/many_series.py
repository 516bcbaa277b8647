"""Plain probability of a change for thousands of short series at once."""

from __future__ import annotations

from typing import cast

import numpy as np
from scipy.special import gammaln

from stance.analysis.shifts.evidence import BoolArray, FloatArray, IntArray

_LONGEST = 128
_MOST_FRAMES = 8
_AT_ONCE = 200
# Evidence shrinks by a factor of about two a statement and frame; this keeps products within
# the range of floats and cancels in the ratio to no change.
_RESCALE = float(np.log(1.6))


def change_probabilities(
    frames: BoolArray, odds: FloatArray, *, exclusive: bool = False
) -> FloatArray:
    """Return the probability that each of many series changed, one statement a date.

    `frames` has the shape (n_series, n, K) with n at most 128 and K at most 8; `odds` are the
    prior odds of a change in each gap, for all series or for each. The same as `segment_blocks`
    gives one by one: its forward recursion in plain numbers, which short series allow.
    """
    n_series, n, n_frames = frames.shape
    if n > _LONGEST or n_frames > _MOST_FRAMES:
        limits = f"{_LONGEST} statements and {_MOST_FRAMES} frames"
        raise ValueError(f"at most {limits} can be taken at once, got {n} and {n_frames}.")
    out = np.empty(n_series)
    for low in range(0, n_series, _AT_ONCE):
        part = slice(low, low + _AT_ONCE)
        part_odds = odds[part].T if odds.ndim == 2 else odds[:, None]
        out[part] = _change_probabilities(frames[part], part_odds, exclusive=exclusive)
    return out


def _change_probabilities(frames: BoolArray, odds: FloatArray, *, exclusive: bool) -> FloatArray:
    n_series, n, n_frames = frames.shape
    where = _table_positions(frames)  # (K, n + 1, n_series)
    beta, gamma = _tables(n)
    n_seen = frames.any(axis=1).sum(axis=1)
    normaliser = _dirichlet_normaliser(n, n_seen) if exclusive else None
    unseen: BoolArray = np.logical_not(frames.any(axis=1)).T
    together = _together_powers(frames, exclusive=exclusive)
    forward = np.ones((n_frames + 1, n + 1, n_series))
    evidence = np.empty((n_frames + 1, n, n_series))
    for end in range(1, n + 1):
        index = where[:, end : end + 1] - where[:, :end]
        here = evidence[:, :end]
        np.take(beta, index, out=here[1:], mode="clip")
        if normaliser is None:
            here[1:] = np.where(unseen[:, None], 1.0, here[1:]) if unseen.any() else here[1:]
            np.prod(here[1:], axis=0, out=here[0])
        else:
            np.prod(np.take(gamma, index, mode="clip"), axis=0, out=here[0])
            here[0] *= normaliser[end:0:-1]
        np.power(here[0], together, out=here[0])
        summed = np.einsum("mis,mis->ms", forward[:, :end], here)
        forward[:, end] = summed * odds[end - 1] if end < n else summed
    ratio = forward[:, n] / evidence[:, 0]
    weights = np.where(unseen, 0.0, 0.5 / n_seen)
    total = 0.5 * ratio[0] + (weights * ratio[1:]).sum(axis=0)
    return cast(FloatArray, 1.0 - 1.0 / total)


def _together_powers(frames: BoolArray, *, exclusive: bool) -> FloatArray:
    """Return what `together_power` gives, for every series at once."""
    n = frames.shape[1]
    seen = frames.any(axis=1)
    n_seen = np.maximum(seen.sum(axis=1), 1)
    power = cast(FloatArray, n / (n + n_seen - 1.0))
    if exclusive or n < 2:
        return power
    steps = np.diff(frames.astype(np.float64), axis=1)
    moments = np.matmul(steps.transpose(0, 2, 1), steps)
    variance = np.einsum("skk->sk", moments)
    still = variance < 1e-9
    scale = np.where(still, np.inf, variance)
    squares = moments**2 / (scale[:, :, None] * scale[:, None, :])
    n_still = (seen & still).sum(axis=1)
    return cast(FloatArray, power * n_seen / np.maximum(squares.sum(axis=(1, 2)) + n_still, 1.0))


def _table_positions(frames: BoolArray) -> IntArray:
    """Cumulative counts, so coded that a difference is an index into a (length, count) table."""
    n_series, n, n_frames = frames.shape
    out = np.zeros((n_frames, n + 1, n_series), dtype=np.int64)
    np.cumsum(frames.transpose(2, 1, 0), axis=1, out=out[:, 1:])
    out += np.arange(n + 1)[:, None] * (n + 1)
    return out


def _tables(n: int) -> tuple[FloatArray, FloatArray]:
    """Beta evidence, and the factor of one category in Dirichlet evidence, by length and count."""
    length, count = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    other = np.maximum(length - count, 0)
    half = gammaln(count + 0.5) - gammaln(0.5)
    log_beta = half + gammaln(other + 0.5) - gammaln(0.5) - gammaln(length + 1.0)
    beta = np.exp(log_beta + _RESCALE * length)
    return beta.ravel(), np.broadcast_to(np.exp(half), (n + 1, n + 1)).ravel()


def _dirichlet_normaliser(n: int, n_seen: IntArray) -> FloatArray:
    """One over the rising factorial of K/2, by length (rows) and series."""
    length = np.arange(n + 1)[:, None]
    by_seen = [
        np.exp(gammaln(k / 2) - gammaln(length[:, 0] + k / 2)) for k in range(1, n_seen.max() + 1)
    ]
    return np.stack(by_seen, axis=1)[:, n_seen - 1]
