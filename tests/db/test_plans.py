"""How SQLite means to answer what a page asks most: by its indexes, never row after row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from db.store import SqlStore
from stance.records import Mode, StatementQuery, Unit, Voice
from tests.conftest import Open
from tests.db import mixture
from tests.db.planted import apply, load

VIEW = StatementQuery(issue="crossings", actors=("China",), voice=Voice.OWN)
NARROW = StatementQuery(
    issue="crossings",
    actors=("China", "UNHCR"),
    about="China",
    modes=(Mode.PARAPHRASE,),
    language="en",
    source="Xinhua",
    since=date(2000, 1, 1),
    until=date(2004, 1, 1),
    batch=1,
    frames=("humane",),
)
_LONG = ("statement", "root", "tag", "coding", "hit", "link")


@pytest.fixture
def steps(tmp_path: Path, opened: Open) -> Callable[[Callable[[SqlStore], object]], list[str]]:
    """Tell the steps by which SQLite answers what is asked of a filled store."""
    store = opened(f"sqlite:///{tmp_path / 'plans.db'}")
    store.migrate()
    for book in mixture.books():
        apply(store, book)
    for drafts in mixture.batches():
        load(store, *drafts)

    def steps_of(ask: Callable[[SqlStore], object]) -> list[str]:
        asked: list[tuple[str, Any]] = []

        def note(_: Connection, __: object, sql: str, values: Any, *___: object) -> None:
            asked.append((sql, values))

        engine = store._engines.reader
        event.listen(engine, "before_cursor_execute", note)
        ask(store)
        event.remove(engine, "before_cursor_execute", note)
        with engine.connect() as connection:
            return [
                str(row[3])
                for sql, values in asked
                if sql.startswith("SELECT")
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            ]

    return steps_of


def looked_up(steps: list[str]) -> list[str]:
    """Keep the steps that read a table of statements and what belongs to them."""
    return [step for step in steps if step.split()[1].strip('"') in _LONG]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("query", [VIEW, NARROW])
def test_counts_are_answered_from_the_covering_index(
    steps: Callable[[Callable[[SqlStore], object]], list[str]], query: StatementQuery, unit: Unit
) -> None:
    asked = StatementQuery(**{name: getattr(query, name) for name in _FIELDS}, unit=unit)
    for ask in (lambda store: store.count(asked), lambda store: store.series(asked)):
        read = [step for step in looked_up(steps(ask)) if "root" not in step.split()[1]]
        assert read
        assert {"COVERING INDEX ix_statement_series" in step for step in read} == {True}


_FIELDS = [name for name in StatementQuery.__dataclass_fields__ if name != "unit"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.facets(VIEW),
        lambda store: store.marks(VIEW, limit=100),
        lambda store: list(store.statements(VIEW, limit=50)),
        lambda store: store.statement("m-0"),
        lambda store: store.utterance(store.statement("m-0").utterance),
        lambda store: list(store.codings(VIEW)),
        lambda store: list(store.links(VIEW)),
        lambda store: store.issue("crossings"),
        lambda store: store.used_frames("crossings"),
    ],
)
def test_no_answer_goes_through_a_long_table_row_by_row(
    steps: Callable[[Callable[[SqlStore], object]], list[str]], ask: Callable[[SqlStore], object]
) -> None:
    read = looked_up(steps(ask))
    assert read
    assert [step for step in read if step.startswith("SCAN")] == []


def test_a_page_of_everything_is_read_along_the_days(
    steps: Callable[[Callable[[SqlStore], object]], list[str]],
) -> None:
    for newest_first in (False, True):
        read = steps(
            lambda store, first=newest_first: list(
                store.statements(StatementQuery(), limit=5, newest_first=first)
            )
        )
        assert read[0] == "SCAN statement USING INDEX ix_statement_first_day"
