"""When answers last changed: edits and codebooks count, and what changes no answer does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.store import SqlStore
from stance.editing.statements import code_statement, discard, edit_statement
from stance.loading import actor_names
from stance.records import StatementQuery
from stance.web.feed import shifts_feed
from tests.db.planted import AT, ISSUE, codebook, load, said


def later(hours: int) -> datetime:
    return AT + timedelta(hours=hours)


@pytest.fixture
def two(store: SqlStore) -> SqlStore:
    load(store, said("a"), said("b", issue="other", text='They said "issue":"crossings".'))
    return store


def updated(store: SqlStore, issue: str = "") -> str:
    feed = shifts_feed(store, StatementQuery(issue=issue), root="http://localhost").decode()
    return feed.partition("<updated>")[2].partition("</updated>")[0]


def test_a_store_that_never_held_anything_never_changed(store: SqlStore) -> None:
    assert store.changed_at() is None
    assert updated(store) == "1970-01-01T00:00:00+00:00"


def test_an_edit_counts_for_its_issue_and_for_all(two: SqlStore) -> None:
    assert two.changed_at() == two.changed_at(ISSUE) == AT
    edit_statement(two, "b", {"note": "x"}, based_on="", by="Ann", at=later(1))
    assert (two.changed_at(), two.changed_at(ISSUE)) == (later(1), AT)
    code_statement(two, "a", ["humane"], stance=None, by="Ann", at=later(2))
    assert (two.changed_at(ISSUE), two.changed_at("other")) == (later(2), later(1))
    assert updated(two, ISSUE) == later(2).isoformat()
    discard(two, "a", by="Ann", at=later(3))
    assert two.changed_at(ISSUE) == later(3)


def test_what_moves_to_another_issue_counts_for_both(two: SqlStore) -> None:
    moved = {"issue": "other"}
    edit_statement(two, "a", moved, based_on="", by="Ann", at=later(1), is_new_issue=True)
    assert two.changed_at(ISSUE) == two.changed_at("other") == later(1)


def test_a_new_codebook_and_an_undone_load_count(two: SqlStore) -> None:
    two.apply_codebook(codebook(), lambda *_: (), at=later(1))
    assert (two.changed_at(ISSUE), two.changed_at("other")) == (later(1), AT)
    assert updated(two) == later(1).isoformat()
    two.undo(1, at=later(2))
    assert two.changed_at("other") == later(2)


def test_another_name_and_a_dismissed_pair_change_no_answer(two: SqlStore) -> None:
    actor_names.add_alias(two, "PRC", "China")
    two.dismiss_pair(frozenset("ab"), at=later(1))
    assert two.changed_at() == AT
