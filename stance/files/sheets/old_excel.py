"""The sheets of old Excel workbooks (.xls), read with xlrd."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import xlrd

from stance.files.sheets.cell_notes import CellNotes, Fault, Merged, Shown
from stance.files.sheets.refusal import DAMAGED, LOCKED, SheetRefused
from stance.files.sheets.rows import Sheet, Value
from stance.files.sheets.xlsx_notes import precision_shown

# xlrd has one exception for every reason, so only its words tell a locked file.
_ENCRYPTED = "Workbook is encrypted"
_IS_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DAY = 24 * 60 * 60 * 1000


def old_excel_sheets(path: Path) -> list[Sheet]:
    """Return the worksheets of a workbook; raise SheetRefused where it is locked or damaged."""
    # What xlrd prints must not get among the rows, which go to standard output.
    with redirect_stdout(sys.stderr):
        try:
            # Without formatting_info it tells neither merged cells nor the formats of dates.
            book = xlrd.open_workbook(path, sys.stderr, formatting_info=True, ragged_rows=True)
        except MemoryError:
            raise
        except Exception as error:
            # A damaged file can make it fail in any way: IndexError, AssertionError, struct.error.
            raise SheetRefused(LOCKED if str(error) == _ENCRYPTED else DAMAGED) from error
    return [
        Sheet(str(one.name), not one.visibility, partial(_rows, one), partial(_notes, one))
        for one in book.sheets()
    ]


def _notes(sheet: xlrd.sheet.Sheet) -> CellNotes:
    """Note cells that show an error or a date without its day, and merged cells."""
    notes = CellNotes()
    for first, end, column, _ in sheet.merged_cells:
        notes.put_merged(Merged(first + 1, column, end))
    for row, cells in enumerate(sheet.get_rows(), start=1):
        for column, cell in enumerate(cells):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                shown = xlrd.error_text_from_code.get(cell.value, "")
                notes.put(row, column, Fault.of_error(shown))
            elif cell.ctype == xlrd.XL_CELL_DATE:
                precision = precision_shown(_format(sheet.book, cell))
                if precision:
                    notes.put(row, column, Shown(precision))
    return notes


def _rows(sheet: xlrd.sheet.Sheet) -> Iterator[list[Value]]:
    for cells in sheet.get_rows():
        yield [_value(sheet.book, cell) for cell in cells]


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Value:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, _format(book, cell), book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    value: Value = cell.value
    return value


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _moment(days: float, number_format: str, datemode: int) -> Value:
    """Return the day, time or duration of a number, or the number where it stands for none."""
    try:
        if _IS_DURATION.search(number_format):
            return dt.timedelta(milliseconds=round(days * _DAY))
        moment = xlrd.xldate_as_datetime(days, datemode)
    except (ValueError, OverflowError):
        return days
    value: Value = moment.time() if 0 <= days < 1 else moment
    return value
