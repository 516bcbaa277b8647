"""CSV that spreadsheets open without harm, and that loads again to the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from stance.files.writing.tables import CHUNK_ROWS, Rows, Value, no_notes, number

BYTE_MARK = "\ufeff"
GUARD = "'"

# The guard itself too: so taking one off always gives the text back.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", GUARD)
# Python's own writer leaves a lone carriage return unquoted where lines end in a line feed.
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write_csv(
    columns: Sequence[str], rows: Rows, *, excel: bool = False, notes: Mapping[str, str] = no_notes
) -> Iterator[bytes]:
    """Yield a table as CSV: UTF-8, line feeds, quotes only where they are needed."""
    del notes
    head = csv_line(columns)
    yield (BYTE_MARK + head if excel else head).encode()
    remaining = iter(rows)
    while lines := [csv_line(row) for row in islice(remaining, CHUNK_ROWS)]:
        yield "".join(lines).encode()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return GUARD + text if text.startswith(_STARTS_FORMULA) else text


def csv_line(row: Sequence[Value]) -> str:
    """Return a row as a line of CSV."""
    # A row of one empty cell would be a blank line, which readers skip.
    return (",".join(map(_cell, row)) or '""') + "\n"


def _cell(value: Value) -> str:
    if not value:
        return "" if value is None or value == "" else "0"
    if not isinstance(value, str):
        written = number(value)
        return "" if written is None else repr(written)
    text = guarded(value)
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
