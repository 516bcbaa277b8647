"""A first look at a file: how it was read, its columns with samples, and what they may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from stance.errors import BadDate
from stance.files.reading.foreign_dates import DAY_FIRST, MONTH_FIRST, DayOrder, read_date
from stance.files.reading.formats import Format
from stance.files.reading.headers import kind_of_columns, squashed
from stance.files.reading.registry import Opened
from stance.files.reading.tables import Table
from stance.records.columns import COLUMNS, OPTIONAL, REQUIRED

EXACT, NAME, CONTENTS = "exact", "name", "contents"
"""What a match rests on: our own name, another name for it, or what its cells look like."""

_OURS = {squashed(name): name for name in (*REQUIRED, *OPTIONAL)} | {"frame": "frames"}
_OTHERS = {
    squashed(other): (column.name, place)
    for column in COLUMNS
    for place, other in enumerate(column.synonyms.split(", "))
    if other
}
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_MOST_OF = 0.8
_A_SENTENCE = 25
"""Mean characters from which a column's cells read as statements."""
_LOOKED_AT = 200
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A column of ours that a column of the file seems to be (empty: none), and why."""

    ours: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file as it stands, with some of its values and a guess at its meaning."""

    name: str
    samples: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first look at a file shows."""

    kind: str
    format: Format
    table: Table
    columns: tuple[Column, ...]

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
        table=table,
        columns=tuple(
            Column(name, tuple(cells[:_SAMPLES]), guess)
            for name, cells, guess in zip(table.header, distinct, guesses, strict=True)
        ),
    )


# --- guesses: shown to the analyst, never just applied ------------------------------------


def guess_columns(header: Sequence[str], samples: Sequence[Sequence[str]]) -> tuple[Guess, ...]:
    """Guess each column from its name, then what is still required from the cells."""
    # Every column of ours is given once at most: to its own name before any other, to a
    # likelier synonym before a less likely one, to the column further left before the right.
    guesses = [Guess()] * len(header)
    taken: set[str] = set()
    for at, guess in [*_by_name(header), *_by_contents(header, samples)]:
        if not guesses[at].ours and guess.ours not in taken:
            guesses[at] = guess
            taken.add(guess.ours)
    return tuple(guesses)


def _by_name(header: Sequence[str]) -> Iterator[tuple[int, Guess]]:
    keys = list(enumerate(map(squashed, header)))
    yield from ((at, Guess(_OURS[key], EXACT)) for at, key in keys if key in _OURS)
    others = sorted((_OTHERS[key][1], at, _OTHERS[key][0]) for at, key in keys if key in _OTHERS)
    yield from ((at, Guess(name, NAME)) for _, at, name in others)


def _by_contents(
    header: Sequence[str], samples: Sequence[Sequence[str]]
) -> Iterator[tuple[int, Guess]]:
    looks: dict[str, Callable[[str], object]] = {
        "date": _is_date,
        "source_url": _URL.fullmatch,
        "language": _LANGUAGE.fullmatch,
    }
    # A short code may be anything; it is only taken where the name begins the same way.
    for ours, looks_like in looks.items():
        for at, cells in enumerate(samples):
            is_named = ours != "language" or squashed(header[at]).startswith("lang")
            if is_named and _mostly(looks_like, cells):
                yield at, Guess(ours, CONTENTS)
    longest = sorted(range(len(header)), key=lambda at: -_mean_length(samples[at]))
    for at in longest:
        if _mean_length(samples[at]) >= _A_SENTENCE and not _mostly(_URL.fullmatch, samples[at]):
            yield at, Guess("text", CONTENTS)


def _mostly(looks_like: Callable[[str], object], cells: Sequence[str]) -> bool:
    n_alike = sum(bool(looks_like(cell.strip())) for cell in cells)
    return bool(cells) and n_alike >= _MOST_OF * len(cells)


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def _is_date(cell: str) -> bool:
    # A bare number may count anything; a date that is only a year needs its column's name.
    if len(cell) < 6 or cell.isdigit():
        return False
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            read_date(cell, DayOrder(order))
        except BadDate:
            continue
        return True
    return False
