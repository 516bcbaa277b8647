"""Foreign spellings of dates, each read as exactly one partial date or refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stance.errors import BadDate
from stance.files.reading.month_names import month_of, refusal
from stance.phrases import Phrase, Sentence
from stance.records.dates import PartialDate

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"
ORDERS = {DAY_FIRST: "day first", MONTH_FIRST: "month first"}

_OURS = re.compile(r"[\d/~-]+", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|(?P<ahead>[+-])(?P<zone>\d{2})(?::?(?P<rest>\d{2}))?))?"
_MOMENT = re.compile(rf"(?P<day>[^T:]+?)(?:T| |, ){_TIME}{_ZONE}", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})(?:-?([1-7]))?", re.ASCII)
_CIRCA = re.compile(r"(?:circa|approx\.?|about|around|ca?\.?|um|vers|hacia) ?(?=\d)", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})", re.ASCII)

_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?: of| de)?"
_YEAR = r"\.?,?(?: de| del)?[ /-]*(\d{4})"
_NAME = r"([^\W\d_]+)"
# What is the same in every order, and which groups are year, month and day (0: it has none).
_SPELLINGS = (
    (re.compile(r"([12]\d{3})(\d{2})(\d{2})", re.ASCII), 1, 2, 3),
    (re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?", re.ASCII), 1, 3, 4),
    # The year as in the first: 6.4711 is more likely a number than a month of the year 4711.
    (re.compile(r"(\d{1,2})([-/.]) ?([12]\d{3})", re.ASCII), 3, 1, 0),
    (re.compile(r"(\d{4})[年년] ?(?:(\d\d?)[月월] ?(?:(\d\d?)[日일號号]?)?)?", re.ASCII), 1, 2, 3),
    (re.compile(_DAY + r"[ ./-]*" + _NAME + _YEAR), 3, 2, 1),
    (re.compile(_NAME + r"\.?[ -]*(\d{1,2})(?:st|nd|rd|th)?,? *[ ,-](\d{4})"), 3, 1, 2),
    (re.compile(_NAME + _YEAR), 2, 1, 0),
    (re.compile(r"(\d{4})[ /-]" + _NAME + r"\.?(?:[ /-](\d{1,2}))?"), 1, 2, 3),
)


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How a file writes 03/04/2003: `order` is empty where nothing shows it."""

    order: str = ""
    is_named: bool = False
    """Whether the analyst chose; then the lines do not matter."""
    # The first lines that prove one order; 0: no line does.
    day_first_line: int = 0
    month_first_line: int = 0
    n_open: int = 0

    @property
    def note(self) -> str:
        """A sentence for the report; empty where the file has no such dates."""
        if self.order and not self.is_named:
            line = self.day_first_line or self.month_first_line
            return f"Dates are read {ORDERS[self.order]}, as line {line} proves."
        if self.n_open and not self.order:
            dates = "1 date" if self.n_open == 1 else f"{self.n_open} dates"
            return f"{dates} could be day first or month first, and no line shows which."
        return ""


def find_order(cells: Iterable[tuple[int, str]], named: str = "") -> DayOrder:
    """Find the order that the dates of a file (line, cell) prove, unless it is named."""
    if named:
        return DayOrder(named, is_named=True)
    lines = {DAY_FIRST: 0, MONTH_FIRST: 0}
    n_open = 0
    for line, text in cells:
        if text[:4].isdigit():
            # The year stands first: no order can be seen in it. Most dates are so.
            continue
        order = _order_shown(text)
        n_open += order == "open"
        if order in lines and not lines[order]:
            lines[order] = line
    proven = [order for order, line in lines.items() if line]
    order = proven[0] if len(proven) == 1 else ""
    return DayOrder(
        order, day_first_line=lines[DAY_FIRST], month_first_line=lines[MONTH_FIRST], n_open=n_open
    )


