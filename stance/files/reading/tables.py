"""A file as cells: a header, and rows that know the line they start in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stance.records import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, one a column of the header; with problems it cannot be read."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    raw: tuple[str, ...] = ()
    """What stands in a row whose cells do not fit the header."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are made anew whenever they are gone through, so that few are in memory."""

    make: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.make()


@dataclass(frozen=True, slots=True)
class Table:
    """What every reader of a format gives; `rows` may be gone through more than once."""

    header: tuple[str, ...]
    rows: Iterable[Row]
    header_line: int = 1
    notes: tuple[str, ...] = ()
    rows_may_lack: bool = False
    """Whether each row brings its own names."""
    may_be_guarded: bool = True
    """Whether exports put formula guards into this format."""
    has_decimal_comma: bool = False
    """Whether a comma cannot part columns here."""
    # The last four are empty where the format has no such thing.
    separator: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def filled(table: Table, fills: Mapping[str, str]) -> Table:
    """Give a table further columns, each with one value in every row."""

    def rows() -> Iterator[Row]:
        for row in table.rows:
            is_broken = row.problems and not row.cells
            yield row if is_broken else replace(row, cells=(*row.cells, *fills.values()))

    return replace(table, header=(*table.header, *fills), rows=Rows(rows)) if fills else table


def shown(text: str, most: int = 40) -> str:
    """Return a cell as it is quoted in a sentence, cut where it is long."""
    return repr(text if len(text) <= most else f"{text[:most]}...")
