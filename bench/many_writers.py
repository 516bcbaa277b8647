"""Writers that are killed, that come at once, and that wait for a large load or its undoing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.crowd import crowd_codebook, crowd_csv
from bench.one_editor import N_SHARED
from bench.stores import Makers, opened
from db.store import SqlStore, open_store
from stance.files.reading.drafts import ReadOptions
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.records import StatementQuery
from stance.records.history import Deed

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 1, 1, tzinfo=UTC)

_N_KILLS, _N_KILLED_ROWS = 200, 3_000
_N_WRITERS, _N_EDITS = 4, 500
_N_LOADED, _N_UNDONE = 200_000, 40_000
_IDLE_SECONDS = 5.0
_LONGEST = {"SQLite": 1.0, "PostgreSQL": 0.1}


def load_crowd(store: SqlStore, n: int, *, start: int = 0, name: str = "crowd.csv") -> None:
    """Load so many invented statements as one file."""
    chance = random.Random(start)  # noqa: S311 (not a secret)
    content = crowd_csv(chance, start, n)
    load_file(store, content, name, ReadOptions(), at=AT)


# --- kills -------------------------------------------------------------------------------


def measure_kills(makers: Makers, small: bool) -> None:
    """Kill a load at random moments; whatever is left half done is counted."""
    n_kills = 20 if small else _N_KILLS
    for database, make in makers.items():
        chance = random.Random(5)  # noqa: S311 (not a secret)
        url = make()
        _close(_prepared(url))
        begun = time.perf_counter()
        _close(_loaded(make()))
        lasts = time.perf_counter() - begun
        n_partial = n_whole = 0
        for _ in range(n_kills):
            _kill_a_load(url, chance.uniform(0, lasts))
            n = _state(url)
            n_partial += n not in (0, _N_KILLED_ROWS)
            if n:
                n_whole += n == _N_KILLED_ROWS
                url = make()
                _close(_prepared(url))
        print(
            f"{database:10} {n_kills} kills within {lasts:.2f} s: {n_partial} partial loads "
            f"(to hold: 0), {n_whole} were done already",
            flush=True,
        )


def _prepared(url: str) -> SqlStore:
    store = opened(url)
    apply_codebook(store, crowd_codebook().encode(), at=AT)
    return store


def _loaded(url: str) -> SqlStore:
    store = _prepared(url)
    load_crowd(store, _N_KILLED_ROWS)
    return store


def _close(store: SqlStore) -> None:
    store.close()


def _kill_a_load(url: str, moment: float) -> None:
    child = os.fork()
    if child == 0:
        load_crowd(open_store(url), _N_KILLED_ROWS)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _state(url: str) -> int:
    """Count the statements; -1 where the store contradicts itself."""
    store = open_store(url)
    # One snapshot: PostgreSQL may still be committing for a client that is dead.
    with store.contents() as whole:
        n_told = sum(batch.n_stored for batch in whole.batches)
        sound = [
            kept.entry.statement.content_hash == kept.content_hash for kept in whole.statements
        ]
    store.close()
    return len(sound) if len(sound) == n_told and all(sound) else -1


# --- crowds ------------------------------------------------------------------------------


def measure_crowd(makers: Makers, small: bool) -> None:
    """Let several persons edit the same statements at once; edits that are lost are counted."""
    n_edits = _N_EDITS // 10 if small else _N_EDITS
    for database, make in makers.items():
        url = make()
        store = _prepared(url)
        load_crowd(store, N_SHARED)
        names = [f"Writer {number}" for number in range(_N_WRITERS)]
        editors = [
            _started(url, name, str(n_edits), str(seed), program="bench.one_editor")
            for seed, name in enumerate(names)
        ]
        begun = time.perf_counter()
        for editor in editors:
            _go(editor)
        told = [json.loads(editor.communicate()[0]) for editor in editors]
        seconds = time.perf_counter() - begun
        wanted = sorted(f"{name} {number}" for name in names for number in range(n_edits))
        entries = list(store.statements(StatementQuery()))
        lines = sorted(line for e in entries for line in e.statement.note.splitlines())
        n_told = sum(
            change.deed is Deed.EDIT for e in entries for change in store.history(e.statement.id)
        )
        refused = [sentence for one in told for sentence in one["refused"]]
        print(
            f"{database:10} {_N_WRITERS} processes x {n_edits} edits of {N_SHARED} statements in "
            f"{seconds:.1f} s: {len(lines)} lines kept, each once: {lines == wanted} (to hold: "
            f"{len(wanted)}, True), {n_told} in the history, overtaken "
            f"{sum(one['overtaken'] for one in told)} times, refused: {refused[:1] or 0} "
            f"(to hold: 0), longest {max(one['longest'] for one in told):.2f} s",
            flush=True,
        )
        store.close()


def _started(*arguments: str, program: str = "bench.one_writer") -> subprocess.Popen[str]:
    writer = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None  # noqa: S101 (for the type checker)
    writer.stdout.readline()
    return writer


def _go(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None  # noqa: S101 (for the type checker)
    writer.stdin.write("go\n")
    writer.stdin.flush()


# --- locks -------------------------------------------------------------------------------


def measure_locks(makers: Makers, small: bool) -> None:
    """Save beside a large load, its undoing and its return; the longest save is what counts.

    The first line is what the machine itself makes of a save, with nothing beside it.
    """
    scale = 10 if small else 1
    for database, make in makers.items():
        url = make()
        store = _prepared(url)
        for what, work in _works(store, _N_LOADED // scale, _N_UNDONE // scale).items():
            with _saving(url) as told:
                begun = time.perf_counter()
                work()
                seconds = time.perf_counter() - begun
            print(
                f"{database:10} {what:24} {seconds:6.1f} s: longest save "
                f"{told[0]['longest']:.3f} s of {told[0]['saved']} (to hold: "
                f"{_LONGEST[database]} s), refused {len(told[0]['refused'])}",
                flush=True,
            )
        store.close()


def _works(store: SqlStore, n_loaded: int, n_undone: int) -> dict[str, Callable[[], object]]:
    return {
        "nothing": lambda: time.sleep(_IDLE_SECONDS),
        f"load of {n_loaded:,} rows": lambda: load_crowd(store, n_loaded),
        f"load of {n_undone:,} more": lambda: load_crowd(store, n_undone, start=n_loaded),
        f"undo of {n_undone:,} rows": lambda: store.undo(2, at=AT),
        f"bringing back {n_undone:,} rows": lambda: store.bring_back_load(2, at=AT),
    }


@contextmanager
def _saving(url: str) -> Iterator[list[dict[str, Any]]]:
    """Let another process save all the time; what it tells is there at the end."""
    told: list[dict[str, Any]] = []
    writer = _started(url)
    _go(writer)
    yield told
    told.append(json.loads(writer.communicate()[0]))
