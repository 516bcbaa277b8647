"""The rows of a sheet as texts, by the numbers a spreadsheet program shows beside them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from stance.files.sheets.cell_notes import YEAR, CellNote, CellNotes, Fault, Merged

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell of a workbook may hold."""

MOST_DIGITS = 15
"""Spreadsheets keep no more digits of a number."""

_LEFT_ESCAPED = re.compile("_x(FFF[EF])_")
_MIDNIGHT = dt.time()
_CALENDARS_AGREE = dt.date(1900, 3, 1)
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook of any format."""

    name: str
    is_visible: bool
    rows: Callable[[], Iterator[list[Value]]]
    """Yields the values of each row, from the first."""
    notes: Callable[[], CellNotes]
    """Returns what the reader of workbooks does not tell of cells, and the merged cells."""


SheetRow = tuple[int, list[str], dict[int, str]]
"""A row's number, its cells without the empty ones at its end, and faults by column."""


def sheet_rows(rows: Iterator[list[Value]], notes: CellNotes, sort: str) -> Iterator[SheetRow]:
    """Yield every row that is not blank; a merged cell stands in each row that it covers."""
    merged: dict[int, list[Merged]] = {}
    for cell in notes.merged:
        merged.setdefault(cell.first, []).append(cell)
    carried: dict[int, tuple[int, str]] = {}
    number = 0
    for number, values in enumerate(rows, start=1):
        noted = notes.cells.get(number, {})
        texts, faults = _texts(values, sort, noted)
        if texts or faults:
            for column, (last, text) in carried.items():
                if number <= last:
                    texts += [""] * (column + 1 - len(texts))
                    texts[column] = text
            yield number, texts, faults
        for cell in merged.get(number, ()):
            if cell.column < len(texts):
                carried[cell.column] = cell.last, texts[cell.column]
    # The last rows may hold nothing but what cannot be read, and are no rows to the reader.
    for beyond in sorted(row for row in notes.cells if row > number):
        texts, faults = _texts([], sort, notes.cells[beyond])
        if texts or faults:
            yield beyond, texts, faults


def _texts(
    values: list[Value], sort: str, notes: dict[int, CellNote]
) -> tuple[list[str], dict[int, str]]:
    faults: dict[int, str] = {}
    cells = values + [""] * (max(notes) + 1 - len(values)) if notes else values
    texts = []
    for at, value in enumerate(cells):
        text = cell_text(value, sort, notes.get(at))
        if isinstance(text, Fault):
            faults[at] = text.reason
            text = ""
        texts.append(text)
    while texts and not texts[-1]:
        texts.pop()
    return texts, faults


def cell_text(value: Value, sort: str, note: CellNote | None = None) -> str | Fault:
    """Return a cell's text, or why it has none."""
    if isinstance(note, Fault):
        return note
    if note is not None and note.text is not None:
        return note.text
    match value:
        case bool():
            text: str | Fault = "TRUE" if value else "FALSE"
        case int() | float():
            text = _number(value)
        case dt.date():
            text = _date(value, sort, note.precision if note else "")
        case dt.time():
            text = value.isoformat()
        case dt.timedelta():
            text = _duration(value)
        case _:
            text = value
            if sort == "xlsx" and "_xFFF" in value:
                # The reader of workbooks turns every other escape into its character.
                text = _LEFT_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return text


def _number(value: float) -> str | Fault:
    if not math.isfinite(value):
        return Fault("the cell holds no number that can be written. Type it as text.")
    if abs(value) >= 10**MOST_DIGITS:
        return Fault(
            f"a spreadsheet keeps {MOST_DIGITS} digits of a number, and this one has more. "
            "Type it again in a cell formatted as text."
        )
    if value == int(value):
        return str(int(value))
    # The shortest number that is stored alike, never with an exponent.
    return format(Decimal(repr(value)), "f")


def _date(value: dt.date, sort: str, precision: str) -> str | Fault:
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, _MIDNIGHT)
    day = moment.date()
    # ODS writes a date out, the others count its days.
    if sort != "ods" and day < _CALENDARS_AGREE:
        return Fault(
            "spreadsheet programs disagree on dates before 1 March 1900. "
            "Type it as text, such as 1899-12-31."
        )
    if moment.time() != _MIDNIGHT:
        return moment.isoformat()
    # Whoever types "June 2003" gets the first of June, shown without its day.
    if precision == YEAR and (day.month, day.day) == (1, 1):
        return f"{day:%Y}".zfill(4)
    if precision and day.day == 1:
        return day.isoformat()[:7]
    return day.isoformat()


def _duration(value: dt.timedelta) -> str:
    seconds = value.days * _DAY + value.seconds
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
