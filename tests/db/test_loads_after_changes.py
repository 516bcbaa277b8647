"""A file that is loaded again after persons changed its statements: nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.store import SqlStore
from stance.editing.statements import (
    bring_back,
    code_statement,
    discard,
    edit_statement,
    remove_link,
    revert,
)
from stance.files.reading.drafts import ReadOptions
from stance.loading import actor_names
from stance.loading.files import load_file
from stance.loading.results import LoadResult
from stance.records import Link, LinkType, StatementQuery
from tests.db.planted import AT, apply, codebook

FILE = (
    b"id,date,actor,issue,text,frames,link_type,link_to\n"
    b"a,2003-06-17,China,crossings,They crossed illegally.,illegal,,\n"
    b"b,2003-06-18,China,crossings,They said so.,,reports,a\n"
)


def loaded(store: SqlStore, content: bytes = FILE, *, skip_bad_rows: bool = False) -> LoadResult:
    options = ReadOptions()
    return load_file(store, content, "said.csv", options, at=AT, skip_bad_rows=skip_bad_rows)


def edit(store: SqlStore, id_: str = "a", **cells: str) -> None:
    edit_statement(store, id_, cells, based_on="", by="Ann", at=AT)


def edit_twice(store: SqlStore) -> None:
    edit(store, text="They crossed.")
    edit(store, text="They came.", note="as on tape")


def take_the_coding(store: SqlStore) -> None:
    code_statement(store, "a", [], stance=None, by="import", at=AT)


def take_the_link(store: SqlStore) -> None:
    remove_link(store, Link("b", LinkType.REPORTS, "a"), by="Ann", at=AT)


def rename_the_actor(store: SqlStore) -> None:
    """Name another actor, of whom the file's name becomes an alias."""
    edit(store, actor="People's Republic", text="They crossed.")
    edit(store, "b", actor="People's Republic")
    actor_names.add_alias(store, "China", "People's Republic", who="Ann")


DEEDS = [
    lambda store: edit(store, text="They crossed."),
    edit_twice,
    take_the_coding,
    take_the_link,
    rename_the_actor,
]


@pytest.mark.parametrize("deed", DEEDS)
def test_loading_again_keeps_what_persons_changed(
    store: SqlStore, deed: Callable[[SqlStore], None]
) -> None:
    apply(store, codebook())
    loaded(store)
    deed(store)
    before = list(store.statements(StatementQuery()))
    result = loaded(store)
    assert (result.n_stored, result.n_duplicates, result.n_refused) == (0, 2, 0)
    assert "changed or discarded here" in result.notes[-1]
    assert list(store.statements(StatementQuery())) == before
    told = next(outcome.reason for outcome in result.outcomes if outcome.is_earlier)
    assert "on 2026-11-25 by Ann" in told or "by import" in told


def test_what_was_discarded_stays_in_the_bin_and_its_links_with_it(store: SqlStore) -> None:
    loaded(store)
    whole = list(store.statements(StatementQuery()))
    discard(store, "a", by="Ann", at=AT)
    before = list(store.statements(StatementQuery()))
    result = loaded(store)
    assert (result.n_stored, result.n_duplicates, result.n_refused) == (0, 2, 0)
    assert "a is in the bin, put there on 2026-11-25 by Ann" in result.outcomes[0].reason
    assert list(store.statements(StatementQuery())) == before
    bring_back(store, "a", by="Ann", at=AT)
    assert list(store.statements(StatementQuery())) == whole


def test_another_content_under_the_id_of_what_is_in_the_bin_is_refused(store: SqlStore) -> None:
    loaded(store)
    discard(store, "a", by="Ann", at=AT)
    (problem,) = loaded(store, FILE.replace(b"illegally", b"by night")).problems
    assert "a is in the bin, put there on 2026-11-25 by Ann" in problem.reason
    assert "/bin" in problem.reason


def test_what_stands_as_the_file_has_it_is_a_plain_duplicate(store: SqlStore) -> None:
    loaded(store)
    first = store.history("a")[0].number
    edit(store, text="They crossed.")
    revert(store, "a", first, based_on="", by="Ann", at=AT)
    result = loaded(store)
    assert result.n_duplicates == 2
    assert not any(outcome.is_earlier for outcome in result.outcomes)


def test_a_row_that_is_neither_is_refused_with_who_changed_it_and_what_to_do(
    store: SqlStore,
) -> None:
    loaded(store)
    edit(store, text="They crossed.")
    result = loaded(store, FILE.replace(b"illegally", b"by night"))
    (problem,) = result.problems
    assert (problem.line, problem.column) == (2, "id")
    for words in ("a was changed here on 2026-11-25 by Ann", "--skip-bad-rows", "/statement/a"):
        assert words in problem.reason
    assert loaded(store, FILE.replace(b"illegally", b"by night"), skip_bad_rows=True).n_refused == 1
    assert store.statement("a").statement.text == "They crossed."


def test_what_nobody_changed_is_refused_as_before(store: SqlStore) -> None:
    loaded(store)
    (problem,) = loaded(store, FILE.replace(b"illegally", b"by night")).problems
    assert "is in the store with other content" in problem.reason
