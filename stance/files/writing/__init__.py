"""Results to files: one module a format, each fed with column names and rows."""

from __future__ import annotations

from stance.files.writing.delimited import write_csv
from stance.files.writing.json_file import write_json
from stance.files.writing.parquet import write_parquet
from stance.files.writing.statements import (
    CODING_COLUMNS,
    LINK_COLUMNS,
    STATEMENT_COLUMNS,
    coding_rows,
    link_rows,
    statement_rows,
    statement_url,
)
from stance.files.writing.tables import ExportFormat, Rows, Value, Writer, frame_rows
from stance.files.writing.xlsx import write_xlsx

_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    "csv": ExportFormat("csv", "text/csv; charset=utf-8", write_csv),
    "json": ExportFormat("json", "application/json", write_json),
    "xlsx": ExportFormat("xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_xlsx, is_text=False),
    "parquet": ExportFormat(
        "parquet", "application/vnd.apache.parquet", write_parquet, is_text=False
    ),
}
"""A writer for each format, by its name."""

__all__ = [
    "CODING_COLUMNS",
    "FORMATS",
    "LINK_COLUMNS",
    "STATEMENT_COLUMNS",
    "ExportFormat",
    "Rows",
    "Value",
    "Writer",
    "coding_rows",
    "frame_rows",
    "link_rows",
    "statement_rows",
    "statement_url",
    "write_csv",
    "write_json",
    "write_parquet",
    "write_xlsx",
]
