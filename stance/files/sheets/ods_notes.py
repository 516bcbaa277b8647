"""What an ODS file says of cells and the reader of workbooks leaves out."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from stance.files.sheets.cell_notes import MONTH, YEAR, CellNote, CellNotes, Fault, Merged, Shown
from stance.files.sheets.parts import holds, walk
from stance.files.sheets.refusal import SheetRefused

_CONTENT = "content.xml"
# Cells merged downwards, line breaks and tabs inside a paragraph, errors, formats of dates.
_SUSPECT = re.compile(
    rb"rows-spanned|line-break|<(?:\w+:)?tab[\s/>]|value-type=[\"']error|<(?:\w+:)?date-style"
)
_MOST_NOTES = 100_000
_MOST_ROWS = 2**20

_Attributes = dict[str, str]


def ods_notes(path: Path, sheet: str) -> CellNotes:
    """Return the notes of one sheet's cells."""
    with zipfile.ZipFile(path) as archive:
        reader = _CellReader(sheet)
        # A close look only where a quick one finds that there may be something.
        if holds(archive, _CONTENT, _SUSPECT):
            walk(archive, _CONTENT, start=reader.start, end=reader.end, text=reader.text)
        return reader.notes


@dataclass(slots=True)
class _Cell:
    """A cell that is being read."""

    attributes: _Attributes
    n_columns: int
    paragraphs: list[str] = field(default_factory=list)
    is_told: bool = True

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(slots=True)
class _Styles:
    """How cells look: by the name of a style, what its format shows of a date."""

    formats: dict[str, set[str]] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    of_columns: list[str] = field(default_factory=list)
    inside: str = ""

    def start(self, name: str, attributes: _Attributes) -> None:
        if name == "date-style":
            self.inside = attributes.get("name", "")
            self.formats[self.inside] = set()
        elif name == "style":
            self.by_name[attributes.get("name", "")] = attributes.get("data-style-name", "")
        elif name == "table-column":
            n = min(_number(attributes, "number-columns-repeated"), 2**14)
            self.of_columns += [attributes.get("default-cell-style-name", "")] * n
        elif self.inside:
            self.formats[self.inside].add(name)

    def precision(self, style: str, column: int) -> str:
        """Return MONTH or YEAR where a cell of this style shows no more of a date."""
        if not style and column < len(self.of_columns):
            style = self.of_columns[column]
        parts = self.formats.get(self.by_name.get(style, ""), {"day"})
        if parts & {"day", "hours", "day-of-week", "week-of-year", "quarter"}:
            return ""
        if "month" in parts:
            return MONTH
        return YEAR if "year" in parts else ""


@dataclass(slots=True)
class _CellReader:
    """Reads the notes of one sheet of a file, and keeps how far it has come."""

    sheet: str
    notes: CellNotes = field(default_factory=CellNotes)
    styles: _Styles = field(default_factory=_Styles)
    is_inside: bool = False
    row: int = 0
    n_rows: int = 1
    column: int = 0
    cell: _Cell | None = None
    n_annotations: int = 0
    n_notes: int = 0

    def start(self, tag: str, attributes: _Attributes) -> None:
        name = _local(tag)
        plain = {_local(key): value for key, value in attributes.items()}
        if name == "table":
            self.is_inside = plain.get("name") == self.sheet
            self.row = 0
            self.styles.of_columns.clear()
        elif not self.is_inside or name == "table-column":
            self.styles.start(name, plain)
        elif name == "table-row":
            self.row, self.column = self.row + 1, 0
            self.n_rows = _number(plain, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = _Cell(plain, _number(plain, "number-columns-repeated"))
        elif self.cell is not None:
            self._begin_part(self.cell, name, plain)

    def _begin_part(self, cell: _Cell, name: str, attributes: _Attributes) -> None:
        if name == "annotation":
            self.n_annotations += 1
        elif self.n_annotations:
            return
        elif name == "p":
            cell.paragraphs.append("")
        elif name in ("line-break", "tab"):
            cell.is_told = False
            self.text("\n" if name == "line-break" else "\t")
        elif name == "s":
            self.text(" " * min(_number(attributes, "c"), 2**16))

    def text(self, text: str) -> None:
        if self.cell is not None and self.cell.paragraphs and not self.n_annotations:
            self.cell.paragraphs[-1] += text

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "table":
            self.is_inside = False
        elif name == "date-style":
            self.styles.inside = ""
        elif name == "annotation":
            self.n_annotations -= 1
        elif name == "table-row":
            self.row += self.n_rows - 1
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.column += self.cell.n_columns
            self.cell = None

    def _end_cell(self, cell: _Cell) -> None:
        n_spanned = _number(cell.attributes, "number-rows-spanned")
        if n_spanned > 1:
            self.notes.merged.append(Merged(self.row, self.column, self.row + n_spanned - 1))
        note = self._note(cell)
        if note is None:
            return
        self.n_notes += self.n_rows * cell.n_columns
        if self.n_notes > _MOST_NOTES:
            raise SheetRefused(
                f"more than {_MOST_NOTES:,} cells show errors, line breaks or dates without a "
                "day. Save the sheet as CSV."
            )
        for row in range(self.row, self.row + self.n_rows):
            for column in range(self.column, self.column + cell.n_columns):
                self.notes.put(row, column, note)

    def _note(self, cell: _Cell) -> CellNote | None:
        if "error" in (cell.attributes.get("value-type"), cell.attributes.get("calc-type")):
            return Fault.of_error(cell.text)
        if not cell.is_told:
            return Shown(text=cell.text)
        if cell.attributes.get("value-type") == "date":
            style = cell.attributes.get("style-name", "")
            precision = self.styles.precision(style, self.column)
            return Shown(precision=precision) if precision else None
        return None


def _local(name: str) -> str:
    # LibreOffice tells errors in a namespace of its own, beside the standard's value type.
    if name == "calcext:value-type":
        return "calc-type"
    return name.rpartition(":")[2]


def _number(attributes: _Attributes, name: str) -> int:
    given = attributes.get(name, "")
    return min(int(given), _MOST_ROWS) if given.isascii() and given.isdigit() else 1
