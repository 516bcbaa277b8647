"""Text tables: CSV, TSV and their kin, with any of four separators, as cells with lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from stance.errors import FileRefused
from stance.files.reading.cells import MOST_CHARACTERS
from stance.files.reading.encodings import Encoded
from stance.files.reading.headers import n_known
from stance.files.reading.tables import Row, Table
from stance.records import Problem

MOST_READ = 4 * MOST_CHARACTERS
"""The longest cell that is looked at: what an export derives from a text may be longer than it."""

SEPARATORS = (",", ";", "\t", "|")
"""What may part the columns of a text table."""

_SEP_LINE = re.compile(r'"?sep=([^"\r\n])"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a text is cut into cells: where its header starts, and what parts its columns."""

    encoded: Encoded
    separator: str
    first_line: int = 1


def read_delimited(encoded: Encoded, renames: Mapping[str, str], separator: str = "") -> Table:
    """Read a text table; raise FileRefused where quotes or sizes make its cells uncertain.

    `separator` is the analyst's choice, empty where the header decides.
    """
    shape = _shape(encoded, renames, separator)
    line, header = next(_records(shape), (0, []))
    if not header:
        raise FileRefused("the file is empty: it needs a header and rows.", line=1)
    return Table(
        header=tuple(header),
        rows=_Rows(shape, len(header)),
        header_line=line,
        notes=(encoded.note,) if encoded.note else (),
        has_decimal_comma=shape.separator != ",",
        separator=shape.separator,
        encoding=encoded.encoding,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows below the header; every pass reads the bytes anew, so that few are in memory."""

    shape: _Shape
    n_columns: int

    def __iter__(self) -> Iterator[Row]:
        for line, cells in islice(_records(self.shape), 1, None):
            n_more = len(cells) - self.n_columns
            if not n_more:
                yield Row(line, tuple(cells))
            elif n_more < 0 or any(cells[self.n_columns :]):
                yield _ragged(line, cells, self.n_columns)
            else:
                yield Row(line, tuple(cells[: self.n_columns]))


def _ragged(line: int, cells: list[str], n_columns: int) -> Row:
    held = f"the row has {len(cells)} cell{'' if len(cells) == 1 else 's'}"
    reason = f"{held}, the header {n_columns}. Put quotes around cells that hold separators."
    return Row(line, (), (Problem(line, "", reason),), raw=tuple(cells))


def _shape(encoded: Encoded, renames: Mapping[str, str], separator: str) -> _Shape:
    with encoded.open() as stream:
        said = _SEP_LINE.fullmatch(stream.readline(100))
    if separator:
        return _Shape(encoded, separator, first_line=2 if said else 1)
    if said is not None:
        return _Shape(encoded, said[1], first_line=2)
    # The header decides: the separator under which most of its names are known, and then
    # the one that gives most columns.
    shapes = [_Shape(encoded, separator) for separator in SEPARATORS]
    return max(shapes, key=lambda shape: _fit(shape, renames))


def _fit(shape: _Shape, renames: Mapping[str, str]) -> tuple[int, int]:
    try:
        _, header = next(_records(shape), (0, []))
    except FileRefused:
        return (-1, 0)
    return n_known(header, renames), len(header)


def _records(shape: _Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank, with its first line."""
    # The limit belongs to the interpreter, and its default is too small for long texts.
    csv.field_size_limit(MOST_READ)
    with shape.encoded.open() as stream:
        for _ in range(1, shape.first_line):
            stream.readline()
        reader = csv.reader(stream, delimiter=shape.separator, strict=True)
        line = shape.first_line
        try:
            for cells in reader:
                if any(cells) and any(cell.strip() for cell in cells):
                    yield line, cells
                line = shape.first_line + reader.line_num
        except csv.Error as error:
            raise _refused(shape, line, str(error)) from error


def _refused(shape: _Shape, line: int, error: str) -> FileRefused:
    if "limit" in error:
        reason = f"a cell is longer than {MOST_READ:,} characters."
        return FileRefused(f"{reason} A quote may be missing its partner.", line=line)
    with shape.encoded.open() as stream:
        for _ in range(1, line):
            stream.readline()
        text = stream.read()
    stray = _stray_quote(text, shape.separator)
    fault = "is never closed"
    if stray.end >= 0:
        closed_on = line + _n_lines(text[: stray.end])
        fault = f"closes on line {closed_on}, where {text[stray.end]!r} follows it"
    remedy = "Close it where its cell ends, and write a quote inside a quoted cell twice."
    reason = f"the quote that opens in column {stray.column} {fault}. {remedy}"
    return FileRefused(reason, line=line + _n_lines(text[: stray.start]))


@dataclass(frozen=True, slots=True)
class _Stray:
    """A broken quote: where it opens, its column, and where it closes (-1: nowhere)."""

    start: int
    column: int
    end: int = -1


def _stray_quote(text: str, separator: str) -> _Stray:
    """Find the first quote of a text that is never closed, or not where its cell ends."""
    edge = re.compile(f"[{re.escape(separator)}\r\n]")
    at, column = 0, 1
    while at < len(text):
        end = _end_of_quoted(text, at) if text[at] == '"' else at
        if end < 0 or not (end == len(text) or end == at or edge.match(text, end)):
            return _Stray(at, column, end)
        found = edge.search(text, end)
        if found is None:
            break
        column = column + 1 if found[0] == separator else 1
        at = found.end()
    return _Stray(0, 1)


def _end_of_quoted(text: str, at: int) -> int:
    """Return where the quoted cell that opens at `at` is over; -1 if it never is."""
    close = text.find('"', at + 1)
    while close >= 0 and text[close + 1 : close + 2] == '"':
        close = text.find('"', close + 2)
    return close + 1 if close >= 0 else -1


def _n_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
