"""A first look at a file: how it was read, its columns with samples, and what they may mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from stance.files.reading.column_guesses import EXACT, Guess, guess_columns
from stance.files.reading.formats import Format
from stance.files.reading.headers import kind_of_columns
from stance.files.reading.registry import Opened
from stance.records.columns import REQUIRED

_LOOKED_AT = 200
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file as it stands, with some of its values and a guess at its meaning."""

    name: str
    samples: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first look at a file shows; `separator` and `encoding` are empty where it has none."""

    kind: str
    format: Format
    encoding: str
    separator: str
    columns: tuple[Column, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns that not even a guess finds."""
        found = {column.guess.ours for column in self.columns}
        return tuple(name for name in REQUIRED if name not in found)

    @property
    def needs_a_look(self) -> bool:
        """Whether a required column is missing or guessed: then the analyst decides."""
        guesses = [column.guess for column in self.columns]
        sure = {guess.ours for guess in guesses if guess.rests_on == EXACT}
        return self.kind == "statements" and not sure.issuperset(REQUIRED)


def survey(opened: Opened) -> Survey:
    """Look at the first rows of an opened file."""
    table = opened.table
    rows = [row.cells for row in islice(table.rows, _LOOKED_AT) if row.cells]
    columns = [[row[at] for row in rows if row[at].strip()] for at in range(len(table.header))]
    distinct = [list(dict.fromkeys(cells)) for cells in columns]
    guesses = guess_columns(table.header, distinct)
    return Survey(
        kind=kind_of_columns(table.header),
        format=opened.format,
        encoding=table.encoding,
        separator=table.separator,
        columns=tuple(
            Column(name, tuple(cells[:_SAMPLES]), guess)
            for name, cells, guess in zip(table.header, distinct, guesses, strict=True)
        ),
        sheet=table.sheet,
        sheets=table.sheets,
    )
