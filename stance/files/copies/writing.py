"""A whole store as one zip of CSV and YAML, the same bytes for the same store.

Each file inside can be read, and statements, codings, links and codebooks loaded, on their
own; `stance/files/copies/reading.py` reads them all back.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from stance import __version__
from stance.analysis.wordings.codebook import print_codebook
from stance.files.copies.layout import (
    CODEBOOKS,
    FORMAT,
    HISTORY,
    MANIFEST,
    MOST_RATIO,
    README,
    SMALL,
    STATEMENTS,
    TABLES,
)
from stance.files.writing.delimited import write_csv
from stance.files.writing.statements import (
    STATEMENT_COLUMNS,
    coding_rows,
    link_rows,
    statement_rows,
)
from stance.files.writing.tables import CHUNK_ROWS, PIECE_BYTES, Value, pieces_of
from stance.records import Batch
from stance.records.store_contents import HistoryRow, KeptActor, KeptStatement, StoreContents

_PART_BYTES = 32 << 20
"""About how large a file of statements becomes before the next is begun: one fits in memory."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day a zip knows; with it, equal stores give equal bytes."""

_READ_ME = """\
A whole copy of a Stance store. Put it back into an empty one with

    python app.py --store sqlite:///NEW.db restore THIS.zip

statements/    what was said, as `export statements` gives it; reads as UTF-8 CSV
codebooks/     every version of every codebook, listed in codebooks.csv
codings.csv    what persons coded; the dictionary's codings follow from the codebooks
links.csv      which statement reports, denies, claims ... which
actors.csv, issues.csv, loads.csv, origins.csv, history.jsonl
               names, the loads, which load brought what, and what was changed when
manifest.json  every file with its SHA-256
"""


def write_copy(whole: StoreContents) -> Iterator[bytes]:
    """Yield the zip of a whole store, made whole before its first byte is given out."""
    with TemporaryDirectory(prefix="stance-copy-") as name, TemporaryFile() as file:
        folder = _Folder(Path(name))
        _put_names(folder, whole)
        _put_codebooks(folder, whole)
        _put_statements(folder, whole.statements)
        folder.put(HISTORY, map(_change_line, whole.changes))
        folder.put(README, [_READ_ME.encode()])
        folder.put(MANIFEST, [folder.manifest(whole.n_statements)])
        folder.pack(file)
        file.seek(0)
        yield from pieces_of(file, PIECE_BYTES)


