"""Files of codings and links that are loaded again: what a person took back stays taken back."""

from __future__ import annotations

import pytest

from db.store import SqlStore
from stance.editing.statements import (
    add_link,
    bring_back,
    code_statement,
    discard,
    edit_statement,
    remove_link,
)
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file
from stance.loading.results import LoadResult
from stance.records import Link, LinkType
from tests.db.planted import AT, apply, codebook, load, said

CODINGS = b"statement,frame,coder\na,humane,Bob\na,illegal,Bob\n"
LINKS = b"from,link_type,to\nb,reports,a\nb,rebuts,a\n"
REPORTS = Link("b", LinkType.REPORTS, "a")


@pytest.fixture
def coded(store: SqlStore) -> SqlStore:
    apply(store, codebook())
    load(store, said("a"), said("b"))
    for content in (CODINGS, LINKS):
        assert again(store, content).n_stored == 2
    return store


def again(store: SqlStore, content: bytes) -> LoadResult:
    return load_file(store, content, "again.csv", ReadOptions(), at=AT)


def counts(result: LoadResult) -> tuple[int, int, int]:
    return result.n_stored, result.n_duplicates, result.n_refused


def give(store: SqlStore, *frames: str, coder: str = "Bob") -> None:
    code_statement(store, "a", frames, stance=None, by=coder, at=AT)


def frames(store: SqlStore, id_: str = "a") -> set[tuple[str, str]]:
    return {(one.coder, one.frame) for one in store.statement(id_).codings}


def test_a_coding_that_was_taken_back_does_not_come_back_with_its_file(coded: SqlStore) -> None:
    give(coded, "illegal")
    last = coded.last_change()
    result = again(coded, CODINGS)
    assert counts(result) == (0, 2, 0)
    first, second = result.outcomes
    assert "taken back here on 2026-11-25 by Bob" in first.reason
    assert first.is_earlier
    assert not second.is_earlier
    assert "Line 2 holds what a statement was before" in result.notes[-1]
    assert frames(coded) == {("Bob", "illegal")}
    assert coded.last_change() == last


def test_a_coding_taken_back_and_given_again_is_a_plain_duplicate(coded: SqlStore) -> None:
    give(coded)
    give(coded, "humane", "illegal")
    assert not any(outcome.is_earlier for outcome in again(coded, CODINGS).outcomes)


def test_a_coding_that_a_load_took_back_with_its_undoing_comes_again(coded: SqlStore) -> None:
    edit_statement(coded, "b", {"note": "seen"}, based_on="", by="Ann", at=AT)
    coded.undo(3, at=AT)
    give(coded, "refugee", coder="Ann")
    coded.undo(2, at=AT)
    assert frames(coded) == {("Ann", "refugee")}
    assert counts(again(coded, CODINGS)) == (2, 0, 0)
    assert counts(again(coded, LINKS)) == (2, 0, 0)


def test_a_link_that_was_taken_back_does_not_come_back_with_its_file(coded: SqlStore) -> None:
    remove_link(coded, REPORTS, by="Ann", at=AT)
    result = again(coded, LINKS)
    assert counts(result) == (0, 2, 0)
    assert "taken back here on 2026-11-25 by Ann" in result.outcomes[0].reason
    assert REPORTS not in coded.statement("b").links
    assert coded.statement("b").utterance == "b"
    add_link(coded, REPORTS, by="Ann", at=AT)
    assert not any(outcome.is_earlier for outcome in again(coded, LINKS).outcomes)


def test_what_waits_in_the_bin_is_there_already_and_the_rest_is_told_of_the_bin(
    coded: SqlStore,
) -> None:
    discard(coded, "a", by="Ann", at=AT)
    for content in (CODINGS, LINKS):
        result = again(coded, content)
        assert counts(result) == (0, 2, 0)
        assert "a is in the bin, put there on 2026-11-25 by Ann" in result.outcomes[0].reason
    for content in (b"statement,frame,coder\na,refugee,Bob\n", b"from,link_type,to\na,rebuts,b\n"):
        (problem,) = again(coded, content).problems
        assert "bring it back at /bin first" in problem.reason
    bring_back(coded, "a", by="Ann", at=AT)
    assert frames(coded) == {("Bob", "humane"), ("Bob", "illegal")}
    assert REPORTS in coded.statement("b").links
