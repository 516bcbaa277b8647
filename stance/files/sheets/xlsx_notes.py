"""What an XLSX file says of cells and the reader of workbooks leaves out."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from stance.files.sheets.cell_notes import MONTH, YEAR, CellNotes, Fault, Shown
from stance.files.sheets.parts import holds, walk

# Errors (`#N/A`) and formulas that were never worked out would come out wrong without a word.
_SUSPECT = rb"""<(?:\w+:)?f[\s/>]|\bt\s*=\s*["']e["']"""
# Formats that every spreadsheet program knows by number.
_KNOWN_FORMATS = {17: MONTH}
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_NOT_WORKED_OUT = Fault(
    "the cell holds a formula whose result is not in the file. "
    "Open it in a spreadsheet program and save it again."
)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def xlsx_notes(path: Path, sheet: str) -> CellNotes:
    """Return the notes of one sheet's cells."""
    with zipfile.ZipFile(path) as archive:
        parts = _Parts(archive)
        part = parts.of_sheet(sheet)
        if not part:
            return CellNotes()
        reader = _CellReader(parts.precisions())
        styles = b"|".join(style.encode() for style in reader.precisions)
        of_dates = rb"""|\bs\s*=\s*["'](?:%s)["']""" % styles if styles else b""
        # A close look only where a quick one finds that there may be something.
        if holds(archive, part, re.compile(_SUSPECT + of_dates)):
            walk(archive, part, start=reader.start, end=reader.end, text=reader.text)
        return reader.notes


def precision_shown(code: str) -> str:
    """Return MONTH or YEAR where a date format shows no more than that; else empty."""
    bare = _NOT_FORMAT.sub("", code.partition(";")[0]).casefold()
    if set("dhs") & set(bare):
        return ""
    if "mmm" in bare or ("y" in bare and "m" in bare):
        return MONTH
    return YEAR if "y" in bare else ""


class _Parts:
    """The small parts of a workbook: where its sheets are, and how its cells look."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.casefold().replace("\\", "/"): name for name in archive.namelist()}

    def of_sheet(self, sheet: str) -> str:
        """Return the archive's name of a sheet's part; empty where it cannot be found."""
        targets = {
            element.get("Id", ""): element.get("Target", "").replace("\\", "/")
            for element in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        for element in self._elements("xl/workbook.xml", "sheet"):
            if element.get("name") == sheet:
                ids = (value for key, value in element.items() if _local(key) == "id")
                target = posixpath.join("/xl", targets.get(next(ids, ""), ""))
                return self._found(posixpath.normpath(target).lstrip("/"))
        return ""

    def precisions(self) -> dict[str, str]:
        """Return for each cell style that shows no day of a date what it does show."""
        codes = {
            element.get("numFmtId", ""): precision_shown(element.get("formatCode", ""))
            for element in self._elements("xl/styles.xml", "numFmt")
        }
        known = {str(number): precision for number, precision in _KNOWN_FORMATS.items()} | codes
        styles = next(iter(self._elements("xl/styles.xml", "cellXfs")), ())
        shown = [known.get(style.get("numFmtId", ""), "") for style in styles]
        return {str(at): precision for at, precision in enumerate(shown) if precision}

    def _found(self, part: str) -> str:
        return self._names.get(part.casefold(), "")

    def _elements(self, part: str, name: str) -> list[ET.Element]:
        found = self._found(part)
        if not found:
            return []
        try:
            # Entities were refused when the archive was checked.
            root = ET.fromstring(self._archive.read(found))  # noqa: S314
        except ET.ParseError:
            return []
        return [element for element in root.iter() if _local(element.tag) == name]


def _local(name: str) -> str:
    return re.split("[}:]", name)[-1]


# --- a close look ------------------------------------------------------------------------


@dataclass(slots=True)
class _CellReader:
    """Reads the notes of a sheet, and keeps how far it has come."""

    precisions: dict[str, str]
    notes: CellNotes = field(default_factory=CellNotes)
    row: int = 0
    column: int = -1
    style: str = ""
    kind: str = ""
    value: str = ""
    has_formula: bool = False
    is_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match _local(tag):
            case "row":
                given = attributes.get("r", "")
                self.row = int(given) if given.isascii() and given.isdigit() else self.row + 1
                self.column = -1
            case "c":
                self._begin_cell(attributes)
            case "f":
                self.has_formula = True
            case "v" | "t":
                self.is_value = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self.column = _column(place[1]) if place else self.column + 1
        self.style = attributes.get("s", "")
        self.kind = attributes.get("t", "")
        self.value = ""
        self.has_formula = self.is_value = False

    def text(self, text: str) -> None:
        if self.is_value:
            self.value += text

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            self.is_value = False
        elif name == "c":
            self._note()

    def _note(self) -> None:
        if self.kind == "e":
            self.notes.put(self.row, self.column, Fault.of_error(self.value))
        elif self.has_formula and not self.value and self.kind != "str":
            self.notes.put(self.row, self.column, _NOT_WORKED_OUT)
        elif self.style in self.precisions and self.kind in ("", "n", "d") and self.value:
            note = Shown(precision=self.precisions[self.style])
            self.notes.put(self.row, self.column, note)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
