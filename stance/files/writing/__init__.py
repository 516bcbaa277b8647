"""Results to files: one module a format, each fed with column names and rows."""

from __future__ import annotations

from stance.files.writing.delimited import write_csv
from stance.files.writing.json_file import write_json
from stance.files.writing.parquet import write_parquet
from stance.files.writing.tables import ExportFormat
from stance.files.writing.xlsx import write_xlsx

_OFFICE = "application/vnd.openxmlformats-officedocument"
_PARQUET = "application/vnd.apache.parquet"

FORMATS = {
    "csv": ExportFormat("csv", "text/csv; charset=utf-8", write_csv),
    "json": ExportFormat("json", "application/json", write_json),
    "xlsx": ExportFormat("xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_xlsx, is_text=False),
    "parquet": ExportFormat("parquet", _PARQUET, write_parquet, is_text=False),
}
"""A writer for each format, by its name."""
