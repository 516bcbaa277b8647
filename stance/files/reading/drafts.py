"""What an importer gives back: rows read as drafts, and everything that was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stance.files.reading.foreign_dates import DayOrder
from stance.files.reading.headers import Layout
from stance.records import ActorKind, Coding, Link, Problem, Statement
from stance.records.columns import EXTRA
from stance.records.statements import statement_from, values_of


@dataclass(frozen=True, slots=True)
class LaterCell:
    """A cell of a `column` that was added later, with the file's own name of it."""

    column: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A row of a statement file, read but not yet compared with a store."""

    line: int
    statement: Statement
    frames: tuple[str, ...] = ()
    """Empty where no person coded the statement, ("none",) where one found no frame."""
    coder: str = ""
    link: Link | None = None
    given_kind: ActorKind | None = None
    issue_title: str = ""
    """The issue as written, where that is more than its slug."""
    later: tuple[LaterCell, ...] = ()
    """Its cells in columns that were added later, the newest first."""

    def as_ever_read(self) -> Iterator[Statement]:
        """Yield what the row is, and what it was before each later column: a cell kept as extra."""
        said = self.statement
        yield said
        for cell in self.later:
            values = values_of(said)
            del values[cell.column]
            said = statement_from({**values, EXTRA: {**said.extra, cell.name: cell.text}})
            yield said


@dataclass(frozen=True, slots=True)
class CodingDraft:
    """A row of a codings file."""

    line: int
    coding: Coding


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A row of a links file."""

    line: int
    link: Link


Draft = StatementDraft | CodingDraft | LinkDraft


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read; empty means: by its name and content."""

    format: str = ""
    encoding: str = ""
    date_order: str = ""
    sheet: str = ""
    renames: Mapping[str, str] = field(default_factory=dict)
    """The file's column names to ours, or to nothing where a column is to be kept as extra."""
    id_prefix: str = ""
    """Put before every id that the file gives."""
    separator: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    """Columns of ours that have one value in every row."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that could be read: its drafts in order, and one problem for each bad cell."""

    kind: str
    """Of the rows: "statements", "codings" or "links"."""
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]
    n_rows: int
    layout: Layout
    order: DayOrder
