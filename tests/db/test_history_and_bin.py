"""What was done to a statement is told, undone, and brought back; loads leave it alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.store import SqlStore
from stance.editing.statements import (
    add_link,
    bring_back,
    code_statement,
    discard,
    history,
    last_by_person,
    remove_link,
    revert,
    undo_last,
)
from stance.errors import Overtaken, Refused, Unknown
from stance.files.reading.drafts import ReadOptions
from stance.loading.demo import Demo, needs_demo
from stance.loading.files import load_file
from stance.records import Link, LinkType
from stance.records.history import Deed, state_of
from tests.db.planted import AT, ISSUE, apply, code, codebook, join, load, said
from tests.db.typed import ALL, deeds, dump, edited, is_sound, typed

# --- history -----------------------------------------------------------------------------


def test_the_history_tells_persons_from_the_machine(store: SqlStore) -> None:
    load(store, said("a"), name="notes.csv")
    apply(store, codebook())
    edited(store, "a", note="x")
    changes = history(store, "a")
    assert [(change.deed, change.who, change.told) for change in changes] == [
        (Deed.LOAD, "", "load 1, notes.csv"),
        (Deed.CODEBOOK, "", "version 1"),
        (Deed.EDIT, "ann", ""),
    ]
    last = changes[-1]
    assert last.before is not None
    assert last.after is not None
    assert (last.before.statement.note, last.after.statement.note) == ("", "x")
    assert last.after.dictionary_frames == ("illegal",)


def test_any_state_can_be_put_back(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="humane"), said("b"))
    states = [state_of(store.statement("a"))]
    edited(store, "a", text="Refugees.", date="2001", actor="Atlantis")
    states.append(state_of(store.statement("a")))
    code_statement(store, "a", ["illegal"], stance="-2", by="ann", at=AT)
    add_link(store, Link("a", LinkType.DENIES, "b"), by="ann", at=AT)
    states.append(state_of(store.statement("a")))
    numbers = [change.number for change in history(store, "a")]
    for state, number in zip(states, (numbers[0], numbers[1], numbers[3]), strict=True):
        revert(store, "a", number, based_on="", by="bob", at=AT)
        assert state_of(store.statement("a")) == state
        assert is_sound(store)
    with pytest.raises(Unknown):
        revert(store, "a", 999, based_on="", by="bob", at=AT)


def test_putting_back_takes_back_nothing_that_was_not_seen(store: SqlStore) -> None:
    load(store, said("a"))
    edited(store, "a", note="x")
    seen = state_of(store.statement("a")).fingerprint
    first = history(store, "a")[0].number
    edited(store, "a", note="what bob heard", by="bob")
    with pytest.raises(Refused, match="look at what came since"):
        revert(store, "a", first, based_on=seen, by="ann", at=AT)
    assert store.statement("a").statement.note == "what bob heard"
    now = state_of(store.statement("a")).fingerprint
    revert(store, "a", first, based_on=now, by="ann", at=AT)
    assert store.statement("a").statement.note == ""


def test_the_last_deed_is_undone_once(store: SqlStore) -> None:
    load(store, said("a"))
    edited(store, "a", note="x")
    number = store.history("a")[-1].number
    undo_last(store, "a", number, by="ann", at=AT)
    assert store.statement("a").statement.note == ""
    with pytest.raises(Overtaken):
        undo_last(store, "a", number, by="ann", at=AT)
    new = typed(store)
    number = store.history(new)[-1].number
    undo_last(store, new, number, by="ann", at=AT)
    assert [each.state.statement.id for each in store.trash(limit=9)] == [new]


def test_undoing_takes_back_nothing_that_came_after(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a"))
    edited(store, "a", note="x")
    code(store, ("a", "bob", "humane"))
    number = last_by_person(store.history("a")).number
    with pytest.raises(Refused, match="what came since"):
        undo_last(store, "a", number, by="ann", at=AT)
    entry = store.statement("a")
    assert (entry.statement.note, [each.coder for each in entry.codings]) == ("x", ["bob"])


def test_a_load_after_a_discard_led_to_what_it_brought(store: SqlStore) -> None:
    load(store, said("a", text="First."))
    discard(store, "a", by="ann", at=AT)
    load(store, said("a", text="Second."))
    for _ in range(2):
        (brought,) = [each for each in history(store, "a") if each.deed is Deed.LOAD]
        assert brought.after is not None
        assert brought.after.statement.text == "Second."
        edited(store, "a", text="Third.")
    revert(store, "a", brought.number, based_on="", by="ann", at=AT)
    assert store.statement("a").statement.text == "Second."


# --- the bin -----------------------------------------------------------------------------


def test_what_is_discarded_comes_back_with_codings_links_and_utterance(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="humane", stance=1.0, tags=("x:y",), actor="Atlantis"))
    load(store, said("b", actor="Atlantis", link=("reports", "a")), said("c", link=("denies", "a")))
    join(store, ("a", "reaffirms", "c"))
    before, actors = dump(store), store.actors()
    discard(store, "a", by="ann", at=AT)
    assert store.statement("b").utterance == "b"
    assert list(store.links(ALL)) == []
    (kept,) = store.trash(limit=5)
    assert (kept.who, kept.state.statement.id, len(kept.links_here)) == ("ann", "a", 2)
    with pytest.raises(Unknown):
        store.statement("a")
    bring_back(store, "a", by="bob", at=AT)
    assert dump(store) == before
    assert store.actors() == actors
    assert store.trash(limit=5) == []
    assert deeds(store, "a")[-2:] == [("discard", "ann"), ("bring_back", "bob")]
    assert is_sound(store)
    with pytest.raises(Unknown, match="in the bin"):
        bring_back(store, "a", by="bob", at=AT)


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("back", ["ab", "ba"])
def test_links_come_back_with_their_second_end(store: SqlStore, order: str, back: str) -> None:
    load(store, said("a"), said("b", link=("reports", "a")))
    join(store, ("a", "denies", "b"))
    before = dump(store)
    for id_ in order:
        discard(store, id_, by="ann", at=AT)
    for id_ in back:
        bring_back(store, id_, by="ann", at=AT)
    assert dump(store) == before


def test_a_link_taken_back_stays_taken_back(store: SqlStore) -> None:
    load(store, said("a"), said("b", link=("reports", "a")))
    for id_ in ("a", "b"):
        discard(store, id_, by="ann", at=AT)
    for id_ in ("a", "b"):
        bring_back(store, id_, by="ann", at=AT)
    remove_link(store, Link("b", LinkType.REPORTS, "a"), by="ann", at=AT)
    discard(store, "b", by="ann", at=AT)
    bring_back(store, "b", by="ann", at=AT)
    assert list(store.links(ALL)) == []


def test_frames_that_the_codebook_dropped_come_back_all_the_same(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="humane"))
    discard(store, "a", by="ann", at=AT)
    apply(store, codebook({"illegal": ("illegal*",)}))
    bring_back(store, "a", by="ann", at=AT)
    entry = store.statement("a")
    assert entry.frames() == ("humane",)
    assert (entry.dictionary_frames, entry.codebook_version) == (("illegal",), 2)
    assert store.codebook(ISSUE).retired == {"humane": 1}


def test_what_came_with_a_load_that_is_undone_stays_away(store: SqlStore) -> None:
    load(store, said("a"), said("b"))
    join(store, ("b", "denies", "a"))
    code(store, ("a", "bob", "odd"))
    discard(store, "a", by="ann", at=AT)
    for batch in (2, 3):
        store.undo(batch, at=AT)
    bring_back(store, "a", by="ann", at=AT)
    assert (store.statement("a").links_here, store.statement("a").codings) == ((), ())


def test_what_stands_in_the_store_again_does_not_come_out_of_the_bin(store: SqlStore) -> None:
    load(store, said("a"))
    discard(store, "a", by="ann", at=AT)
    load(store, said("a", text="other"))
    assert store.trash(limit=5) == []
    with pytest.raises((Unknown, Refused)):
        bring_back(store, "a", by="ann", at=AT)


# --- beside loads ------------------------------------------------------------------------


def test_undoing_a_load_keeps_and_names_what_was_edited_since(store: SqlStore) -> None:
    content = b"id,date,actor,issue,text\n" + b"".join(
        f"{id_},2003,China,crossings,words\n".encode() for id_ in "abcd"
    )
    load_file(store, content, "a.csv", ReadOptions(), at=AT)
    edited(store, "a", note="x")
    code_statement(store, "b", ["odd"], stance=None, by="bob", at=AT)
    discard(store, "c", by="ann", at=AT)
    undone = store.undo(1, at=AT)
    assert undone.n_removed == 1
    assert sorted(problem.reason for problem in undone.kept) == [
        "a was edited by ann since",
        "b was coded by bob since",
    ]
    assert [entry.statement.id for entry in dump(store)] == ["a", "b"]
    bring_back(store, "c", by="ann", at=AT)
    assert store.statement("c").batch == 1
    assert is_sound(store)


def test_a_store_with_typed_statements_alone_gets_no_demo(store: SqlStore) -> None:
    book = codebook()
    apply(store, book)
    typed(store)
    text = f"issue: {ISSUE}\ntitle: x\nversion: 1\nframes: [{{id: a, label: A}}]\n".encode()
    assert not needs_demo(store, Demo(text, b""))


def test_a_moment_without_a_zone_is_utc(store: SqlStore) -> None:
    load(store, said("a"))
    edited(store, "a", note="x")
    assert store.history("a")[-1].at == datetime(2026, 11, 25, 12, 1, tzinfo=UTC)
