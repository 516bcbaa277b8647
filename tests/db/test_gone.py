"""Where a statement went that stood in the store once."""

from __future__ import annotations

import pytest

from db.store import SqlStore
from stance.editing.statements import bring_back, discard
from stance.records.history import Gone
from tests.db.planted import load, said
from tests.db.typed import later, typed


def test_a_statement_that_is_gone_tells_where_it_went(store: SqlStore) -> None:
    id_ = typed(store)
    load(store, said("q-1"), said('q"\u4eba', text="other"), name="said.csv")
    assert store.gone(id_) is None
    assert store.gone("q-1") is None
    assert store.gone("nothing") is None
    discard(store, id_, by="ann", at=later(5))
    assert store.gone(id_) == Gone(later(5), "ann")
    store.undo(1, at=later(6))
    for gone in ("q-1", 'q"\u4eba'):
        assert store.gone(gone) == Gone(later(6), batch=1, file_name="said.csv")
    assert store.gone("q-") is None
    store.bring_back_load(1, at=later(7))
    bring_back(store, id_, by="ann", at=later(8))
    assert [store.gone(one) for one in ("q-1", id_)] == [None, None]


@pytest.mark.parametrize("id_", ["\x00", "\ud800", "%", "", "x" * 5000])
def test_an_id_that_no_store_can_hold_went_nowhere(store: SqlStore, id_: str) -> None:
    load(store, said("q-1"))
    store.undo(1, at=later(6))
    assert store.gone(id_) is None
