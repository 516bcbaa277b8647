"""Parquet: typed columns for data frames, and what the table is in the file itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import IO

from stance.files.writing.tables import FLOATS, INTEGERS, Rows, Value, made_whole, no_notes

_GROUP_ROWS = 20_000

_Type = type[int | float | str]


def write_parquet(
    columns: Sequence[str], rows: Rows, *, excel: bool = False, notes: Mapping[str, str] = no_notes
) -> Iterator[bytes]:
    """Yield a table as Parquet; `notes` stand in its metadata as `stance.NAME`."""
    del excel
    return made_whole(lambda file: _write(file, columns, rows, notes))


def _write(file: IO[bytes], columns: Sequence[str], rows: Rows, notes: Mapping[str, str]) -> None:
    # A third of a second to import, which no other format needs.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    types = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    kinds = [_type_of(name) for name in columns]
    fields = [(name, types[kind]) for name, kind in zip(columns, kinds, strict=True)]
    told = {f"stance.{name}": value for name, value in notes.items()}
    schema = pa.schema(fields, metadata=told)
    remaining = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(remaining, _GROUP_ROWS)):
            arrays = [
                pa.array([_cell(value, kind) for value in values], type=types[kind])
                for kind, values in zip(kinds, zip(*some, strict=True), strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _type_of(column: str) -> _Type:
    if column in INTEGERS:
        return int
    # Dates are text too: a partial date is no day.
    return float if column in FLOATS else str


def _cell(value: Value, kind: _Type) -> Value:
    if kind is str:
        return None if value is None else str(value)
    if value is None or value == "":
        return None
    found = float(value)
    return kind(found) if math.isfinite(found) else None
