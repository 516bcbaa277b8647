"""What a statement weighs when statements copy each other, persist, or change source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from bench.change_probability import robust_probability
from bench.synthetic import (
    changing_sources,
    copied_within_dates,
    draw_codes,
    draw_days,
    one_hot,
    persistent,
    stream_of,
)
from stance.analysis.shifts.robustness import Robustness, Strata, assess, choose_strata
from stance.analysis.shifts.search import find_shifts
from stance.analysis.shifts.stream import Stream, checked
from stance.analysis.shifts.verdicts import Verdict

MIX = (0.5, 0.3, 0.15, 0.05)
WHOLE = Strata(np.zeros(0, np.int64), "")


def weigh(codes: np.ndarray, date: np.ndarray, segment: np.ndarray | None = None) -> Robustness:
    zeros = np.zeros(len(codes), np.int64)
    values = one_hot(codes, int(codes.max()) + 1).astype(float)
    return assess(values, date, zeros if segment is None else segment, Strata(zeros, ""))


def copied(rng: np.random.Generator) -> Stream:
    codes, date = copied_within_dates(rng, MIX, n_dates=40, chance=0.6, largest=5)
    return stream_of(codes, draw_days(rng, 40)[date])


def repeated(rng: np.random.Generator) -> Stream:
    return stream_of(persistent(rng, MIX, n=100, chance=0.4), draw_days(rng, 100))


def other_sources(rng: np.random.Generator) -> Stream:
    mixes = ((0.8, 0.2), (0.2, 0.8))
    codes, sources = changing_sources(rng, mixes, n=100)
    return stream_of(codes, draw_days(rng, 100), sources=sources)


@pytest.mark.parametrize("make", [copied, repeated, other_sources])
def test_what_fools_naive_tests_rarely_makes_a_shift(
    make: Callable[[np.random.Generator], Stream],
) -> None:
    rng = np.random.default_rng(1)
    shifted = sum(robust_probability(make(rng)) >= 0.8 for _ in range(60))
    assert shifted <= 8


def test_independent_statements_weigh_nearly_one() -> None:
    rng = np.random.default_rng(2)
    weights = [
        weigh(draw_codes(rng, [(300, MIX)])[0], np.repeat(np.arange(100), 3)).weight
        for _ in range(20)
    ]
    assert np.mean(weights) > 0.93
    assert max(weights) <= 1.0


def test_full_copies_make_a_date_worth_one_statement() -> None:
    rng = np.random.default_rng(3)
    date = np.repeat(np.arange(200), 4)
    codes = draw_codes(rng, [(200, (0.5, 0.5))])[0][date]
    assert weigh(codes, date).design_effect == pytest.approx(4.0, rel=0.01)


def test_persistence_is_measured() -> None:
    rng = np.random.default_rng(4)
    codes = persistent(rng, (0.5, 0.5), n=2000, chance=0.4)
    assert weigh(codes, np.arange(2000)).persistence == pytest.approx(0.4, abs=0.05)


def test_a_real_shift_taken_out_is_no_persistence() -> None:
    codes = draw_codes(np.random.default_rng(5), [(60, (0.9, 0.1)), (60, (0.1, 0.9))])[0]
    date, segment = np.arange(120), np.repeat([0, 1], 60)
    assert weigh(codes, date).persistence > 0.3
    assert weigh(codes, date, segment).persistence < 0.15


def test_several_real_changes_do_not_speak_against_each_other() -> None:
    codes = np.repeat([0, 1, 0, 1], 40)
    stream = stream_of(codes, draw_days(np.random.default_rng(6), 160))
    found = find_shifts(stream, n_permutations=0)
    assert found.robustness.weight == pytest.approx(1.0)
    assert len(found.shifts) == 3


def test_twelve_changes_are_not_too_many() -> None:
    codes = np.tile(np.repeat([0, 1], 20), 7)[:260]
    stream = stream_of(codes, draw_days(np.random.default_rng(7), 260))
    assert int(np.argmax(find_shifts(stream, n_permutations=0).number)) == 12


def test_sources_are_strata_where_two_hold_ten() -> None:
    def strata_of(*sizes: int) -> Strata:
        names = [name for name, size in zip("abcd", sizes, strict=False) for _ in range(size)]
        day = np.arange(1, len(names) + 1)
        return choose_strata(checked(stream_of(day % 2, day, sources=names)))

    assert strata_of(10, 10).n_strata == 2
    assert strata_of(10, 10).stratified_by == "source"
    assert strata_of(10, 9).n_strata == 1
    assert strata_of(10, 9).stratified_by == ""
    assert strata_of(12, 10, 3, 2).codes[-5:].tolist() == [2] * 5  # the small ones together


def test_a_tag_goes_before_the_sources() -> None:
    day = np.arange(1, 41)
    tags = np.repeat(["embassy", "general"], 20).tolist()
    sources = ["a", "b"] * 20
    stream = Stream(("f",), day, (day % 2 == 0)[:, None], sources=sources, strata=tags)
    chosen = choose_strata(checked(stream))
    assert chosen.stratified_by == "stratum"
    assert chosen.codes.tolist() == [0] * 20 + [1] * 20


def test_a_shift_within_every_stratum_is_still_a_shift() -> None:
    rng = np.random.default_rng(8)
    draw = partial(draw_codes, rng, [(40, (0.9, 0.1)), (40, (0.1, 0.9))])
    stream = stream_of(draw()[0], draw_days(rng, 80), sources=["a", "b"] * 40)
    found = find_shifts(stream, n_permutations=19)
    assert found.robustness.n_strata == 2
    assert found.verdict is Verdict.SHIFT


def test_nothing_to_weigh_weighs_one() -> None:
    empty = assess(np.zeros((0, 0)), np.zeros(0, np.int64), np.zeros(0, np.int64), WHOLE)
    assert empty.weight == 1.0
