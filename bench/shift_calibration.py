"""Why P is a little too high on short exclusive series: the frames that count are those seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.special import gammaln

from bench.many_series import change_probabilities
from bench.metrics import expected_calibration_error
from bench.shift_streams import FORMS, LN_2, Batch, effect_batch, null_batch
from bench.shift_table import Line
from bench.synthetic import EFFECTS, NULLS, draw_days, one_hot
from stance.analysis.shifts.evidence import BoolArray, FloatArray, frame_evidence
from stance.analysis.shifts.segmentation import segment_blocks


def cause_lines(n_series: int) -> Iterator[Line]:
    """Calibration error as it is, and with every frame counted, seen or not."""
    for n in (15, 30):
        rng = np.random.default_rng([10, n])
        sets = {
            "the streams of this table": _of_the_table(rng, n, n_series),
            "streams drawn from the prior itself, 2 frames": _from_prior(rng, n, 2, 6 * n_series),
            "streams drawn from the prior itself, 4 frames": _from_prior(rng, n, 4, 6 * n_series),
        }
        for title, (batches, changed) in sets.items():
            odds = [batch.odds() for batch in batches]
            seen = np.concatenate(
                [
                    change_probabilities(batch.frames, each, exclusive=True)
                    for batch, each in zip(batches, odds, strict=True)
                ]
            )
            counted = np.concatenate(
                [
                    _every_frame_counted(batch, each)
                    for batch, each in zip(batches, odds, strict=True)
                ]
            )
            errors = [expected_calibration_error(p, changed) for p in (seen, counted)]
            ours = "{:.3f}; every frame counted {:.3f}".format(*errors)
            yield Line(f"calibration error, exclusive, n={n}, {title}", "report", ours, None)


def _of_the_table(rng: np.random.Generator, n: int, n_series: int) -> tuple[list[Batch], BoolArray]:
    n_null = n_series * len(EFFECTS) // len(NULLS)
    nulls = [null_batch(rng, FORMS[0], mix, n=n, n_series=n_null) for mix in NULLS.values()]
    effects = [effect_batch(rng, FORMS[0], one, n=n, n_series=n_series) for one in EFFECTS]
    return [*nulls, *effects], np.repeat(
        [False, True], [n_null * len(nulls), n_series * len(effects)]
    )


def _from_prior(
    rng: np.random.Generator, n: int, n_frames: int, n_series: int
) -> tuple[list[Batch], BoolArray]:
    """Draw whether, where and how a mix changes exactly as the method supposes."""
    days = np.stack([draw_days(rng, n) for _ in range(n_series)])
    elapsed = np.diff(days, axis=1)
    share = 0.5 / (n - 1) + 0.5 * elapsed / elapsed.sum(axis=1, keepdims=True)
    cuts = rng.random(share.shape) < -np.expm1(-LN_2 * share)
    frames = np.stack([_drawn(rng, row, n_frames) for row in cuts])
    batch = Batch(frames, days, np.zeros(n_series, np.int64), exclusive=True)
    return [batch], cuts.any(axis=1)


def _drawn(rng: np.random.Generator, cuts: BoolArray, n_frames: int) -> BoolArray:
    segment = np.append(0, np.cumsum(cuts))
    n_segments = int(segment[-1]) + 1
    if rng.random() < 0.5:
        mixes = rng.dirichlet(np.full(n_frames, 0.5), n_segments)
    else:
        # One frame moves; the others share what it leaves in proportions that stay.
        moving, rest = int(rng.integers(n_frames)), rng.dirichlet(np.full(n_frames - 1, 0.5))
        own = rng.beta(0.5, 0.5, n_segments)
        mixes = np.insert((1 - own)[:, None] * rest, moving, own, axis=1)
    above = rng.random(len(segment))[:, None] >= np.cumsum(mixes, axis=1)[segment][:, :-1]
    return one_hot(above.sum(axis=1), n_frames)


def _every_frame_counted(batch: Batch, odds: FloatArray) -> FloatArray:
    """P with the Dirichlet over all frames and no power, which is then not needed."""
    n, n_frames = batch.frames.shape[1:]
    half = n_frames / 2
    table = (gammaln(np.arange(n + 1) + half) - gammaln(half))[None]
    out = []
    for frames, row in zip(batch.frames, odds, strict=True):
        evidence = frame_evidence(frames, np.arange(n), n_blocks=n, exclusive=True)
        every = np.ones((1, n_frames), dtype=np.bool_)
        evidence = replace(evidence, seen=every, log_gamma_all=table, together=1.0)
        out.append(segment_blocks(evidence, row).probability)
    return np.array(out)
