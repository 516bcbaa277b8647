"""The files inside a copy: a zip that is checked before anything in it is read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from stance.errors import FileRefused, listed
from stance.files.copies.cells import COPY_AGAIN, Line
from stance.files.copies.layout import FORMAT, HISTORY, MANIFEST, MOST_RATIO, README, SMALL, TABLES
from stance.files.reading.delimited import MOST_READ
from stance.files.reading.registry import MOST_BYTES
from stance.files.writing.tables import pieces_of

_MOST_FILES = 100_000
_MOST_MANIFEST = 64 << 20
_ENCRYPTED = 1
_MAKE_ONE = "Make one with 'export store -o FILE.zip'."


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
    return FileRefused(f"The copy {name} is damaged: {what}. {COPY_AGAIN}")


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
        self._read = {MANIFEST, README, HISTORY, *TABLES}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def content(self, name: str) -> bytes:
        """Return a whole file that fits in memory."""
        if name not in self._members:
            raise _damaged(self._name, f"{name} is missing")
        self._read.add(name)
        if self._members[name].file_size > MOST_BYTES:
            raise _damaged(self._name, f"{name} is larger than any file of a copy")
        return self._packed.read(name)

    def finish(self, n_statements: int) -> None:
        """Refuse a copy that holds another number of statements than it says, or more files."""
        if n_statements != self.n_statements:
            told = (
                f"it holds {n_statements:,} statements, and {MANIFEST} says {self.n_statements:,}"
            )
            raise _damaged(self._name, told)
        unread = sorted(set(self._members) - self._read)
        if unread:
            raise _damaged(self._name, f"{listed(unread, most=3)} is no part of it")

    def table(self, name: str) -> Iterator[Line]:
        """Yield the rows of a table, whose columns must be ours."""
        columns = TABLES[name]
        text = io.TextIOWrapper(self.open(name), encoding="utf-8", newline="")
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

    def open(self, name: str) -> IO[bytes]:
        """Open a file for as long as the copy is."""
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
        # True and False are whole numbers to Python.
        if isinstance(said, dict) and type(said.get("format")) is int and said["format"] > 0:
            if said["format"] > FORMAT:
                made = str(said.get("stance", "a newer Stance"))[:40]
                raise FileRefused(
                    f"The copy {self._name} was made by a newer Stance ({made}; its format is "
                    f"{said['format']}, this program reads {FORMAT}): use the newer program."
                )
            count = said.get("statements")
            if isinstance(said.get("files"), dict) and type(count) is int and count >= 0:
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
            digest = hashlib.sha256()
            with self._packed.open(name) as stream:
                for piece in pieces_of(stream):
                    digest.update(piece)
                measured = {"bytes": stream.tell(), "sha256": digest.hexdigest()}
            if said != measured:
                raise _damaged(self._name, f"{name} is not what the manifest says")


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
    members = {entry.filename: entry for entry in entries}
    if len(members) < len(entries):
        raise FileRefused(f"{name} holds two files of one name, and a copy none. {_MAKE_ONE}")
    return members
