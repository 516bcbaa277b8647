from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from stance.errors import NoCodebook, SeveralFrames
from stance.records import Codings, Entry, StatementQuery
from tests.conftest import NewStore
from tests.db import mixture
from tests.db.planted import AT, ISSUE, apply, code, codebook, load, said

WIDER = {"illegal": ("illegal*", "crossed"), "humane": ("human*",), "refugee": ("refugee*",)}


def everything(store: SqlStore) -> tuple[object, ...]:
    """Gather all that a store answers about its statements."""
    query = StatementQuery()
    return (
        [replace(entry, batch=None) for entry in store.statements(query)],
        [list(store.codings(replace(query, codings=whose))) for whose in Codings],
        list(store.links(query)),
        [(issue.slug, issue.codebook_version) for issue in store.issues()],
        [store.codebook_versions(issue.slug) for issue in store.issues()],
        store.actors(),
    )


def frames(store: SqlStore, id_: str) -> tuple[str, ...] | None:
    """Return what the dictionary found in a statement."""
    return store.statement(id_).dictionary_frames


def fill(store: SqlStore) -> None:
    for drafts in mixture.batches():
        load(store, *drafts)


def dress(store: SqlStore) -> None:
    for book in mixture.books():
        apply(store, book)


@pytest.mark.parametrize("first", [fill, dress])
def test_a_codebook_applied_before_or_after_loading_gives_the_same_store(
    new_store: NewStore, first: Callable[[SqlStore], None]
) -> None:
    one, other = new_store(), new_store()
    for store, steps in ((one, (fill, dress)), (other, (first, dress, fill))):
        for step in steps:
            step(store)
    code(one, *mixture.CODINGS)
    code(other, *mixture.CODINGS)
    assert everything(one) == everything(other)


def test_identical_content_changes_nothing(store: SqlStore) -> None:
    load(store, said("a"))
    assert apply(store, codebook()) == replace(apply(store, codebook()), changed=True, n_recoded=1)
    before = everything(store)
    again = apply(store, codebook(version=7))
    assert (again.version, again.changed, again.n_recoded) == (1, False, 0)
    assert everything(store) == before


@pytest.mark.parametrize(("given", "kept"), [(1, 6), (6, 6), (3, 6), (9, 9)])
def test_a_newer_version_number_is_kept_else_the_next_is_given(
    store: SqlStore, given: int, kept: int
) -> None:
    assert apply(store, codebook(version=5)).version == 5
    assert apply(store, codebook(WIDER, version=given)).version == kept
    assert [book.version for book in store.codebook_versions(ISSUE)] == [5, kept]
    assert store.codebook(ISSUE).version == kept


def test_a_new_version_codes_every_statement_anew(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", text="They crossed."), said("b", text="A human matter."))
    assert (frames(store, "a"), frames(store, "b")) == ((), ("humane",))
    applied = apply(store, codebook({"illegal": WIDER["illegal"]}))
    assert (applied.version, applied.changed, applied.n_recoded) == (2, True, 2)
    assert (frames(store, "a"), frames(store, "b")) == (("illegal",), ())
    assert store.statement("a").codebook_version == 2
    assert [(hit.key, hit.start, hit.end) for hit in store.statement("a").hits] == [
        ("illegal", 5, 12)
    ]
    assert store.count(StatementQuery(frames=("illegal",))).n_statements == 1


def test_a_codebook_touches_no_statement_of_another_issue(store: SqlStore) -> None:
    apply(store, codebook(issue="other"))
    load(store, said("a"), said("b", issue="other"))
    before = store.statement("b")
    apply(store, codebook(WIDER))
    assert store.statement("b") == before


def persons(entry: Entry) -> list[tuple[str, str]]:
    return [(coding.coder, coding.frame) for coding in entry.codings]


def test_a_persons_codings_are_never_touched(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="refugee;humane", coder="ann"))
    code(store, ("a", "bob", "none"))
    before = store.statement("a").codings
    assert persons(store.statement("a")) == [("ann", "refugee"), ("ann", "humane"), ("bob", "none")]
    for wordings in (WIDER, {"illegal": ("illegal*",)}, {"new": ("crossed",)}):
        apply(store, codebook(wordings))
        assert store.statement("a").codings == before
        assert store.statement("a").frames() == ("refugee", "humane")


def test_a_frame_that_a_version_drops_is_kept_as_retired(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("a", frames="refugee", coder="ann"), said("b", text="Humane."))
    apply(store, codebook({"illegal": ("illegal*",)}))
    book = store.codebook(ISSUE)
    assert book.frame_ids == ("illegal",)
    # Nobody but the dictionary used `humane`.
    assert book.retired == {"refugee": 1}
    assert store.used_frames(ISSUE) == ["illegal", "refugee"]
    assert store.count(StatementQuery(frames=("refugee",))).n_statements == 1
    assert [b.retired for b in store.codebook_versions(ISSUE)] == [{}, {"refugee": 1}]
    apply(store, codebook())
    assert store.codebook(ISSUE).retired == {}


def test_codings_from_before_the_first_codebook_get_its_version(store: SqlStore) -> None:
    load(store, said("a", frames="illegal;odd", coder="ann"))
    assert {coding.codebook_version for coding in store.statement("a").codings} == {None}
    apply(store, codebook())
    versions = {c.frame: c.codebook_version for c in store.statement("a").codings}
    assert versions == {"illegal": 1, "odd": None}


def test_a_codebook_makes_its_issue_and_names_it(store: SqlStore) -> None:
    load(store, said("a"))
    with pytest.raises(NoCodebook):
        store.codebook(ISSUE)
    assert store.codebook_versions(ISSUE) == []
    apply(store, codebook(title="Border crossings"))
    apply(store, codebook(issue="new", title="New"))
    assert [(i.title, i.n_statements) for i in store.issues()] == [
        ("Border crossings", 1),
        ("New", 0),
    ]
    assert store.issue("new").first_date == ""


def test_a_codebook_comes_back_as_it_was_given(store: SqlStore) -> None:
    for book in mixture.books():
        apply(store, book)
        assert store.codebook(book.issue) == book


def test_applying_tells_how_far_it_is(store: SqlStore) -> None:
    load(store, *(said(f"s{number}") for number in range(1203)))
    seen: list[tuple[int, int]] = []
    book = codebook()
    store.apply_codebook(
        book,
        lambda _text, _language: (),
        at=AT,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (1203, 1203)
    assert seen == sorted(seen)
    assert len(seen) > 2


def test_a_finder_that_fails_leaves_the_store_as_it_was(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, *(said(f"s{number}") for number in range(600)))
    before = everything(store)

    def fail(_text: str, _language: str) -> tuple[()]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.apply_codebook(codebook(WIDER), fail, at=AT)
    assert everything(store) == before
    assert apply(store, codebook(WIDER)).n_recoded == 600


def test_an_exclusive_codebook_is_refused_where_a_person_gave_several_frames(
    store: SqlStore,
) -> None:
    apply(store, codebook())
    load(store, said("a"), said("b"), said("c"))
    code(store, ("a", "ann", "humane"), ("a", "ann", "illegal"), ("b", "ann", "humane"))
    code(store, ("b", "bob", "illegal"), ("c", "bob", "none"))
    exclusive = replace(codebook(version=2), exclusive=True)
    with pytest.raises(SeveralFrames, match="given by ann to a: "):
        apply(store, exclusive)
    assert store.codebook(ISSUE).version == 1
    store.undo(store.batches()[1].id, at=AT)
    assert apply(store, exclusive).version == 2
