"""Foreign spellings of dates, each read as exactly one partial date or refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stance.errors import BadDate
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
        raise BadDate(text[:60], _refusal(plain))
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
            month = _month_of(written) if written else None
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
    months_and_days = {DAY_FIRST: f"{two:02}-{one:02}", MONTH_FIRST: f"{one:02}-{two:02}"}
    orders = [
        order for order, rest in months_and_days.items() if _in_our_spelling(f"{year}-{rest}")
    ]
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
        lines = f"line {order.day_first_line} is day first, line {order.month_first_line}"
        mixed = f"the file mixes two orders ({lines} month first); mend it, or "
        return Sentence(mixed, Phrase.NAME_DATE_ORDER)
    if one > 12 < two:
        return "neither number can be a month"
    if not order.n_open:
        # No file was looked at: this date stands alone.
        return f"{one} or {two} may be the day, and nothing here shows which"
    is_open = f"{one} or {two} may be the day, and no line of the file shows which; "
    return Sentence(is_open, Phrase.NAME_DATE_ORDER)


# --- months by name, and what is refused -----------------------------------------------------

# By month: English, French, German, Spanish, Italian, Portuguese, Dutch and Russian, with
# the usual short forms. No form means two months.
_MONTHS = (
    "jan january janvier janv januar jänner enero ene gennaio gen janeiro januari январь января",
    (
        "feb february février févr fevrier februar februari febrero febbraio fevereiro fev "
        "февраль февраля"
    ),
    "mar march mars märz maerz mrz marzo março marco maart mrt март марта",
    "apr april avril avr abril abr aprile апрель апреля",
    "may mai mayo maggio mag maio mei май мая",
    "jun june juin juni junio giugno giu junho июнь июня",
    "jul july juillet juil juli julio luglio lug julho июль июля",
    "aug august août aout agosto ago augustus август августа",
    "sep sept september septembre septiembre settembre set setembro сентябрь сентября",
    "oct october octobre oktober okt octubre ottobre ott outubro out октябрь октября",
    "nov november novembre noviembre novembro ноябрь ноября",
    (
        "dec december décembre decembre déc dezember dez diciembre dic dicembre dezembro "
        "декабрь декабря"
    ),
)
_NUMBER_OF = {name: at for at, names in enumerate(_MONTHS, start=1) for name in names.split()}

_QUARTERS = {"1": "01/{0}-03", "2": "04/{0}-06", "3": "07/{0}-09", "4": "10/{0}-12"}
_QUARTER = re.compile(r"(?:Q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?Q([1-4]))", re.IGNORECASE)
_DOUBTED = re.compile(r"([\d/-]+) ?\?")
_DECADE = re.compile(r"(\d{3})(?:[Xx_?u]|0'?s)")
_REFUSALS = (
    (re.compile(r"\d{4}-\d{3}"), "a day counted through the year is not read; write its month"),
    (
        re.compile(r"\d+(?:[.,]\d+)?"),
        "a bare number may count days or seconds from anywhere; format the column as a date",
    ),
    (
        re.compile(r".*\b(?:b\.?c\.?e?|av\.? j\.?-?c|v\.? chr)\b.*|-\d+.*", re.IGNORECASE),
        "years before 0001 cannot be kept",
    ),
    (re.compile(r"\d{5,}-.*"), "years run from 0001 to 9999"),
    (
        re.compile(r"\d{1,2}([-/. ])\w+\.?\1\d{2}|\w+ \d{1,2}, ?'?\d{2}"),
        "a year of two digits may lie in any century; write four",
    ),
    (
        re.compile(r".*\b(?:spring|summer|autumn|fall|winter)\b.*", re.IGNORECASE),
        "a season has no agreed first day; write the months as a range",
    ),
    (
        re.compile(r"today|yesterday|tomorrow|now", re.IGNORECASE),
        "it means another day whenever it is read",
    ),
    (re.compile(r"(?:明治|大正|昭和|平成|令和|民國|民国).*"), "years of an era are not read"),
    (
        re.compile(r"[\d/.-]*[^\x00-\x7f\D][\d/.-]*"),
        "its digits may belong to another calendar; write it in the common one",
    ),
)


def _month_of(written: str) -> int | None:
    """Return the number of a month that is written as one or by name, None if it is no month."""
    return int(written) if written.isdecimal() else _NUMBER_OF.get(written.casefold())


def _refusal(plain: str) -> str:
    """Say why a date that could not be read is refused, with what to write where that is clear."""
    if found := _QUARTER.fullmatch(plain):
        year, quarter = found[2] or found[3], found[1] or found[4]
        months = f"{year}-{_QUARTERS[quarter].format(year)}"
        return f"the quarter may be a fiscal year's; for the calendar's write {months}"
    if found := _DOUBTED.fullmatch(plain):
        return f"a question mark is not read; for an approximate date write {found[1]}~"
    if found := _DECADE.fullmatch(plain):
        return f"for the whole decade write {found[1]}0/{found[1]}9"
    for pattern, reason in _REFUSALS:
        if pattern.fullmatch(plain):
            return reason
    return "it is not in a spelling that is read" if plain else "it is empty"
