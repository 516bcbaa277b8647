"""Words planted on one side are found, bursts and chance are not."""

from __future__ import annotations

import numpy as np
import pytest

from stance.analysis.keyness import count_words, find_keywords

_FILLER = [f"word{i}" for i in range(60)]


def statements(rng: np.random.Generator, n: int, planted: dict[str, float]) -> list[str]:
    out = []
    for _ in range(n):
        words = list(rng.choice(_FILLER, 12))
        words += [word for word, share in planted.items() if rng.random() < share]
        out.append(" ".join(rng.permutation(words)))
    return out


def test_a_planted_word_comes_first_with_its_counts() -> None:
    rng = np.random.default_rng(1)
    before = statements(rng, 60, {"illegal": 0.1})
    after = statements(rng, 50, {"illegal": 0.7})
    first = find_keywords(before, after)[0]
    assert first.word == "illegal"
    assert first.log_odds > 0
    assert (first.n_before, first.n_after) == (60, 50)
    assert first.n_before_with == sum("illegal" in text for text in before)
    assert all("illegal" in after[row] for row in first.rows_after)
    assert len(first.rows_after) == first.n_after_with


def test_a_word_that_went_away_has_the_other_sign() -> None:
    rng = np.random.default_rng(2)
    found = find_keywords(statements(rng, 40, {"spirit": 0.8}), statements(rng, 40, {}))
    assert [(k.word, k.z < 0, k.n_after_with) for k in found if k.word == "spirit"] == [
        ("spirit", True, 0)
    ]


def test_one_bursty_statement_makes_no_keyword() -> None:
    rng = np.random.default_rng(3)
    before = statements(rng, 30, {"border": 0.1})
    after = statements(rng, 30, {"border": 0.1})
    after[0] += " border" * 80
    assert "border" not in {word.word for word in find_keywords(before, after)}


def test_sides_alike_rarely_give_a_keyword() -> None:
    rng = np.random.default_rng(4)
    named = 0
    for _ in range(40):
        named += bool(
            find_keywords(statements(rng, 25, {"a": 0.5}), statements(rng, 25, {"a": 0.5}))
        )
    assert named <= 5


def test_phrases_stay_inside_clauses() -> None:
    words = count_words("Stop the boats. Now | then")
    assert words["stop the boats"] == 1
    assert "boats now" not in words
    assert "now then" not in words


def test_scripts_without_spaces_give_runs_of_characters() -> None:
    words = count_words("人道主义，精神")
    assert words["人道主义"] == 1
    assert "义精" not in words
    assert count_words("不法入国 ABC")["abc"] == 1


@pytest.mark.parametrize(("before", "after"), [([], ["a b"]), (["a"], []), (["x y"], ["p q"])])
def test_nothing_to_compare_gives_nothing(before: list[str], after: list[str]) -> None:
    assert find_keywords(before, after) == []


def test_swapping_sides_flips_the_sign() -> None:
    rng = np.random.default_rng(5)
    one, two = statements(rng, 30, {"law": 0.2}), statements(rng, 30, {"law": 0.9})
    there = {k.word: k.z for k in find_keywords(one, two, largest_p=1.0)}
    back = {k.word: k.z for k in find_keywords(two, one, largest_p=1.0)}
    assert there.keys() == back.keys()
    assert there["law"] == pytest.approx(-back["law"])


def test_a_word_that_is_all_there_is_sets_neither_side_apart() -> None:
    (word,) = find_keywords(["boats"] * 2, ["boats"] * 5, largest_p=1.0)
    assert (word.log_odds, word.z, word.p_adjusted) == (0.0, 0.0, 1.0)
