"""Cells of old Excel that show an error are refused at their place, not taken for empty."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.sheets.compound import stream_in
from stance.files.sheets.xls_marks import xls_marks
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


def book(*sheets: bytes) -> bytes:
    """Write the stream of a workbook: where each sheet starts, then the sheets."""
    names = [f"S{number}".encode() for number in range(len(sheets))]
    head_size = 4 + 4 + sum(4 + 8 + len(name) for name in names) + 4
    starts, at = [], head_size
    for each in sheets:
        starts.append(at)
        at += len(each)
    bound = b"".join(
        record(0x85, struct.pack("<IHBB", start, 0, len(name), 0) + name)
        for start, name in zip(starts, names, strict=True)
    )
    return record(0x809, b"\0\6\5\0") + bound + record(0x0A, b"") + b"".join(sheets)


def container(content: bytes, *, name: str = "Workbook") -> bytes:
    """Put a stream into a container: its table, its directory, then the stream."""
    n_sectors = -(-max(len(content), 4096) // SECTOR)
    chain = [IN_TABLE, END, *range(3, 2 + n_sectors), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))

    def entry(called: str, kind: int, start: int, size: int) -> bytes:
        letters = called.encode("utf-16-le")
        body = letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2)
        return (body + bytes([kind])).ljust(116, b"\0") + struct.pack("<III", start, size, 0)

    size = n_sectors * SECTOR
    listed = entry("Root Entry", 5, END, 0) + entry(name, 2, 2, size)
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(30, b"\0") + struct.pack("<HH", 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    head = head.ljust(56, b"\0") + struct.pack("<IIIII", 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + table + listed.ljust(SECTOR, b"\0") + content.ljust(size, b"\0")


def marked(tmp_path: Path, content: bytes, place: int = 0) -> list[tuple[int, int, str]]:
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    cells = xls_marks(path, place).cells
    return [(row, at, str(mark)) for row, marks in cells.items() for at, mark in marks.items()]


@pytest.mark.parametrize("name", ["Workbook", "Book"])
def test_an_error_is_marked_where_it_stands(tmp_path: Path, name: str) -> None:
    chart = sheet(error_cell(9, 9, 0x17))
    content = book(
        sheet(error_cell(1, 2, 0x17), chart, formula(3, 0, 0x2A)),
        sheet(formula(0, 1, 0x07)),
    )
    found = marked(tmp_path, container(content, name=name))
    assert [(row, column) for row, column, _ in found] == [(2, 2), (4, 0)]
    assert "#REF!" in found[0][2]
    assert "#N/A" in found[1][2]
    assert "#DIV/0!" in marked(tmp_path, container(content, name=name), place=1)[0][2]
    assert marked(tmp_path, container(content, name=name), place=2) == []


def test_what_is_no_container_or_a_damaged_one_has_no_marks(tmp_path: Path) -> None:
    whole = container(book(sheet(error_cell(1, 2, 0x17))))
    assert marked(tmp_path, b"date;actor") == []
    for end in range(0, len(whole), 97):
        marked(tmp_path, whole[:end])
    for at in range(8, 3 * SECTOR, 5):
        marked(tmp_path, whole[:at] + b"\xff\x7f\x01" + whole[at + 3 :])


@needs_samples
def test_a_formula_that_shows_an_error_refuses_its_row_in_old_excel() -> None:
    content = SAMPLE.read_bytes()
    stream = stream_in(content, ["Workbook"])
    # The formula in row 3: its record's head, its result of eight bytes, and then its tokens.
    at = stream.index(struct.pack("<HHHH", 0x06, 33, 2, 0))
    before, after = stream[at : at + 10], stream[at + 18 : at + 30]
    whole = before + stream[at + 10 : at + 18] + after
    assert content.count(whole) == 1
    broken = content.replace(whole, before + bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]) + after)
    first, second, third = read_spreadsheet(broken, "xls", "", {}).rows
    assert (first.cells, third.cells) == (("20",), ("65",))
    (problem,) = second.problems
    assert (problem.line, problem.column) == (3, "10")
    assert "#REF!" in problem.reason
