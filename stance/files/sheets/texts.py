"""One cell's value as text: as it was written, or why it cannot be told."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal

from stance.files.sheets.marks import YEAR, Fault, Mark

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell of a workbook may hold."""

MOST_DIGITS = 15
"""Spreadsheets keep no more digits of a number."""

_LEFT_ESCAPED = re.compile("_x(FFF[EF])_")
_MIDNIGHT = dt.time()
_CALENDARS_AGREE = dt.date(1900, 3, 1)
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Habits:
    """How a format keeps what it holds: dates as counts of days, characters as `_xFFFE_`."""

    counts_days: bool = False
    has_escapes: bool = False


HABITS = {
    "xlsx": Habits(counts_days=True, has_escapes=True),
    "xls": Habits(counts_days=True),
    "ods": Habits(),
}
"""The habits of each format."""


def cell_text(value: Value, habits: Habits, mark: Mark | None = None) -> str | Fault:
    """Return a cell's text, or why it has none."""
    if isinstance(mark, Fault):
        return mark
    if mark is not None and mark.text is not None:
        return mark.text
    if isinstance(value, dt.date):
        return _date(value, habits, mark.precision if mark else "")
    if isinstance(value, str):
        return _unescaped(value) if habits.has_escapes else value
    return _plain(value)


def _unescaped(text: str) -> str:
    # The reader of workbooks turns every other escape into its character.
    return (
        _LEFT_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_xFFF" in text else text
    )


def _plain(value: float | dt.time | dt.timedelta) -> str | Fault:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    return value.isoformat() if isinstance(value, dt.time) else _duration(value)


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


def _date(value: dt.date, habits: Habits, precision: str) -> str | Fault:
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, _MIDNIGHT)
    day = moment.date()
    if habits.counts_days and day < _CALENDARS_AGREE:
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
