"""XLSX, XLS and ODS: read in a process of its own, which may fail without harm."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from stance.errors import FileRefused, listed
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.headers import is_whole, n_known, our_name
from stance.files.reading.tables import Row, Rows, Table, shown
from stance.phrases import Phrase, Sentence
from stance.records import Problem

MEGABYTE = 1024 * 1024
MOST_MEMORY = 300 * MEGABYTE
"""What the reading process may take beyond its start, and three times the file's size more."""

MOST_SECONDS = 10
"""How long it may take, and a second more for every two megabytes of the file."""

_MODULE = "stance.files.sheets.child"
_READERS = {"python_calamine": "python-calamine", "xlrd": "xlrd"}
_OUT_OF_MEMORY = 3
_SAVE_AS_CSV = "Save the sheet as CSV and load that."
_N_HEADER_ROWS = 20
_FEWEST_NAMES = 3


@dataclass(frozen=True, slots=True)
class _Output:
    """What the reading process wrote: its head, and where the rows after it begin."""

    head: dict[str, Any]
    content: bytes
    start: int

    def rows(self) -> Iterator[tuple[int, list[str], dict[int, str]]]:
        """Yield each row's number, its cells, and what is wrong with them by place."""
        at = self.start
        while at < len(self.content):
            end = self.content.index(b"\n", at)
            number, cells, faults = _parsed(self.content[at:end])
            yield number, cells, {int(place): reason for place, reason in faults.items()}
            at = end + 1


def read_spreadsheet(format_: str, content: bytes, options: ReadOptions) -> Table:
    """Read one sheet of a workbook; raise FileRefused where it cannot be read within limits."""
    renames = options.renames
    try:
        with tempfile.TemporaryDirectory(prefix="stance-", ignore_cleanup_errors=True) as folder:
            # The reader goes by the end of a file's name.
            path = Path(folder, f"workbook.{format_}")
            path.write_bytes(content)
            output, notes = _chosen_sheet(path, options.sheet, renames)
    except OSError as error:
        reason = f"a spreadsheet is read from a temporary copy, and that failed: {error.strerror}."
        raise FileRefused(f"{reason} Is there room in the folder for temporary files?") from error
    number, header, n_above = _header(output, renames)
    if n_above:
        notes.append(f"The header is in row {number}; what stands above it is not read.")
    if output.head["is_merged"]:
        notes.append("What stands in a merged cell is read in every row that the cell covers.")
    if output.head["has_dates_without_day"]:
        told = "Date cells that show no day and hold the first of a month are read as the month "
        notes.append(f"{told}or year they show.")
    names = [our_name(name, renames) for name in header]
    return Table(
        header=tuple(header),
        rows=Rows(partial(_rows, output, names, number)),
        header_line=number,
        notes=tuple(notes),
        may_be_guarded=False,
        has_decimal_comma=True,
        sheet=output.head["sheet"],
        sheets=tuple(output.head["sheets"]),
    )


# --- which sheet, which header -----------------------------------------------------------


def _chosen_sheet(path: Path, sheet: str, renames: Mapping[str, str]) -> tuple[_Output, list[str]]:
    """Read the sheet that is asked for, or the one that looks like ours."""
    output = _read(path, sheet)
    if "sheet" in output.head:
        return output, []
    names = output.head["sheets"]
    fits = {
        name: max((_fit(cells, renames) for _, cells, _ in rows), default=_NO_FIT)
        for name, rows in output.head["firsts"].items()
    }
    chosen = max(fits, key=lambda name: fits[name])
    note: str = f"The sheet {shown(chosen)} is read, of: {listed(names)}."
    others = [name for name, (is_complete, _) in fits.items() if is_complete and name != chosen]
    if others:
        also = f" Also with our columns: {listed(others)}. "
        note = Sentence(note, also, Phrase.LOAD_EACH_SHEET)
    return _read(path, chosen), [note]


_NO_FIT = (False, 0)


def _fit(cells: Sequence[str], renames: Mapping[str, str]) -> tuple[bool, int]:
    """Say how much a row looks like a header of ours; one word of ours may be any cell."""
    n = n_known(cells, renames)
    return (is_whole(cells, renames), n) if n >= _FEWEST_NAMES else _NO_FIT


