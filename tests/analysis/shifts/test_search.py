"""The search for shifts: against enumeration, symmetries, planted truths, broken rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.change_probability import plain_probability, robust_probability
from bench.synthetic import draw_codes, draw_days, scored, stream_of
from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import ShiftSearch
from stance.analysis.shifts.search import find_shifts
from stance.analysis.shifts.stream import Stream
from stance.analysis.shifts.verdicts import Verdict
from tests.analysis.shifts.enumeration import posterior

START = dt.date(2000, 1, 1).toordinal()


def random_stream(seed: int, *, exclusive: bool, n: int = 9) -> Stream:
    rng = np.random.default_rng(seed)
    frames = rng.random((n, 3)) < 0.45
    frames[:3] = np.eye(3, dtype=bool)
    if exclusive:
        frames &= np.cumsum(frames, axis=1) == 1
    frames = rng.permutation(frames)
    return Stream(("a", "b", "c"), draw_days(rng, n, n_days=60), frames, exclusive=exclusive)


def planted(seed: int = 0, *, n: int = 60, cut: int = 35, exclusive: bool = True) -> Stream:
    rng = np.random.default_rng(seed)
    codes = draw_codes(rng, [(cut, (0.9, 0.1)), (n - cut, (0.1, 0.9))])[0]
    return stream_of(codes, draw_days(rng, n), exclusive=exclusive)


def day_of(stream: Stream, row: int) -> dt.date:
    return dt.date.fromordinal(int(stream.day[row]))


# --- against every way to cut ------------------------------------------------------------


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_frames_agree_with_full_enumeration(seed: int, exclusive: bool) -> None:
    stream = random_stream(seed, exclusive=exclusive)
    assert plain_probability(stream) == pytest.approx(posterior(stream).probability, abs=1e-9)
    found = find_shifts(stream, n_permutations=0)
    expected = posterior(stream, weight=found.robustness.weight)
    assert found.probability == pytest.approx(expected.probability, abs=1e-9)
    number = np.pad(found.number, (0, len(expected.number) - len(found.number)))
    np.testing.assert_allclose(number, expected.number, atol=1e-9)
    np.testing.assert_allclose([g.probability for g in found.gaps], expected.gaps, atol=1e-9)
    np.testing.assert_allclose([g.first for g in found.gaps], expected.first, atol=1e-9)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_partial_dates_agree_with_full_enumeration(seed: int, exclusive: bool) -> None:
    whole = random_stream(seed, exclusive=exclusive)
    rng = np.random.default_rng(seed)
    # Some dates are a month: nothing may part what lies within it.
    reach = np.where(rng.random(len(whole)) < 0.4, rng.integers(1, 9, len(whole)), 0)
    stream = replace(whole, first_day=whole.day - reach, last_day=whole.day + reach)
    found = find_shifts(stream, n_permutations=0)
    expected = posterior(stream, weight=found.robustness.weight)
    assert len(found.gaps) == len(expected.gaps)
    assert found.probability == pytest.approx(expected.probability, abs=1e-9)
    np.testing.assert_allclose([g.probability for g in found.gaps], expected.gaps, atol=1e-9)
    assert plain_probability(stream) == pytest.approx(posterior(stream).probability, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_scores_agree_with_full_enumeration(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = scored(rng, [(5, -0.6), (4, 0.6)], spread=0.4)
    none = np.zeros((9, 0), bool)
    stream = Stream((), draw_days(rng, 9, n_days=80), none, scores=scores)
    found = find_shifts(stream, of_scores=True, n_permutations=0)
    expected = posterior(stream, weight=found.robustness.weight)
    assert found.probability == pytest.approx(expected.probability, abs=1e-9)
    np.testing.assert_allclose([g.probability for g in found.gaps], expected.gaps, atol=1e-9)
    assert found.plain_probability == pytest.approx(posterior(stream).probability, abs=1e-9)


# --- what must not matter ----------------------------------------------------------------


def several_a_day(seed: int, *, exclusive: bool, n: int = 40) -> Stream:
    rng = np.random.default_rng(seed)
    stream = random_stream(seed, exclusive=exclusive, n=n)
    return replace(
        stream,
        day=START + np.sort(rng.integers(0, 15, n)),
        scores=np.round(rng.normal(0, 0.7, n), 1),
        sources=rng.choice(["x", "y"], n).tolist(),
        coders=rng.choice(["p", "q"], n).tolist(),
    )


def assert_alike(one: ShiftSearch, two: ShiftSearch) -> None:
    assert one.verdict is two.verdict
    assert one.probability == pytest.approx(two.probability, abs=1e-9)
    assert one.plain_probability == pytest.approx(two.plain_probability, abs=1e-9)
    assert one.robustness.weight == pytest.approx(two.robustness.weight)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_order_of_input_does_not_matter(seed: int, exclusive: bool) -> None:
    stream = several_a_day(seed, exclusive=exclusive)
    order = np.random.default_rng(seed).permutation(len(stream))
    for find in (find_shifts, partial(find_shifts, of_scores=True)):
        one = find(stream, n_permutations=19)
        two = find(stream.take(order), n_permutations=19)
        assert_alike(one, two)
        assert one.p_value == two.p_value
        assert [s.date for s in one.shifts] == [s.date for s in two.shifts]
        for shift, other in zip(one.shifts, two.shifts, strict=True):
            assert set(shift.rows_after) == {int(order[row]) for row in other.rows_after}


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_time_run_backwards_gives_the_mirror_image(seed: int, exclusive: bool) -> None:
    stream = several_a_day(seed, exclusive=exclusive)
    mirrored = replace(stream, day=2 * START - np.asarray(stream.day))
    for find in (find_shifts, partial(find_shifts, of_scores=True)):
        one, two = find(stream, n_permutations=0), find(mirrored, n_permutations=0)
        assert one.plain_probability == pytest.approx(two.plain_probability, abs=1e-9)
        if one.robustness.weight == pytest.approx(two.robustness.weight):
            mirror = [gap.probability for gap in reversed(two.gaps)]
            np.testing.assert_allclose([g.probability for g in one.gaps], mirror, atol=1e-9)


def test_a_planted_shift_mirrors_with_its_dates() -> None:
    stream = planted()
    mirrored = replace(stream, day=2 * START - np.asarray(stream.day))
    (one,), (two,) = find_shifts(stream).shifts, find_shifts(mirrored).shifts

    def mirror(day: dt.date) -> int:
        return 2 * START - day.toordinal()

    assert mirror(two.date_high) == one.date_low.toordinal()
    assert mirror(two.date_low) == one.date_high.toordinal()
    last_before = max(int(stream.day[row]) for row in one.rows_before)
    assert mirror(two.date) == last_before
    assert set(one.rows_before) == set(two.rows_after)


def test_a_frame_never_seen_changes_nothing() -> None:
    stream = planted(exclusive=False)
    unseen = np.zeros((len(stream), 1), bool)
    wider = replace(
        stream,
        frame_ids=(*stream.frame_ids, "unseen"),
        frames=np.column_stack([stream.frames, unseen]),
    )
    assert find_shifts(wider) == find_shifts(stream)


def test_moving_all_dates_moves_the_answer_and_nothing_else() -> None:
    stream = planted()
    later = find_shifts(replace(stream, day=stream.day + 400))
    found = find_shifts(stream)
    assert later.probability == found.probability
    assert later.shifts[0].date - found.shifts[0].date == dt.timedelta(400)


def test_the_same_seed_gives_the_same_answer() -> None:
    stream = planted(3, n=20, cut=12)
    assert find_shifts(stream, seed=5) == find_shifts(stream, seed=5)


# --- planted truths ----------------------------------------------------------------------


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("cut", [10, 30, 50])
def test_a_clean_break_is_found_on_its_day(cut: int, exclusive: bool) -> None:
    codes = np.repeat([0, 1], [cut, 60 - cut])
    stream = stream_of(codes, draw_days(np.random.default_rng(cut), 60), exclusive=exclusive)
    found = find_shifts(stream)
    (shift,) = found.shifts
    assert found.verdict is Verdict.SHIFT
    assert found.p_value == pytest.approx(1 / 200)
    assert shift.date == day_of(stream, cut)
    assert shift.date_low < shift.date <= shift.date_high
    assert shift.rows_before == tuple(range(cut))
    assert shift.rows_after == tuple(range(cut, 60))
    first, second = shift.frames
    assert (first.n_before_with, first.n_before, first.n_after_with) == (cut, cut, 0)
    assert (second.share_before, second.share_after) == (0.0, 1.0)
    assert first.moved
    assert first.date == shift.date


def test_two_changes_are_two_shifts_with_their_own_sides() -> None:
    codes = np.repeat([0, 1, 0], [40, 40, 40])
    stream = stream_of(codes, draw_days(np.random.default_rng(1), 120))
    one, two = find_shifts(stream, n_permutations=19).shifts
    assert (one.date, two.date) == (day_of(stream, 40), day_of(stream, 80))
    assert one.rows_after == two.rows_before == tuple(range(40, 80))


def test_only_the_frame_that_moved_is_said_to_have_moved() -> None:
    rng = np.random.default_rng(2)
    frames = rng.random((120, 3)) < [0.2, 0.5, 0.5]
    frames[70:, 0] = rng.random(50) < 0.9
    stream = Stream(("moves", "stays", "stays too"), draw_days(rng, 120), frames)
    found = find_shifts(stream, n_permutations=19)
    (shift,) = found.shifts
    assert [move.moved for move in shift.frames] == [True, False, False]
    assert [move.verdict is Verdict.SHIFT for move in shift.frames] == [True, False, False]
    assert [chance.frame for chance in found.frames] == ["moves", "stays", "stays too"]
    assert found.frames[0].probability > 0.99
    assert max(chance.probability for chance in found.frames[1:]) < 0.5


def test_a_step_in_scores_is_found_where_it_was_put() -> None:
    rng = np.random.default_rng(3)
    day = draw_days(rng, 50)
    scores = scored(rng, [(30, -0.8), (20, 0.8)], spread=0.4)
    scores[4] = np.nan
    found = find_shifts(Stream((), day, np.zeros((50, 0), bool), scores=scores), of_scores=True)
    (shift,) = found.shifts
    assert found.n_statements == 49
    assert shift.date == dt.date.fromordinal(int(day[30]))
    assert 4 not in shift.rows_before
    (move,) = shift.frames
    assert move.frame == STANCE
    assert move.share_after - move.share_before == pytest.approx(1.6, abs=0.3)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("n", [12, 60])
def test_flat_series_rarely_shift(n: int, exclusive: bool) -> None:
    rng = np.random.default_rng([n, exclusive])
    shifted = 0
    for _ in range(150):
        codes = draw_codes(rng, [(n, (0.5, 0.3, 0.2))])[0]
        stream = stream_of(codes, draw_days(rng, n), exclusive=exclusive)
        shifted += robust_probability(stream) >= 0.8
    assert shifted <= 14  # more than one time in a thousand only if the rate is above 0.05


def test_flat_scores_rarely_shift() -> None:
    rng = np.random.default_rng(8)
    verdicts = [
        find_shifts(
            Stream((), draw_days(rng, 25), np.zeros((25, 0), bool), scores=rng.normal(0, 0.7, 25)),
            of_scores=True,
            n_permutations=39,
        ).verdict
        for _ in range(60)
    ]
    assert sum(verdict is Verdict.SHIFT for verdict in verdicts) <= 8


def test_scores_of_one_day_are_one_event_in_any_order() -> None:
    scores = np.tile([-2.0, 2.0], 20)
    day = START + np.repeat(np.arange(4), 10)
    none = np.zeros((40, 0), bool)
    mixed = find_shifts(Stream((), day, none, scores=scores), of_scores=True, n_permutations=0)
    by_size = np.concatenate([np.sort(part) for part in scores.reshape(4, 10)])
    ordered = find_shifts(Stream((), day, none, scores=by_size), of_scores=True, n_permutations=0)
    assert mixed.probability == pytest.approx(ordered.probability, abs=1e-12)


# --- too little to say -------------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_next_to_nothing_is_too_few(n: int) -> None:
    stream = stream_of(np.arange(n) % 2, START + np.arange(n))
    found = find_shifts(stream)
    assert found.verdict is Verdict.TOO_FEW
    assert found.shifts == ()
    assert len(found.gaps) == max(n - 1, 0)


def test_all_on_one_day_leaves_no_place_for_a_change() -> None:
    stream = stream_of(np.arange(120) % 2, np.full(120, START))
    found = find_shifts(stream)
    assert (found.probability, found.plain_probability, found.p_value) == (0.5, 0.5, 1.0)
    assert found.verdict is Verdict.UNCLEAR
    assert found.log_bayes_factor == 0.0


def test_a_long_even_stream_shows_no_sign() -> None:
    stream = stream_of(np.arange(200) % 2, START + np.arange(200) * 3)
    assert find_shifts(stream, n_permutations=19).verdict is Verdict.NO_SIGN


def test_no_frame_at_all_is_no_evidence() -> None:
    stream = Stream(("a",), START + np.arange(30), np.zeros((30, 1), bool))
    found = find_shifts(stream, n_permutations=9)
    assert found.probability == pytest.approx(0.5)
    assert found.frames == ()
