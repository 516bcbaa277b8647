"""Questions that no statement can answer are answered with nothing, never with a fault."""

from __future__ import annotations

from typing import Any

import pytest

from db.store import SqlStore
from stance.editing.statements import bring_back, code_statement, discard
from stance.errors import Unknown
from stance.records import StatementQuery
from stance.store.plans import Facts, Plan, Wanted
from tests.db.planted import AT, batch, load, said

ODD = ("\0", "a\0b", "\ud800", "\udcff", "'; DROP TABLE statement; --", "%", "_", "x" * 100_000)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_value_finds_nothing(store: SqlStore, odd: str) -> None:
    load(store, said("a"))
    queries: list[dict[str, Any]] = [
        *({name: odd} for name in ("issue", "speaker", "about", "language", "source", "text")),
        *({name: (odd,)} for name in ("actors", "frames", "tags")),
    ]
    for cells in queries:
        query = StatementQuery(**cells)
        assert store.count(query).n_statements == 0
        assert list(store.statements(query)) == []
        assert store.marks(query, limit=10).empty
        assert store.facets(query) is not None


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_name_leads_to_nothing(store: SqlStore, odd: str) -> None:
    load(store, said("a"))
    for ask in (store.statement, store.utterance, store.actor, store.issue, store.codebook):
        with pytest.raises(Unknown):
            ask(odd)
    assert store.used_frames(odd) == []
    assert store.codebook_versions(odd) == []


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_id_is_nothing_to_change(store: SqlStore, odd: str) -> None:
    load(store, said("a"))
    with pytest.raises(Unknown):
        code_statement(store, odd, ["none"], stance=None, by="Ann", at=AT)
    with pytest.raises(Unknown):
        discard(store, odd, by="Ann", at=AT)
    with pytest.raises(Unknown):
        bring_back(store, odd, by="Ann", at=AT)


def test_a_load_that_never_was_has_no_statements(store: SqlStore) -> None:
    load(store, said("a"))
    for number in (0, -1, 99, 2**31, 2**70):
        assert store.count(StatementQuery(batch=number)).n_statements == 0


def test_very_many_names_are_looked_up_at_once(store: SqlStore) -> None:
    load(store, said("s1", actor="Actor 1"))
    names = frozenset(f"Actor {number}" for number in range(70_000))
    ids = frozenset(f"s{number}" for number in range(70_000))
    seen: list[Facts] = []

    def plan(facts: Facts) -> Plan:
        seen.append(facts)
        return Plan(writes=False)

    store.load(batch(), Wanted(ids=ids, actors=names, issues=ids), plan)
    assert list(seen[0].statements) == ["s1"]
    assert list(seen[0].actors) == ["actor 1"]
