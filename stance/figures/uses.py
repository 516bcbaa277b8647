"""A line of time with a tick for each use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

MOST_TICKS = 400
"""More ticks than these on one bar cannot be told apart."""
_FEW_YEARS = 3


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of time; places on it are percent."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return the place of a day."""
        span = max((self.last - self.first).days, 1)
        place = 100 * (day - self.first).days / span
        return round(min(max(place, 0.0), 100.0), 3)

    def years(self, most: int = 8) -> list[tuple[int, float]]:
        """Return round years and where they begin, at most so many."""
        n_years = self.last.year - self.first.year + 1
        step = next(
            step for step in (1, 2, 5, 10, 20, 50, 100, 500, 5000) if n_years / step <= most
        )
        first = -(-self.first.year // step) * step
        begins = [year for year in range(first, self.last.year + 1, step) if year >= 1]
        return [
            (year, self.at(date(year, 1, 1))) for year in begins if date(year, 1, 1) >= self.first
        ]

    def labels(self, most: int = 8) -> list[tuple[str, float]]:
        """Return labels with places: round years, or months."""
        if (self.last - self.first).days > _FEW_YEARS * 366:
            return [(str(year), place) for year, place in self.years(most)]
        begin, end = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        step = next(step for step in (1, 2, 3, 6, 12) if (end - begin) / step <= most)
        months = [date(n // 12, n % 12 + 1, 1) for n in range(begin, end + 1) if n % step == 0]
        shown = [day for day in months if day >= self.first]
        # The year is written once, and again where another begins: names alone fit a phone.
        labels = []
        for day in shown:
            has_year = day == shown[0] or day.month == 1
            labels.append((f"{day:%b} {day.year}" if has_year else f"{day:%b}", self.at(day)))
        return labels


@dataclass(frozen=True, slots=True)
class Tick:
    """One use: where it stands, and the statement that holds it."""

    at: float
    width: float
    statement: str
    date: str
    told: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the line."""

    at: float
    width: float


def axis_of(days: Iterable[str]) -> Axis | None:
    """Return a line of whole years that holds these ISO days."""
    years = [date.fromisoformat(day).year for day in days]
    return Axis(date(min(years), 1, 1), date(max(years), 12, 31)) if years else None


def ticks(uses: pd.DataFrame, axis: Axis) -> tuple[Tick, ...]:
    """Return a tick for each use of one key, the earliest first."""
    columns = ["first", "last", "statement", "date", "speaker", "mode"]
    rows = uses.head(MOST_TICKS)[columns].itertuples(index=False, name=None)
    return tuple(
        Tick(
            at=axis.at(date.fromisoformat(first)),
            width=round(axis.at(date.fromisoformat(last)) - axis.at(date.fromisoformat(first)), 3),
            statement=statement,
            date=day,
            told=" · ".join(part for part in (day, speaker, mode.replace("_", " ")) if part),
        )
        for first, last, statement, day, speaker, mode in rows
    )


def reach(marks: Sequence[Tick]) -> Band | None:
    """Return the bar from the first to the last tick."""
    if not marks:
        return None
    first = min(mark.at for mark in marks)
    return Band(first, round(max(mark.at + mark.width for mark in marks) - first, 3))


def gaps(coverage: pd.DataFrame, axis: Axis) -> tuple[Band, ...]:
    """Return the years in which nothing was found."""
    covered = {str(label)[:4] for label in coverage["period"]}
    bands = []
    for year in range(axis.first.year, axis.last.year + 1):
        if f"{year:04}" not in covered:
            start = axis.at(date(year, 1, 1))
            bands.append(Band(start, round(axis.at(date(year, 12, 31)) - start, 3)))
    return tuple(bands)
