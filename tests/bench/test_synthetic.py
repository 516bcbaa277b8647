"""The streams have what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from bench.synthetic import (
    EFFECTS,
    NULLS,
    changing_sources,
    copied_within_dates,
    draw_codes,
    draw_days,
    drifting,
    one_hot,
    persistent,
    scored,
    stream_of,
)

RNG = np.random.default_rng


@pytest.mark.parametrize("shares", [*NULLS.values(), *(e.before for e in EFFECTS)])
def test_mixes_add_up(shares: tuple[float, ...]) -> None:
    assert sum(shares) == pytest.approx(1.0)


def test_segments_have_their_length_and_shares() -> None:
    codes = draw_codes(RNG(1), [(4000, (0.7, 0.2, 0.1)), (2000, (0.1, 0.9))], n_series=2)
    assert codes.shape == (2, 6000)
    np.testing.assert_allclose(
        np.bincount(codes[0, :4000], minlength=3) / 4000, [0.7, 0.2, 0.1], atol=0.03
    )
    assert codes[1, 4000:].mean() == pytest.approx(0.9, abs=0.03)


def test_days_are_different_and_in_order() -> None:
    assert (np.diff(draw_days(RNG(2), 500)) > 0).all()
    assert len(draw_days(RNG(2), 5000, n_days=100)) == 5000


def test_one_frame_a_statement() -> None:
    codes = np.array([2, 0, 1])
    assert one_hot(codes, 3).argmax(axis=1).tolist() == [2, 0, 1]
    stream = stream_of(codes, np.arange(3))
    assert stream.frame_ids == ("f0", "f1", "f2")
    assert stream.frames.sum(axis=1).tolist() == [1, 1, 1]


def test_copies_agree_with_the_first_of_their_date() -> None:
    codes, date = copied_within_dates(RNG(3), (0.5, 0.5), n_dates=800, chance=1.0, largest=5)
    assert all(len(set(codes[date == one])) == 1 for one in range(800))
    assert np.bincount(date).max() <= 5
    loose, _ = copied_within_dates(RNG(3), (0.5, 0.5), n_dates=800, chance=0.0, largest=5)
    assert loose.mean() == pytest.approx(0.5, abs=0.05)


def test_persistent_streams_repeat() -> None:
    codes = persistent(RNG(4), (0.5, 0.5), n=20_000, chance=0.4)
    assert (codes[1:] == codes[:-1]).mean() == pytest.approx(0.4 + 0.6 * 0.5, abs=0.02)


def test_each_source_keeps_its_mix_while_their_shares_change() -> None:
    codes, sources = changing_sources(RNG(5), ((0.9, 0.1), (0.2, 0.8)), n=8000)
    from_a = np.array(sources) == "a"
    assert from_a[:4000].mean() == pytest.approx(0.8, abs=0.03)
    assert from_a[4000:].mean() == pytest.approx(0.2, abs=0.03)
    for half in (slice(0, 4000), slice(4000, 8000)):
        assert codes[half][from_a[half]].mean() == pytest.approx(0.1, abs=0.04)


def test_a_drift_goes_from_one_mix_to_the_other() -> None:
    codes = np.stack([drifting(RNG(seed), (0.9, 0.1), (0.1, 0.9), n=100) for seed in range(300)])
    assert codes[:, 0].mean() == pytest.approx(0.1, abs=0.06)
    assert codes[:, 50].mean() == pytest.approx(0.5, abs=0.1)
    assert codes[:, -1].mean() == pytest.approx(0.9, abs=0.06)


def test_scores_stay_on_the_scale() -> None:
    scores = scored(RNG(6), [(500, -1.5), (500, 1.0)], spread=0.6)
    assert scores.min() >= -2
    assert scores.max() <= 2
    assert scores[500:].mean() == pytest.approx(1.0, abs=0.1)


def test_the_same_seed_gives_the_same_stream() -> None:
    one, two = (draw_codes(RNG(7), [(50, (0.5, 0.5))]) for _ in range(2))
    assert (one == two).all()
