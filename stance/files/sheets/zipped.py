"""The sheets of XLSX and ODS workbooks, read with python-calamine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from stance.files.sheets.marks import Marks, Merged
from stance.files.sheets.ods_marks import ods_marks
from stance.files.sheets.rows import Value
from stance.files.sheets.xlsx_marks import xlsx_marks


@dataclass(frozen=True, slots=True)
class ZippedSheet:
    """A sheet of an XLSX or ODS workbook."""

    name: str
    is_visible: bool
    _path: Path
    _marks: Callable[[Path, str], Marks]
    _book: calamine.CalamineWorkbook

    def marks(self) -> Marks:
        """Return what the reader of workbooks does not tell of cells, and the merged cells."""
        marks = self._marks(self._path, self.name)
        for (first, column), (last, _) in self._cells().merged_cell_ranges or ():
            marks.put_merged(Merged(first + 1, column, last + 1))
        return marks

    def rows(self) -> Iterator[list[Value]]:
        """Yield the values of each row, from the first."""
        cells = self._cells()
        before: list[Value] = [""] * (cells.start[1] if cells.start else 0)
        return (before + values for values in cells.iter_rows())

    def _cells(self) -> calamine.CalamineSheet:
        return self._book.get_sheet_by_name(self.name)


def zipped_sheets(path: Path, sort: str) -> list[ZippedSheet]:
    """Return the worksheets of a workbook."""
    marks = ods_marks if sort == "ods" else xlsx_marks
    book = calamine.CalamineWorkbook.from_path(path)
    return [
        ZippedSheet(
            sheet.name, sheet.visible == calamine.SheetVisibleEnum.Visible, path, marks, book
        )
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
