"""Copies taken while other processes write hold every load whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from db.store import SqlStore
from stance.loading.copies import copy_of, fill_from
from stance.records import StatementQuery
from tests.conftest import NewStore, Open
from tests.dashboard.demo import ROOT
from tests.db import crowd
from tests.db.planted import apply, codebook, load, said

_MOST_COPIES = 6


def started(store: SqlStore, *names: str) -> list[subprocess.Popen[str]]:
    """Start writers, and let them go when all are ready."""
    url = store._engines.url.render_as_string(hide_password=False)
    writers = [
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.db.crowd", url, name],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in names
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return writers


def check_every_load_is_whole(copy: SqlStore) -> None:
    """Hold what a copy has of each writer's loads against what such a load brings."""
    assert list(copy.broken_hashes()) == []
    entries = list(copy.statements(StatementQuery()))
    by_load = Counter(entry.statement.id.rpartition("-")[0] for entry in entries)
    names = [batch.file_name for batch in copy.batches() if "-" in batch.file_name]
    for name in names:
        assert by_load[name] == crowd.N_ROWS + 1
    own = {name for name in by_load if name.startswith(("ann-", "bob-"))}
    assert own == set(names)
    versions = copy.codebook_versions("crossings")
    assert {entry.codebook_version for entry in entries} == {versions[-1].version}


def test_copies_backups_and_checks_hold_while_two_processes_write(
    store: SqlStore, new_store: NewStore, tmp_path: Path, opened: Open
) -> None:
    apply(store, codebook())
    load(store, said("first"))
    writers = started(store, "ann", "bob")
    zips, backups = [], []
    while any(writer.poll() is None for writer in writers) or not zips:
        assert list(store.broken_hashes()) == []
        if len(zips) < _MOST_COPIES:
            zips.append(tmp_path / f"{len(zips)}.zip")
            zips[-1].write_bytes(b"".join(copy_of(store)))
            if store.is_embedded:
                backups.append(tmp_path / f"{len(backups)}.db")
                store.backup(str(backups[-1]))
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    for path in zips:
        filled = new_store()
        fill_from(filled, path)
        check_every_load_is_whole(filled)
    for path in backups:
        check_every_load_is_whole(opened(f"sqlite:///{path}"))
    check_every_load_is_whole(store)
