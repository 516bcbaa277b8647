"""Whatever a store can hold is copied and comes back: huge names, floods of marks, large parts."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from db.store import SqlStore
from stance.files.copies import writing
from stance.files.reading.cells import MOST_CHARACTERS
from stance.files.reading.drafts import ReadOptions
from stance.loading.copies import fill_from
from stance.loading.files import load_file
from stance.loading.results import LoadResult
from stance.records import Actor
from tests.conftest import NewStore
from tests.db.planted import AT, load, said
from tests.loading.test_copies import copied

ROW = {"date": "2003", "actor": "China", "issue": "crossings", "text": "Words."}
MANY = 1_000


def load_rows(store: SqlStore, *rows: dict[str, str]) -> LoadResult:
    return load_file(
        store, json.dumps([ROW | row for row in rows]).encode(), "rows.json", ReadOptions(), at=AT
    )


ODD = {
    "a flood of marks": lambda store: load_rows(store, {"text": "e" + "\u0301" * 1_500_000}),
    "one letter for ever": lambda store: load_rows(store, {"text": "a" * 3_000_000}),
    "huge ids": lambda store: load_rows(
        store, *({"id": f"{'é' * 990}{at}", "text": f"Words {at}."} for at in range(MANY))
    ),
    "many other names": lambda store: store.save_actor(
        Actor("China", aliases=tuple(f"{at:04}{'x' * 1900}" for at in range(100)))
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_a_store_can_hold_comes_back_from_its_copy(
    new_store: NewStore, tmp_path: Path, what: str
) -> None:
    full, again = new_store(), new_store()
    ODD[what](full)
    path = copied(full, tmp_path)
    # The limit belongs to the interpreter, and another test may have raised it.
    csv.field_size_limit(131_072)
    assert fill_from(again, path).broken == ()
    assert copied(again, tmp_path, "again.zip").read_bytes() == path.read_bytes()


def test_large_statements_are_parted_over_files_that_can_be_read(
    new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_PART_BYTES", 10_000)
    full, again = new_store(), new_store()
    load(full, *(said(f"s{at}", text="Long. " * 1_000) for at in range(9)))
    path = copied(full, tmp_path)
    with zipfile.ZipFile(path) as packed:
        parts = [one for one in packed.infolist() if one.filename.startswith("statements/")]
    assert len(parts) == 5
    assert max(one.file_size for one in parts) < 20_000
    assert fill_from(again, path).n_statements == 9


def test_a_cell_that_no_export_could_give_back_is_refused_in_every_format(
    new_store: NewStore,
) -> None:
    store = new_store()
    (problem,) = load_rows(store, {"text": "a" * (MOST_CHARACTERS + 1)}).problems
    assert (problem.line, problem.column) == (1, "text")
    assert "at most 16,777,216 make a cell" in problem.reason
    assert store.is_fresh()
