"""Which cells of an old Excel sheet show an error: the reader of workbooks gives them empty."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from stance.files.sheets.compound import stream_in
from stance.files.sheets.marks import Fault, Marks

_STREAMS = ("Workbook", "Book")
_SHEET, _BEGIN, _END = 0x85, 0x809, 0x0A
_ERROR_CELL = 0x205
_FORMULAS = frozenset({0x06, 0x206, 0x406})
_IS_ERROR, _NO_NUMBER = 2, b"\xff\xff"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def xls_marks(path: Path, place: int) -> Marks:
    """Mark the cells that show an error on the sheet that stands at this place in the workbook."""
    marks = Marks()
    book = stream_in(path.read_bytes(), _STREAMS)
    sheets = [body for kind, body in _records(book, 0) if kind == _SHEET and len(body) >= 4]
    starts = [int.from_bytes(body[:4], "little") for body in sheets]
    if place < len(starts):
        for kind, body in _of_sheet(book, starts[place]):
            error = _error_in(kind, body)
            if error is not None:
                row, column = struct.unpack_from("<HH", body)
                marks.put(row + 1, column, Fault.of_error(_ERRORS.get(error, "")))
    return marks


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _of_sheet(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one sheet, without those of the charts that stand on it."""
    depth = 0
    for kind, body in _records(book, start):
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _error_in(kind: int, body: bytes) -> int | None:
    """Return the error that a cell's record holds, if it holds one."""
    if kind == _ERROR_CELL and len(body) >= 8 and body[7]:
        return body[6]
    if kind in _FORMULAS and len(body) >= 14 and body[12:14] == _NO_NUMBER and body[6] == _IS_ERROR:
        return body[8]
    return None
