"""A filled store of an earlier revision, and its copy, hold in this program what they held."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, text

from db import schema
from db.store import SqlStore
from stance.answers import tables
from stance.editing.statements import bring_back, edit_statement, form_cells, history, revert
from stance.files.reading.drafts import ReadOptions
from stance.files.writing import FORMATS
from stance.loading.copies import copy_of, fill_from
from stance.loading.files import load_file
from stance.records import StatementQuery
from tests.conftest import NewStore, NewUrl, Open

FOLDER = Path(__file__).parent / "revision_0001"
AT = datetime(2026, 12, 1, tzinfo=UTC)
LATER = ("question",)
"""Columns that came after this revision."""


def fill(store: SqlStore) -> None:
    """Put the rows of the old store into the tables of its revision."""
    rows: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "rows.json").read_text("utf-8"))
    there = MetaData()
    with store._engines.writing() as connection:
        there.reflect(connection)
        for name, some in rows.items():
            if some:
                connection.execute(insert(there.tables[name]), some)


@pytest.fixture
def old(new_url: NewUrl, opened: Open) -> SqlStore:
    store = opened(new_url())
    schema.downgrade(store._engines, to="0001")
    fill(store)
    return store


def exported(store: SqlStore) -> bytes:
    table = tables.export(store, "statements", [])
    return b"".join(FORMATS["csv"].write(table.columns, table.rows))


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def as_before(content: bytes) -> list[list[str]]:
    """Leave out of an export the columns that came later, which stand last."""
    head, *rows = cells(content)
    n = len(LATER)
    assert tuple(head[-n:]) == LATER
    return [row[:-n] for row in (head, *rows)]


def holds_what_it_held(store: SqlStore) -> Iterator[str]:
    """Name what differs from the old store."""
    if as_before(exported(store)) != cells((FOLDER / "statements.csv").read_bytes()):
        yield "statements"
    yield from store.broken_hashes()
    if [one.deed for one in history(store, "b")] != ["load", "codebook", "edit"]:
        yield "history"


def test_a_filled_store_is_migrated_with_all_it_held(old: SqlStore) -> None:
    assert old.needs_migration()
    assert old.migrate() == ["0002 questions put to speakers"]
    assert list(holds_what_it_held(old)) == []


def test_what_lay_in_the_history_comes_back(old: SqlStore) -> None:
    old.migrate()
    first = history(old, "b")[0].number
    revert(old, "b", first, based_on="", by="ann", at=AT)
    assert old.statement("b").statement.note == "'quoted"
    bring_back(old, "thrown", by="ann", at=AT)
    undone = next(batch.id for batch in old.batches() if batch.undone_at)
    assert old.bring_back_load(undone, at=AT) == 2
    assert old.count(StatementQuery()).n_statements == 7
    assert list(old.broken_hashes()) == []


def test_a_statement_of_an_older_store_is_a_duplicate_and_can_be_given_a_question(
    old: SqlStore,
) -> None:
    old.migrate()
    content = (FOLDER / "statements.csv").read_bytes()
    assert load_file(old, content, "again.csv", ReadOptions(), at=AT).n_stored == 0
    edit_statement(old, "a", {"question": "Has it\nchanged?"}, based_on="", by="ann", at=AT)
    assert form_cells(old.statement("a").statement)["question"] == "Has it\nchanged?"
    found = [one.statement.id for one in old.statements(StatementQuery(text="CHANGED?"))]
    assert found == ["a"]
    again = load_file(old, content, "again.csv", ReadOptions(), at=AT)
    assert (again.n_stored, again.n_refused) == (0, 0)
    assert "Has it" in exported(old).decode().splitlines()[2]


def asked_again(question: str) -> bytes:
    """Write the file from which the old program kept `question` as an unknown column."""
    cells = f"asked,2003,China,crossings,They crossed illegally.,{question}"
    return f"id,date,actor,issue,text,question\n{cells}\n".encode()


def test_a_file_whose_unknown_column_is_one_of_ours_now_changes_nothing(old: SqlStore) -> None:
    old.migrate()
    before = exported(old)
    again = load_file(old, asked_again("Has it changed?"), "asked.csv", ReadOptions(), at=AT)
    assert (again.n_duplicates, again.n_refused) == (1, 0)
    assert exported(old) == before
    edit_statement(old, "asked", {"note": "on tape"}, based_on="", by="ann", at=AT)
    again = load_file(old, asked_again("Has it changed?"), "asked.csv", ReadOptions(), at=AT)
    assert (again.n_duplicates, again.n_refused) == (1, 0)
    assert old.statement("asked").statement.note == "on tape"


def test_another_question_than_the_old_program_kept_is_other_content(old: SqlStore) -> None:
    old.migrate()
    result = load_file(old, asked_again("Why?"), "asked.csv", ReadOptions(), at=AT)
    assert (result.n_stored, result.n_refused) == (0, 1)


def test_a_copy_of_an_older_store_restores(new_store: NewStore, tmp_path: Path) -> None:
    store, again = new_store(), new_store()
    fill_from(store, FOLDER / "copy.zip")
    assert list(holds_what_it_held(store)) == []
    edit_statement(store, "a", {"question": "Has it changed?"}, based_on="", by="ann", at=AT)
    path = tmp_path / "new.zip"
    path.write_bytes(b"".join(copy_of(store)))
    fill_from(again, path)
    assert exported(again) == exported(store)
    assert b"".join(copy_of(again)) == path.read_bytes()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_triggers_survive_a_migration_of_sqlite(old: SqlStore) -> None:
    asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    with old._engines.writing() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER no_delete BEFORE DELETE ON statement "
                "BEGIN SELECT RAISE(ABORT, 'kept'); END"
            )
        )
        before = list(connection.scalars(text(asked)))
    old.migrate()
    with old._engines.reading() as connection:
        assert list(connection.scalars(text(asked))) == before
        assert len(before) == 1
