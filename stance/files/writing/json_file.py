"""JSON: a list of objects, one a line, with numbers as numbers and no formula guards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from stance.files.writing.tables import CHUNK_ROWS, Rows, Value, no_notes, number


def write_json(
    columns: Sequence[str], rows: Rows, *, excel: bool = False, notes: Mapping[str, str] = no_notes
) -> Iterator[bytes]:
    """Yield a table as JSON; a cell without a value is null. JSON never has a byte mark."""
    del excel, notes
    remaining = iter(rows)
    before = "[\n"
    while some := list(islice(remaining, CHUNK_ROWS)):
        yield (before + ",\n".join(_object(columns, row) for row in some)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _object(columns: Sequence[str], row: Sequence[Value]) -> str:
    values = (number(value) if isinstance(value, float) else value for value in row)
    cells = dict(zip(columns, values, strict=True))
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
