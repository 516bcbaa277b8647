"""Workbooks made for tests, and what is read of them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH

from stance.files.reading.drafts import FileRead, ReadOptions, StatementDraft
from stance.files.reading.registry import read_file
from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.reading.tables import Row, Table

HEADER = ["date", "actor", "issue", "text"]
ROW = ["2003-06-17", "China", "energy", "We support it."]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def table(content: bytes, sheet: str = "") -> Table:
    return read_spreadsheet("xlsx", content, ReadOptions(sheet=sheet))


def rows(content: bytes) -> list[Row]:
    return list(table(content).rows)


def column_of(
    values: list[Any], formats: list[str] | None = None, *, counts_from_1904: bool = False
) -> list[Row]:
    """The rows of a sheet with these values in its one column."""
    book = workbook(["date"], *([value] for value in values))
    if counts_from_1904:
        book.epoch = MAC_EPOCH
    for row, number_format in enumerate(formats or (), start=2):
        book.worksheets[0].cell(row, 1).number_format = number_format
    return rows(saved(book))


def texts_of(found: list[Row]) -> list[str]:
    return [row.cells[0] for row in found]


def read(content: bytes, options: ReadOptions | None = None) -> FileRead:
    return read_file(content, "rows.xlsx", options or ReadOptions())


def drafts(file: FileRead) -> list[StatementDraft]:
    return [draft for draft in file.drafts if isinstance(draft, StatementDraft)]
