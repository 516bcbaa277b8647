"""Results to files: one module a format, each fed with column names and rows."""

from __future__ import annotations

from stance.exporters.delimited import write_csv
from stance.exporters.json_file import write_json
from stance.exporters.parquet import write_parquet
from stance.exporters.sheets import write_xlsx
from stance.exporters.statements import (
    CODING_COLUMNS,
    LINK_COLUMNS,
    STATEMENT_COLUMNS,
    coding_rows,
    link_rows,
    statement_rows,
    statement_url,
)
from stance.exporters.tables import ExportFormat, Rows, Value, Writer, frame_rows

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
