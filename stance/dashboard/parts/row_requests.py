"""Rows of a long list, a block at a time: the grid asks by row number, the store by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stance.errors import BadFilter
from stance.filters import MOST_LIMIT

MOST_PLACES = 200
"""Places remembered of one list: with blocks of 100 rows, those of 20,000 rows."""

_MOST_ROWS = 1_000_000_000
_MOST_CHARACTERS = 2_000
_SORTED = {"asc": False, "desc": True}

Places = Sequence[tuple[int, str]]
"""Row numbers with the statement that stands just before each; the list itself begins at 0."""


@dataclass(frozen=True, slots=True)
class Block:
    """Which rows are asked for: from `start` up to but without `end`."""

    start: int
    end: int
    newest_first: bool | None = None
    """The order that the heading of the date asks for; None where it asks for none."""

    @property
    def size(self) -> int:
        """How many rows."""
        return self.end - self.start


def read_block(asked: Any) -> Block:
    """Read what the grid asks for; raise BadFilter."""
    match asked:
        case {"startRow": int(start), "endRow": int(end)}:
            is_sound = 0 <= start < end <= _MOST_ROWS and end - start <= MOST_LIMIT
            if is_sound:
                return Block(start, end, _order(asked.get("sortModel")))
    raise BadFilter("rows", str(asked)[:80], f"at most {MOST_LIMIT} rows are given at once")


def read_places(known: Any, *, newest_first: bool) -> Places:
    """Read the places met so far, which hold for one order of the list; raise BadFilter."""
    match known:
        case None:
            return ()
        case {"newest_first": bool(order), "places": [*places]} if len(places) <= MOST_PLACES:
            return [_place(one) for one in places] if order is newest_first else ()
    raise BadFilter("places", str(known)[:80], f"at most {MOST_PLACES} are remembered")


def read_length(length: Any) -> int | None:
    """Read how long the list was when its page came, if anybody counted; raise BadFilter."""
    if length is None or (isinstance(length, int) and 0 <= length <= _MOST_ROWS):
        return length
    raise BadFilter("length", str(length)[:80], "a count of rows is expected")


def nearest(places: Places, start: int, first: str) -> tuple[int, str]:
    """Return the last place at or before a row; `first` is what the list itself begins behind."""
    return max(((row, id_) for row, id_ in places if row <= start), default=(0, first))


def with_place(places: Places, row: int, id_: str) -> list[tuple[int, str]]:
    """Remember one place more; of too many, every other one is forgotten."""
    kept = sorted({**dict(places), row: id_}.items())
    return kept if len(kept) <= MOST_PLACES else kept[::2]


def _order(sorted_by: Any) -> bool | None:
    match sorted_by:
        case None | []:
            return None
        case [{"colId": "date", "sort": ("asc" | "desc") as way}]:
            return _SORTED[way]
    raise BadFilter("order", str(sorted_by)[:80], "the list is kept in the order of the dates")


def _place(one: Any) -> tuple[int, str]:
    match one:
        case [int(row), str(id_)] if 0 <= row <= _MOST_ROWS and len(id_) <= _MOST_CHARACTERS:
            return row, id_
    raise BadFilter("places", str(one)[:80], "a row's number and a statement's id are expected")
