"""Loads that meet other writers on their way: nothing is lost, doubled or half done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from sqlalchemy import event, func, select

from db.facts import last_change
from db.models import StatementRow
from db.store import SqlStore
from stance.analysis.wordings.finder import compile_finder
from stance.editing.statements import discard, type_statement
from stance.files.reading.drafts import StatementDraft
from stance.loading.statements import plan_statements, wanted_by
from stance.records import Actor, StatementQuery
from stance.store.plans import Facts, Plan
from tests.conftest import ONLY_POSTGRESQL
from tests.db.databases import select_on
from tests.db.planted import AT, batch, load, said
from tests.db.test_copies_while_written import started

_BLOCKED = (
    "SELECT pid FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def load_beside(
    store: SqlStore, meanwhile: Callable[[], object], *drafts: StatementDraft
) -> tuple[Plan, int]:
    """Load, and do something else when the rows are staged; return how often it was planned."""
    n_planned = 0

    def plan(facts: Facts) -> Plan:
        nonlocal n_planned
        n_planned += 1
        return plan_statements(drafts, facts, compile_finder)

    def once(_done: int, _total: int) -> None:
        if n_planned == 1:
            meanwhile()

    return store.load(batch(), wanted_by(drafts), plan, progress=once)[0], n_planned


def type_by_hand(store: SqlStore, text: str, **cells: str) -> str:
    typed = {"date": "2003", "actor": "China", "issue": "crossings", "text": text, **cells}
    return type_statement(store, typed, by="ann", at=AT, is_new_actor=True)


def test_what_another_load_brought_meanwhile_is_a_duplicate(store: SqlStore) -> None:
    done, _ = load_beside(store, lambda: load(store, said("b"), said("a")), said("a"), said("c"))
    assert (done.count("stored"), done.count("duplicate")) == (1, 1)
    assert [one.n_stored for one in store.batches()] == [2, 1]
    assert store.count(StatementQuery()).n_statements == 3
    assert [actor.name for actor in store.actors()] == ["China"]


def test_a_statement_typed_beside_a_load_stays_beside_it(store: SqlStore) -> None:
    load(store, said("first"))
    typed: list[str] = []

    def meanwhile() -> None:
        typed.append(type_by_hand(store, "Typed.", actor="Somebody else"))

    done, n_planned = load_beside(store, meanwhile, said("a", actor="Third"), said("b"))
    assert done.count("stored") == 2
    assert n_planned == (2 if store.is_embedded else 1)
    found = {entry.statement.id: entry.statement for entry in store.statements(StatementQuery())}
    assert set(found) == {"first", "a", "b", *typed}
    assert found[typed[0]].actor == "Somebody else"
    assert found["a"].actor == "Third"
    assert list(store.broken_hashes()) == []


def test_what_a_load_rests_on_may_go_meanwhile(store: SqlStore) -> None:
    load(store, said("first"))
    drafts = (said("a", link=("reports", "first")), said("b"))
    done, _ = load_beside(store, lambda: store.undo(1, at=AT), *drafts)
    assert (done.count("stored"), done.count("refused")) == (1, 1)
    assert [entry.statement.id for entry in store.statements(StatementQuery())] == ["b"]


def test_a_name_that_goes_with_its_last_statement_comes_back_with_the_load(store: SqlStore) -> None:
    load(store, said("first", actor="Rare"), said("other"))

    def discard_first() -> None:
        discard(store, "first", by="ann", at=AT)

    done, _ = load_beside(store, discard_first, said("a", actor="China", about="Rare"))
    assert done.count("stored") == 1
    assert {actor.name for actor in store.actors()} == {"China", "Rare"}


@ONLY_POSTGRESQL
def test_a_load_gives_way_to_a_save_that_waits_for_it(store: SqlStore) -> None:
    url = store._engines.url.render_as_string(hide_password=False)
    saver = Thread(target=store.save_actor, args=(Actor("Fresh", aliases=("New",)),))
    started_ = []

    def let_in(_connection: object, _cursor: object, sql: str, *_: Any) -> None:
        if "pg_blocking_pids" in sql and not started_:
            started_.append(saver.start())
            while not select_on(url, _BLOCKED):
                pass

    event.listen(store._engines.writer, "before_cursor_execute", let_in)
    done = load(store, said("a", actor="Fresh"))
    saver.join()
    assert started_
    assert done.count("stored") == 1
    assert store.actor("New").name == "Fresh"
    assert [one.n_stored for one in store.batches()] == [1]


def test_the_last_change_stands_for_one_content_of_the_store(store: SqlStore) -> None:
    load(store, said("first"))
    writers = started(store, "ann", "bob")
    contents: dict[int, tuple[int, int]] = {}
    last = 0
    while any(writer.poll() is None for writer in writers):
        with store._engines.reading() as connection:
            now = last_change(connection)
            counted = select(func.count(), func.coalesce(func.max(StatementRow.key), 0))
            content = connection.execute(counted.select_from(StatementRow)).one()
        assert now >= last
        assert contents.setdefault(now, tuple(content)) == tuple(content)
        last = now
    assert [writer.communicate(timeout=120) and writer.returncode for writer in writers] == [0, 0]
    assert len(contents) > 1
