"""The refused rows of a file as a file of their own, which loads once they are mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from stance.errors import BadDate
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.foreign_dates import DayOrder, read_date
from stance.files.reading.headers import REASON, REFUSED_LINE, Layout
from stance.files.reading.registry import Opened, open_file, read_opened
from stance.files.reading.tables import Row, filled
from stance.files.writing.delimited import GUARD
from stance.files.writing.tables import Value
from stance.records import Problem
from stance.records.columns import DATES, NUMERIC

Refused = tuple[tuple[str, ...], Iterator[tuple[Value, ...]]]
"""The columns and the rows of a table of what was refused."""


def refused_table(
    content: bytes, name: str, options: ReadOptions, problems: Sequence[Problem]
) -> Refused:
    """Read a file once more, and return what was refused of it."""
    opened = open_file(content, name, options)
    read = read_opened(opened, options)
    return refused_rows(opened, options, read.layout, read.order, problems)


def refused_rows(
    opened: Opened,
    options: ReadOptions,
    layout: Layout,
    order: DayOrder,
    problems: Sequence[Problem],
) -> Refused:
    """Return the columns and rows of a table of what was refused, each with every reason.

    Columns of ours stand under our names, all others under their own, so that nothing needs
    to be mapped again. Dates that could be read are written so that no order of day and
    month is asked for twice: the rows left out may have been what proved it.
    """
    table = filled(opened.table, options.fills)
    places = [at for at, name in enumerate(layout.names) if name not in (REFUSED_LINE, REASON)]
    columns = [layout.names[at] or table.header[at] for at in places]
    is_guarded = table.may_be_guarded and layout.may_be_guarded

    def rows() -> Iterator[tuple[Value, ...]]:
        reasons = _reasons(problems)
        for row in table.rows:
            if row.line in reasons:
                cells = _fitted(row, len(table.header))
                kept = [
                    _cell(layout.names[at], cells[at], order, is_guarded=is_guarded)
                    for at in places
                ]
                left_over = _left_over(row, len(table.header))
                yield (*kept, str(row.line), reasons[row.line] + left_over)

    return (*columns, REFUSED_LINE, REASON), rows()


def _reasons(problems: Sequence[Problem]) -> dict[int, str]:
    told: dict[int, str] = {}
    for problem in problems:
        reason = f"{problem.column}: {problem.reason}" if problem.column else problem.reason
        told[problem.line] = f"{told[problem.line]} {reason}" if problem.line in told else reason
    return told


def _fitted(row: Row, n_columns: int) -> tuple[str, ...]:
    cells = (row.cells or row.raw)[:n_columns]
    return (*cells, *[""] * (n_columns - len(cells)))


def _left_over(row: Row, n_columns: int) -> str:
    """Say what stood in cells that have no column."""
    more = [cell for cell in row.raw[n_columns:] if cell]
    return f" Left over at the end of the row: {' | '.join(more)}" if more else ""


def _cell(column: str, text: str, order: DayOrder, *, is_guarded: bool) -> str:
    if is_guarded and column not in NUMERIC:
        text = text.removeprefix(GUARD)
    if column in DATES:
        with suppress(BadDate):
            return str(read_date(text.strip(), order))
    if column in NUMERIC and text.count(",") == 1:
        # A file that is parted by commas has no other sign for the decimal point than a point.
        return text.replace(",", ".")
    return text
