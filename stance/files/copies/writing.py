"""A whole store as one zip of CSV and YAML, the same bytes for the same store."""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from stance import __version__
from stance.analysis.wordings.codebook import print_codebook
from stance.files.copies import layout
from stance.files.writing.delimited import csv_line, write_csv
from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.files.writing.tables import Value, made_whole, pieces_of
from stance.records import Batch
from stance.records.columns import STATEMENTS
from stance.records.store_contents import KeptActor, KeptStatement, StoreContents

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
    """Yield the zip of a whole store."""
    return made_whole(lambda file: _write(file, whole))


def _write(file: IO[bytes], whole: StoreContents) -> None:
    with TemporaryDirectory(prefix="stance-copy-") as name:
        folder = Path(name)
        for inside in (layout.STATEMENTS, layout.CODEBOOKS):
            (folder / inside).parent.mkdir()
        _write_table(folder, "loads.csv", map(_load_row, whole.batches))
        _write_table(folder, "actors.csv", map(_actor_row, whole.actors))
        issues = ((kept.slug, kept.title, kept.batch) for kept in whole.issues)
        _write_table(folder, "issues.csv", issues)
        _write_codebooks(folder, whole)
        _write_statements(folder, whole.statements)
        with (folder / layout.HISTORY).open("wb") as history:
            for one in whole.changes:
                cells = (one.at, one.who, one.kind, one.subject, one.before, one.after)
                history.write(json.dumps(cells, ensure_ascii=False).encode() + b"\n")
        (folder / layout.README).write_bytes(_READ_ME.encode())
        (folder / layout.MANIFEST).write_bytes(_manifest(folder, whole.n_statements))
        with ZipFile(file, "w") as packed:
            for member in _files_in(folder):
                _pack(packed, folder, member)


def _files_in(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _manifest(folder: Path, n_statements: int) -> bytes:
    """Say what the copy holds, and how to know that it is whole."""
    told = {}
    for name in _files_in(folder):
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            told[name] = {"bytes": file.tell(), "sha256": digest}
    head = {"format": layout.FORMAT, "stance": __version__, "statements": n_statements}
    return json.dumps({**head, "files": told}, ensure_ascii=False, indent=1).encode() + b"\n"


def _pack(packed: ZipFile, folder: Path, name: str) -> None:
    """Put a file into the zip, without its times."""
    path = folder / name
    member = ZipInfo(name, _FIRST_DAY)
    member.compress_type = ZIP_STORED if _is_like_a_bomb(path) else ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    member.file_size = path.stat().st_size
    with path.open("rb") as source, packed.open(member, "w") as target:
        shutil.copyfileobj(source, target)


def _is_like_a_bomb(path: Path) -> bool:
    """Whether a reader would refuse a file for how small it packs: one mark a million times."""
    n_bytes, n_packed = path.stat().st_size, 0
    if n_bytes <= layout.SMALL:
        return False
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    with path.open("rb") as source:
        for piece in pieces_of(source):
            n_packed += len(packing.compress(piece))
            # Most are known to be none when little of them is packed.
            if n_packed * layout.MOST_RATIO > n_bytes:
                return False
    return (n_packed + len(packing.flush())) * layout.MOST_RATIO < n_bytes


# --- tables ------------------------------------------------------------------------------


def _write_table(folder: Path, name: str, rows: Iterable[Sequence[Value]]) -> None:
    with (folder / name).open("wb") as file:
        file.writelines(write_csv(layout.TABLES[name], rows))


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


def _write_codebooks(folder: Path, whole: StoreContents) -> None:
    rows: list[tuple[Value, ...]] = []
    for number, kept in enumerate(whole.codebooks, start=1):
        name, book = layout.CODEBOOKS.format(number), kept.codebook
        (folder / name).write_bytes(print_codebook(book).encode())
        rows.append((book.issue, book.version, kept.applied_at.isoformat(), name))
    _write_table(folder, "codebooks.csv", rows)


def _write_statements(folder: Path, statements: Iterable[KeptStatement]) -> None:
    """Write statements and what belongs to them, all in one walk."""
    with ExitStack() as opened:

        def begun(name: str, columns: Sequence[str]) -> IO[bytes]:
            file = opened.enter_context((folder / name).open("wb"))
            file.write(csv_line(columns).encode())
            return file

        beside = {rows_of: begun(name, layout.TABLES[name]) for name, rows_of in _BESIDE.items()}
        part, n_parts = None, 0
        for kept in statements:
            if part is None or part.tell() > _PART_BYTES:
                n_parts += 1
                part = begun(layout.STATEMENTS.format(n_parts), STATEMENTS)
            for row in statement_rows([kept.entry]):
                part.write(csv_line(row).encode())
            for rows_of, file in beside.items():
                file.writelines(csv_line(row).encode() for row in rows_of(kept))


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
