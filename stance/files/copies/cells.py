"""A row of a table inside a copy: the one door for each kind of cell, by the rules of loads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from stance.errors import BadValue, FileRefused, listed
from stance.files.reading import cells
from stance.files.reading.tables import shown
from stance.files.writing.delimited import GUARD

COPY_AGAIN = "Take it from where it was made once more, or make it anew."

_NUMBER = re.compile("[0-9]{1,10}")
_MOST = 2**31 - 1
"""The largest number that both databases hold."""

_HASH = re.compile("[0-9a-f]{64}")

_Choice = TypeVar("_Choice", bound=StrEnum)
_Rule = Callable[[str, str], str]


def moment_in(text: str) -> datetime | None:
    """Read a moment with its zone; None for what is none, or lies outside all calendars."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table inside a copy."""

    file: str
    line: int
    cells: dict[str, str]

    def refused(self, column: str, reason: str) -> FileRefused:
        """Make the error that names the cell, and what to do."""
        where = f"{self.file} in the copy, line {self.line}, {column}"
        told = f"{where}: {reason.rstrip('.')}. {COPY_AGAIN}"
        return FileRefused(told, line=self.line, column=column)

    def text(self, column: str) -> str:
        """Return a text just as it stands, its formula guard taken off, if a store can keep it."""
        text = self.cells[column].removeprefix(GUARD)
        self._by(column, text, lambda _, clean: clean)
        return text

    def filled(self, column: str) -> str:
        """Return a text that must be there."""
        text = self.text(column)
        if not text:
            raise self.refused(column, "the cell is empty")
        return text

    def ruled(self, column: str, rule: _Rule) -> str:
        """Return a text that must be there, and that a load would store just so."""
        text = self.filled(column)
        found = self._by(column, text, rule)
        if found != text:
            raise self.refused(column, f"{shown(text)} would be {shown(found)} in any store")
        return found

    def named(self, column: str) -> tuple[str, ...]:
        """Return a JSON list of names, none where the cell is empty."""
        if not self.cells[column]:
            return ()
        try:
            found = json.loads(self.text(column))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            raise self.refused(column, "a JSON list of texts is expected")
        names = tuple(self._by(column, each, cells.name) for each in found)
        if not all(names):
            raise self.refused(column, "a name in the list is empty")
        return names

    def number(self, column: str, *, least: int = 0) -> int:
        """Return a whole number."""
        text = self.cells[column]
        if not (_NUMBER.fullmatch(text) and least <= int(text) <= _MOST):
            reason = f"{text[:40]!r} is no whole number from {least} to {_MOST:,}"
            raise self.refused(column, reason)
        return int(text)

    def number_or_none(self, column: str, *, least: int = 0) -> int | None:
        """Return a whole number, None where the cell is empty."""
        return self.number(column, least=least) if self.cells[column] else None

    def load(self, loads: Collection[int]) -> int | None:
        """Return the load that this came with, which the copy must list."""
        found = self.number_or_none("load")
        if found is not None and found not in loads:
            raise self.refused("load", f"it names load {found}, and loads.csv does not hold it")
        return found

    def hash(self, column: str) -> str:
        """Return a SHA-256."""
        text = self.cells[column]
        if not _HASH.fullmatch(text):
            raise self.refused(column, f"{text[:40]!r} is no SHA-256 of 64 digits")
        return text

    def moment(self, column: str) -> datetime:
        """Return a moment with its zone."""
        text = self.cells[column]
        found = moment_in(text)
        if found is None:
            raise self.refused(column, f"{text[:40]!r} is no moment with its zone")
        return found

    def moment_or_none(self, column: str) -> datetime | None:
        """Return a moment, None where the cell is empty."""
        return self.moment(column) if self.cells[column] else None

    def choice(self, column: str, among: type[_Choice]) -> _Choice:
        """Return one of a kind's members."""
        try:
            return among(self.text(column))
        except ValueError:
            given = repr(self.text(column)[:40])
            raise self.refused(column, f"{given} is not one of {listed(among)}") from None

    def _by(self, column: str, text: str, rule: _Rule) -> str:
        try:
            return rule(column, cells.clean(column, text))
        except BadValue as bad:
            raise self.refused(column, bad.reason) from bad
