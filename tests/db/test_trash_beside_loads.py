"""The bin beside undone loads and typed statements: all can come back, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.store import SqlStore
from stance.editing.statements import (
    bring_back,
    code_statement,
    discard,
    edit_statement,
    type_statement,
)
from stance.errors import Refused, RowRefused
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file
from stance.records import ActorKind, StatementQuery
from tests.db.planted import AT, apply, code, codebook, load, said
from tests.db.test_actor_names import before_its_turn

TYPED = {"date": "2003-06", "actor": "China", "issue": "crossings", "text": "A humane matter."}


def typed(store: SqlStore, **cells: str) -> str:
    return type_statement(store, TYPED | cells, by="ann", at=AT, is_new_issue=True)


def load_text(store: SqlStore, content: str) -> None:
    load_file(store, content.encode(), "said.csv", ReadOptions(), at=AT)


def test_a_load_all_of_which_was_in_the_bin_comes_back_from_its_undoing(store: SqlStore) -> None:
    load(store, said("a"), said("b"))
    for id_ in ("a", "b"):
        discard(store, id_, by="ann", at=AT)
    assert store.undo(1, at=AT).n_removed == 0
    assert store.batches()[0].undone_at is not None
    assert store.bring_back_load(1, at=AT) == 0
    assert store.batches()[0].undone_at is None
    for id_ in ("a", "b"):
        bring_back(store, id_, by="ann", at=AT)
    assert {entry.batch for entry in store.statements(StatementQuery())} == {1}
    with pytest.raises(Refused, match="was not undone"):
        store.bring_back_load(1, at=AT)


def test_nothing_is_typed_over_what_lies_in_the_bin(store: SqlStore) -> None:
    given = typed(store, id="given")
    made = typed(store)
    for id_ in (given, made):
        discard(store, id_, by="bob", at=AT)
    for cells in ({"id": "given"}, {"id": "given", "text": "Other words."}, {}):
        with pytest.raises(RowRefused, match="in the bin, put there on 2026-11-25 by bob") as told:
            typed(store, **cells)
        assert "/bin" in str(told.value)
    assert {one.state.statement.id for one in store.trash(limit=9)} == {given, made}
    bring_back(store, "given", by="ann", at=AT)
    assert store.statement("given").statement.text == "A humane matter."


def test_a_coding_does_not_come_back_beside_one_that_rules_it_out(store: SqlStore) -> None:
    book = replace(codebook(), exclusive=True)
    apply(store, book)
    load(store, said("a"))
    code(store, ("a", "Bob", "humane"))
    store.undo(2, at=AT)
    for frame in ("illegal", "none"):
        code_statement(store, "a", [frame], stance=None, by="Bob", at=AT)
        with pytest.raises(Refused, match="Bob would have given a humane"):
            store.bring_back_load(2, at=AT)
    assert [coding.frame for coding in store.statement("a").codings] == ["none"]
    code_statement(store, "a", [], stance=None, by="Bob", at=AT)
    code_statement(store, "a", ["illegal"], stance=None, by="Ann", at=AT)
    store.bring_back_load(2, at=AT)
    assert store.statement("a").frames() == ("illegal", "humane")


def test_what_was_edited_and_discarded_again_meanwhile_leaves_its_actors_kind_alone(
    store: SqlStore,
) -> None:
    load_text(
        store,
        "id,date,actor,issue,text,actor_kind\na,2003,Agency,x,One.,agency\nb,2003,Relief,x,Two.,ngo\n",
    )
    discard(store, "a", by="ann", at=AT)

    def move_it() -> None:
        bring_back(store, "a", by="bob", at=AT)
        edit_statement(store, "a", {"actor": "Relief"}, based_on="", by="bob", at=AT)
        discard(store, "a", by="bob", at=AT)

    before_its_turn(store, move_it)
    bring_back(store, "a", by="ann", at=AT)
    assert store.statement("a").statement.actor == "Relief"
    assert store.actor("Relief").kind is ActorKind.NGO
