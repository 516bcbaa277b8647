"""Run as a program: one of several persons who edit the same statements; prints how it went.

`URL NAME N SEED`: adds so many lines, each to the note of some statement, and reads again where
somebody else was faster.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime
from itertools import count

from db.store import SqlStore, open_store
from stance.editing.statements import edit_statement
from stance.errors import Overtaken, StanceError
from stance.records.history import state_of

N_SHARED = 40
"""How many statements all of them edit: few enough that they meet."""

AT = datetime(2026, 1, 1, tzinfo=UTC)


def main(url: str, name: str, n: str, seed: str) -> None:
    """Edit as told."""
    store, chance = open_store(url), random.Random(int(seed))  # noqa: S311 (not a secret)
    print("ready", flush=True)
    sys.stdin.readline()
    longest, n_overtaken, refusals = 0.0, 0, []
    for number in range(int(n)):
        begun = time.perf_counter()
        try:
            n_overtaken += _add_line(store, f"c-{chance.randrange(N_SHARED)}", name, number)
        except StanceError as problem:
            refusals.append(str(problem))
        longest = max(longest, time.perf_counter() - begun)
    store.close()
    print(json.dumps({"longest": longest, "refused": refusals, "overtaken": n_overtaken}))


def _add_line(store: SqlStore, id_: str, name: str, number: int) -> int:
    """Save one line more; return how often somebody else was faster."""
    for n_overtaken in count():
        entry = store.statement(id_)
        note = f"{entry.statement.note}{name} {number}\n"
        based_on = state_of(entry).fingerprint
        try:
            edit_statement(store, id_, {"note": note}, based_on=based_on, by=name, at=AT)
        except Overtaken:
            continue
        return n_overtaken
    return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
