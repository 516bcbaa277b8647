"""Parquet: typed columns for data frames, and what the table is in the file itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from stance.files.writing.tables import (
    FLOATS,
    INTEGERS,
    PIECE_BYTES,
    Rows,
    Value,
    no_notes,
    pieces_of,
)

_GROUP_ROWS = 20_000


def write_parquet(
    columns: Sequence[str], rows: Rows, *, excel: bool = False, notes: Mapping[str, str] = no_notes
) -> Iterator[bytes]:
    """Yield a table as Parquet, made whole before its first byte is given out.

    Counts and versions are 64-bit integers, shares and scores floats, all else text, dates too:
    a partial date is no day. `notes` stand in the metadata under names that begin `stance.`.
    """
    del excel
    with TemporaryFile(prefix="stance-") as file:
        _write(file, columns, rows, notes)
        file.seek(0)
        yield from pieces_of(file, PIECE_BYTES)


def _write(file: IO[bytes], columns: Sequence[str], rows: Rows, notes: Mapping[str, str]) -> None:
    # A third of a second to import, which no other format needs.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    types = {"integer": pa.int64(), "float": pa.float64(), "text": pa.string()}
    told = {f"stance.{name}": value for name, value in notes.items()}
    fields = [(name, types[_kind(name)]) for name in columns]
    schema = pa.schema(fields, metadata=told)
    remaining = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(remaining, _GROUP_ROWS)):
            cells = [_column(name, values) for name, values in _turned(columns, some)]
            writer.write_table(pa.Table.from_arrays(_arrays(pa, schema, cells), schema=schema))


def _kind(column: str) -> str:
    if column in INTEGERS:
        return "integer"
    return "float" if column in FLOATS else "text"


def _turned(
    columns: Sequence[str], rows: Sequence[Sequence[Value]]
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    return zip(columns, zip(*rows, strict=True), strict=True)


def _column(name: str, values: Sequence[Value]) -> list[Value]:
    match _kind(name):
        case "text":
            return [None if value is None else str(value) for value in values]
        case "integer":
            return [_number(value, int) for value in values]
        case _:
            return [_number(value, float) for value in values]


def _number(value: Value, make: type[int | float]) -> int | float | None:
    if value is None or value == "":
        return None
    found = float(value)
    return make(found) if math.isfinite(found) else None


def _arrays(pa: Any, schema: Any, cells: Sequence[list[Value]]) -> list[Any]:
    return [pa.array(values, type=field.type) for field, values in zip(schema, cells, strict=True)]