def _header(output: _Output, renames: Mapping[str, str]) -> tuple[int, list[str], int]:
    """Find the header: of the first rows the one with most names of ours; and what is above."""
    firsts = [row for row, _ in zip(output.rows(), range(_N_HEADER_ROWS), strict=False)]
    name = output.head["sheet"]
    if not firsts:
        reason = f"the sheet {shown(name)} is empty: it needs a header and rows."
        others = [other for other in output.head["sheets"] if other != name]
        if others:
            reason = Sentence(reason, " ", Phrase.ANOTHER_SHEET, sheets=listed(others))
        raise FileRefused(reason, line=1)
    at = _header_place([cells for _, cells, _ in firsts], renames)
    number, cells, faults = firsts[at]
    if faults:
        place, reason = next(iter(faults.items()))
        raise FileRefused(reason, line=number, column=column_letters(place))
    return number, cells, at


def _header_place(rows: Sequence[Sequence[str]], renames: Mapping[str, str]) -> int:
    fits = [_fit(cells, renames) for cells in rows]
    if max(fits) > _NO_FIT:
        return fits.index(max(fits))
    # With names that are not ours, titles above a header are told by how few cells they fill.
    n_filled = [sum(map(bool, cells)) for cells in rows]
    return next(at for at, n in enumerate(n_filled) if 2 * n >= max(n_filled))


# --- rows --------------------------------------------------------------------------------


def _rows(output: _Output, names: Sequence[str], header_row: int) -> Iterator[Row]:
    """Yield the rows below the header."""
    n_columns = len(names)
    called = {at: name for at, name in enumerate(names) if name}
    for number, cells, faults in output.rows():
        if number <= header_row or not (faults or any(map(str.strip, cells))):
            continue
        problems = [
            Problem(number, called.get(place) or column_letters(place), reason)
            for place, reason in faults.items()
        ]
        if len(cells) <= n_columns:
            yield Row(number, tuple(cells) + ("",) * (n_columns - len(cells)), tuple(problems))
            continue
        place = next(at for at in range(n_columns, len(cells)) if cells[at])
        letters = column_letters(place)
        where = f"column {letters}, which has no name in the header"
        reason = f"{shown(cells[place])} stands in {where}. Name the column or empty the cell."
        problems.append(Problem(number, letters, reason))
        yield Row(number, (), tuple(problems), raw=tuple(cells))


def column_letters(place: int) -> str:
    """Return a column's name as a spreadsheet shows it: A, B, ..., Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- the process -------------------------------------------------------------------------


def _read(path: Path, sheet: str) -> _Output:
    """Run the reading process to its end, whatever that is: rows or one sentence."""
    # A file of a few hundred bytes can ask for more memory than there is, and the reader of
    # workbooks then takes its whole process with it: so it runs alone, and under limits.
    size = path.stat().st_size
    seconds = MOST_SECONDS + size // (2 * MEGABYTE)
    n_bytes = MOST_MEMORY + 3 * size
    arguments = [str(path), sheet, str(seconds), str(n_bytes)]
    command = [sys.executable, "-S", "-P", "-m", _MODULE, *arguments]
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603 (our own module, and no shell)
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": _import_path()},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_slow(seconds) from error
        if done.returncode:
            raise _failed(done.returncode, seconds, n_bytes)
        out.seek(0)
        content = out.read()
    start = content.find(b"\n") + 1
    head = _parsed(content[:start])
    if "refused" in head:
        raise FileRefused(head["refused"])
    return _Output(head, content, start)


def _import_path() -> str:
    """Return where the process finds our module and the readers, and nothing else."""
    folders = [str(Path(__file__).parents[3])]
    for module, package in _READERS.items():
        reader = importlib.util.find_spec(module)
        if reader is None or reader.origin is None:
            raise FileRefused(f"spreadsheets need the package {package}. {_SAVE_AS_CSV}")
        folders.append(str(Path(reader.origin).parents[1]))
    return os.pathsep.join(folders)


def _failed(code: int, seconds: int, n_bytes: int) -> FileRefused:
    if code in (-signal.SIGKILL, -getattr(signal, "SIGXCPU", 0)):
        return _too_slow(seconds)
    if code in (_OUT_OF_MEMORY, -signal.SIGABRT):
        reason = f"reading the sheet takes more than {n_bytes // MEGABYTE} MB of memory"
        why = "as it does where a cell stands far away from the others"
        return FileRefused(f"{reason}, {why}. {_SAVE_AS_CSV}")
    return FileRefused(f"the spreadsheet cannot be read; it may be damaged. {_SAVE_AS_CSV}")


def _too_slow(seconds: int) -> FileRefused:
    return FileRefused(f"reading the sheet takes more than {seconds} seconds. {_SAVE_AS_CSV}")


def _parsed(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))
