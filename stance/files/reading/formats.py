"""What a file is, by its content first and its name second."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from stance.errors import FileRefused
from stance.files.reading.encodings import recognise
from stance.files.reading.json_rows import is_one_value


class Format(StrEnum):
    """A format of statement files."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


SHEETS = (Format.XLSX, Format.XLS, Format.ODS)
"""The formats of spreadsheets."""

_BY_NAME = {
    "csv": Format.CSV,
    "txt": Format.CSV,
    "tsv": Format.TSV,
    "tab": Format.TSV,
    "json": Format.JSON,
    "jsonl": Format.JSONL,
    "ndjson": Format.JSONL,
    "xlsx": Format.XLSX,
    "xlsm": Format.XLSX,
    "xls": Format.XLS,
    "ods": Format.ODS,
}
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)
_ZIP = b"PK\x03\x04"
_DIRECTORY = 256 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(
    rb"\s*<(?:!doctype|!--|\?xml|html|head|body|table|script|meta|div|svg)\b", re.IGNORECASE
)


def recognise_format(
    content: bytes, name: str, named: str = "", *, encoding: str = ""
) -> tuple[Format, str]:
    """Return a file's format and, where its name says another, a note; raise FileRefused."""
    for magic, what in _FOREIGN:
        if content.startswith(magic):
            raise FileRefused(f"the file is {what}. Save the table as CSV and load that.")
    if _MARKUP.match(content.removeprefix(codecs.BOM_UTF8)):
        reason = "the file is a web page or other markup, whatever its name."
        raise FileRefused(f"{reason} Save the table as CSV and load that.", line=1)
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    said = Format(named) if named else _BY_NAME.get(suffix)
    found = _by_content(content, said, encoding)
    if said is None or found == said:
        return found, ""
    if found in SHEETS and said not in SHEETS:
        reason = f"the content is a spreadsheet or another zip archive, not {said.upper()}."
        raise FileRefused(f"{reason} Name it .xlsx, or save the sheet as CSV.")
    return found, f"Read as {found.upper()}: the content is not {said.upper()}."


def _by_content(content: bytes, said: Format | None, encoding: str) -> Format:
    if content.startswith(_OLE):
        return Format.XLS
    if content.startswith(_ZIP):
        return Format.ODS if _is_open_document(content) else Format.XLSX
    if said in (Format.JSON, Format.JSONL):
        return _json_or_lines(content, said, encoding)
    begin = content.removeprefix(codecs.BOM_UTF8)[:200].lstrip()
    if begin.startswith((b"[{", b"[\n", b"[\r", b"[ ", b'{"')):
        return _json_or_lines(content, Format.JSON, encoding)
    return Format.TSV if said is Format.TSV else Format.CSV


def _is_open_document(content: bytes) -> bool:
    if b"opendocument.spreadsheet" in content[:200]:
        return True
    # Not every program puts the type first, but the names of all members stand at the end.
    names = content[-_DIRECTORY:]
    return b"content.xml" in names and b"xl/workbook" not in names


def _json_or_lines(content: bytes, said: Format, encoding: str) -> Format:
    begin = content.removeprefix(codecs.BOM_UTF8)[:2000].lstrip()
    if begin.startswith(b"["):
        return Format.JSON
    if said is Format.JSONL or not begin.startswith(b"{"):
        return said
    return said if is_one_value(recognise(content, encoding)) else Format.JSONL