@dataclass(slots=True)
class _Folder:
    """Files on their way into a zip, and what the manifest says of them."""

    path: Path
    told: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file whole."""
        with self.open(name) as member:
            for piece in pieces:
                member.write(piece)
        self.tell(member)

    def open(self, name: str) -> _Member:
        """Begin a file."""
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        return _Member(name, path.open("wb"))

    def tell(self, member: _Member) -> None:
        """Note a file that is whole."""
        told: dict[str, str | int] = {"bytes": member.n_bytes, "sha256": member.hash.hexdigest()}
        self.told[member.name] = told

    def manifest(self, n_statements: int) -> bytes:
        """Say what the copy holds, and how to know that it is whole."""
        head = {"format": FORMAT, "stance": __version__, "statements": n_statements}
        said = {**head, "files": dict(sorted(self.told.items()))}
        return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"

    def _is_like_a_bomb(self, name: str) -> bool:
        """Whether a reader would refuse a file for how small it packs: one mark a million times.

        Most are known not to be when little of them is packed.
        """
        n_bytes, n_packed = int(self.told[name]["bytes"]), 0
        if n_bytes <= SMALL:
            return False
        packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        with (self.path / name).open("rb") as source:
            for piece in pieces_of(source, PIECE_BYTES):
                n_packed += len(packing.compress(piece))
                if n_packed * MOST_RATIO > n_bytes:
                    return False
        return (n_packed + len(packing.flush())) * MOST_RATIO < n_bytes

    def pack(self, file: IO[bytes]) -> None:
        """Put every file into a zip, in the order of their names and without their times."""
        with ZipFile(file, "w") as packed:
            for name, told in sorted(self.told.items()):
                member = ZipInfo(name, _FIRST_DAY)
                member.compress_type = ZIP_STORED if self._is_like_a_bomb(name) else ZIP_DEFLATED
                member.create_system = 3
                member.external_attr = 0o644 << 16
                member.file_size = int(told["bytes"])
                with (self.path / name).open("rb") as source, packed.open(member, "w") as target:
                    shutil.copyfileobj(source, target)


@dataclass(slots=True)
class _Member:
    """A file that is being written, measured on the way."""

    name: str
    file: IO[bytes]
    n_bytes: int = 0
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, piece: bytes) -> None:
        """Write the next piece."""
        self.file.write(piece)
        self.n_bytes += len(piece)
        self.hash.update(piece)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


# --- names -------------------------------------------------------------------------------


def _put_names(folder: _Folder, whole: StoreContents) -> None:
    _put_table(folder, "loads.csv", map(_load_row, whole.batches))
    _put_table(folder, "actors.csv", map(_actor_row, whole.actors))
    issues = ((kept.slug, kept.title, kept.batch) for kept in whole.issues)
    _put_table(folder, "issues.csv", issues)


def _put_table(folder: _Folder, name: str, rows: Iterable[Sequence[Value]]) -> None:
    folder.put(name, write_csv(TABLES[name], rows))


def _load_row(batch: Batch) -> tuple[Value, ...]:
    undone = batch.undone_at.isoformat() if batch.undone_at else ""
    counts = (batch.n_stored, batch.n_duplicates, batch.n_refused)
    file = (batch.file_name, batch.file_hash)
    return (batch.id, batch.loaded_at.isoformat(), *file, *counts, undone)


def _actor_row(kept: KeptActor) -> tuple[Value, ...]:
    actor = kept.actor
    aliases = json.dumps(actor.aliases, ensure_ascii=False) if actor.aliases else ""
    kind = actor.kind.value if actor.kind else ""
    return (actor.name, kind, aliases, actor.part_of, kept.batch)


def _put_codebooks(folder: _Folder, whole: StoreContents) -> None:
    rows: list[tuple[Value, ...]] = []
    for number, kept in enumerate(whole.codebooks, start=1):
        name, book = CODEBOOKS.format(number), kept.codebook
        folder.put(name, [print_codebook(book).encode()])
        rows.append((book.issue, book.version, kept.applied_at.isoformat(), name))
    _put_table(folder, "codebooks.csv", rows)


def _change_line(change: HistoryRow) -> bytes:
    cells = (change.at, change.who, change.kind, change.subject, change.before, change.after)
    return json.dumps(cells, ensure_ascii=False).encode() + b"\n"


# --- statements --------------------------------------------------------------------------


def _put_statements(folder: _Folder, statements: Iterable[KeptStatement]) -> None:
    """Write statements and what belongs to them, all in one walk."""
    with ExitStack() as stack:
        beside = {name: stack.enter_context(folder.open(name)) for name in _BESIDE}
        for name, member in beside.items():
            member.write(_text(TABLES[name], ()))
        parts = _Parts(folder, stack)
        walk = iter(statements)
        while some := list(islice(walk, CHUNK_ROWS)):
            parts.write(some)
            for name, rows_of in _BESIDE.items():
                rows = (row for kept in some for row in rows_of(kept))
                beside[name].write(_text(TABLES[name], rows, is_begun=True))
        parts.close()
        for member in beside.values():
            folder.tell(member)


@dataclass(slots=True)
class _Parts:
    """The files of statements, one after the other."""

    folder: _Folder
    stack: ExitStack
    part: _Member | None = None
    n_parts: int = 0

    def write(self, some: Sequence[KeptStatement]) -> None:
        """Write the next statements, each into the next file where this one is large."""
        for row in statement_rows(kept.entry for kept in some):
            if self.part is None or self.part.n_bytes > _PART_BYTES:
                self.close()
                self.n_parts += 1
                name = STATEMENTS.format(self.n_parts)
                self.part = self.stack.enter_context(self.folder.open(name))
                self.part.write(_text(STATEMENT_COLUMNS, ()))
            self.part.write(_text(STATEMENT_COLUMNS, [row], is_begun=True))

    def close(self) -> None:
        """End the file that is being written."""
        if self.part is not None:
            self.folder.tell(self.part)


def _text(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], *, is_begun: bool = False
) -> bytes:
    """Write rows as CSV, without a header where the file has one."""
    head, *lines = write_csv(columns, rows)
    return b"".join(lines) if is_begun else b"".join((head, *lines))


def _origin_rows(kept: KeptStatement) -> Iterator[tuple[Value, ...]]:
    yield (kept.entry.statement.id, kept.content_hash, kept.entry.batch)


def _coding_rows(kept: KeptStatement) -> Iterator[tuple[Value, ...]]:
    codings = kept.entry.codings
    for row, coding, batch in zip(coding_rows(codings), codings, kept.coding_batches, strict=True):
        yield (*row, coding.coded_at.isoformat() if coding.coded_at else "", batch)


def _link_rows(kept: KeptStatement) -> Iterator[tuple[Value, ...]]:
    for row, batch in zip(link_rows(kept.entry.links), kept.link_batches, strict=True):
        yield (*row, batch)


_BESIDE = {"origins.csv": _origin_rows, "codings.csv": _coding_rows, "links.csv": _link_rows}
