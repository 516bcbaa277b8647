"""What every exporter is given: column names, and rows of texts, numbers and gaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Protocol

import pandas as pd

Value = str | int | float | None
"""A cell: text, a number, or nothing."""

Rows = Iterable[Sequence[Value]]
"""Rows with one value a column, made while they are written."""

CHUNK_ROWS = 500
"""How many rows are written at once: few enough for memory, many enough for speed."""

_PIECE_BYTES = 1 << 16
"""How many bytes of a file that was made whole are given out at once."""

INTEGERS = frozenset(
    {
        "codebook_version",
        "n_after",
        "n_after_with",
        "n_after_with_frame",
        "n_before",
        "n_before_with",
        "n_before_with_frame",
        "n_searched_before",
        "n_statements",
        "n_uses",
        "n_with_frame",
        "sources_after",
        "sources_before",
    }
)
"""Columns of whole numbers, in whatever table they stand."""

FLOATS = frozenset(
    {
        "frame_probability",
        "log_odds",
        "p_adjusted",
        "p_value",
        "probability",
        "share",
        "share_after",
        "share_before",
        "share_high",
        "share_low",
        "stance",
        "surprise_p",
        "z",
    }
)
"""Columns of other numbers; every column that is in neither holds text."""

no_notes: Mapping[str, str] = MappingProxyType({})
"""Nothing to say about a table."""


class Writer(Protocol):
    """Writes a table as the bytes of a file, piece by piece."""

    def __call__(
        self,
        columns: Sequence[str],
        rows: Rows,
        *,
        excel: bool = False,
        # What the table is, in the formats that have a place for it.
        notes: Mapping[str, str] = no_notes,
    ) -> Iterator[bytes]:
        """Yield the file; `excel` puts a byte mark before a text that needs one there."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format of exports: the file's suffix, its media type and what writes it."""

    suffix: str
    media_type: str
    write: Writer
    is_text: bool = True
    """Whether a terminal can show it; other formats also say what they hold."""


def number(value: float) -> int | float | None:
    """Return a number as it is written: whole ones without a point, none for no number."""
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def made_whole(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Yield what a function writes, which is whole before its first byte is given out."""
    with TemporaryFile(prefix="stance-") as file:
        write(file)
        file.seek(0)
        yield from pieces_of(file)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from where it stands, piece by piece."""
    while piece := file.read(_PIECE_BYTES):
        yield piece


def frame_rows(table: pd.DataFrame) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a table of results, as plain values."""
    columns = [
        [None if pd.isna(value) else value for value in table[name].tolist()]
        for name in table.columns
    ]
    return zip(*columns, strict=True)
