"""Text tables: CSV, TSV and their kin, with any of four separators, as cells with lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice

from stance.errors import FileRefused
from stance.files.reading.cells import MOST_CHARACTERS
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.encodings import Encoded, n_line_ends, recognise
from stance.files.reading.headers import n_known
from stance.files.reading.tables import Row, Rows, Table
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


def read_delimited(content: bytes, options: ReadOptions) -> Table:
    """Read a text table; raise FileRefused where quotes or sizes make its cells uncertain."""
    encoded = recognise(content, options.encoding)
    shape = _shape(encoded, options)
    line, header = next(_records(shape), (0, []))
    if not header:
        raise FileRefused("the file is empty: it needs a header and rows.", line=1)
    return Table(
        header=tuple(header),
        rows=Rows(partial(_rows, shape, len(header))),
        header_line=line,
        notes=(encoded.note,) if encoded.note else (),
        has_decimal_comma=shape.separator != ",",
        separator=shape.separator,
        encoding=encoded.encoding,
    )


def _rows(shape: _Shape, n_columns: int) -> Iterator[Row]:
    """Yield the rows below the header."""
    for line, cells in islice(_records(shape), 1, None):
        if len(cells) < n_columns or any(cells[n_columns:]):
            held = f"the row has {len(cells)} cell{'' if len(cells) == 1 else 's'}"
            remedy = "Put quotes around cells that hold separators."
            problem = Problem(line, "", f"{held}, the header {n_columns}. {remedy}")
            yield Row(line, (), (problem,), raw=tuple(cells))
        else:
            yield Row(line, tuple(cells[:n_columns]))


def _shape(encoded: Encoded, options: ReadOptions) -> _Shape:
    with encoded.open() as stream:
        said = _SEP_LINE.fullmatch(stream.readline(100))
    if options.separator:
        return _Shape(encoded, options.separator, first_line=2 if said else 1)
    if said is not None:
        return _Shape(encoded, said[1], first_line=2)
    # The header decides: the separator under which most of its names are known, and then
    # the one that gives most columns.
    shapes = [_Shape(encoded, separator) for separator in SEPARATORS]
    return max(shapes, key=lambda shape: _fit(shape, options.renames))


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
    start, column, end = _stray_quote(text, shape.separator)
    fault = "is never closed"
    if end >= 0:
        closed_on = line + n_line_ends(text[:end])
        fault = f"closes on line {closed_on}, where {text[end]!r} follows it"
    remedy = "Close it where its cell ends, and write a quote inside a quoted cell twice."
    reason = f"the quote that opens in column {column} {fault}. {remedy}"
    return FileRefused(reason, line=line + n_line_ends(text[:start]))


def _stray_quote(text: str, separator: str) -> tuple[int, int, int]:
    """Find the first broken quote: where it opens, its column, where it closes (-1: nowhere)."""
    edge = re.compile(f"[{re.escape(separator)}\r\n]")
    at, column = 0, 1
    while at < len(text):
        end = _end_of_quoted(text, at) if text[at] == '"' else at
        if end < 0 or not (end == len(text) or end == at or edge.match(text, end)):
            return at, column, end
        found = edge.search(text, end)
        if found is None:
            break
        column = column + 1 if found[0] == separator else 1
        at = found.end()
    return 0, 1, -1


def _end_of_quoted(text: str, at: int) -> int:
    """Return where the quoted cell that opens at `at` is over; -1 if it never is."""
    close = text.find('"', at + 1)
    while close >= 0 and text[close + 1 : close + 2] == '"':
        close = text.find('"', close + 2)
    return close + 1 if close >= 0 else -1
