from __future__ import annotations

from dataclasses import replace

from db.answer_cache import Memory
from db.store import SqlStore
from stance.records import StatementQuery
from tests.db.planted import load, said


def test_an_answer_is_found_once_a_change() -> None:
    memory, found = Memory(), []

    def find() -> int:
        found.append(1)
        return len(found)

    assert [memory.recall(1, "a", find), memory.recall(1, "a", find)] == [1, 1]
    assert memory.recall(2, "a", find) == 2
    assert memory.recall(1, "a", find) == 3


def test_only_the_latest_answers_are_kept() -> None:
    memory = Memory(most=2)
    for asked in ("a", "b", "a", "c"):
        memory.recall(1, asked, lambda: "first")
    again = {asked: memory.recall(1, asked, lambda: "second") for asked in ("a", "c", "b")}
    assert again == {"a": "first", "c": "first", "b": "second"}


def test_what_is_written_is_in_the_next_answer(store: SqlStore) -> None:
    query = StatementQuery()
    load(store, said("a"))
    assert store.count(query).n_statements == 1
    store.facets(query).clear()
    load(store, said("b"))
    assert store.count(query).n_statements == 2
    assert store.count(replace(query, text="nobody said this")).n_statements == 0
    (actor,) = [each for each in store.facets(query) if each.facet == "actor"]
    assert actor.n == 2
