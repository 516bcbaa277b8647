"""Streams that fool naive tests: copies, persistence, changing sources, drift, many pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from bench.change_probability import plain_probability, robust_probability
from bench.metrics import Rate, rate_of, within_margin
from bench.shift_peers import kernel_permutation
from bench.shift_streams import FORMS, effect_batch, null_batch
from bench.shift_table import Line, at_most, written
from bench.synthetic import (
    EFFECTS,
    NULLS,
    changing_sources,
    copied_within_dates,
    draw_codes,
    draw_days,
    drifting,
    persistent,
    scored,
    stream_of,
)
from stance.analysis.shifts.evidence import BoolArray, FloatArray
from stance.analysis.shifts.false_discovery import discover
from stance.analysis.shifts.results import ShiftSearch
from stance.analysis.shifts.search import find_shifts
from stance.analysis.shifts.stream import Stream
from stance.analysis.shifts.verdicts import ESTABLISHED, Verdict

_FOUR = NULLS["four frames"]
_TWO_SOURCES = ((0.8, 0.1, 0.05, 0.05), (0.1, 0.8, 0.05, 0.05))


def dependence_lines(n_series: int) -> Iterator[Line]:
    """False positives on unchanging streams whose statements are not independent."""
    for exclusive in (True, False):
        form = FORMS[0] if exclusive else FORMS[1]
        makers: list[tuple[str, bool, Callable[[np.random.Generator, bool], Stream]]] = [
            ("copying .6 within 40 dates", True, _copied),
            ("persistence .4, n=100", True, partial(_persistent, 100)),
            ("persistence .4, n=30", False, partial(_persistent, 30)),
            ("persistence .4, n=15", False, partial(_persistent, 15)),
            ("source mix .8->.2, n=100", True, _sources),
        ]
        for title, must_hold, make in makers:
            rng = np.random.default_rng([5, len(title), exclusive])
            streams = [make(rng, exclusive) for _ in range(n_series)]
            robust = rate_of([robust_probability(s) >= ESTABLISHED for s in streams])
            plain = rate_of([plain_probability(s) >= ESTABLISHED for s in streams])
            naive = rate_of([bool(kernel_permutation(s.frames.astype(float))) for s in streams])
            beside = f"naive permutation {naive.value:.2f}, our plain P {plain.value:.2f}"
            line = at_most(
                f"false positives, robust P, {title}, {form}", robust, 0.06, peers=beside
            )
            yield line if must_hold else Line(line.measure, "report", line.ours, None, beside)


def _copied(rng: np.random.Generator, exclusive: bool) -> Stream:
    codes, date = copied_within_dates(rng, _FOUR, n_dates=40, chance=0.6, largest=5)
    return stream_of(codes, draw_days(rng, 40)[date], exclusive=exclusive)


def _persistent(n: int, rng: np.random.Generator, exclusive: bool) -> Stream:
    codes = persistent(rng, _FOUR, n=n, chance=0.4)
    return stream_of(codes, draw_days(rng, n), exclusive=exclusive)


def _sources(rng: np.random.Generator, exclusive: bool) -> Stream:
    codes, sources = changing_sources(rng, _TWO_SOURCES, n=100)
    return stream_of(codes, draw_days(rng, 100), exclusive=exclusive, sources=sources)


def discovery_lines(n_pairs: int) -> Iterator[Line]:
    """False finds in a nominal 5% list over many pairs."""
    for form in FORMS[:2]:
        for base_rate in (0.05, 0.2, 0.5):
            rng = np.random.default_rng([6, round(100 * base_rate), FORMS.index(form)])
            searches, changed = _pairs(rng, form, n_pairs, base_rate)
            found = discover(np.array([search.log_bayes_factor for search in searches]))
            stated = np.array([search.probability for search in searches])
            false = _false_share(changed, found.reported)
            beside = f"fixed even odds {_fixed_false_share(stated, changed):.2f}"
            title = f"false discovery rate, nominal 5%, {n_pairs} pairs, base rate {base_rate}"
            ours = f"{written(false)}, {found.reported.sum()} found, rate {found.base_rate:.2f}"
            yield Line(f"{title}, {form}", "<= .10", ours, false.low <= 0.10, beside)


def _pairs(
    rng: np.random.Generator, form: str, n_pairs: int, base_rate: float
) -> tuple[list[ShiftSearch], BoolArray]:
    """Search short series of every kind, and say which of them changed."""
    changed = rng.random(n_pairs) < base_rate
    nulls = list(NULLS.values())
    searches = []
    for is_changed in changed:
        n = int(rng.choice((15, 30, 60)))
        if is_changed:
            effect = EFFECTS[int(rng.integers(len(EFFECTS)))]
            batch = effect_batch(rng, form, effect, n=n, n_series=1)
        else:
            shares = nulls[int(rng.integers(len(nulls)))]
            batch = null_batch(rng, form, shares, n=n, n_series=1)
        searches.append(find_shifts(next(batch.streams()), n_permutations=49))
    return searches, np.asarray(changed)


def _false_share(changed: BoolArray, reported: BoolArray) -> Rate:
    return rate_of(~changed[reported]) if reported.any() else Rate(0.0, 0.0, 0.0, 0)


def _fixed_false_share(stated: FloatArray, changed: BoolArray) -> float:
    order = np.argsort(-stated)
    n = int((np.cumsum(1 - stated[order]) / np.arange(1, len(order) + 1) <= 0.05).sum())
    return float((~changed[order[:n]]).mean()) if n else 0.0


def shape_lines(n_series: int) -> Iterator[Line]:
    """What a gradual drift, and a change there and back, are reported as."""
    rng = np.random.default_rng(7)
    drift = [
        find_shifts(
            stream_of(drifting(rng, (0.8, 0.2), (0.2, 0.8), n=100), draw_days(rng, 100)),
            n_permutations=0,
        )
        for _ in range(n_series)
    ]
    numbers = [len(search.shifts) for search in drift]
    shift = rate_of([search.verdict is Verdict.SHIFT for search in drift])
    ours = f"shift in {written(shift)}; one date given in {np.mean(np.array(numbers) == 1):.2f}"
    yield Line("gradual drift .8 -> .2 over 100 statements", "report", ours, None)
    for length in (10, 20, 30):
        scores = []
        for _ in range(n_series):
            parts = [(30, (0.8, 0.2)), (length, (0.1, 0.9)), (30, (0.8, 0.2))]
            codes, day = draw_codes(rng, parts)[0], draw_days(rng, 60 + length)
            search = find_shifts(stream_of(codes, day), n_permutations=0)
            places = [int(np.searchsorted(day, s.date.toordinal())) for s in search.shifts]
            scores.append(within_margin(places, [30, 30 + length], margin=3).recall == 1.0)
        title = f"there and back, {length} statements between 30 and 30"
        ours = f"both changes within 3 statements in {written(rate_of(scores))}"
        yield Line(title, "report", ours, None)


def score_lines(n_series: int) -> Iterator[Line]:
    """Stance scores: false positives, and detection of a step of one standard deviation."""
    for n in (15, 30, 100):
        rng = np.random.default_rng([8, n])
        null = [_score_search(rng, n, 0.0) for _ in range(n_series)]
        yield at_most(f"scores: false positives, n={n}", rate_of(null), 0.05)
        for step in (1.0, 2.0):
            hits = [_score_search(rng, n, step) for _ in range(n_series)]
            title = f"scores: detection, step of {step:.0f} sd, n={n}"
            yield Line(title, "report", written(rate_of(hits)), None)


def _score_search(rng: np.random.Generator, n: int, step: float) -> bool:
    cut = int(rng.integers(n // 4, n - n // 4))
    scores = scored(rng, [(cut, 0.5 - step / 4), (n - cut, 0.5 + step / 4)], spread=0.5)
    stream = Stream((), draw_days(rng, n), np.zeros((n, 0), dtype=np.bool_), scores=scores)
    return find_shifts(stream, of_scores=True, n_permutations=99).verdict is Verdict.SHIFT
