"""A whole copy of a store, checked and read back: nothing in it is believed unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.analysis.codebook import parse_codebook
from stance.copy_format import HISTORY, STATEMENTS
from stance.errors import CodebookRefused, FileRefused
from stance.importers.copy_files import CopyFiles, Line, open_files
from stance.importers.drafts import StatementDraft
from stance.importers.registry import read_file
from stance.records import (
    Actor,
    ActorKind,
    Batch,
    Coding,
    Entry,
    Link,
    LinkType,
)
from stance.whole import Change, KeptActor, KeptCodebook, KeptIssue, KeptStatement, Whole

_LONGEST_CHANGE = 256 << 20


@contextmanager
def open_copy(path: Path) -> Iterator[Whole]:
    """Open a copy and check that it is whole; raise FileRefused for what cannot be one.

    Statements and history are read while they are gone through, and refused there.
    """
    with open_files(path) as files:
        actors = [_actor(line) for line in files.table("actors.csv")]
        kinds = {kept.actor.name: kept.actor.kind for kept in actors}
        yield Whole(
            batches=[_batch(line) for line in files.table("loads.csv")],
            actors=actors,
            issues=[
                KeptIssue(line.filled("issue"), line.text("title"), line.number_or_none("load"))
                for line in files.table("issues.csv")
            ],
            codebooks=[_codebook(files, line) for line in files.table("codebooks.csv")],
            statements=_statements(files, kinds),
            changes=_changes(files),
            n_statements=files.n_statements,
        )


def _batch(line: Line) -> Batch:
    return Batch(
        id=line.number("load"),
        loaded_at=line.moment("loaded_at"),
        file_name=line.text("file_name"),
        file_hash=line.text("file_hash"),
        n_stored=line.number("n_stored"),
        n_duplicates=line.number("n_duplicates"),
        n_refused=line.number("n_refused"),
        undone_at=line.moment_or_none("undone_at"),
    )


def _actor(line: Line) -> KeptActor:
    kind = line.choice("kind", ActorKind) if line.text("kind") else None
    aliases = line.texts("aliases") if line.text("aliases") else ()
    actor = Actor(line.filled("name"), kind, aliases, line.text("part_of"))
    return KeptActor(actor, line.number_or_none("load"))


def _codebook(files: CopyFiles, line: Line) -> KeptCodebook:
    name = line.filled("file")
    try:
        book = parse_codebook(files.content(name).decode())
    except UnicodeDecodeError as problem:
        raise line.refused("file", f"{name} is not UTF-8") from problem
    except CodebookRefused as problem:
        raise line.refused("file", f"{name}, line {problem.line}: {problem.reason}") from problem
    if (book.issue, book.version) != (line.text("issue"), line.number("version")):
        raise line.refused("file", f"{name} is of another issue or version")
    return KeptCodebook(book, line.moment("applied_at"))


def _changes(files: CopyFiles) -> Iterator[Change]:
    for number, text in enumerate(files.lines(HISTORY, _LONGEST_CHANGE), start=1):
        try:
            cells = json.loads(text)
        except (ValueError, RecursionError):
            cells = None
        if not _is_change(cells):
            raise FileRefused(f"{HISTORY} in the copy, line {number}: this is no change.")
        yield Change(*cells)


def _is_change(cells: Any) -> bool:
    if not isinstance(cells, list) or len(cells) != len(Change.__slots__):
        return False
    told = all(isinstance(cell, str) for cell in cells[:4])
    return told and all(cell is None or isinstance(cell, str) for cell in cells[4:])


# --- statements --------------------------------------------------------------------------


def _statements(files: CopyFiles, kinds: dict[str, ActorKind | None]) -> Iterator[KeptStatement]:
    origins = _Beside(files.table("origins.csv"), "statement")
    codings = _Beside(files.table("codings.csv"), "statement")
    links = _Beside(files.table("links.csv"), "from")
    for draft in _drafts(files):
        id_ = draft.statement.id
        origin = origins.of(id_)
        if len(origin) != 1:
            raise FileRefused(f"origins.csv in the copy does not say where {id_!r} came from.")
        given, joined = codings.of(id_), links.of(id_)
        entry = Entry(
            statement=draft.statement,
            actor_kind=kinds.get(draft.statement.actor),
            utterance=id_,
            codings=tuple(map(_coding, given)),
            links=tuple(map(_link, joined)),
            batch=origin[0].number_or_none("load"),
        )
        yield KeptStatement(
            entry,
            origin[0].filled("content_hash"),
            tuple(line.number_or_none("load") for line in given),
            tuple(line.number_or_none("load") for line in joined),
        )
    for rows in (origins, codings, links):
        rows.finish()


def _drafts(files: CopyFiles) -> Iterator[StatementDraft]:
    number = 1
    while (name := STATEMENTS.format(number)) in files:
        read = read_file(files.content(name), name)
        if read.problems:
            first = read.problems[0]
            where = f"{name} in the copy, line {first.line}, {first.column}"
            raise FileRefused(f"{where}: {first.reason}")
        for draft in read.drafts:
            if not isinstance(draft, StatementDraft):
                raise FileRefused(f"{name} in the copy holds no statements.")
            yield draft
        number += 1


@dataclass(slots=True)
class _Beside:
    """Rows of a table that stand in the order of the statements they belong to."""

    lines: Iterator[Line]
    column: str
    waiting: list[Line] = field(default_factory=list)

    def of(self, id_: str) -> list[Line]:
        """Take the rows of the next statement."""
        found = [line for line in self.waiting if line.text(self.column) == id_]
        if self.waiting and not found:
            return []
        self.waiting = []
        for line in self.lines:
            if line.text(self.column) != id_:
                self.waiting = [line]
                break
            found.append(line)
        return found

    def finish(self) -> None:
        """Refuse rows that are left over: they belong to no statement of the copy."""
        left = self.waiting[0] if self.waiting else next(self.lines, None)
        if left is not None:
            raise left.refused(
                self.column, "there is no such statement, or not at this place in the order"
            )


def _coding(line: Line) -> Coding:
    return Coding(
        statement=line.text("statement"),
        frame=line.filled("frame"),
        coder=line.filled("coder"),
        codebook_version=line.number_or_none("codebook_version"),
        coded_at=line.moment_or_none("coded_at"),
    )


def _link(line: Line) -> Link:
    return Link(line.text("from"), line.choice("link_type", LinkType), line.filled("to"))
