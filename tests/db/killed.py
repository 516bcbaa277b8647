"""Run as a program: kills a writer of a store at one moment of its work after another."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count

from sqlalchemy import Engine, event

from db.store import SqlStore, open_store
from stance.records import StatementQuery
from tests.db.planted import apply, codebook, load, said

_DONE, _STRANGE = 0, 3
_WRITES = ("INSERT", "UPDATE", "DELETE")


def load_rows(store: SqlStore) -> None:
    """Load statements with everything that can belong to them, linked to what is there."""
    rows = [
        said(f"k{number}", frames="humane", tags=("a:b",), actor=f"Actor {number % 3}")
        for number in range(40)
    ]
    load(store, *rows, said("report", "2002", link=("reports", "first")))


def apply_next(store: SqlStore) -> None:
    """Apply another version of the codebook."""
    apply(store, codebook({"illegal": ("crossed",), "humane": ("humane",)}))


WORKS: dict[str, Callable[[SqlStore], None]] = {"load": load_rows, "apply": apply_next}


def state(url: str) -> str:
    """Write down everything that a store answers."""
    store = open_store(url)
    every = list(store.statements(StatementQuery()))
    found = (every, store.batches(), store.actors(), store.codebook_versions("crossings"))
    store.close()
    return repr(found)


def kill_at(moment: int) -> None:
    """Kill this process just before its so-many-th step in the tables: a write or a commit."""
    steps = count(1)

    def step() -> None:
        if next(steps) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if text.startswith(_WRITES) and not text.startswith("INSERT INTO stage_"):
            step()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", lambda _connection: step())


def work_in_child(url: str, work: Callable[[SqlStore], None], moment: int) -> int:
    """Do the work in a child that is killed at a moment; return how it ended."""
    child = os.fork()
    if child == 0:
        store = open_store(url)
        kill_at(moment)
        work(store)
        os._exit(_DONE)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(url: str, name: str) -> None:
    """Kill the work later and later; print how often that left the store as it was."""
    before = state(url)
    for moment in count(1):
        ended = work_in_child(url, WORKS[name], moment)
        if ended not in (_DONE, -signal.SIGKILL):
            sys.exit(_STRANGE)
        # Killed behind its last commit, the work is done: the test looks whether it is whole.
        if state(url) != before:
            print(moment - 1)  # noqa: T201 - what the test reads
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
