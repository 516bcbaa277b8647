"""Streams of statements with known breaks, for measuring detectors and for examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stance.analysis.shifts.evidence import BoolArray, FloatArray, IntArray
from stance.analysis.shifts.stream import Stream


@dataclass(frozen=True)
class Effect:
    """A change of mix: shares of the frames before and after."""

    name: str
    before: tuple[float, ...]
    after: tuple[float, ...]


NULLS: dict[str, tuple[float, ...]] = {
    "50/50": (0.5, 0.5),
    "95/5": (0.95, 0.05),
    "four frames": (0.5, 0.3, 0.15, 0.05),
    "eight skewed frames": (0.55, 0.2, 0.1, 0.06, 0.04, 0.025, 0.015, 0.01),
}
"""Mixes that do not change."""

EFFECTS: tuple[Effect, ...] = (
    Effect("subtle", (0.50, 0.30, 0.15, 0.05), (0.30, 0.50, 0.15, 0.05)),
    Effect("medium", (0.6, 0.2, 0.15, 0.05), (0.2, 0.6, 0.15, 0.05)),
    Effect("strong", (0.8, 0.1, 0.05, 0.05), (0.1, 0.8, 0.05, 0.05)),
    Effect("flip", (0.95, 0.05), (0.05, 0.95)),
    Effect("rare", (0.93, 0.03, 0.03, 0.01), (0.73, 0.23, 0.03, 0.01)),
    Effect("mild", (0.5, 0.5), (0.75, 0.25)),
)
"""One change between two mixes."""


def draw_codes(
    rng: np.random.Generator, segments: Sequence[tuple[int, Sequence[float]]], *, n_series: int = 1
) -> IntArray:
    """Draw the frame of each statement from shares that are constant within (length, shares)."""
    parts = []
    for length, shares in segments:
        edges = np.cumsum(shares)[:-1] / np.sum(shares)
        parts.append(np.searchsorted(edges, rng.random((n_series, length)), side="right"))
    return np.concatenate(parts, axis=1).astype(np.int64)


def draw_days(
    rng: np.random.Generator, n: int, *, n_days: int = 3650, start: int = 730000
) -> IntArray:
    """Draw `n` different days, sorted, as ordinals."""
    return start + np.sort(rng.choice(max(n_days, n), n, replace=False)).astype(np.int64)


def one_hot(codes: IntArray, n_frames: int) -> BoolArray:
    """Turn the frame of each statement into indicators, one true value a statement."""
    return np.asarray(codes[..., None] == np.arange(n_frames))


def stream_of(
    codes: IntArray, day: IntArray, *, exclusive: bool = True, sources: Sequence[str] | None = None
) -> Stream:
    """Make a stream with one frame a statement; the frames are ``f0``, ``f1``, ..."""
    n_frames = int(codes.max(initial=0)) + 1
    names = tuple(f"f{k}" for k in range(n_frames))
    return Stream(names, day, one_hot(codes, n_frames), sources=sources, exclusive=exclusive)


def copied_within_dates(
    rng: np.random.Generator, shares: Sequence[float], *, n_dates: int, chance: float, largest: int
) -> tuple[IntArray, IntArray]:
    """Draw an unchanging stream in which statements of one date copy the first of that date.

    Returns the frame of each statement and the number of its date; a date has 1 to `largest`
    statements, each of which copies with probability `chance`.
    """
    size = rng.integers(1, largest + 1, n_dates)
    date = np.repeat(np.arange(n_dates), size)
    codes = draw_codes(rng, [(len(date), shares)])[0]
    first = codes[np.cumsum(size) - size][date]
    return np.where(rng.random(len(date)) < chance, first, codes), date


def persistent(
    rng: np.random.Generator, shares: Sequence[float], *, n: int, chance: float
) -> IntArray:
    """Draw an unchanging stream in which a statement repeats the one before it by `chance`."""
    codes = draw_codes(rng, [(n, shares)])[0]
    fresh = rng.random(n) >= chance
    fresh[0] = True
    said_first = np.maximum.accumulate(np.where(fresh, np.arange(n), 0))
    return np.asarray(codes[said_first], dtype=np.int64)


def changing_sources(
    rng: np.random.Generator,
    mixes: tuple[Sequence[float], Sequence[float]],
    *,
    n: int,
    shares: tuple[float, float] = (0.8, 0.2),
) -> tuple[IntArray, list[str]]:
    """Draw two sources that keep their own mix while their shares change half-way.

    Returns the frame and the source, ``a`` or ``b``, of each statement; `shares` are those of
    source ``a`` in the earlier and the later half.
    """
    half = n // 2
    level = np.repeat(shares, [half, n - half])
    is_a = rng.random(n) < level
    codes = np.where(is_a, *(draw_codes(rng, [(n, mix)])[0] for mix in mixes))
    return codes.astype(np.int64), ["a" if from_a else "b" for from_a in is_a]


def drifting(
    rng: np.random.Generator, before: Sequence[float], after: Sequence[float], *, n: int
) -> IntArray:
    """Draw a stream whose mix moves evenly from one to another."""
    path = np.linspace(0, 1, n)[:, None]
    edges = np.cumsum((1 - path) * np.asarray(before) + path * np.asarray(after), axis=1)
    above = rng.random(n)[:, None] >= edges[:, :-1]
    return np.asarray(above.sum(axis=1), dtype=np.int64)


def scored(
    rng: np.random.Generator, segments: Sequence[tuple[int, float]], *, spread: float
) -> FloatArray:
    """Draw stance scores around levels that are constant within (length, level), cut to -2 to 2."""
    level = np.repeat([level for _, level in segments], [length for length, _ in segments])
    return np.clip(level + rng.normal(0, spread, len(level)), -2, 2)
