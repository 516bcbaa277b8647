"""A table read a page at a time is the table, whatever is stored or undone meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.store import SqlStore
from stance.answers.pages import page
from stance.answers.tables import export
from stance.errors import BadFilter, Unknown
from tests.conftest import NewStore
from tests.db.planted import apply, code, codebook, load, said

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALKED = ["statements", "codings", "links"]


def plant(store: SqlStore) -> None:
    """Store statements of one day with several codings and links each."""
    apply(store, codebook())
    load(store, *(said(f"s{number}", "2003-06-17", link=None) for number in range(6)))
    for id_ in ("s1", "s3", "s4"):
        code(store, (id_, "ann;lee", "humane"), (id_, "ann;lee", "illegal"), (id_, "bob", "humane"))
    load(store, *(said(f"r{number}", "2003-06-17", link=("denies", "s1")) for number in range(5)))


@pytest.fixture
def planted(new_store: NewStore) -> SqlStore:
    return new_store(plant)


def walk(store: SqlStore, what: str, *, limit: int) -> list[tuple[object, ...]]:
    """Go through a table by what each page says is next."""
    rows: list[tuple[object, ...]] = []
    after: str | None = ""
    while after is not None:
        found = page(store, what, [], limit=limit, after=after)
        some = list(found.rows)
        assert 0 < len(some) <= limit
        rows += map(tuple, some)
        after = found.following
    return rows


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
@pytest.mark.parametrize("what", [*WALKED, "series", "first-uses"])
def test_the_pages_of_a_table_add_up_to_it(planted: SqlStore, what: str, limit: int) -> None:
    assert walk(planted, what, limit=limit) == list(map(tuple, export(planted, what, []).rows))


@pytest.mark.parametrize("what", WALKED)
def test_a_page_goes_on_where_the_last_one_ended_though_others_stored_before_it(
    planted: SqlStore, what: str
) -> None:
    before = list(map(tuple, export(planted, what, []).rows))
    first = page(planted, what, [], limit=4, after="")
    load(planted, said("a0", "2003-06-16", link=("denies", "s1")))
    code(planted, ("a0", "ann;lee", "humane"))
    assert first.following is not None
    rest = page(planted, what, [], limit=500, after=first.following)
    assert [*map(tuple, first.rows), *map(tuple, rest.rows)] == before


def test_a_page_behind_what_is_gone_is_refused(planted: SqlStore) -> None:
    following = page(planted, "codings", [], limit=1, after="").following
    gone = page(planted, "links", [], limit=1, after="").following
    assert following is not None
    assert gone is not None
    for batch in planted.batches()[::-1]:
        planted.undo(batch.id, at=NOW)
    for what, after in (("codings", following), ("links", gone), ("codings", "s1;humane;cy")):
        with pytest.raises((BadFilter, Unknown)):
            page(planted, what, [], limit=1, after=after)


@pytest.mark.parametrize("after", ["s1", "s1;humane", "s1;humane;cy", "s1;humane;ann"])
def test_a_page_behind_a_coding_nobody_gave_is_refused(planted: SqlStore, after: str) -> None:
    with pytest.raises(BadFilter, match="not there"):
        page(planted, "codings", [], limit=1, after=after)


def test_a_computed_table_is_not_gone_on_with_once_the_store_changed(planted: SqlStore) -> None:
    following = page(planted, "series", [], limit=1, after="").following
    assert following is not None
    assert page(planted, "series", [], limit=1, after=following).rows
    load(planted, said("late", "2004"))
    with pytest.raises(BadFilter, match="the store changed"):
        page(planted, "series", [], limit=1, after=following)


@pytest.mark.parametrize("after", ["x", "1", "-1-1", "1-", "1" * 20 + "-1", "１-1"])
def test_a_place_that_no_page_gave_is_refused(store: SqlStore, after: str) -> None:
    with pytest.raises(BadFilter, match="`next` gave"):
        page(store, "series", [], limit=1, after=after)
