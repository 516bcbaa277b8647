"""What one writer changes of a row at several times."""

from __future__ import annotations

from dataclasses import replace

from db.staging import Tables
from db.store import SqlStore
from db.writer import PlannedStatement, Writer
from tests.db.planted import load, said


def test_what_is_changed_of_one_row_twice_is_all_written(store: SqlStore) -> None:
    load(store, said("a"), said("b"))
    before = store.statement("a").statement
    now = replace(before, text="They crossed by mistake.")
    with store._engines.writing() as connection:
        writer = Writer(Tables(connection))
        writer.statements.learn(["a", "b"])
        writer.write_over(writer.statements["a"], PlannedStatement(now, now.source.name))
        writer.put_roots([("a", "b")])
        writer.pour()
    after = store.statement("a")
    assert (after.statement.text, after.utterance) == (now.text, "b")
