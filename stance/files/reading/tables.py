"""A file as cells: a header, and rows that know the line they start in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stance.records import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, one a column of the header; with problems it cannot be read.

    `raw` is what stands in a row whose cells do not fit the header.
    """

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What every reader of a format gives; `rows` may be gone through more than once.

    `rows_may_lack`: each row brings its own names. `may_be_guarded`: the format is one that
    exports put formula guards into. `has_decimal_comma`: a comma cannot part columns here.
    `separator`, `encoding` and `sheet` are empty where the format has none.
    """

    header: tuple[str, ...]
    rows: Iterable[Row]
    header_line: int = 1
    notes: tuple[str, ...] = ()
    rows_may_lack: bool = False
    may_be_guarded: bool = True
    has_decimal_comma: bool = False
    separator: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def filled(table: Table, fills: Mapping[str, str]) -> Table:
    """Give a table further columns, each with one value in every row."""
    if not fills:
        return table
    rows = _Filled(table.rows, tuple(fills.values()))
    return replace(table, header=(*table.header, *fills), rows=rows)


@dataclass(frozen=True, slots=True)
class _Filled:
    """The rows of a table with the same cells at the end of each; one that is none stays so."""

    rows: Iterable[Row]
    cells: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            broken = row.problems and not row.cells
            yield row if broken else replace(row, cells=(*row.cells, *self.cells))


def shown(text: str, most: int = 40) -> str:
    """Return a cell as it is quoted in a sentence, cut where it is long."""
    return repr(text if len(text) <= most else f"{text[:most]}...")
