from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stance.editing.statements import add_link, remove_link, undo_last
from stance.errors import Refused, Unknown
from stance.records import Link, LinkType, StatementQuery
from stance.records.history import Deed
from stance.store import Store
from tests.dashboard.demo import demo_store

AT = datetime(2026, 1, 1, tzinfo=UTC)
EARLY, LATE = "cn-mfa-2000-01-11-1", "cn-mfa-2003-01-23-1"
_ALL = StatementQuery()
JOINED = Link(LATE, LinkType.REPORTS, EARLY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = demo_store(tmp_path)
    yield opened
    opened.close()


def test_a_joining_link_makes_one_utterance_and_taking_it_back_makes_two(store: Store) -> None:
    add_link(store, JOINED, by="ann", at=AT)
    assert store.statement(LATE).utterance == EARLY
    remove_link(store, JOINED, by="ann", at=AT)
    assert store.statement(LATE).utterance == LATE
    assert JOINED not in store.statement(LATE).links


def test_a_link_by_hand_stands_in_the_history_and_can_be_undone_there(store: Store) -> None:
    add_link(store, JOINED, by="ann", at=AT)
    last = store.history(LATE)[-1]
    assert (last.deed, last.who) == (Deed.LINK, "ann")
    undo_last(store, LATE, last.number, by="ann", at=AT)
    assert store.statement(LATE).utterance == LATE


def test_a_circle_by_hand_is_refused_and_changes_nothing(store: Store) -> None:
    add_link(store, JOINED, by="ann", at=AT)
    with pytest.raises(Refused, match="circle"):
        add_link(store, Link(EARLY, LinkType.REPORTS, LATE), by="ann", at=AT)
    assert store.statement(EARLY).utterance == EARLY


@pytest.mark.parametrize("end", [LATE, "nobody"])
def test_a_link_to_itself_or_to_nothing_is_refused(store: Store, end: str) -> None:
    with pytest.raises(Refused):
        add_link(store, Link(LATE, LinkType.DENIES, end), by="ann", at=AT)


def test_a_link_that_is_not_there_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(Unknown, match="link"):
        remove_link(store, JOINED, by="ann", at=AT)


def test_what_was_undone_comes_back_as_it_was(store: Store) -> None:
    before = [(e.statement, e.utterance, e.codings, e.links) for e in store.statements(_ALL)]
    store.undo(1, at=AT)
    assert store.count(_ALL).n_statements == 0
    assert store.bring_back_load(1, at=AT) == 225
    assert [
        (e.statement, e.utterance, e.codings, e.links) for e in store.statements(_ALL)
    ] == before
