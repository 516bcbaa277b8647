"""The process that reads one workbook: told a file, it writes rows as JSON lines and ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine as calamine

from stance.files.sheets.archive import check_archive
from stance.files.sheets.cell_notes import CellNotes, Merged
from stance.files.sheets.ods_notes import ods_notes
from stance.files.sheets.refusal import DAMAGED, LOCKED, SheetRefused
from stance.files.sheets.rows import Sheet, Value, sheet_rows
from stance.files.sheets.xlsx_notes import xlsx_notes

N_FIRST = 20
"""How many rows of each sheet are told where the sheet is still to be chosen."""

OUT_OF_MEMORY = 3
"""The exit code where the limit of memory was met."""

MOST_OUTPUT = 512 * 1024 * 1024
"""The most bytes that the rows of a sheet may take."""

_TOO_LONG = (
    f"its cells hold more than {MOST_OUTPUT // 1024**2} MB of text. Save the sheet as CSV, "
    "or load it in parts."
)


def main(arguments: list[str]) -> int:
    """Read the workbook that the arguments (file, sheet, seconds, bytes) name."""
    path, wanted, seconds, n_bytes = arguments
    _limit(int(seconds), int(n_bytes))
    out = sys.stdout.buffer
    try:
        _write(Path(path), wanted, out)
        out.flush()
    except SheetRefused as refused:
        reason = str(refused)
    except calamine.PasswordError:
        reason = LOCKED
    except calamine.CalamineError:
        reason = DAMAGED
    except MemoryError:
        return OUT_OF_MEMORY
    else:
        return 0
    # What was written before the fault was met does not count.
    out.seek(0)
    out.truncate()
    out.write(_line({"refused": reason}))
    return 0


def _limit(seconds: int, n_bytes: int) -> None:
    """Have the system end this process where it takes more than it may."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (not there on Windows)

    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    statm = Path("/proc/self/statm")
    if statm.exists():
        n_pages = int(statm.read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = n_pages * os.sysconf("SC_PAGE_SIZE") + n_bytes
    for limit, most in limits.items():
        # Some systems know a limit and do not let it be set.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _write(path: Path, wanted: str, out: BinaryIO) -> None:
    """Write a head that names the sheets, and then one line a row of the one that is read."""
    sort = check_archive(path)
    sheets = {sheet.name: sheet for sheet in _sheets(path, sort)}
    if not sheets:
        raise SheetRefused("it has no sheet with cells. Save the table as CSV.")
    names = list(sheets)
    chosen = _chosen(names, wanted)
    if not chosen:
        # The head holds the first rows of each, and no rows follow.
        shown = [sheet for sheet in sheets.values() if sheet.is_visible] or sheets.values()
        firsts = {
            sheet.name: list(islice(sheet_rows(sheet.rows(), CellNotes(), sort), N_FIRST))
            for sheet in shown
        }
        out.write(_line({"sheets": names, "firsts": firsts}))
        return
    notes = sheets[chosen].notes()
    head = {
        "sheets": names,
        "sheet": chosen,
        "is_merged": bool(notes.merged),
        "has_dates_without_day": notes.has_dates_without_day,
    }
    n_written = 0
    for row in chain([head], sheet_rows(sheets[chosen].rows(), notes, sort)):
        n_written += out.write(_line(row))
        if n_written > MOST_OUTPUT:
            raise SheetRefused(_TOO_LONG)


def _sheets(path: Path, sort: str) -> list[Sheet]:
    if sort == "xls":
        # xlrd takes 30 ms to import.
        from stance.files.sheets.old_excel import old_excel_sheets  # noqa: PLC0415

        return old_excel_sheets(path)
    book = calamine.CalamineWorkbook.from_path(path)
    notes_of = ods_notes if sort == "ods" else xlsx_notes

    def sheet(name: str, *, is_visible: bool) -> Sheet:
        def rows() -> Iterator[list[Value]]:
            cells = book.get_sheet_by_name(name)
            before: list[Value] = [""] * (cells.start[1] if cells.start else 0)
            return (before + values for values in cells.iter_rows())

        def notes() -> CellNotes:
            found = notes_of(path, name)
            cells = book.get_sheet_by_name(name)
            for (first, column), (last, _) in cells.merged_cell_ranges or ():
                found.put_merged(Merged(first + 1, column, last + 1))
            return found

        return Sheet(name, is_visible, rows, notes)

    return [
        sheet(one.name, is_visible=one.visible == calamine.SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _chosen(names: list[str], wanted: str) -> str:
    """Return the sheet that is to be read; empty where the first rows must show which."""
    if not wanted:
        return names[0] if len(names) == 1 else ""
    if wanted in names:
        return wanted
    # Spreadsheet programs do not let two sheets differ in case only.
    found = [name for name in names if name.casefold() == wanted.casefold()]
    if len(found) != 1:
        listed = ", ".join(repr(name) for name in names[:40])
        raise SheetRefused(f"there is no sheet {wanted[:80]!r}. The sheets are: {listed}.")
    return found[0]


def _line(value: Any) -> bytes:
    # Lone surrogates are left to the rules of the columns to refuse.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
