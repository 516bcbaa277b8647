"""The files inside a copy: a zip that is checked before anything in it is read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

from stance.copy_format import FORMAT, HISTORY, MANIFEST, MOST_RATIO, SMALL, TABLES
from stance.errors import FileRefused, listed
from stance.importers.delimited import MOST_READ
from stance.importers.registry import MOST_BYTES

_MOST_FILES = 100_000
_MOST_MANIFEST = 64 << 20
_PIECE = 1 << 20
_GUARD = "'"
_NUMBER = re.compile("[0-9]{1,12}")
_ENCRYPTED = 1
_MAKE_ONE = "Make one with 'export store -o FILE.zip'."
_COPY_AGAIN = "Take it from where it was made once more, or make it anew."

_Choice = TypeVar("_Choice", bound=StrEnum)


@contextmanager
def open_files(path: Path) -> Iterator[CopyFiles]:
    """Open a copy; raise FileRefused where it is none, a newer one, or not whole."""
    try:
        # Members that are given up half way would else keep the file open.
        with ZipFile(path) as packed, ExitStack() as opened:
            yield CopyFiles(packed, path.name, opened)
    except BadZipFile as problem:
        raise FileRefused(
            f"{path.name} is no zip archive, or a damaged one. {_MAKE_ONE}"
        ) from problem
    except (zlib.error, EOFError, NotImplementedError) as problem:
        raise _damaged(path.name, str(problem)) from problem


def _damaged(name: str, what: str) -> FileRefused:
    return FileRefused(f"The copy {name} is damaged: {what}. {_COPY_AGAIN}")


class CopyFiles:
    """The files of a copy, every one of them as its manifest says."""

    def __init__(self, packed: ZipFile, name: str, opened: ExitStack) -> None:
        self._packed = packed
        self._opened = opened
        self._name = name
        self._members = _members(packed, name)
        said = self._manifest()
        self._check(said["files"])
        self.n_statements: int = said["statements"]

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def content(self, name: str) -> bytes:
        """Return a whole file that fits in memory."""
        if name not in self._members:
            raise _damaged(self._name, f"{name} is missing")
        if self._members[name].file_size > MOST_BYTES:
            raise _damaged(self._name, f"{name} is larger than any file of a copy")
        return self._packed.read(name)

    def table(self, name: str) -> Iterator[Line]:
        """Yield the rows of a table, whose columns must be ours."""
        columns = TABLES[name]
        text = io.TextIOWrapper(self._open(name), encoding="utf-8", newline="")
        # The limit belongs to the interpreter; a name may have any number of others.
        csv.field_size_limit(MOST_READ)
        rows = csv.reader(text, strict=True)
        try:
            if tuple(next(rows, ())) != columns:
                raise _damaged(self._name, f"{name} does not have the columns of a copy")
            for cells in rows:
                if len(cells) != len(columns):
                    raise _damaged(self._name, f"{name}, line {rows.line_num} is cut off")
                yield Line(name, rows.line_num, dict(zip(columns, cells, strict=True)))
        except (csv.Error, UnicodeDecodeError) as problem:
            raise _damaged(self._name, f"{name}, line {rows.line_num}: {problem}") from problem

    def lines(self, name: str, longest: int) -> Iterator[bytes]:
        """Yield the lines of a file."""
        stream = self._open(name)
        while line := stream.readline(longest):
            yield line

    def _open(self, name: str) -> IO[bytes]:
        return self._opened.enter_context(self._packed.open(name))

    def _manifest(self) -> dict[str, Any]:
        entry = self._members.get(MANIFEST)
        if entry is None or entry.file_size > _MOST_MANIFEST:
            raise FileRefused(
                f"{self._name} is a zip archive, but no copy of a Stance store. {_MAKE_ONE}"
            )
        try:
            said = json.loads(self._packed.read(MANIFEST))
        except (ValueError, RecursionError) as problem:
            raise _damaged(self._name, f"{MANIFEST} cannot be read") from problem
        if isinstance(said, dict) and isinstance(said.get("format"), int):
            _refuse_newer(said, self._name)
            if isinstance(said.get("files"), dict) and isinstance(said.get("statements"), int):
                return said
        raise _damaged(self._name, f"{MANIFEST} does not say what the copy holds")

    def _check(self, told: dict[str, Any]) -> None:
        """Hold every file against the manifest before any of them is believed."""
        needed = {*told, *TABLES, HISTORY}
        missing = sorted(needed - set(self._members))
        if missing:
            raise _damaged(self._name, f"{listed(missing, most=3)} is missing")
        foreign = sorted(set(self._members) - set(told) - {MANIFEST})
        if foreign:
            raise _damaged(self._name, f"{listed(foreign, most=3)} is no part of it")
        for name, said in told.items():
            if said != self._measured(name):
                raise _damaged(self._name, f"{name} is not what the manifest says")

    def _measured(self, name: str) -> dict[str, str | int]:
        digest, n_bytes = hashlib.sha256(), 0
        with self._packed.open(name) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                n_bytes += len(piece)
        return {"bytes": n_bytes, "sha256": digest.hexdigest()}


def _refuse_newer(said: dict[str, Any], name: str) -> None:
    if said["format"] > FORMAT:
        made = str(said.get("stance", "a newer Stance"))[:40]
        raise FileRefused(
            f"The copy {name} was made by a newer Stance ({made}; its format is "
            f"{said['format']}, this program reads {FORMAT}): use the newer program."
        )


def _members(packed: ZipFile, name: str) -> dict[str, ZipInfo]:
    """Return the files by name; refuse archives made to harm from their directory alone."""
    entries = packed.infolist()
    if len(entries) > _MOST_FILES:
        raise FileRefused(f"{name} has {len(entries):,} files, and a copy at most {_MOST_FILES:,}.")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise FileRefused(f"{name} is encrypted, and a copy is not. {_MAKE_ONE}")
        if entry.file_size > max(SMALL, entry.compress_size * MOST_RATIO):
            raise FileRefused(
                f"{name} unpacks to more than {MOST_RATIO} times its size, as no copy does. "
                f"{_MAKE_ONE}"
            )
    return {entry.filename: entry for entry in entries}


# --- rows --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table inside a copy, with the one door for each kind of cell."""

    file: str
    line: int
    cells: dict[str, str]

    def refused(self, column: str, reason: str) -> FileRefused:
        """Make the error that names the cell."""
        where = f"{self.file} in the copy, line {self.line}, {column}"
        return FileRefused(f"{where}: {reason}.", line=self.line, column=column)

    def text(self, column: str) -> str:
        """Return a text, its formula guard taken off."""
        return self.cells[column].removeprefix(_GUARD)

    def filled(self, column: str) -> str:
        """Return a text that must be there."""
        text = self.text(column)
        if not text or "\0" in text:
            raise self.refused(column, "the cell is empty or holds NUL")
        return text

    def texts(self, column: str) -> tuple[str, ...]:
        """Return a JSON list of texts."""
        try:
            found = json.loads(self.text(column))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            raise self.refused(column, "a JSON list of texts is expected")
        return tuple(found)

    def number(self, column: str) -> int:
        """Return a whole number from 0."""
        text = self.cells[column]
        if not _NUMBER.fullmatch(text):
            raise self.refused(column, f"{text[:40]!r} is no whole number")
        return int(text)

    def number_or_none(self, column: str) -> int | None:
        """Return a whole number, None where the cell is empty."""
        return self.number(column) if self.cells[column] else None

    def moment(self, column: str) -> datetime:
        """Return a moment with its zone."""
        text = self.cells[column]
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise self.refused(column, f"{text[:40]!r} is no moment with its zone")
        return found

    def moment_or_none(self, column: str) -> datetime | None:
        """Return a moment, None where the cell is empty."""
        return self.moment(column) if self.cells[column] else None

    def choice(self, column: str, among: type[_Choice]) -> _Choice:
        """Return one of a kind's members."""
        try:
            return among(self.text(column))
        except ValueError:
            given = repr(self.text(column)[:40])
            raise self.refused(column, f"{given} is not one of {listed(among)}") from None
