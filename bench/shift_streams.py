"""The simulated streams that `bench.shifts` measures on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.synthetic import Effect, draw_codes, draw_days, one_hot
from stance.analysis.shifts.evidence import BoolArray, FloatArray, IntArray
from stance.analysis.shifts.stream import Stream

FORMS = ("exclusive", "multi-label, one frame each", "multi-label, independent frames")
LN_2 = float(np.log(2.0))


@dataclass(frozen=True)
class Batch:
    """Many series of one length: indicators, days, and where the change was put (0: nowhere)."""

    frames: BoolArray  # (n_series, n, K)
    days: IntArray  # (n_series, n)
    change: IntArray  # (n_series,)
    exclusive: bool

    def odds(self) -> FloatArray:
        """Prior odds of a change in each gap of each series."""
        elapsed = np.diff(self.days, axis=1).astype(np.float64)
        share = 0.5 / elapsed.shape[1] + 0.5 * elapsed / elapsed.sum(axis=1, keepdims=True)
        return np.asarray(np.expm1(LN_2 * share), dtype=np.float64)

    def streams(self) -> Iterator[Stream]:
        """Yield the series one by one."""
        names = tuple(f"f{k}" for k in range(self.frames.shape[2]))
        for frames, days in zip(self.frames, self.days, strict=True):
            yield Stream(names, days, frames, exclusive=self.exclusive)


def null_batch(
    rng: np.random.Generator, form: str, shares: tuple[float, ...], *, n: int, n_series: int
) -> Batch:
    """Draw series whose mix does not change."""
    return _batch(rng, form, Effect("null", shares, shares), np.zeros(n_series, np.int64), n)


def effect_batch(
    rng: np.random.Generator, form: str, effect: Effect, *, n: int, n_series: int
) -> Batch:
    """Draw series with one change, anywhere from 15% to 85% of the statements."""
    places = np.rint(rng.uniform(0.15, 0.85, n_series) * n).astype(np.int64)
    return _batch(rng, form, effect, np.clip(places, 1, n - 1), n)


def _batch(rng: np.random.Generator, form: str, effect: Effect, change: IntArray, n: int) -> Batch:
    before = _frames(rng, form, effect.before, (len(change), n))
    after = _frames(rng, form, effect.after, (len(change), n))
    is_before = np.arange(n) < change[:, None]
    frames = np.where(is_before[..., None], before, after)
    # A series in which nothing at all was said is no series.
    frames[~frames.any(axis=(1, 2)), 0, 0] = True
    days = np.stack([draw_days(rng, n) for _ in change])
    return Batch(frames, days, change, form == FORMS[0])


def _frames(
    rng: np.random.Generator, form: str, shares: tuple[float, ...], size: tuple[int, int]
) -> BoolArray:
    if form == FORMS[2]:
        return np.asarray(rng.random((*size, len(shares))) < np.array(shares))
    return one_hot(draw_codes(rng, [(size[1], shares)], n_series=size[0]), len(shares))
