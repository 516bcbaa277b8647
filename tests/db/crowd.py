"""Run as a program: one of several that load, code and edit in the same store at once."""

from __future__ import annotations

import sys

from db.store import open_store
from stance.records import Actor
from tests.db.planted import apply, code, codebook, load, said

N_LOADS = 8
N_ROWS = 8


def main(url: str, name: str) -> None:
    """Write in turn what only this one writes and what all write."""
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    sys.stdin.readline()
    store = open_store(url)
    for number in range(N_LOADS):
        own = [said(f"{name}-{number}-{row}", actor=f"{name} {row % 2}") for row in range(N_ROWS)]
        report = said(f"{name}-{number}-r", link=("reports", "first"))
        load(store, *own, report, said(f"both-{number}"), name=f"{name}-{number}")
        code(store, ("first", f"{name}-{number}", "humane"))
        store.save_actor(Actor(f"Edited {name}", aliases=(f"{name} alias {number}",)))
        if number % 4 == 0:
            apply(store, codebook({"illegal": ("illegal*",), "humane": (name, str(number))}))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
