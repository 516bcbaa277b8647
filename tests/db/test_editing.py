"""What persons change by hand: written whole, kept in the history, refused like a load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.store import SqlStore
from stance.editing.statements import (
    MANY_LINES,
    bring_back,
    code_statement,
    discard,
    form_cells,
    type_statement,
)
from stance.errors import LinkCycle, Overtaken, RowRefused
from stance.loading import actor_names
from stance.records import Link, LinkType, StatementQuery, Voice
from stance.records.history import state_of
from tests.db.planted import AT, ISSUE, apply, code, codebook, join, load, said
from tests.db.typed import TYPED, deeds, dump, edited, is_sound, typed

# --- typing ------------------------------------------------------------------------------


def test_a_typed_statement_is_read_and_coded_like_one_from_a_file(store: SqlStore) -> None:
    apply(store, codebook())
    id_ = typed(store, frames="humane;illegal")
    entry = store.statement(id_)
    assert entry.statement.issue == ISSUE
    assert entry.statement.source.name == "example.org"
    assert entry.statement.tags == ("scope:border", "read:page")
    assert entry.dictionary_frames == ("humane",)
    assert [(each.coder, each.frame) for each in entry.codings] == [
        ("ann", "humane"),
        ("ann", "illegal"),
    ]
    assert deeds(store, id_) == [("type", "ann")]
    assert store.batches() == []
    assert is_sound(store)


def test_typing_the_same_twice_is_refused(store: SqlStore) -> None:
    typed(store)
    last = store.last_change()
    with pytest.raises(RowRefused, match="already there"):
        typed(store)
    assert store.last_change() == last


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"date": "03/04/2003"}, "date"),
        ({"date": ""}, "date"),
        ({"text": ""}, "text"),
        ({"voice": "loud"}, "voice"),
        ({"stance": "9"}, "stance"),
        ({"frames": "purple"}, "frames"),
        ({"frames": "none;humane"}, "frames"),
        ({"link_type": "denies"}, "link_to"),
        ({"link_type": "denies", "link_to": "nothing"}, "link_to"),
        ({"tags": "plain"}, "tags"),
    ],
)
def test_what_a_load_refuses_is_refused_at_its_field(
    store: SqlStore, cells: dict[str, str], column: str
) -> None:
    apply(store, codebook())
    with pytest.raises(RowRefused) as refused:
        typed(store, **cells)
    assert [name for name, _ in refused.value.problems] == [column]
    assert dump(store) == []


@pytest.mark.parametrize("name", ["", "  ", "dictionary", "a\x00b", "Dictionary"])
def test_nothing_is_written_without_a_persons_name(store: SqlStore, name: str) -> None:
    with pytest.raises(RowRefused) as refused:
        type_statement(store, TYPED, by=name, at=AT)
    assert refused.value.problems[0][0] == "coder"
    assert store.is_fresh()


def test_look_alikes_of_actors_are_offered_and_never_taken(store: SqlStore) -> None:
    typed(store)
    with pytest.raises(RowRefused, match="Did you mean China"):
        typed(store, actor="Chinna")
    id_ = type_statement(store, TYPED | {"actor": "Chinna"}, by="a", at=AT, is_new_actor=True)
    assert store.statement(id_).statement.actor == "Chinna"
    actor_names.add_alias(store, "PRC", "China", who="ann")
    assert store.statement(typed(store, actor="prc", date="2004")).statement.actor == "China"


@pytest.mark.parametrize("known", ["PRC", "prc", "ＰＲＣ", "china"])
def test_a_name_that_an_actor_has_is_not_given_again(store: SqlStore, known: str) -> None:
    load(store, said("a"))
    actor_names.add_alias(store, "PRC", "China")
    last = store.last_change()
    assert actor_names.add_alias(store, known, "prc").aliases == ("PRC",)
    assert store.last_change() == last


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\nb", "a\u202eb"])
def test_what_could_be_no_name_is_no_other_name(store: SqlStore, name: str) -> None:
    load(store, said("a"))
    with pytest.raises(RowRefused):
        actor_names.add_alias(store, name, "China")
    assert store.actor("China").aliases == ()


# --- editing -----------------------------------------------------------------------------


def test_an_edit_changes_words_hash_and_dictionary_and_leaves_the_rest(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="refugee", coder="bob"), said("b", link=("denies", "a")))
    assert edited(store, "a", text="They are treated humanely.", speaker="Kong Quan")
    entry = store.statement("a")
    assert entry.statement.text == "They are treated humanely."
    assert entry.dictionary_frames == ("humane",)
    assert [(each.coder, each.frame) for each in entry.codings] == [("bob", "refugee")]
    assert (entry.batch, entry.links_here) == (1, (Link("b", LinkType.DENIES, "a"),))
    assert store.count(StatementQuery(text="humanely")).n_statements == 1
    assert is_sound(store)


def test_saving_a_form_unchanged_changes_nothing(store: SqlStore) -> None:
    text = "two\r\nlines\rand\n  blanks "
    load(store, said("a", text=text, role="of\ntwo lines", note="n\r\n", stance=0.1, tags=("a:b",)))
    last = store.last_change()
    cells = form_cells(store.statement("a").statement)
    in_browser = {
        name: text.replace("\r\n", "\n").replace("\r", "\n")
        if name in MANY_LINES
        else text.replace("\r", "").replace("\n", "")
        for name, text in cells.items()
    }
    assert not edited(store, "a", **in_browser)
    assert store.last_change() == last
    assert edited(store, "a", **(in_browser | {"speaker": "x"}))
    assert store.statement("a").statement.text == text
    assert store.statement("a").statement.role == "of\ntwo lines"


def test_every_write_is_a_change_that_caches_look_at(store: SqlStore) -> None:
    load(store, said("a"))
    numbers = [store.last_change()]
    for change in (
        lambda: edited(store, "a", note="x"),
        lambda: code_statement(store, "a", ["odd"], stance=None, by="ann", at=AT),
        lambda: discard(store, "a", by="ann", at=AT),
        lambda: bring_back(store, "a", by="ann", at=AT),
    ):
        change()
        numbers.append(store.last_change())
    assert numbers == sorted(set(numbers))


def test_an_edit_over_somebody_elses_is_refused_and_loses_nothing(store: SqlStore) -> None:
    load(store, said("a"))
    opened = state_of(store.statement("a")).fingerprint
    edited(store, "a", based_on=opened, by="bob", note="bob's")
    with pytest.raises(Overtaken, match="by bob on 2026-11-25 at 12:01 UTC"):
        edited(store, "a", based_on=opened, by="ann", speaker="ann's")
    assert store.statement("a").statement.note == "bob's"
    now = state_of(store.statement("a")).fingerprint
    assert edited(store, "a", based_on=now, by="ann", speaker="ann's")
    statement = store.statement("a").statement
    assert (statement.note, statement.speaker) == ("bob's", "ann's")


def test_a_new_codebook_does_not_overtake_an_edit(store: SqlStore) -> None:
    load(store, said("a"))
    opened = state_of(store.statement("a")).fingerprint
    apply(store, codebook())
    assert edited(store, "a", based_on=opened, note="x")


@pytest.mark.parametrize(
    "cells", [{"date": "someday"}, {"text": ""}, {"actor": ""}, {"language": "Chinese!"}]
)
def test_an_edit_is_refused_where_a_load_would_be(store: SqlStore, cells: dict[str, str]) -> None:
    load(store, said("a"))
    before = dump(store)
    with pytest.raises(RowRefused) as refused:
        edited(store, "a", **cells)
    assert refused.value.problems[0][0] == next(iter(cells))
    assert dump(store) == before


def test_codings_do_not_move_to_a_codebook_without_their_frames(store: SqlStore) -> None:
    apply(store, codebook({"purple": ("purple",)}, issue="other"))
    load(store, said("a", frames="humane"), said("b", frames="none"))
    with pytest.raises(RowRefused, match="has no humane"):
        edited(store, "a", issue="other")
    assert edited(store, "b", issue="other")
    assert store.statement("b").codings[0].codebook_version == 1


def test_several_codings_of_one_coder_do_not_move_to_a_codebook_of_one_frame(
    store: SqlStore,
) -> None:
    apply(store, replace(codebook(issue="other"), exclusive=True))
    load(store, said("a", frames="humane;illegal"), said("b", frames="humane"))
    with pytest.raises(RowRefused, match="one frame a statement, and import gave several"):
        edited(store, "a", issue="other")
    assert store.statement("a").statement.issue == ISSUE
    code(store, ("b", "bob", "illegal"))
    assert edited(store, "b", issue="other")


def test_an_earlier_state_of_several_frames_does_not_come_back_to_a_codebook_of_one(
    store: SqlStore,
) -> None:
    apply(store, codebook())
    load(store, said("a", frames="humane;illegal"))
    discard(store, "a", by="ann", at=AT)
    apply(store, replace(codebook(), exclusive=True))
    with pytest.raises(RowRefused, match="one frame a statement, and import gave several"):
        bring_back(store, "a", by="ann", at=AT)
    assert [each.state.statement.id for each in store.trash(limit=9)] == ["a"]


def test_a_misspelt_actor_goes_when_it_is_mended(store: SqlStore) -> None:
    load(store, said("a"), said("b", actor="Chinna"))
    edited(store, "b", actor="China")
    assert [actor.name for actor in store.actors()] == ["China"]
    edited(store, "b", actor="Atlantis")
    assert [actor.name for actor in store.actors()] == ["Atlantis", "China"]


@pytest.mark.parametrize("cells", [{"actor": "Japan"}, {"issue": "other"}, {"voice": "attributed"}])
def test_utterances_follow_what_makes_them(store: SqlStore, cells: dict[str, str]) -> None:
    load(store, said("a"), said("b", link=("reports", "a")), said("c", link=("reports", "b")))
    edited(store, "a", **cells)
    roots = {entry.statement.id: entry.utterance for entry in dump(store)}
    assert roots == {"a": "a", "b": "b", "c": "b"}
    back = {"actor": "China", "issue": ISSUE, "voice": "own"}
    edited(store, "a", **back)
    assert {entry.utterance for entry in dump(store)} == {"a"}


def test_an_earlier_date_makes_another_root(store: SqlStore) -> None:
    load(store, said("a", "2003-05"), said("b", "2003-06"))
    load(store, said("c", "2003-07", link=("reports", "a")))
    join(store, ("c", "reports", "b"))
    assert store.statement("c").utterance == "a"
    edited(store, "b", date="2003-04")
    assert store.statement("c").utterance == "b"


def test_an_edit_that_closes_a_circle_is_refused(store: SqlStore) -> None:
    load(store, said("a"), said("b", voice=Voice.ATTRIBUTED, link=("reports", "a")))
    join(store, ("a", "reports", "b"))
    before = dump(store)
    with pytest.raises((LinkCycle, RowRefused), match="circle"):
        edited(store, "b", voice="own")
    assert dump(store) == before


# --- coding ------------------------------------------------------------------------------


def test_a_coder_gives_changes_and_takes_back_frames(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="refugee", coder="bob"))

    def given(frames: list[str], stance: str | None = None) -> list[tuple[str, str]]:
        code_statement(store, "a", frames, stance=stance, by="ann", at=AT)
        return [(each.coder, each.frame) for each in store.statement("a").codings]

    assert given(["humane", "illegal"], "1.5")[:2] == [("ann", "humane"), ("ann", "illegal")]
    assert store.statement("a").statement.stance == 1.5
    assert given(["illegal"]) == [("ann", "illegal"), ("bob", "refugee")]
    assert store.statement("a").frames() == ("illegal", "refugee")
    assert given(["none"]) == [("ann", "none"), ("bob", "refugee")]
    assert given([], "") == [("bob", "refugee")]
    assert store.statement("a").statement.stance is None
    assert is_sound(store)
    assert store.statement("a").dictionary_frames == ("illegal",)


def test_persons_codings_are_never_overwritten_by_the_machine(store: SqlStore) -> None:
    load(store, said("a"))
    code_statement(store, "a", ["humane"], stance=None, by="ann", at=AT)
    apply(store, codebook())
    edited(store, "a", text="They are refugees.")
    entry = store.statement("a")
    assert [each.frame for each in entry.codings] == ["humane"]
    assert entry.dictionary_frames == ("refugee",)


@pytest.mark.parametrize("frames", [["purple"], ["none", "humane"], ["a b"]])
def test_bad_frames_are_refused(store: SqlStore, frames: list[str]) -> None:
    apply(store, codebook())
    load(store, said("a"))
    with pytest.raises(RowRefused):
        code_statement(store, "a", frames, stance=None, by="ann", at=AT)
