"""Thousands of short series at once give what they give one by one."""

from __future__ import annotations

import numpy as np
import pytest

from bench.change_probability import plain_probability
from bench.many_series import change_probabilities
from bench.synthetic import draw_codes, draw_days, one_hot
from stance.analysis.shifts.stream import Stream


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("n", [3, 17, 128])
def test_at_once_as_one_by_one(n: int, exclusive: bool) -> None:
    rng = np.random.default_rng(n)
    codes = draw_codes(rng, [(n - n // 2, (0.7, 0.3)), (n // 2, (0.2, 0.5, 0.3))], n_series=6)
    frames = one_hot(codes, 3)
    if not exclusive:
        frames |= rng.random(frames.shape) < 0.2
        frames[:, 0] |= ~frames.any(axis=2).any(axis=1, keepdims=True)
    days = np.stack([draw_days(rng, n) for _ in range(6)])
    gaps = np.diff(days, axis=1)
    share = 0.5 / (n - 1) + 0.5 * gaps / gaps.sum(axis=1, keepdims=True)
    at_once = change_probabilities(frames, np.expm1(np.log(2) * share), exclusive=exclusive)
    names = ("a", "b", "c")
    singly = [
        plain_probability(Stream(names, day, rows, exclusive=exclusive))
        for day, rows in zip(days, frames, strict=True)
    ]
    np.testing.assert_allclose(at_once, singly, atol=1e-9)


def test_series_too_long_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 128 statements and 8 frames"):
        change_probabilities(np.ones((1, 129, 2), bool), np.full(128, 0.01))
