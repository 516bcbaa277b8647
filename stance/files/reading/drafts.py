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
    """A row of a statement file, read but not yet compared with a store.

    `frames` is empty where no person coded the statement and ("none",) where one found no
    frame; `coder` is empty with it. `given_kind` is the row's actor_kind. `issue_title` is
    the issue as written where that is more than the slug. `later` are its cells in columns that
    were added later, the newest first.
    """

    line: int
    statement: Statement
    frames: tuple[str, ...] = ()
    coder: str = ""
    link: Link | None = None
    given_kind: ActorKind | None = None
    issue_title: str = ""
    later: tuple[LaterCell, ...] = ()

    def as_read_before(self) -> Iterator[Statement]:
        """Yield what the row was before each of its later columns: the cell was kept as extra."""
        said = self.statement
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
    """How a file is to be read; empty means: by its name and content.

    `format` is a name of `FORMATS`. `date_order` is "dmy" or "mdy". `renames` maps the
    file's column names to ours, or to nothing where a column is to be kept as extra.
    `fills` gives a column of ours one value in every row. `separator` parts the columns of
    a text table. `id_prefix` is put before every id that the file gives.
    """

    format: str = ""
    encoding: str = ""
    date_order: str = ""
    sheet: str = ""
    renames: Mapping[str, str] = field(default_factory=dict)
    id_prefix: str = ""
    separator: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that could be read: its drafts in order, and one problem for each bad cell.

    `kind` is "statements", "codings" or "links". A row without a draft has a problem with
    its line. `notes` say what was decided about the file as a whole, `layout` and `order`
    which column is which and how its dates are read.
    """

    kind: str
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]
    n_rows: int
    layout: Layout
    order: DayOrder
