"""When persons coded: kept for what is coded by hand and what is loaded, and who was first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.store import SqlStore
from stance.answers import tables
from stance.editing.statements import code_statement, revert
from stance.files.reading.drafts import ReadOptions
from stance.files.writing import FORMATS
from stance.loading.files import load_file
from tests.conftest import NewStore
from tests.db.planted import AT, apply, codebook

SAID = b"id,date,actor,issue,text,frames,coder\na,2003,China,crossings,They crossed illegally.,,\n"


def later(hours: int) -> datetime:
    return AT + timedelta(hours=hours)


def load(store: SqlStore, content: bytes, hours: int = 0) -> None:
    load_file(store, content, "file.csv", ReadOptions(), at=later(hours))


def give(store: SqlStore, coder: str, *frames: str, hours: int) -> None:
    code_statement(store, "a", frames, stance=None, by=coder, at=later(hours))


def times(store: SqlStore) -> dict[tuple[str, str], datetime | None]:
    codings = store.statement("a").codings
    return {(one.coder, one.frame): one.coded_at for one in codings}


def out(store: SqlStore, what: str) -> bytes:
    table = tables.export(store, what, [])
    return b"".join(FORMATS["csv"].write(table.columns, table.rows))


@pytest.fixture
def coded(store: SqlStore) -> SqlStore:
    """Code a statement by hand: Zoe first, then Bob, then Ann, and Zoe once more."""
    apply(store, codebook())
    load(store, SAID)
    give(store, "Zoe", "refugee", hours=1)
    give(store, "Bob", "illegal", hours=2)
    give(store, "Ann", "none", hours=3)
    give(store, "Zoe", "humane", "refugee", hours=4)
    return store


def test_a_coding_by_hand_keeps_when_it_was_first_given(coded: SqlStore) -> None:
    assert times(coded) == {
        ("Zoe", "refugee"): later(1),
        ("Zoe", "humane"): later(4),
        ("Bob", "illegal"): later(2),
        ("Ann", "none"): later(3),
    }
    assert b",refugee;humane,Zoe," in out(coded, "statements")


def test_a_coding_from_a_file_was_given_when_it_was_loaded(store: SqlStore) -> None:
    load(store, SAID.replace(b",,\n", b",humane,Zoe\n"))
    load(store, b"statement,frame,coder\na,legal,Bob\na,other,Ann\n", hours=1)
    assert set(times(store).items()) == {
        (("Zoe", "humane"), AT),
        (("Bob", "legal"), later(1)),
        (("Ann", "other"), later(1)),
    }
    # Of two who coded at once, the first by name comes first.
    assert out(store, "codings").splitlines()[2].startswith(b"a,other,Ann")


def test_the_dictionary_has_no_moment(store: SqlStore) -> None:
    load(store, SAID)
    apply(store, codebook())
    table = tables.export(store, "codings", [("codings", "dictionary")])
    assert [row[1] for row in table.rows] == ["illegal"]
    with store.contents() as whole:
        assert [kept.entry.codings for kept in whole.statements] == [()]


def test_exports_of_what_several_persons_coded_load_to_the_same_exports(
    coded: SqlStore, new_store: NewStore
) -> None:
    first = {what: out(coded, what) for what in ("statements", "codings")}
    again = new_store()
    apply(again, codebook())
    for hours, content in enumerate(first.values(), start=10):
        load(again, content, hours)
    assert {what: out(again, what) for what in first} == first


def test_putting_a_statement_back_puts_back_when_it_was_coded(coded: SqlStore) -> None:
    before = times(coded)
    number = coded.history("a")[-1].number
    give(coded, "Zoe", hours=5)
    revert(coded, "a", number, based_on="", by="Ann", at=later(6))
    assert times(coded) == before
