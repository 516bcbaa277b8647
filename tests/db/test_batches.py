from __future__ import annotations

from datetime import timedelta

from db.store import SqlStore
from stance.analysis.wordings.finder import compile_finder
from stance.loading.statements import plan_statements, wanted_by
from tests.db.planted import AT, batch, said


def test_loads_are_listed_by_when_they_began_though_a_later_one_ended_first(
    store: SqlStore,
) -> None:
    for name, minutes in (("second", 2), ("first", 1), ("third", 2)):
        drafts = [said(name)]
        store.load(
            batch(name, AT + timedelta(minutes=minutes)),
            wanted_by(drafts),
            lambda facts, drafts=drafts: plan_statements(drafts, facts, compile_finder),
        )
    assert [each.file_name for each in store.batches()] == ["first", "second", "third"]
