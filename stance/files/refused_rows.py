"""The refused rows of a file as a file of their own, which loads once they are mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from stance.errors import BadDate
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.foreign_dates import DayOrder, read_date
from stance.files.reading.headers import REASON, REFUSED_LINE, Layout
from stance.files.reading.registry import Opened, understood
from stance.files.writing.delimited import GUARD
from stance.files.writing.tables import Value
from stance.records import Problem
from stance.records.columns import DATES, NUMERIC

Refused = tuple[tuple[str, ...], Iterator[tuple[Value, ...]]]
"""The columns and the rows of a table of what was refused."""


def refused_rows(opened: Opened, options: ReadOptions, problems: Sequence[Problem]) -> Refused:
    """Return the columns and rows of a table of what was refused, each with every reason."""
    table, layout, order = understood(opened, options)
    places = [at for at, name in enumerate(layout.names) if name not in (REFUSED_LINE, REASON)]
    # Ours stand under our names, all others under their own: nothing needs to be mapped again.
    columns = [layout.names[at] or table.header[at] for at in places]

    def rows() -> Iterator[tuple[Value, ...]]:
        reasons = _reasons(problems)
        n_columns = len(table.header)
        for row in table.rows:
            if row.line not in reasons:
                continue
            cells = (*(row.cells or row.raw), *[""] * n_columns)
            kept = [_cell(layout, at, cells[at], order) for at in places]
            # What stood in cells that have no column.
            more = " | ".join(cell for cell in row.raw[n_columns:] if cell)
            left_over = f" Left over at the end of the row: {more}" if more else ""
            yield (*kept, str(row.line), reasons[row.line] + left_over)

    return (*columns, REFUSED_LINE, REASON), rows()


def _reasons(problems: Sequence[Problem]) -> dict[int, str]:
    told: dict[int, str] = {}
    for problem in problems:
        reason = f"{problem.column}: {problem.reason}" if problem.column else problem.reason
        told[problem.line] = f"{told[problem.line]} {reason}" if problem.line in told else reason
    return told


def _cell(layout: Layout, at: int, text: str, order: DayOrder) -> str:
    column = layout.names[at]
    if layout.is_guarded and column not in NUMERIC:
        text = text.removeprefix(GUARD)
    if column in DATES:
        # Written so that no order is asked for: what proved it may be among the rows left out.
        with suppress(BadDate):
            return str(read_date(text.strip(), order))
    if column in NUMERIC and text.count(",") == 1:
        # A file that is parted by commas has no other sign for the decimal point than a point.
        return text.replace(",", ".")
    return text
