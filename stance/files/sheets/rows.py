"""The rows of a sheet as texts, by the numbers a spreadsheet program shows beside them."""

from __future__ import annotations

from collections.abc import Iterator

from stance.files.sheets.marks import Fault, Mark, Marks, Merged
from stance.files.sheets.texts import Habits, Value, cell_text

SheetRow = tuple[int, list[str], dict[int, str]]
"""A row's number, its cells without the empty ones at its end, and faults by column."""


def sheet_rows(rows: Iterator[list[Value]], marks: Marks, habits: Habits) -> Iterator[SheetRow]:
    """Yield every row that is not blank.

    What stands in a merged cell stands in each row that the cell covers: so the sheet shows
    it, and only the first would be told otherwise.
    """
    merged: dict[int, list[Merged]] = {}
    for cell in marks.merged:
        merged.setdefault(cell.first, []).append(cell)
    carried: dict[int, tuple[int, str]] = {}
    number = 0
    for number, values in enumerate(rows, start=1):
        marked = marks.cells.get(number, {})
        texts, faults = _texts(values, habits, marked)
        if texts or faults:
            _carry(texts, number, carried)
            yield number, texts, faults
        for cell in merged.get(number, ()):
            if cell.column < len(texts):
                carried[cell.column] = cell.last, texts[cell.column]
    # The last rows may hold nothing but what cannot be read, and are no rows to the reader.
    for beyond in sorted(row for row in marks.cells if row > number):
        texts, faults = _texts([], habits, marks.cells[beyond])
        if texts or faults:
            yield beyond, texts, faults


def _texts(
    values: list[Value], habits: Habits, marks: dict[int, Mark]
) -> tuple[list[str], dict[int, str]]:
    faults: dict[int, str] = {}
    cells = values + [""] * (max(marks) + 1 - len(values)) if marks else values
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
