"""The rows of a sheet as texts, by the numbers a spreadsheet program shows beside them."""

from __future__ import annotations

from collections.abc import Iterator

import python_calamine as calamine

from stance.files.sheets.marks import Fault, Mark, Marks, Merged
from stance.files.sheets.texts import Habits, Value, cell_text

SheetRow = tuple[int, list[str], dict[int, str]]
"""A row's number, its cells without the empty ones at its end, and faults by column."""


def merged_cells(sheet: calamine.CalamineSheet) -> list[Merged]:
    """Return the cells that cover several rows, where the reader of workbooks tells them."""
    return [
        Merged(first + 1, column, last + 1)
        for (first, column), (last, _) in sheet.merged_cell_ranges or ()
        if last > first
    ]


def sheet_rows(sheet: calamine.CalamineSheet, marks: Marks, habits: Habits) -> Iterator[SheetRow]:
    """Yield every row that is not blank.

    What stands in a merged cell stands in each row that the cell covers: so the sheet shows
    it, and only the first would be told otherwise.
    """
    n_before = sheet.start[1] if sheet.start else 0
    merged: dict[int, list[Merged]] = {}
    for cell in marks.merged:
        merged.setdefault(cell.first, []).append(cell)
    carried: dict[int, tuple[int, str]] = {}
    number = 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        marked = marks.cells.get(number, {})
        texts, faults = _texts(values, n_before, habits, marked)
        if texts or faults:
            _carry(texts, number, carried)
            yield number, texts, faults
        for cell in merged.get(number, ()):
            if cell.column < len(texts):
                carried[cell.column] = cell.last, texts[cell.column]
    # The last rows may hold nothing but what cannot be read, and are no rows to the reader.
    for beyond in sorted(row for row in marks.cells if row > number):
        texts, faults = _texts([], 0, habits, marks.cells[beyond])
        if texts or faults:
            yield beyond, texts, faults


def _texts(
    values: list[Value], n_before: int, habits: Habits, marks: dict[int, Mark]
) -> tuple[list[str], dict[int, str]]:
    faults: dict[int, str] = {}
    cells: list[Value] = [""] * n_before + values
    if marks:
        cells += [""] * (max(marks) + 1 - len(cells))
    texts = []
    for at, value in enumerate(cells):
        text = cell_text(value, habits, marks.get(at))
        if isinstance(text, Fault):
            faults[at] = text.reason
            text = ""
        texts.append(text)
    while texts and not texts[-1]:
        texts.pop()
    return texts, faults


def _carry(texts: list[str], row: int, carried: dict[int, tuple[int, str]]) -> None:
    """Put what a merged cell holds into the cells of a row that it covers."""
    for column, (last, text) in carried.items():
        if row <= last:
            texts += [""] * (column + 1 - len(texts))
            texts[column] = text
