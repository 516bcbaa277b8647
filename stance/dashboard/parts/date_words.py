"""A partial date read back in words, so that nobody stores another one than they meant."""

from __future__ import annotations

from calendar import month_name

from stance.records.dates import PartialDate

_UNKNOWN = {1: ", month and day unknown", 2: ", day unknown", 3: ""}


def date_in_words(when: PartialDate) -> str:
    """Say what a date means: June 2003, day unknown."""
    about = "about " if when.is_approximate else ""
    start, slash, end = when.text.rstrip("~").partition("/")
    if slash:
        return f"some time from {about}{_named(start)} to {_named(end)}"
    return f"{about}{_named(start)}{_UNKNOWN[len(start.split('-'))]}"


def _named(point: str) -> str:
    year, *rest = point.split("-")
    numbers = [int(part) for part in rest]
    match numbers:
        case [month, day]:
            return f"{day} {month_name[month]} {year}"
        case [month]:
            return f"{month_name[month]} {year}"
    return year
