from __future__ import annotations

import pytest
from sqlalchemy import Connection, event

from db.reads.entries import PAGE
from db.store import SqlStore
from stance.records import StatementQuery, Unit
from stance.store import Reading
from tests.conftest import NewStore
from tests.db.planted import apply, code, codebook, load, said

MOST_STATEMENTS_A_PAGE = 7
"""The keys, then one SELECT for each kind of thing that belongs to statements."""


class Counted:
    """Counts what a store asks its database."""

    def __init__(self, store: SqlStore) -> None:
        self.statements: list[str] = []
        event.listen(store._engines.reader, "before_cursor_execute", self._note)

    def _note(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)

    def during(self, asked: object) -> int:
        """Count since the last time; `asked` is what was asked meanwhile."""
        del asked
        n = len(self.statements)
        self.statements.clear()
        return n


def walk(store: Reading, query: StatementQuery, *, step: int, newest_first: bool) -> list[str]:
    """Go through a list by `after`, `step` at a time."""
    ids: list[str] = []
    after = ""
    while page := list(store.statements(query, after=after, limit=step, newest_first=newest_first)):
        assert len(page) <= step
        ids += [entry.statement.id for entry in page]
        after = ids[-1]
    return ids


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("step", [4, 50, 1000])
def test_pages_add_up_without_gaps_or_doubles(
    demo: SqlStore, step: int, newest_first: bool
) -> None:
    every = [entry.statement.id for entry in demo.statements(StatementQuery())]
    assert len(set(every)) == 225
    expected = every[::-1] if newest_first else every
    assert walk(demo, StatementQuery(), step=step, newest_first=newest_first) == expected


@pytest.mark.parametrize("newest_first", [False, True])
def test_statements_of_one_day_are_paged_by_date_text_and_id(
    store: SqlStore, newest_first: bool
) -> None:
    dates = ("2003", "2003-01", "2003-01-01", "2003-01-01~", "2003-01-01/2003-01-02")
    ids = ("b", "B", "a", "é", "z", "中", "𝔸", "ﬀ", "e\u0301")
    load(store, *(said(f"{id_}{at}", date) for at, date in enumerate(dates) for id_ in ids))
    expected = [f"{id_}{dates.index(date)}" for date in sorted(dates) for id_ in sorted(ids)]
    found = walk(store, StatementQuery(), step=4, newest_first=newest_first)
    assert found == (expected[::-1] if newest_first else expected)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(("at", "skip"), [(-1, 0), (-1, 130), (40, 1), (40, 183), (40, 184)])
def test_a_list_goes_on_so_many_statements_behind_a_place(
    demo: SqlStore, at: int, skip: int, newest_first: bool
) -> None:
    every = [one.statement.id for one in demo.statements(StatementQuery())]
    listed = every[::-1] if newest_first else every
    after = listed[at] if at >= 0 else ""
    found = demo.statements(
        StatementQuery(), after=after, limit=5, newest_first=newest_first, skip=skip
    )
    expected = listed[at + 1 + skip :][:5]
    assert [entry.statement.id for entry in found] == expected


def test_a_page_may_go_on_after_a_statement_that_the_filters_leave_out(demo: SqlStore) -> None:
    every = [entry.statement for entry in demo.statements(StatementQuery())]
    at = next(at for at, each in enumerate(every) if each.actor != "China" and at > 20)
    found = demo.statements(StatementQuery(actors=("China",)), after=every[at].id)
    expected = [each.id for each in every[at + 1 :] if each.actor == "China"]
    assert [entry.statement.id for entry in found] == expected


def test_a_limit_of_nothing_gives_nothing(demo: SqlStore) -> None:
    assert list(demo.statements(StatementQuery(), limit=0)) == []


@pytest.mark.parametrize("n", [PAGE - 1, PAGE, PAGE + 1])
def test_the_edge_of_a_page_is_no_edge_of_the_list(store: SqlStore, n: int) -> None:
    load(store, *(said(f"s{number:04}", "2003-06") for number in range(n)))
    assert len(list(store.statements(StatementQuery()))) == n
    assert len(list(store.statements(StatementQuery(), limit=n))) == n
    assert len(list(store.texts(StatementQuery(issue="crossings")))) == n


def test_a_list_left_half_read_lets_go_of_its_connection(demo: SqlStore) -> None:
    walking = demo.statements(StatementQuery())
    next(walking)
    walking.close()  # type: ignore[attr-defined]
    assert demo._engines.reader.pool.checkedout() == 0  # type: ignore[attr-defined]


# --- how often the database is asked -------------------------------------------------------


def test_a_page_asks_equally_often_however_many_statements_it_shows(new_store: NewStore) -> None:
    asked = []
    for n in (5, 200):
        store = new_store()
        apply(store, codebook())
        drafts = [said(f"s{number}", frames="humane", tags=("a:b",)) for number in range(n)]
        load(store, *drafts, said("r", link=("reports", "s0")))
        code(store, ("s0", "ann", "illegal"), ("s1", "bob", "none"))
        counted = Counted(store)
        asked.append(counted.during(list(store.statements(StatementQuery(), limit=200))))
    assert asked[0] == asked[1] <= MOST_STATEMENTS_A_PAGE


def test_every_answer_takes_a_few_questions(demo: SqlStore) -> None:
    counted = Counted(demo)
    query = StatementQuery(issue="north-korean-refugees-in-china", unit=Unit.UTTERANCE)
    assert counted.during(demo.count(query)) <= 2
    assert counted.during(demo.marks(query, limit=100)) == 1
    assert counted.during(demo.series(query)) <= 3
    assert counted.during(demo.facets(query)) <= 10
    assert counted.during(demo.issue(query.issue)) <= 4
    assert counted.during(demo.actors()) <= 2
    assert counted.during(demo.codebook(query.issue)) <= 3
    assert counted.during(demo.batches()) == 1
    assert counted.during(demo.statement("cn-mfa-2003-06-17-1")) <= MOST_STATEMENTS_A_PAGE
    assert counted.during(demo.utterance("cn-mfa-2003-06-17-1")) <= MOST_STATEMENTS_A_PAGE
    assert counted.during(list(demo.codings(query))) <= 3
    assert counted.during(list(demo.links(query))) <= 2
