"""Run as a program: one of several persons who edit the same statements at once."""

from __future__ import annotations

import sys
from itertools import count

from db.store import SqlStore, open_store
from stance.editing.statements import (
    bring_back,
    code_statement,
    discard,
    edit_statement,
    type_statement,
)
from stance.errors import Overtaken
from stance.records.history import state_of
from tests.db.planted import AT

SHARED = "shared"
N_EDITS = 12


def main(url: str, name: str) -> None:
    """Write a line of one's own into the same note, code, type, discard and bring back."""
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    sys.stdin.readline()
    store = open_store(url)
    for number in range(N_EDITS):
        _add_line(store, name, f"{name} {number}")
        code_statement(store, SHARED, [f"{name}-{number}"], stance=None, by=name, at=AT)
        cells = {"date": "2003", "actor": name, "issue": "crossings", "text": f"{number}"}
        id_ = type_statement(store, cells, by=name, at=AT, is_new_actor=True)
        if number % 3 == 0:
            discard(store, id_, by=name, at=AT)
            bring_back(store, id_, by=name, at=AT)
    store.close()


def _add_line(store: SqlStore, name: str, line: str) -> None:
    """Read, add, save; where somebody was faster, read again, as a person would."""
    for _ in count():
        entry = store.statement(SHARED)
        note = f"{entry.statement.note}{line}\n"
        based_on = state_of(entry).fingerprint
        try:
            edit_statement(store, SHARED, {"note": note}, based_on=based_on, by=name, at=AT)
        except Overtaken:
            continue
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
