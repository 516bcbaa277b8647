"""Every hostile file, each loaded by a process of its own: what became of it, time, memory."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.shared import SHARED
from bench.stores import Makers

ROOT = Path(__file__).parents[1]
HOSTILE = SHARED / "data" / "hostile"
MOST_SECONDS, MOST_MEGABYTES = 10, 300

_PATIENCE = 60
_ROWS = re.compile(r"(\d+) rows?( read)?(,|$)")


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a file: rows stored, duplicate and refused, or a sentence; and its cost."""

    name: str
    rows: tuple[int, ...]
    said: str
    seconds: float
    megabytes: float
    crashed: bool = False

    def __str__(self) -> str:
        told = "stored {} duplicate {} refused {}".format(*self.rows) if self.rows else "refused"
        cost = f"{self.seconds:6.2f} s {self.megabytes:6.0f} MB"
        return f"  {self.name:32.32} {cost}  {told}{': ' if self.said else ''}{self.said:.90}"


def measure_files(_makers: Makers, small: bool) -> None:
    """Load all of them."""
    if not HOSTILE.is_dir():
        print(f"  no hostile files at {HOSTILE}: set STANCE_SHARED")
        return
    generated = list(_generated(small=small))
    for ended, _ in generated:
        print(ended)
    wrong = [ended.name for ended, expected in generated if not _agrees(ended, expected)]
    theirs = sorted((HOSTILE / "calamine" / "tests").glob("*.*"))[: 7 if small else None]
    foreign = [_ended(path) for path in theirs if path.suffix.startswith((".xls", ".ods"))]
    for ended in foreign:
        print(ended)
    every = [*(ended for ended, _ in generated), *foreign]
    crashed = [ended.name for ended in every if ended.crashed]
    print(f"{len(generated)} generated files, against EXPECT.tsv: {wrong or 'all as expected'}")
    print(f"{len(foreign)} spreadsheets of calamine's: read or refused in a sentence")
    print(f"ended without an answer: {crashed or 'none'}  (to hold: none)")
    slow, large = max(one.seconds for one in every), max(one.megabytes for one in every)
    print(
        f"slowest {slow:.2f} s (to hold: {MOST_SECONDS}), largest {large:.0f} MB more "
        f"(to hold: {MOST_MEGABYTES})"
    )


def _generated(*, small: bool) -> Iterator[tuple[Ended, str]]:
    table = HOSTILE / "generated" / "EXPECT.tsv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows[: 7 if small else None]:
        yield _ended(table.parent / row["file"]), row["a good importer"]


def _ended(path: Path) -> Ended:
    command = [sys.executable, "-m", "bench.one_file", str(path)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command, cwd=ROOT, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as problem:
        return Ended(path.name, (), f"no answer: {problem}", _PATIENCE, 0, crashed=True)
    rows = tuple(told.get("rows", ()))
    return Ended(path.name, rows, told["said"], told["seconds"], told["megabytes"])


def _agrees(ended: Ended, expected: str) -> bool:
    """Whether the counts are those that were expected, where the expectation names any.

    What it says beyond counts is asserted file by file in tests/files.
    """
    is_refused = not ended.rows or ended.rows[2] > 0
    if ended.crashed or (expected.startswith("refused") and " or read" not in expected):
        return is_refused and not ended.crashed
    named = _ROWS.match(expected)
    return named is None or (bool(ended.rows) and sum(ended.rows) == int(named[1]))
