from __future__ import annotations

import pytest

from stance.editing.statements import add_link, dismiss, remove_link
from stance.errors import Unknown
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file
from stance.loading.second_reports import review
from stance.records import Link, LinkType, StatementQuery
from stance.store import Store
from tests.dashboard.demo import AT

FILE = b"""id,date,actor,issue,text,language
a,2003-06-17,China,crossings,the position is not changed at all,en
b,2003-06-17,China,crossings,their position has not changed,en
c,2003-06-17,China,crossings,no answer to this,en
"""
QUERY = StatementQuery(issue="crossings")


@pytest.fixture
def filled(store: Store) -> Store:
    load_file(store, FILE, "a.csv", ReadOptions(), at=AT)
    return store


def pairs(store: Store, query: StatementQuery = QUERY) -> list[tuple[str, str]]:
    return [(pair.one, pair.other) for pair in review(store, query, most=10).pairs]


def test_a_dismissed_pair_is_not_asked_about_until_it_is_recalled(filled: Store) -> None:
    assert pairs(filled) == [("a", "b")]
    dismiss(filled, ("b", "a"), by="Ada", at=AT)
    assert pairs(filled) == []
    assert review(filled, QUERY, most=10).n_dismissed == 1
    dismiss(filled, ("a", "b"), by="Ada", at=AT, is_dismissed=False)
    assert pairs(filled) == [("a", "b")]


def test_a_joined_pair_is_one_utterance_and_can_be_taken_apart(filled: Store) -> None:
    add_link(filled, Link("b", LinkType.REPORTS, "a"), by="Ada", at=AT)
    assert filled.statement("b").utterance == "a"
    assert pairs(filled) == []
    remove_link(filled, Link("b", LinkType.REPORTS, "a"), by="Ada", at=AT)
    assert pairs(filled) == [("a", "b")]


def test_a_load_is_reviewed_against_what_was_there_before(filled: Store) -> None:
    more = b"date,actor,issue,text\n2003-06-18,China,crossings,the position is not changed at all\n"
    result = load_file(filled, more, "b.csv", ReadOptions(), at=AT)
    found = pairs(filled, StatementQuery(batch=result.batch))
    (new,) = {other for _, other in found}
    assert {one for one, _ in found} == {"a", "b"}
    assert filled.statement(new).batch == result.batch


def test_statements_there_are_not_cannot_be_dismissed(filled: Store) -> None:
    with pytest.raises(Unknown):
        dismiss(filled, ("a", "nobody"), by="Ada", at=AT)
