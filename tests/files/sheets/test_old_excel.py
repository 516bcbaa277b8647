"""Old Excel: cells that show an error are refused at their place, and dates are as shown."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from stance.files.reading.drafts import ReadOptions
from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.sheets.old_excel import old_excel_sheets
from stance.files.sheets.refusal import DAMAGED, SheetRefused
from stance.files.sheets.rows import Sheet, sheet_rows
from tests.shared import HOSTILE

FOLDER = HOSTILE / "calamine" / "tests"
SAMPLE = FOLDER / "xls_formula.xls"
needs_samples = pytest.mark.skipif(not SAMPLE.exists(), reason=f"no spreadsheets at {FOLDER}")
SECTOR = 512
END, FREE, IN_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def sheet(*cells: bytes) -> bytes:
    return record(0x809, b"\0\6\x10\0") + b"".join(cells) + record(0x0A, b"")


def error_cell(row: int, column: int, error: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, error, 1))


def formula(row: int, column: int, error: int) -> bytes:
    result = bytes([2, 0, error, 0, 0, 0, 0xFF, 0xFF])
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + b"\0" * 8)


def number(row: int, column: int, style: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def book(*sheets: bytes, formats: Sequence[int] = ()) -> bytes:
    """Write the stream of a workbook: styles, where each sheet starts, then the sheets."""
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, each) + b"\0" * 16) for each in formats)
    names = [f"S{number}".encode() for number in range(len(sheets))]
    head_size = 4 + 4 + sum(4 + 8 + len(name) for name in names) + 4
    starts, at = [], head_size + len(styles)
    for each in sheets:
        starts.append(at)
        at += len(each)
    bound = b"".join(
        record(0x85, struct.pack("<IHBB", start, 0, len(name), 0) + name)
        for start, name in zip(starts, names, strict=True)
    )
    return record(0x809, b"\0\6\5\0") + styles + bound + record(0x0A, b"") + b"".join(sheets)


def container(content: bytes, *, name: str = "Workbook") -> bytes:
    """Put a stream into a container: its table, its directory, then the stream."""
    n_sectors = -(-max(len(content), 4096) // SECTOR)
    chain = [IN_TABLE, END, *range(3, 2 + n_sectors), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))

    def entry(called: str, kind: int, child: int, start: int, size: int) -> bytes:
        letters = called.encode("utf-16-le")
        body = letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2)
        body += struct.pack("<BBIII", kind, 0, FREE, FREE, child)
        return body.ljust(116, b"\0") + struct.pack("<III", start, size, 0)

    size = n_sectors * SECTOR
    listed = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, size)
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(28, b"\0") + struct.pack("<HHH", 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    head = head.ljust(56, b"\0") + struct.pack("<IIIII", 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + table + listed.ljust(SECTOR, b"\0") + content.ljust(size, b"\0")


def sheets(tmp_path: Path, content: bytes) -> list[Sheet]:
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    return old_excel_sheets(path)


def notes(found: Sheet) -> list[tuple[int, int, str]]:
    cells = found.notes().cells
    return [(row, at, str(note)) for row, noted in cells.items() for at, note in noted.items()]


@pytest.mark.parametrize("name", ["Workbook", "Book"])
def test_an_error_is_marked_where_it_stands(tmp_path: Path, name: str) -> None:
    chart = sheet(error_cell(9, 9, 0x17))
    content = book(
        sheet(error_cell(1, 2, 0x17), chart, formula(3, 0, 0x2A)), sheet(formula(0, 1, 0x07))
    )
    first, second = sheets(tmp_path, container(content, name=name))
    assert [(row, column) for row, column, _ in notes(first)] == [(2, 2), (4, 0)]
    assert "#REF!" in notes(first)[0][2]
    assert "#N/A" in notes(first)[1][2]
    assert "#DIV/0!" in notes(second)[0][2]


MONTH, DAY, MINUTE, DURATION = 17, 14, 20, 46
"""Formats that every Excel knows by number: mmm-yy, m/d/yy, h:mm and [h]:mm:ss."""
CELLS: list[tuple[int, float, str]] = [
    (DAY, 37789, "2003-06-17"),
    (DAY, 37789.5, "2003-06-17T12:00:00"),
    (MONTH, 37773, "2003-06"),
    (MONTH, 37789, "2003-06-17"),
    (MINUTE, 0.5, "12:00:00"),
    (DURATION, 10 + 15.5 / 24, "255:30:00"),
    (DAY, 61, "1900-03-01"),
    (DAY, 1e7, "10000000"),
]


def test_a_number_is_what_its_format_shows_and_a_month_is_no_first_day(tmp_path: Path) -> None:
    cells = [number(at, 0, at, value) for at, (_, value, _) in enumerate(CELLS)]
    content = book(sheet(*cells), formats=[format_ for format_, _, _ in CELLS])
    (found,) = sheets(tmp_path, container(content))
    rows = list(sheet_rows(found.rows(), found.notes(), "xls"))
    assert [texts for _, texts, _ in rows] == [[text] for _, _, text in CELLS]


def test_dates_on_which_programs_disagree_are_refused_in_old_excel(tmp_path: Path) -> None:
    cells = [number(at, 0, 0, value) for at, value in enumerate([1, 59, 60, 60.5, -1])]
    (found,) = sheets(tmp_path, container(book(sheet(*cells), formats=[DAY])))
    for _, _, faults in sheet_rows(found.rows(), found.notes(), "xls"):
        assert "before 1 March 1900" in faults[0]


def test_a_damaged_workbook_is_read_or_refused_in_one_sentence(tmp_path: Path) -> None:
    whole = container(book(sheet(error_cell(1, 2, 0x17))))
    ends = [whole[:end] for end in range(0, SECTOR * 3, 97)]
    holes = [whole[:at] + b"\xff\x7f\x01" + whole[at + 3 :] for at in range(0, 4 * SECTOR, 5)]
    reasons = set()
    for damaged in [b"date;actor", *ends, *holes]:
        try:
            for each in sheets(tmp_path, damaged):
                notes(each)
        except SheetRefused as refused:
            reasons.add(str(refused))
    assert reasons == {DAMAGED}


@needs_samples
def test_a_formula_that_shows_an_error_refuses_its_row_in_old_excel() -> None:
    content = SAMPLE.read_bytes()
    # The formula in row 3: its record's head, its style, its result of eight bytes.
    at = content.index(struct.pack("<HHHH", 0x06, 33, 2, 0)) + 10
    broken = content[:at] + bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]) + content[at + 8 :]
    first, second, third = read_spreadsheet("xls", broken, ReadOptions()).rows
    assert (first.cells, third.cells) == (("20",), ("65",))
    (problem,) = second.problems
    assert (problem.line, problem.column) == (3, "10")
    assert "#REF!" in problem.reason
