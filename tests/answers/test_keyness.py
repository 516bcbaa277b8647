"""Words that set two sides apart: which of them are listed."""

from __future__ import annotations

from stance.analysis.keyness import KeyWord
from stance.answers.keyness import distinct


def word(text: str, log_odds: float) -> KeyWord:
    return KeyWord(text, 20, 3, 30, 9, log_odds, 3.0, 0.01, (), ())


def test_of_words_that_hold_each_other_the_first_is_listed() -> None:
    words = [
        word("the boats", 2.0),
        word("boats", 1.8),
        word("boat", 1.7),
        word("stop the boats", 1),
    ]
    assert [one.word for one in distinct(words)] == ["the boats", "boat"]


def test_a_word_that_went_is_no_kin_of_one_that_came() -> None:
    words = [
        word("illegal arrivals", 2.0),
        word("illegal", -1.0),
        word("难民营", 1.0),
        word("难民", 0.9),
    ]
    assert [one.word for one in distinct(words)] == ["illegal arrivals", "illegal", "难民营"]
