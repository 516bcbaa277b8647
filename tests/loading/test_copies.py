"""A whole store goes into a zip and comes back: every export and every name as it was."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db.store import SqlStore
from stance.analysis.wordings.codebook import print_codebook
from stance.answers import tables as exports
from stance.errors import FileRefused, Refused, StanceError, StoreRefused
from stance.files.reading.drafts import CodingDraft, ReadOptions
from stance.files.writing import FORMATS
from stance.loading.codebooks import apply_codebook
from stance.loading.codings_and_links import plan_codings
from stance.loading.copies import copy_of, fill_from
from stance.loading.demo import load_demo
from stance.loading.files import load_file
from stance.records import Actor, ActorKind, Coding, Codings, StatementQuery
from stance.store.plans import NewBatch, Wanted
from tests.conftest import NewStore, Open
from tests.dashboard.demo import AT, FOUNDING
from tests.db.planted import apply, code, codebook, join, load, said

_MAIN = [("issue", "north-korean-refugees-in-china"), ("actor", "China")]


def fill_with_everything(store: SqlStore) -> None:
    """Put in whatever a store can hold: several coders, versions, aliases, an undone load."""
    apply(store, codebook(title="Crossings, =1 and more"))
    rows = [
        said("a", frames="humane;illegal", coder="ann", tags=("b:c", "a:'=x")),
        said("b", "2003-06~", "A humane line.\r\nAnd '=2", link=("reports", "a"), note="'quoted"),
        said("c", "1999/2001", "Refugees", actor="中国", extra={"k": "v\x01", "=a": "'"}),
    ]
    load(store, *rows, name="=first, file.csv")
    code(store, ("a", "bob", "none"), ("b", "bob", "refugee"), ("a", "ann", "refugee"))
    coded = [CodingDraft(2, Coding("c", "illegal", "eve", coded_at=AT + timedelta(days=1)))]
    wanted = Wanted(ids=frozenset("c"), issues=frozenset(["crossings"]))
    store.load(
        NewBatch("timed.csv", "1" * 64, AT), wanted, lambda facts: plan_codings(coded, facts)
    )
    join(store, ("c", "denies", "a"), ("c", "reaffirms", "b"))
    store.save_actor(Actor("China", ActorKind.GOVERNMENT, ("PRC", "a;b", "'=x")))
    store.save_actor(Actor("Ministry", ActorKind.AGENCY, (), "China"))
    apply(store, codebook({"humane": ("humane*",), "new": ("line",)}, title="Crossings again"))
    load(store, said("gone", link=("reports", "a")), said("away", actor="Gone"), name="undone.csv")
    store.undo(len(store.batches()), at=AT)


def copied(store: SqlStore, folder: Path, name: str = "copy.zip") -> Path:
    path = folder / name
    path.write_bytes(b"".join(copy_of(store)))
    return path


def everything(store: SqlStore) -> dict[str, object]:
    """Return what a user can get out of a store; shifts and keyness follow from the rest."""
    told: dict[str, object] = {}
    for what in ("statements", "codings", "links", "series", "first-uses"):
        for codings in Codings if what == "codings" else ("",):
            table = exports.export(store, what, [("codings", codings)])
            told[f"{what} {codings}"] = b"".join(FORMATS["csv"].write(table.columns, table.rows))
    for issue in store.issues():
        books = store.codebook_versions(issue.slug)
        told[issue.slug] = [print_codebook(book) for book in books]
    told["names"] = (store.issues(), store.actors(), store.batches(), store.last_change())
    told["entries"] = list(store.statements(StatementQuery()))
    return told


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def full(new_store: NewStore) -> SqlStore:
    return new_store(fill_with_everything)


def test_a_restored_store_answers_as_the_first_and_is_copied_to_the_same_bytes(
    full: SqlStore, new_store: NewStore, tmp_path: Path
) -> None:
    load_demo(full, FOUNDING, at=AT)
    path = copied(full, tmp_path)
    again = new_store()
    filled = fill_from(again, path)
    assert (filled.n_statements, filled.broken) == (228, ())
    before, after = everything(full), everything(again)
    for what, told in before.items():
        assert after[what] == told, what
    for what, pairs in (("shifts", []), ("keyness", [("split", "2003-01-01")])):
        tables = [exports.export(one, what, [*_MAIN, *pairs]) for one in (full, again)]
        assert list(tables[0].rows) == list(tables[1].rows)
    assert copied(again, tmp_path, "again.zip").read_bytes() == path.read_bytes()
    assert list(again.broken_hashes()) == []


@pytest.mark.postgres
def test_a_copy_goes_from_sqlite_to_postgresql_and_back(
    sqlite_files: object, postgres_databases: object, tmp_path: Path, opened: Open
) -> None:
    first, second, third = (
        opened(made.new()) for made in (sqlite_files, postgres_databases, sqlite_files)
    )  # type: ignore[attr-defined]
    try:
        fill_with_everything(first)
        path = copied(first, tmp_path)
        fill_from(second, path)
        there = copied(second, tmp_path, "there.zip")
        fill_from(third, there)
        assert everything(second) == everything(first) == everything(third)
        assert members(there) == members(path)
    finally:
        for store in (first, second, third):
            store.close()
        postgres_databases.drop()  # type: ignore[attr-defined]


def test_the_restored_store_goes_on_where_the_first_stopped(
    full: SqlStore, new_store: NewStore, tmp_path: Path
) -> None:
    again = new_store()
    fill_from(again, copied(full, tmp_path))
    undone = len(again.batches())
    for store in (full, again):
        assert store.bring_back_load(undone, at=AT) == 2
        load(store, said("d", link=("version_of", "gone")))
        code(store, ("d", "ann", "new"))
        apply(store, codebook({"humane": ("humane*",)}))
        assert store.undo(1, at=AT).kept
    assert everything(again) == everything(full)


def test_the_files_inside_can_be_read_and_loaded_one_by_one(
    store: SqlStore, new_store: NewStore, tmp_path: Path
) -> None:
    apply(store, codebook())
    load(store, *(said(f"s{at}", str(1990 + at), frames="humane") for at in range(9)))
    code(store, ("s1", "bob", "none"), ("s1", "ann", "refugee"))
    join(store, ("s2", "reports", "s1"), ("s2", "denies", "s3"))
    inside = members(copied(store, tmp_path))
    table = exports.export(store, "statements", [])
    whole = b"".join(FORMATS["csv"].write(table.columns, table.rows))
    assert inside["statements/0001.csv"] == whole
    by_hand = new_store()
    for name in sorted(name for name in inside if name.startswith("codebooks/")):
        apply_codebook(by_hand, inside[name], at=AT)
    for name in ("statements/0001.csv", "codings.csv", "links.csv"):
        result = load_file(by_hand, inside[name], name, ReadOptions(), at=AT)
        assert result.problems == ()
    again = exports.export(by_hand, "statements", [])
    assert b"".join(FORMATS["csv"].write(again.columns, again.rows)) == whole
    assert json.loads(inside["manifest.json"])["statements"] == 9


def test_an_empty_store_has_a_copy_too(new_store: NewStore, tmp_path: Path) -> None:
    path = copied(new_store(), tmp_path)
    again = new_store()
    assert fill_from(again, path).n_statements == 0
    assert again.is_fresh()


def test_only_an_empty_store_is_filled(full: SqlStore, new_store: NewStore, tmp_path: Path) -> None:
    path = copied(full, tmp_path)
    used = new_store()
    load(used, said("mine"))
    with pytest.raises(StoreRefused, match=r"holds something already.*: name a new store"):
        fill_from(used, path)
    assert [entry.statement.id for entry in used.statements(StatementQuery())] == ["mine"]


def test_a_store_that_is_used_while_it_is_filled_keeps_what_it_has(
    full: SqlStore, new_store: NewStore, tmp_path: Path
) -> None:
    path, target = copied(full, tmp_path), new_store()

    def write(*_: int) -> None:
        if target.is_fresh():
            load(target, said("quicker"))

    with pytest.raises(StoreRefused, match="holds something already"):
        fill_from(target, path, progress=write)
    assert target.count(StatementQuery()).n_statements == 1


def test_a_copy_is_of_one_moment_while_others_write(full: SqlStore, tmp_path: Path) -> None:
    before = copied(full, tmp_path).read_bytes()
    with full.contents() as whole:
        load(full, said("late", "1990"), said("later", "2020"))
        full.save_actor(Actor("China", ActorKind.GOVERNMENT, ("changed",)))
        ids = [kept.entry.statement.id for kept in whole.statements]
        assert len(list(whole.changes)) == full.last_change() - 2
    assert len(ids) == 3
    assert "late" not in ids
    assert copied(full, tmp_path).read_bytes() != before


def test_a_statement_that_lost_its_hash_comes_back_as_it_is_and_is_named(
    full: SqlStore, new_store: NewStore, tmp_path: Path
) -> None:
    with full._engines.writing() as connection:
        connection.execute(text("UPDATE statement SET text = 'other' WHERE id = 'a'"))
    again = new_store()
    assert fill_from(again, copied(full, tmp_path)).broken == ("a",)
    assert list(again.broken_hashes()) == ["a"]


# --- what is no copy ----------------------------------------------------------------------

Change = Callable[[dict[str, bytes]], None]


def packed(inside: dict[str, bytes], path: Path, *, honest: bool = True) -> Path:
    """Write a zip; its manifest tells the truth about what was changed, where it is honest."""
    if honest and "manifest.json" in inside:
        said_ = json.loads(inside["manifest.json"])
        said_["files"] = {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in inside.items()
            if name != "manifest.json"
        }
        inside["manifest.json"] = json.dumps(said_).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in inside.items():
            file.writestr(name, content)
    return path


def replaced(name: str, old: str, new: str) -> Change:
    def change(inside: dict[str, bytes]) -> None:
        assert old.encode() in inside[name]
        inside[name] = inside[name].replace(old.encode(), new.encode(), 1)

    return change


def doubled(name: str) -> Change:
    """Let the first row of a table stand in it twice."""

    def change(inside: dict[str, bytes]) -> None:
        header, first, *others = inside[name].splitlines(keepends=True)
        inside[name] = b"".join([header, first, first, *others])

    return change


def without(name: str) -> Change:
    return lambda inside: inside.pop(name) and None


@pytest.fixture
def inside(tmp_path: Path, opened: Open) -> dict[str, bytes]:
    """Return the files of a copy, to be changed."""
    store = opened(f"sqlite:///{tmp_path / 'first.db'}")
    store.migrate()
    fill_with_everything(store)
    return members(copied(store, tmp_path))


LIES = {
    "an actor of a statement": (replaced("actors.csv", "中国", "日本"), "names the actor '中国'"),
    "an issue": (replaced("issues.csv", "crossings", "crossing"), "names the issue 'crossings'"),
    "a load": (replaced("loads.csv", "\n2,", "\n77,"), "names load 2"),
    "a link's end": (replaced("links.csv", ",denies,a,", ",denies,zz,"), "statement 'zz'"),
    "a coder's row": (replaced("codings.csv", "\na,", "\nzz,"), "codings.csv in the copy, line"),
    "a number": (replaced("loads.csv", "\n2,", "\ntwo,"), "loads.csv in the copy, line 3, load"),
    "a moment": (replaced("loads.csv", "+00:00", ""), "no moment with its zone"),
    "a kind": (replaced("actors.csv", "government", "empire"), "'empire' is not one of"),
    "a date": (replaced("statements/0001.csv", "2003-06~", "yesterday"), "'yesterday'"),
    "a codebook": (replaced("codebooks/0001.yaml", "frames:", "pictures:"), "codebooks/0001.yaml"),
    "a version": (replaced("codebooks/0001.yaml", "version: 1", "version: 9"), "issue or version"),
    "the history": (replaced("history.jsonl", "[", "{"), "history.jsonl in the copy, line 1"),
    "the columns": (replaced("actors.csv", "kind", "sort"), "does not have the columns"),
    "an actor twice": (doubled("actors.csv"), "'China' stands in it twice"),
    "a load twice": (doubled("loads.csv"), "a row stands in it twice"),
    "a coding twice": (doubled("codings.csv"), "a row stands in it twice"),
    "a link twice": (doubled("links.csv"), "a row stands in it twice"),
    "half a character": (
        replaced("history.jsonl", ', "", "', ', "\\ud800", "'),
        "no store can keep",
    ),
    "no text": (
        lambda inside: inside.update({"codebooks/0001.yaml": b"\xff\xfe"}),
        "codebooks/0001.yaml is not UTF-8",
    ),
    "half a line": (replaced("issues.csv", "\n", "\nhalf\n"), "line 2 is cut off"),
}


@pytest.mark.parametrize("what", LIES)
def test_a_copy_that_contradicts_itself_is_refused_and_leaves_the_store_empty(
    tmp_path: Path, opened: Open, inside: dict[str, bytes], what: str
) -> None:
    change, expected = LIES[what]
    change(inside)
    target = opened(f"sqlite:///{tmp_path / 'target.db'}")
    target.migrate()
    with pytest.raises(Refused) as refusal:
        fill_from(target, packed(inside, tmp_path / "lie.zip"))
    assert expected in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert target.is_fresh()
    assert target.actors() == []


BROKEN = {
    "changed": (replaced("links.csv", "denies", "rebuts"), "links.csv is not what the manifest"),
    "missing": (without("codings.csv"), "codings.csv is missing"),
    "no manifest": (without("manifest.json"), "no copy of a Stance store"),
    "added": (lambda inside: inside.update({"../evil": b"x"}), "../evil is no part of it"),
    "newer": (replaced("manifest.json", '"format": 2', '"format": 3'), "made by a newer Stance"),
    "no numbers": (replaced("manifest.json", '"format": 2', '"format": "x"'), "does not say what"),
    "no json": (lambda inside: inside.update({"manifest.json": b"[" * 9999}), "cannot be read"),
    "a bomb": (
        lambda inside: inside.update({"statements/0001.csv": b"0" * (20 << 20)}),
        "unpacks to more than 500 times its size",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_zip_that_is_not_whole_or_not_ours_is_refused_in_a_sentence(
    tmp_path: Path, opened: Open, inside: dict[str, bytes], what: str
) -> None:
    change, expected = BROKEN[what]
    change(inside)
    target = opened(f"sqlite:///{tmp_path / 'target.db'}")
    target.migrate()
    with pytest.raises(FileRefused) as refusal:
        fill_from(target, packed(inside, tmp_path / "theirs.zip", honest=False))
    assert expected in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert target.is_fresh()


def test_a_file_that_is_no_zip_or_cut_off_is_refused(store: SqlStore, tmp_path: Path) -> None:
    load(store, said("a"))
    content = copied(store, tmp_path).read_bytes()
    for piece in (b"", b"Dear Sir", content[: len(content) // 2], content[:-30]):
        path = tmp_path / "piece.zip"
        path.write_bytes(piece)
        with pytest.raises(FileRefused, match="no zip archive, or a damaged one"):
            fill_from(store, path)
    for at in range(40, len(content), len(content) // 25):
        flipped = bytearray(content)
        flipped[at] ^= 0xFF
        path.write_bytes(flipped)
        with pytest.raises(StanceError):
            fill_from(store, path)
