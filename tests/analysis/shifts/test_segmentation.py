"""The segmentation against full enumeration of every way to cut a small series."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln
from scipy.stats import multivariate_t

from stance.analysis.shifts.evidence import Evidence, FrameEvidence, frame_evidence, together_power
from stance.analysis.shifts.scores import score_evidence
from stance.analysis.shifts.segmentation import (
    change_probability_within,
    equal_tailed,
    location_posteriors,
    number_probabilities,
    segment_blocks,
)
from stance.analysis.shifts.stream import Blocks


def enumerate_cuts(evidence: Evidence, odds: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """Posterior of each number of changes, and per number the location of each change."""
    n = evidence.n_blocks
    number = np.zeros(n)
    places = [np.zeros((k, n - 1)) for k in range(n)]
    uncut = evidence.of_all(np.array([0]), np.array([n]))[:, 0]
    for k in range(n):
        for cuts in combinations(range(1, n), k):
            bounds = np.array([0, *cuts, n])
            log_evidence = evidence.of_all(bounds[:-1], bounds[1:]).sum(axis=1) - uncut
            prior = np.prod([odds[c - 1] for c in cuts])
            mass = prior * float(evidence.model_weights @ np.exp(log_evidence))
            number[k] += mass
            for change, cut in enumerate(cuts):
                places[k][change, cut - 1] += mass
    return number / number.sum(), [
        p / max(p.sum(axis=1, initial=0.0).max(initial=0.0), 1e-300) if len(p) else p
        for p in places
    ]


def random_evidence(seed: int, *, exclusive: bool, n: int = 9, n_strata: int = 1) -> FrameEvidence:
    rng = np.random.default_rng(seed)
    n_statements = n + int(rng.integers(0, 8))
    block = np.sort(np.concatenate([np.arange(n), rng.integers(0, n, n_statements - n)]))
    frames = rng.random((n_statements, 3)) < 0.4
    if exclusive:
        frames &= np.cumsum(frames, axis=1) == 1
    frames = frames[:, frames.any(axis=0)]
    strata = rng.integers(0, n_strata, n_statements)
    return frame_evidence(
        frames, block, n_blocks=n, exclusive=exclusive, strata=strata, weight=rng.uniform(0.4, 1)
    )


def assert_same_as_enumeration(evidence: Evidence, seed: int) -> None:
    n = evidence.n_blocks
    odds = np.random.default_rng(seed).uniform(0.01, 0.4, n - 1)
    found = segment_blocks(evidence, odds)
    number, places = enumerate_cuts(evidence, odds)
    assert found.probability == pytest.approx(1 - number[0], abs=1e-9)
    got = number_probabilities(found)
    np.testing.assert_allclose(np.pad(got, (0, n - len(got))), number, atol=1e-9)
    for k in (1, 2, 3):
        np.testing.assert_allclose(location_posteriors(found, k), places[k], atol=1e-9)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("n_strata", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_frames_agree_with_enumeration(seed: int, exclusive: bool, n_strata: int) -> None:
    evidence = random_evidence(seed, exclusive=exclusive, n_strata=n_strata)
    assert_same_as_enumeration(evidence, seed)


@pytest.mark.parametrize("seed", range(4))
def test_scores_agree_with_enumeration(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.round(np.append(rng.normal(-0.5, 0.5, 7), rng.normal(0.5, 0.5, 6)), 1)
    block = np.sort(rng.integers(0, 9, 13))
    evidence = score_evidence(scores, block, n_blocks=9, weight=rng.uniform(0.5, 1))
    assert_same_as_enumeration(evidence, seed)


def test_segment_evidence_is_the_closed_form() -> None:
    frames = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 1, 0]], bool)
    whole = np.array([0]), np.array([6])
    multi = frame_evidence(frames, np.arange(6), n_blocks=6)
    singles = [betaln(k + 0.5, 6 - k + 0.5) - betaln(0.5, 0.5) for k in (2, 2, 1)]
    expected = [multi.together * sum(singles), *singles]
    np.testing.assert_allclose(multi.of_all(*whole)[:, 0], expected)
    exclusive = frame_evidence(frames, np.arange(6), n_blocks=6, exclusive=True)
    counts = np.array([2, 2, 1, 1])  # the last: coded none
    dirichlet = gammaln(2) - gammaln(8) + (gammaln(counts + 0.5) - gammaln(0.5)).sum()
    assert exclusive.together == 6 / (6 + 4 - 1)
    expected = [exclusive.together * dirichlet, *singles]
    np.testing.assert_allclose(exclusive.of_all(*whole)[:, 0], expected)


def test_frames_that_repeat_each_other_count_once() -> None:
    one = np.random.default_rng(1).random(400) < 0.5
    twins = together_power(np.column_stack([one, ~one]), np.arange(400), exclusive=False)
    assert twins == pytest.approx(0.5, abs=0.01)
    other = np.random.default_rng(2).random(400) < 0.5
    apart = together_power(np.column_stack([one, other]), np.arange(400), exclusive=False)
    assert apart == pytest.approx(1.0, abs=0.02)


def test_score_evidence_is_a_multivariate_t() -> None:
    scores = np.array([0.2, -0.4, 0.1, 1.0, 1.4])
    evidence = score_evidence(scores, np.arange(5), n_blocks=5)
    variance = np.mean(np.diff(scores) ** 2) / 2
    shape = (9 * variance / 10) * (np.eye(5) + np.ones((5, 5)))
    expected = multivariate_t(np.full(5, scores.mean()), shape, df=20).logpdf(scores)
    assert evidence.of_one(0, np.array([0]), np.array([5]))[0] == pytest.approx(expected)


def test_strata_of_different_levels_do_not_make_scores_look_spread_out() -> None:
    rng = np.random.default_rng(2)
    scores, strata = rng.normal(0, 0.5, 60), np.arange(60) % 2
    alike = score_evidence(scores, np.arange(60), n_blocks=60, strata=strata)
    apart = score_evidence(scores + 1.5 * strata, np.arange(60), n_blocks=60, strata=strata)
    assert apart.scale == pytest.approx(alike.scale)


@given(st.integers(0, 10_000), st.integers(0, 7), st.integers(1, 8))
@settings(max_examples=25, deadline=None)
def test_a_change_within_gaps_agrees_with_enumeration(seed: int, low: int, size: int) -> None:
    evidence = random_evidence(seed, exclusive=False, n=8)
    odds = np.full(7, 0.15)
    found = segment_blocks(evidence, odds)
    high = min(low + size, 7)
    closed = odds.copy()
    closed[low:high] = 1e-300
    without = segment_blocks(evidence, closed)
    expected = 1 - np.exp(without.log_total - found.log_total)
    assert change_probability_within(found, low, high) == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_time_reversed_is_the_same_posterior_reversed(seed: int, exclusive: bool) -> None:
    rng = np.random.default_rng(seed)
    frames = rng.random((12, 2)) < 0.5
    frames[:, 1] &= ~frames[:, 0] | (not exclusive)
    frames[0] = [True, False]
    frames[1] = [False, True]
    odds = rng.uniform(0.01, 0.2, 11)
    kind = {"n_blocks": 12, "exclusive": exclusive}
    forward = segment_blocks(frame_evidence(frames, np.arange(12), **kind), odds)
    backward = segment_blocks(frame_evidence(frames[::-1], np.arange(12), **kind), odds[::-1])
    assert forward.probability == pytest.approx(backward.probability, abs=1e-12)
    np.testing.assert_allclose(
        location_posteriors(forward, 2), location_posteriors(backward, 2)[::-1, ::-1], atol=1e-12
    )


def test_without_change_even_odds_stay_even_before_looking() -> None:
    share = np.array([0.2, 0.3, 0.5])
    blocks = Blocks(np.arange(4), np.arange(4), share)
    assert np.prod(1 + blocks.odds()) == pytest.approx(2.0)


def test_a_clean_break_is_found_where_it_was_put() -> None:
    frames = np.zeros((40, 2), bool)
    frames[:25, 0] = frames[25:, 1] = True
    evidence = frame_evidence(frames, np.arange(40), n_blocks=40, exclusive=True)
    found = segment_blocks(evidence, np.full(39, 0.02))
    assert found.probability > 0.999
    assert number_probabilities(found).argmax() == 1
    assert location_posteriors(found, 1)[0].argmax() == 24


@pytest.mark.parametrize("exclusive", [True, False])
def test_evidence_beyond_what_a_float_can_hold_is_still_a_number(exclusive: bool) -> None:
    n = 3000
    frames = np.zeros((n, 2), bool)
    frames[: n // 2, 0] = frames[n // 2 :, 1] = True
    # Blocks of ten: e^709 is the largest number of its kind, and this is e^1000 and more.
    evidence = frame_evidence(frames, np.arange(n) // 10, n_blocks=n // 10, exclusive=exclusive)
    found = segment_blocks(evidence, np.full(n // 10 - 1, 0.002))
    assert found.log_total > 1000
    prior_odds = 1.002 ** (n // 10 - 1) - 1
    assert found.log_bayes_factor == pytest.approx(found.log_total - np.log(prior_odds))
    assert found.probability == 1.0


def test_the_bayes_factor_is_what_turns_prior_odds_into_posterior_odds() -> None:
    evidence = random_evidence(3, exclusive=True)
    found = segment_blocks(evidence, np.full(8, 0.05))
    prior, posterior = 1 - 1.05**-8, found.probability
    factor = posterior / (1 - posterior) / (prior / (1 - prior))
    assert found.log_bayes_factor == pytest.approx(np.log(factor))


def test_the_interval_holds_its_mass() -> None:
    posterior = np.array([0.03, 0.01, 0.2, 0.5, 0.2, 0.04, 0.02])
    low, high = equal_tailed(posterior)
    assert posterior[low : high + 1].sum() >= 0.9
    assert posterior[:low].sum() <= 0.05
    assert posterior[high + 1 :].sum() <= 0.05


def test_odds_that_do_not_fit_the_blocks_are_refused() -> None:
    evidence = frame_evidence(np.ones((3, 1), bool), np.arange(3), n_blocks=3)
    with pytest.raises(ValueError, match="one prior odds per gap"):
        segment_blocks(evidence, np.ones(3))
