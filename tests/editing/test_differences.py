"""What changed between two states, readable and complete."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stance.editing.differences import GONE, KEPT, NEW, Difference, differences, word_changes
from stance.records import Coding, Link, LinkType, Statement
from stance.records.dates import PartialDate
from stance.records.history import State

SAID = Statement("a", PartialDate.parse("2003"), "China", "crossings", "They crossed.")
TEXTS = st.text(alphabet="ab c.人\n'", max_size=30)


@given(before=TEXTS, after=TEXTS)
def test_what_was_kept_and_gone_is_the_old_text_and_kept_and_new_the_new(
    before: str, after: str
) -> None:
    stretches = list(word_changes(before, after))
    assert "".join(text for kind, text in stretches if kind in (KEPT, GONE)) == before
    assert "".join(text for kind, text in stretches if kind in (KEPT, NEW)) == after
    assert all(text for _, text in stretches)


def test_one_changed_word_is_shown_among_those_that_stay() -> None:
    assert list(word_changes("a humane act", "a kind act")) == [
        (KEPT, "a "),
        (GONE, "humane"),
        (NEW, "kind"),
        (KEPT, " act"),
    ]


def test_texts_with_nothing_in_common_are_shown_one_after_the_other() -> None:
    assert list(word_changes("one, two", "三")) == [(GONE, "one, two"), (NEW, "三")]


def test_words_codings_links_and_the_dictionary_are_compared() -> None:
    before = State(SAID, (Coding("a", "x", "ann"),), (), ("x",))
    after = State(
        replace(SAID, note="n"),
        (Coding("a", "y", "ann"), Coding("a", "z", "bob")),
        (Link("a", LinkType.DENIES, "b"),),
        (),
    )
    assert differences(before, after) == [
        Difference("note", "", "n"),
        Difference("frames by ann", "x", "y"),
        Difference("frames by bob", "", "z"),
        Difference("links", "", "denies b"),
        Difference("dictionary", "x", "none"),
    ]
    assert differences(after, after) == []
