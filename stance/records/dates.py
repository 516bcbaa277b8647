"""Dates that carry their precision, and the periods they fall into."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering

from stance.errors import BadDate

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_APPROXIMATE = "~"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month, year or range of days, exactly as precise as its source."""

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read one of the five spellings; raise BadDate for anything else."""
        written = text.strip()
        body = written.removesuffix(_APPROXIMATE)
        start, slash, end = body.partition("/")
        first, last = _days_of(start, written)
        if slash:
            last = _days_of(end, written)[1]
            if last < first or start == end:
                raise BadDate(written, "a range needs a later end than its start")
        return cls(written, first, last)

    @property
    def is_approximate(self) -> bool:
        """Whether the source gives the date only roughly."""
        return self.text.endswith(_APPROXIMATE)

    @property
    def n_days(self) -> int:
        """How many days the date may mean."""
        return self.last.toordinal() - self.first.toordinal() + 1

    @property
    def middle(self) -> date:
        """The middle day, the earlier of two: where the date stands in an order."""
        return date.fromordinal((self.first.toordinal() + self.last.toordinal()) // 2)

    @property
    def sort_key(self) -> tuple[int, int, str]:
        """Order in time: middle day, then precision, then text."""
        return (self.middle.toordinal(), self.n_days, self.text)

    def overlaps(self, other: PartialDate) -> bool:
        """Whether both may mean the same day."""
        return self.first <= other.last and other.first <= self.last

    def __lt__(self, other: PartialDate) -> bool:
        """Order by `sort_key`."""
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        """Return the date as written."""
        return self.text


@lru_cache(maxsize=16_384)
def _days_of(text: str, whole: str) -> tuple[date, date]:
    """First and last day of a year, month or day; `whole` is what the message names."""
    found = _POINT.fullmatch(text)
    if found is None:
        raise BadDate(whole, "it is not in one of these spellings")
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year:
        raise BadDate(whole, "years run from 0001 to 9999")
    if month is not None and not 1 <= month <= 12:
        raise BadDate(whole, f"there is no month {month:02}")
    last_day = monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last_day:
        raise BadDate(whole, f"{year:04}-{month:02} has no day {day:02}")
    return date(year, month or 1, day or 1), date(year, month or 12, day or last_day)


class Period(StrEnum):
    """A regular division of time; each period has an integer key that grows by one."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def key(self, day: date) -> int:
        """Return the key of the period that holds `day`."""
        if self in _N_MONTHS:
            return month_key(day) // _N_MONTHS[self]
        # Day 1 of the calendar was a Monday, so weeks start on Mondays as in ISO 8601.
        return day.toordinal() if self is Period.DAY else (day.toordinal() - 1) // 7

    def bounds(self, key: int) -> tuple[date, date]:
        """Return the first and last day of the period with this key."""
        if self in _N_MONTHS:
            n_months = _N_MONTHS[self]
            first_year, first_month = divmod(key * n_months, 12)
            year, month = divmod((key + 1) * n_months - 1, 12)
            last_day = monthrange(year, month + 1)[1]
            return date(first_year, first_month + 1, 1), date(year, month + 1, last_day)
        if self is Period.DAY:
            return date.fromordinal(key), date.fromordinal(key)
        first = key * 7 + 1
        # The last week of the calendar is cut off by its end.
        return date.fromordinal(first), date.fromordinal(min(first + 6, date.max.toordinal()))

    def label(self, key: int) -> str:
        """Return the usual name: 2003, 2003-Q2, 2003-06, 2003-W25 or 2003-06-17."""
        first, _ = self.bounds(key)
        match self:
            case Period.DAY:
                return first.isoformat()
            case Period.WEEK:
                year, week, _ = first.isocalendar()
                return f"{year:04}-W{week:02}"
            case Period.MONTH:
                return f"{first.year:04}-{first.month:02}"
            case Period.QUARTER:
                return f"{first.year:04}-Q{(first.month + 2) // 3}"
            case Period.YEAR:
                return f"{first.year:04}"


def month_key(day: date) -> int:
    """Months counted through all years: the key that the store keeps and indexes."""
    return day.year * 12 + day.month - 1


_N_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
