"""Statements typed and edited by hand, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from stance.editing.statements import edit_statement, type_statement
from stance.records import Entry, StatementQuery
from stance.store import Store
from tests.db.planted import AT

ALL = StatementQuery()
TYPED = {
    "date": "2003-06",
    "actor": "China",
    "issue": "Crossings",
    "text": "A humane matter.",
    "speaker": "Liu Jianchao",
    "source_url": "https://www.example.org/a",
    "tags": "scope:border; read:page",
}


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def typed(store: Store, **cells: str) -> str:
    return type_statement(store, TYPED | cells, by="ann", at=AT)


def edited(store: Store, id_: str, *, by: str = "ann", based_on: str = "", **cells: str) -> bool:
    return edit_statement(
        store, id_, cells, based_on=based_on, by=by, at=later(1), is_new_issue=True
    )


def deeds(store: Store, id_: str) -> list[tuple[str, str]]:
    return [(change.deed.value, change.who) for change in store.history(id_)]


def dump(store: Store) -> list[Entry]:
    return list(store.statements(ALL))


def is_sound(store: Store) -> bool:
    return list(store.broken_hashes()) == []
