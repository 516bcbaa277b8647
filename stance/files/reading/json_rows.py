"""JSON and JSON Lines: a list of flat objects, or one object a line, as cells with lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stance.errors import FileRefused
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.encodings import Encoded, recognise
from stance.files.reading.headers import squashed
from stance.files.reading.tables import Row, Table, shown
from stance.phrases import Phrase, Sentence
from stance.records import Problem
from stance.records.columns import NUMERIC, STATEMENTS

_BLANK = re.compile(r"[ \t\r\n]*")
_WHOLE = re.compile(r"-?\d{1,20}")
_EXPECTED = 'a list of objects is expected, such as [{"date": "2003-06-17", "actor": ...}]'
_OURS = frozenset(map(squashed, (*STATEMENTS, "frame", "statement", "from", "to")))
_NUMERIC = frozenset(map(squashed, NUMERIC))


class _Number(str):
    """A number as the file writes it, for the rule of its column: Python would round some."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Object:
    """The keys and values of one object, in order, keys that stand twice included."""

    pairs: list[tuple[str, Any]]


def read_json(content: bytes, options: ReadOptions) -> Table:
    """Read a list of objects; raise FileRefused where it is not one or is broken."""
    encoded = recognise(content, options.encoding)
    text = encoded.text()
    start = _skip_blanks(text, 0)
    if start == len(text):
        raise FileRefused("the file is empty: " + _EXPECTED + ".", line=1)
    if text[start] != "[":
        reason = Sentence(f"{_EXPECTED}. For one object a line, ", Phrase.READ_AS_LINES, ".")
        raise FileRefused(reason, line=1 + text.count("\n", 0, start))
    return _table(_elements(text, start + 1), encoded)


def read_json_lines(content: bytes, options: ReadOptions) -> Table:
    """Read one object a line; a line that is none is a problem of its row."""
    encoded = recognise(content, options.encoding)
    return _table(_lines(encoded), encoded)


def is_one_value(encoded: Encoded) -> bool:
    """Whether the first JSON value of a file is also its last."""
    text = encoded.text()
    try:
        _, end = _decode(text, _skip_blanks(text, 0))
    except FileRefused:
        return "\n{" not in text
    return _skip_blanks(text, end) == len(text)


def _elements(text: str, at: int) -> Iterator[tuple[int, Any]]:
    line, counted = 1, 0
    at = _skip_blanks(text, at)
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        value, at = _decode(text, at)
        yield line, value
        at = _skip_blanks(text, at)
        if text.startswith(",", at):
            at = _skip_blanks(text, at + 1)
        elif not text.startswith("]", at):
            raise _broken(text, at, "a comma or ] is missing")
    if _skip_blanks(text, at + 1) != len(text):
        raise _broken(text, at + 1, "something follows the list")


def _lines(encoded: Encoded) -> Iterator[tuple[int, Any]]:
    with encoded.open() as stream:
        for line, text in enumerate(stream, start=1):
            if not (one := text.strip()):
                continue
            try:
                value, end = _decode(one, 0)
            except FileRefused as refused:
                yield line, Problem(line, "", refused.reason)
                continue
            if end < len(one):
                value = Problem(line, "", f"{shown(one[end:])} follows the object.")
            yield line, value


def _decode(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _broken(text, error.pos, error.msg) from error
    except RecursionError as error:
        raise _broken(text, at, "values are nested too deeply, rows are flat") from error


def _broken(text: str, at: int, why: str) -> FileRefused:
    column = at - text.rfind("\n", 0, at)
    where = "at the end" if at >= len(text) else f"at character {column} of the line"
    reason = f"this is not valid JSON {where} ({why}). Is the file cut off?"
    return FileRefused(reason, line=1 + text.count("\n", 0, at))


def _table(values: Iterable[tuple[int, Any]], encoded: Encoded) -> Table:
    rows = [(line, *_cells(line, value)) for line, value in values]
    header = tuple(dict.fromkeys(key for _, cells, _ in rows for key in cells))
    return Table(
        header=header,
        rows=tuple(
            Row(line, tuple(cells.get(key, "") for key in header), problems)
            for line, cells, problems in rows
        ),
        notes=(encoded.note,) if encoded.note else (),
        rows_may_lack=True,
        may_be_guarded=False,
        encoding=encoded.encoding,
    )


def _cells(line: int, value: Any) -> tuple[dict[str, str], tuple[Problem, ...]]:
    if isinstance(value, Problem):
        return {}, (value,)
    if not isinstance(value, _Object):
        return {}, (Problem(line, "", f"a row must be an object, and this is {_sort(value)}."),)
    cells: dict[str, str] = {}
    problems = []
    for key, inner in value.pairs:
        if key in cells:
            reason = f"the key {shown(key)} stands twice. Take one out."
            problems.append(Problem(line, key, reason))
        cells[key], reason = _cell(squashed(key), inner)
        if reason:
            problems.append(Problem(line, key, reason))
    return cells, tuple(problems)


def _cell(key: str, value: Any) -> tuple[str, str]:
    """Return the text of a value, and what is wrong with it."""
    if value is None:
        return "", ""
    if key not in _OURS:
        # What else stands in a column that is not ours is kept as JSON.
        if not isinstance(value, str):
            try:
                value = json.dumps(value, ensure_ascii=False, default=lambda one: dict(one.pairs))
            except RecursionError:
                return "", "what stands here is nested too deeply. Write it as a text."
        return str(value), ""
    if isinstance(value, _Number) and key not in _NUMERIC and not _WHOLE.fullmatch(value):
        return "", f"{shown(value)} is a number here. Put it in quotes."
    if isinstance(value, str):
        return str(value), ""
    hint = " Separate several values by ; in one text." if isinstance(value, list) else ""
    return "", f"a text is expected, and this is {_sort(value)}.{hint}"


def _sort(value: Any) -> str:
    if isinstance(value, _Number):
        return f"the number {value[:40]}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return {list: "a list", _Object: "an object", str: "a text"}.get(type(value), "null")


def _skip_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_float=_Number, parse_int=_Number, parse_constant=_Number
)
