"""Loading the same file again in six ways, and loading beside the bare database."""

from __future__ import annotations

import csv
import io
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from flask import Flask

from bench.crowd import crowd_codebook, crowd_csv
from bench.many_writers import AT
from bench.stores import Makers, opened
from db.store import SqlStore
from stance.answers import tables
from stance.files.reading.drafts import ReadOptions
from stance.files.writing import FORMATS
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.web import routes
from stance.web.uploads import Uploads

_N_REPEATED, _N_RACED = 20_000, 100_000
_SHARE = 0.12


def measure_repeats(makers: Makers, small: bool) -> None:
    """Load a file, then again in every guise; each time everything must be a duplicate."""
    n = _N_REPEATED // 10 if small else _N_REPEATED
    content = crowd_csv(random.Random(1), 0, n)  # noqa: S311 (not a secret)
    for database, make in makers.items():
        store = opened(make())
        apply_codebook(store, crowd_codebook().encode(), at=AT)
        load_file(store, content, "crowd.csv", ReadOptions(), at=AT)
        before, last = _statements(store), store.last_change()
        for what, again in _GUISES.items():
            name, guise = again(content)
            result = load_file(store, guise, name, ReadOptions(), at=AT)
            same = _statements(store) == before and store.last_change() == last
            print(
                f"{database:10} {what:20} {result.n_duplicates} duplicates of {n}, "
                f"{result.n_stored} stored, unchanged: {same} (to hold: True)",
                flush=True,
            )
        store.close()


def _statements(store: SqlStore) -> bytes:
    table = tables.export(store, "statements", [])
    return b"".join(FORMATS["csv"].write(table.columns, table.rows))


def _shuffled(content: bytes) -> bytes:
    head, *lines = content.splitlines(keepends=True)
    random.Random(2).shuffle(lines)  # noqa: S311 (not a secret)
    return b"".join((head, *lines))


def _through_http(content: bytes) -> tuple[str, bytes]:
    """Send the file as the page does, and take it from where it waits."""
    server, uploads = Flask("bench"), Uploads()
    store = opened("sqlite:///:memory:")
    routes.register(server, store, uploads)
    headers = {"X-Stance": "upload", "X-File-Name": "crowd.csv"}
    sent = server.test_client().post("/upload", data=content, headers=headers).get_json()
    store.close()
    return uploads.read(sent["token"])


_GUISES: dict[str, Callable[[bytes], tuple[str, bytes]]] = {
    "again": lambda content: ("crowd.csv", content),
    "renamed": lambda content: ("other name.csv", content),
    "shuffled": lambda content: ("crowd.csv", _shuffled(content)),
    "with a byte mark": lambda content: ("crowd.csv", b"\xef\xbb\xbf" + content),
    "with CRLF": lambda content: ("crowd.csv", content.replace(b"\n", b"\r\n")),
    "through the browser": _through_http,
}


def measure_speed(_makers: Makers, small: bool) -> None:
    """Load a file, and put its rows into sqlite3 alone: our own table, and a bare one."""
    n = _N_RACED // 10 if small else _N_RACED
    content = crowd_csv(random.Random(3), 0, n)  # noqa: S311 (not a secret)
    head, *rows = list(csv.reader(io.StringIO(content.decode())))
    with tempfile.TemporaryDirectory() as folder:
        store = _coded(f"sqlite:///{folder}/ours.db")
        begun = time.perf_counter()
        load_file(store, content, "crowd.csv", ReadOptions(), at=AT)
        ours = time.perf_counter() - begun
        store.close()
        with closing(sqlite3.connect(f"{folder}/ours.db")) as full:
            stored = full.execute("SELECT * FROM statement").fetchall()
        _coded(f"sqlite:///{folder}/same.db").close()
        same = _alone(Path(folder) / "same.db", stored)
        with closing(sqlite3.connect(f"{folder}/bare.db")) as bare:
            bare.execute(f"CREATE TABLE statement ({', '.join(head)})")
        plain = _alone(Path(folder) / "bare.db", rows)
    print(f"{n:,} rows read, checked, coded, hashed and loaded: {n / ours:,.0f} rows/s")
    for what, seconds in (("its own table, indexes too", same), ("a bare table of text", plain)):
        told = f"{n / seconds:,.0f} rows/s, so {seconds / ours:.3f} of it"
        print(f"  sqlite3 executemany into {what}: {told} (to hold: {_SHARE})")


def _coded(url: str) -> SqlStore:
    store = opened(url)
    apply_codebook(store, crowd_codebook().encode(), at=AT)
    return store


def _alone(path: Path, rows: Sequence[Sequence[object]]) -> float:
    """Return how long sqlite3 takes to store these rows in one transaction."""
    marks = ", ".join("?" * len(rows[0]))
    with closing(sqlite3.connect(path)) as alone:
        begun = time.perf_counter()
        alone.executemany(f"INSERT INTO statement VALUES ({marks})", rows)  # noqa: S608 (question marks)
        alone.commit()
        return time.perf_counter() - begun