def read_date(text: str, order: DayOrder = DayOrder()) -> PartialDate:
    """Read a date in any documented spelling; raise BadDate with the reason otherwise."""
    if _OURS.fullmatch(text) and (found := _in_our_spelling(text)):
        return found
    plain = _plain(text)
    if found := _in_our_spelling(plain):
        return found
    body = _CIRCA.sub("", plain, count=1)
    found = _calendar_day(body, text) or _by_numbers(body, text, order)
    if found is None:
        raise BadDate(text[:60], refusal(plain))
    if body != plain and not found.is_approximate:
        return PartialDate.parse(f"{found.text}~")
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def _in_our_spelling(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except BadDate:
        return None


def _calendar_day(plain: str, whole: str) -> PartialDate | None:
    """Read a date whose spelling alone says what is day and what is month."""
    if ours := _in_our_spelling(plain):
        return ours
    if moment := _MOMENT.fullmatch(plain):
        # The calendar day that is written counts, whatever the time zone.
        _check_time(moment, whole)
        plain = moment["day"]
    if week := _WEEK.fullmatch(plain):
        return _week(week, whole)
    for pattern, *groups in _SPELLINGS:
        if found := pattern.fullmatch(plain):
            year, written, day = (found[group] if group else None for group in groups)
            month = month_of(written) if written else None
            # A word in the month's place may be none; 2003年 has nothing there.
            if month is not None or not written:
                return _partial(f"{year}", month, day, whole)
    return None


def _partial(year: str, month: int | None, day: str | None, whole: str) -> PartialDate:
    text = year if month is None else f"{year}-{month:02}"
    if day:
        text += f"-{int(day):02}"
    try:
        return PartialDate.parse(text)
    except BadDate:
        what = "day" if day else "month"
        raise BadDate(whole[:60], f"there is no {what} {text}") from None


def _week(week: re.Match[str], whole: str) -> PartialDate:
    year, number, day = (int(part) if part else 0 for part in week.groups())
    try:
        first = date.fromisocalendar(year, number, day or 1)
        last = first if day else first + timedelta(days=6)
    except (ValueError, OverflowError):
        raise BadDate(whole[:60], f"{year:04} has no such week") from None
    return PartialDate.parse(f"{first}" if day else f"{first}/{last}")


def _check_time(moment: re.Match[str], whole: str) -> None:
    hour, minute, second = (int(moment[part] or 0) for part in ("hour", "minute", "second"))
    # Midnight may be written 24:00 and a leap second 60; both belong to the day written.
    is_midnight = hour == 24 and minute == second == 0
    if not (hour < 24 or is_midnight) or minute > 59 or second > 60:
        raise BadDate(whole[:60], "there is no such time of day")
    # From Baker Island, twelve hours behind, to Kiribati, fourteen ahead.
    zone, rest = int(moment["zone"] or 0), int(moment["rest"] or 0)
    if rest > 59 or zone * 60 + rest > (840 if moment["ahead"] == "+" else 720):
        raise BadDate(whole[:60], "no place is that far from UTC")


# --- day first or month first ------------------------------------------------------------


def _two_numbers(plain: str) -> tuple[int, int, str] | None:
    """Return the two leading numbers and the year of 03/04/2003, whatever their order."""
    if moment := _MOMENT.fullmatch(plain):
        plain = moment["day"]
    found = _NUMBERS.fullmatch(plain)
    return (int(found[1]), int(found[3]), found[4]) if found else None


def _order_shown(text: str) -> str:
    """Return the only order in which a date makes sense; "open" where two do, else empty."""
    numbers = _two_numbers(_plain(text))
    if numbers is None:
        return ""
    one, two, year = numbers
    makes_sense = {
        DAY_FIRST: _in_our_spelling(f"{year}-{two:02}-{one:02}"),
        MONTH_FIRST: _in_our_spelling(f"{year}-{one:02}-{two:02}"),
    }
    orders = [order for order, read in makes_sense.items() if read]
    if len(orders) == 2:
        return "" if one == two else "open"
    return orders[0] if orders else ""


def _by_numbers(plain: str, whole: str, order: DayOrder) -> PartialDate | None:
    numbers = _two_numbers(plain)
    if numbers is None:
        return None
    one, two, year = numbers
    if one == two and one <= 12:
        return _partial(year, one, str(one), whole)
    if not order.order:
        raise BadDate(whole[:60], _open_reason(order, one, two))
    day, month = (one, two) if order.order == DAY_FIRST else (two, one)
    if month > 12:
        raise BadDate(whole[:60], f"read {ORDERS[order.order]}, its month would be {month}")
    return _partial(year, month, str(day), whole)


def _open_reason(order: DayOrder, one: int, two: int) -> str:
    if order.day_first_line and order.month_first_line:
        lines = (
            f"line {order.day_first_line} is day first, line {order.month_first_line} month first"
        )
        mixed = f"the file mixes two orders ({lines}); mend it, or "
        return Sentence(mixed, Phrase.NAME_DATE_ORDER)
    if one > 12 < two:
        return "neither number can be a month"
    if not order.n_open:
        # No file was looked at: this date stands alone.
        return f"{one} or {two} may be the day, and nothing here shows which"
    is_open = f"{one} or {two} may be the day, and no line of the file shows which; "
    return Sentence(is_open, Phrase.NAME_DATE_ORDER)
