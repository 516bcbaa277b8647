"""XLSX that opens anywhere: every text typed as text, so that no cell can start a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import IO, Any

from stance.errors import ExportRefused
from stance.files.writing.tables import Rows, Value, made_whole, no_notes, number

MOST_ROWS = 1_048_576
"""The rows of a sheet, its header among them."""

MOST_CHARACTERS = 32_767
"""The longest cell of a spreadsheet, counted as spreadsheets do: in UTF-16 units."""

_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands for the moment of making, so that the same table gives the same file."""

# The library writes what XML cannot hold as `_xHHHH_`, as spreadsheets do, and escapes a text
# that looks so. Readers leave the escapes of these two alone: a text with one would be mistaken.
_LOOKS_UNDECODED = re.compile("_xFFF[EF]_", re.IGNORECASE)
_COLUMN_WIDTH = 16
_CURE = "Export CSV instead, which has no such limit."


def write_xlsx(
    columns: Sequence[str], rows: Rows, *, excel: bool = False, notes: Mapping[str, str] = no_notes
) -> Iterator[bytes]:
    """Yield a table as a workbook, with the notes among its properties."""
    del excel
    return made_whole(lambda file: _write(file, columns, rows, notes))


def _write(file: IO[bytes], columns: Sequence[str], rows: Rows, notes: Mapping[str, str]) -> None:
    # Only this format needs it, and other commands should not wait for it.
    from xlsxwriter import Workbook  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    with TemporaryDirectory(prefix="stance-") as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder})
        book.use_zip64()
        sheet = book.add_worksheet(notes.get("what", "table")[:31])
        told = "\n".join(f"{name}: {value}" for name, value in notes.items())
        book.set_properties({"created": _MADE, "comments": told})
        try:
            _fill(sheet, book.add_format({"bold": True}), columns, rows)
            book.close()
        except FileCreateError as problem:
            raise problem.args[0] from None
        finally:
            # A workbook that is given up keeps it open; closing writes, which a full disk refuses.
            with suppress(OSError):
                sheet.row_data_fh.close()


def _fill(sheet: Any, bold: Any, columns: Sequence[str], rows: Rows) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, _COLUMN_WIDTH)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, bold)
    for line, row in enumerate(rows, start=1):
        if line >= MOST_ROWS:
            held = f"The table has more rows than the {MOST_ROWS:,} of a spreadsheet"
            raise ExportRefused(f"{held}. {_CURE}")
        _write_row(sheet, line, columns, row)


def _write_row(sheet: Any, line: int, columns: Sequence[str], row: Sequence[Value]) -> None:
    for at, value in enumerate(row):
        if isinstance(value, str):
            if value:
                _refuse_unreadable(value, line, columns[at], row)
                sheet.write_string(line, at, value)
        elif value is not None:
            written = number(value)
            if written is not None:
                exact = _Exact(written) if isinstance(written, float) else written
                sheet.write_number(line, at, exact)


class _Exact(float):
    """A number written with all its digits, where the library would round at the sixteenth."""

    def __format__(self, _spec: str) -> str:
        return float.__repr__(self)


def _refuse_unreadable(text: str, line: int, column: str, row: Sequence[Value]) -> None:
    if len(text) > MOST_CHARACTERS // 2:
        n_units = len(text.encode("utf-16-le")) // 2
        if n_units > MOST_CHARACTERS:
            held = f"{n_units:,} characters, and a spreadsheet's cell holds {MOST_CHARACTERS:,}"
            raise ExportRefused(f"{_named(line, column, row)} has {held}. {_CURE}")
    if "_" in text and _LOOKS_UNDECODED.search(text):
        why = "holds _xFFFE_ or _xFFFF_, which a spreadsheet takes for a character"
        raise ExportRefused(f"{_named(line, column, row)} {why}. {_CURE}")


def _named(line: int, column: str, row: Sequence[Value]) -> str:
    """Name a cell by the text that tells its row apart: a statement's id where there is one."""
    addresses = (cell for cell in reversed(row) if str(cell).startswith("/statement/"))
    return f"The {column} of {next(addresses, f'row {line + 1}')}"
