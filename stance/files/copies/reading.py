"""A whole copy of a store, checked and read back: nothing in it is believed unseen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from stance.analysis.wordings.codebook import parse_codebook
from stance.errors import CodebookRefused, FileRefused
from stance.files.copies.archive import CopyFiles, open_files
from stance.files.copies.cells import COPY_AGAIN, Line, moment_in
from stance.files.copies.layout import HISTORY, STATEMENTS
from stance.files.reading import cells
from stance.files.reading.drafts import StatementDraft
from stance.files.reading.registry import read_file
from stance.records import Actor, ActorKind, Batch, Coding, Entry, Link, LinkType, folded
from stance.records.store_contents import (
    HistoryRow,
    KeptActor,
    KeptCodebook,
    KeptIssue,
    KeptStatement,
    StoreContents,
)

_LONGEST_CHANGE = 256 << 20


@contextmanager
def open_copy(path: Path) -> Iterator[StoreContents]:
    """Open a copy and check that it is whole; raise FileRefused for what cannot be one."""
    with open_files(path) as files:
        batches = [_batch(line) for line in files.table("loads.csv")]
        loads = frozenset(batch.id for batch in batches)
        actors = _actors(files.table("actors.csv"), loads)
        kinds = {kept.actor.name: kept.actor.kind for kept in actors}
        yield StoreContents(
            batches=batches,
            actors=actors,
            issues=_issues(files.table("issues.csv"), loads),
            codebooks=[_codebook(files, line) for line in files.table("codebooks.csv")],
            # These two are read while they are gone through, and refused there.
            statements=_statements(files, kinds, loads),
            changes=_changes(files),
            n_statements=files.n_statements,
        )


def _batch(line: Line) -> Batch:
    return Batch(
        id=line.number("load", least=1),
        loaded_at=line.moment("loaded_at"),
        file_name=line.text("file_name"),
        file_hash=line.hash("file_hash"),
        n_stored=line.number("n_stored"),
        n_duplicates=line.number("n_duplicates"),
        n_refused=line.number("n_refused"),
        undone_at=line.moment_or_none("undone_at"),
    )


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


def _changes(files: CopyFiles) -> Iterator[HistoryRow]:
    stream = files.open(HISTORY)
    for number, text in enumerate(iter(lambda: stream.readline(_LONGEST_CHANGE), b""), start=1):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        where = f"{HISTORY} in the copy, line {number}"
        if not _is_change(told):
            raise FileRefused(f"{where}: this is no change. {COPY_AGAIN}", line=number)
        change = HistoryRow(*told)
        if moment_in(change.at) is None:
            problem = f"{change.at[:40]!r} is no moment with its zone"
            raise FileRefused(f"{where}, at: {problem}. {COPY_AGAIN}", line=number, column="at")
        yield change


def _is_change(told: Any) -> bool:
    if not isinstance(told, list) or len(told) != len(HistoryRow.__slots__):
        return False
    return all(isinstance(cell, str) or (at >= 4 and cell is None) for at, cell in enumerate(told))


# --- names: each means one actor or issue --------------------------------------------------


def _actors(lines: Iterable[Line], loads: Collection[int]) -> list[KeptActor]:
    """Read the actors; raise FileRefused where a name means two of them."""
    read = []
    for line in lines:
        kind = line.choice("kind", ActorKind) if line.text("kind") else None
        name, aliases = line.ruled("name", cells.name), line.named("aliases")
        actor = Actor(name, kind, aliases, line.text("part_of"))
        read.append((line, KeptActor(actor, line.load(loads))))
    owners: dict[str, str] = {}
    for line, kept in read:
        names = [("name", kept.actor.name), *(("aliases", alias) for alias in kept.actor.aliases)]
        for column, name in names:
            owner = owners.setdefault(folded(name), kept.actor.name)
            if owner != kept.actor.name:
                raise line.refused(column, f"{name!r} already names the actor {owner}")
    _refuse_twice([(line, kept.actor.name) for line, kept in read], "name")
    _refuse_circles(read)
    return [kept for _, kept in read]


def _issues(lines: Iterable[Line], loads: Collection[int]) -> list[KeptIssue]:
    """Read the issues, whose ids must be slugs."""
    read = []
    for line in lines:
        slug = line.ruled("issue", lambda column, text: cells.issue(column, text)[0])
        read.append((line, KeptIssue(slug, line.text("title"), line.load(loads))))
    _refuse_twice([(line, kept.slug) for line, kept in read], "issue")
    return [kept for _, kept in read]


def _refuse_twice(names: Iterable[tuple[Line, str]], column: str) -> None:
    known: set[str] = set()
    for line, name in names:
        if name in known:
            raise line.refused(column, f"{name!r} stands in it twice")
        known.add(name)


def _refuse_circles(read: Iterable[tuple[Line, KeptActor]]) -> None:
    """Go up from every actor: what it is part of must be known, and must not lead back."""
    lines = {kept.actor.name: line for line, kept in read}
    wholes = {kept.actor.name: kept.actor.part_of for _, kept in read if kept.actor.part_of}
    for name, whole in wholes.items():
        if whole not in lines:
            raise lines[name].refused("part_of", f"it names the actor {whole!r}, who is not there")
    is_above: set[str] = set()
    for start in wholes:
        path: dict[str, None] = {}
        name = start
        while name in wholes and name not in is_above:
            if name in path:
                raise lines[name].refused("part_of", f"{name} would be part of itself")
            path[name] = None
            name = wholes[name]
        is_above |= set(path)


# --- statements --------------------------------------------------------------------------


def _statements(
    files: CopyFiles, kinds: Mapping[str, ActorKind | None], loads: Collection[int]
) -> Iterator[KeptStatement]:
    origins = _Beside(files.table("origins.csv"), "statement")
    codings = _Beside(files.table("codings.csv"), "statement")
    links = _Beside(files.table("links.csv"), "from")
    n_statements = 0
    for draft in _drafts(files):
        n_statements += 1
        id_ = draft.statement.id
        origin = origins.of(id_)
        if len(origin) != 1:
            raise FileRefused(
                f"origins.csv in the copy does not say where {id_!r} came from. {COPY_AGAIN}"
            )
        given, joined = codings.of(id_), links.of(id_)
        entry = Entry(
            statement=draft.statement,
            actor_kind=kinds.get(draft.statement.actor),
            utterance=id_,
            codings=tuple(map(_coding, given)),
            links=tuple(map(_link, joined)),
            batch=origin[0].load(loads),
        )
        yield KeptStatement(
            entry,
            origin[0].filled("content_hash"),
            coding_batches=tuple(line.load(loads) for line in given),
            link_batches=tuple(line.load(loads) for line in joined),
        )
    for rows in (origins, codings, links):
        # Rows that are left over belong to no statement of the copy.
        for left in rows.left():
            reason = "there is no such statement, or not at this place in the order"
            raise left.refused(rows.column, reason)
    files.finish(n_statements)


def _drafts(files: CopyFiles) -> Iterator[StatementDraft]:
    number = 1
    while (name := STATEMENTS.format(number)) in files:
        read = read_file(files.content(name), name)
        if read.problems:
            first = read.problems[0]
            where = f"{name} in the copy, line {first.line}, {first.column}"
            raise FileRefused(
                f"{where}: {first.reason.rstrip('.')}. {COPY_AGAIN}",
                line=first.line,
                column=first.column,
            )
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

    def left(self) -> Iterator[Line]:
        """Yield the rows that no statement took."""
        return chain(self.waiting, self.lines)


def _coding(line: Line) -> Coding:
    return Coding(
        statement=line.text("statement"),
        frame=line.ruled("frame", cells.frame),
        coder=line.ruled("coder", cells.coder),
        codebook_version=line.number_or_none("codebook_version", least=1),
        coded_at=line.moment_or_none("coded_at"),
    )


def _link(line: Line) -> Link:
    start, end = line.text("from"), line.ruled("to", cells.statement_id)
    if start == end:
        raise line.refused("to", "a statement cannot be linked to itself")
    return Link(start, line.choice("link_type", LinkType), end)
