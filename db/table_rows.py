"""Whole rows: a table's cells in the order of its columns, written down once for every writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.coding_rows import dictionary_frames
from db.models import Base
from db.rows import date_cells, frame_text, moment_text, said_cells
from db.staging import Row, table_of
from stance.records import Actor, Batch, Coding, Hit, Statement, folded


def named(model: type[Base], row: Row) -> dict[str, object]:
    """Return a row's cells by the names of its table's columns."""
    return dict(zip((column.name for column in table_of(model).columns), row, strict=True))


def batch_row(batch: Batch) -> Row:
    """Return the row of a load."""
    return (
        batch.id,
        moment_text(batch.loaded_at),
        batch.file_name,
        batch.file_hash,
        batch.n_stored,
        batch.n_duplicates,
        batch.n_refused,
        moment_text(batch.undone_at) if batch.undone_at else None,
    )


def actor_row(key: int, actor: Actor, *, part_of: int | None, batch: int | None) -> Row:
    """Return an actor's row; its other names have rows of their own."""
    kind = actor.kind.value if actor.kind else None
    return (key, actor.name, folded(actor.name), kind, part_of, batch)


def alias_rows(key: int, actor: Actor) -> Iterator[Row]:
    """Yield the rows of an actor's other names."""
    for position, alias in enumerate(actor.aliases):
        yield (key, position, alias, folded(alias))


@dataclass(frozen=True, slots=True)
class StatementKeys:
    """The keys of what a statement's row names: its own, and those of other tables."""

    own: int
    actor: int
    issue: int
    source: int
    root: int
    batch: int | None


@dataclass(frozen=True, slots=True)
class FrameCells:
    """The frames repeated on a statement's row; None where nobody coded or looked."""

    persons: str | None
    machine: str | None
    version: int | None


def frame_cells(
    persons: Iterable[Coding] | None, hits: Iterable[Hit] | None, version: int | None
) -> FrameCells:
    """Return the frames of persons' codings, and those that the dictionary of a version found."""
    given = [coding.frame for coding in persons or ()]
    return FrameCells(
        persons=frame_text(given) if given else None,
        machine=None if hits is None else frame_text(dictionary_frames(hits)),
        version=None if hits is None else version,
    )


def statement_row(
    said: Statement, keys: StatementKeys, frames: FrameCells, *, content_hash: str | None = None
) -> Row:
    """Return a statement's row; `content_hash` where its hash is kept as it came."""
    *cells, hashed = said_cells(said)
    return (
        keys.own,
        said.id,
        *date_cells(said.date),
        keys.actor,
        keys.issue,
        keys.source,
        keys.root,
        said.voice.value,
        said.mode.value if said.mode else None,
        said.language,
        frames.persons,
        frames.machine,
        frames.version,
        *cells,
        hashed if content_hash is None else content_hash,
        keys.batch,
    )


def tag_rows(key: int, tags: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a statement's tags, in the order given."""
    for position, tag in enumerate(tags):
        yield (key, position, tag.partition(":")[0], tag)


def coding_row(key: int, coding: Coding, position: int, batch: int | None) -> Row:
    """Return the row of a person's coding."""
    moment = moment_text(coding.coded_at) if coding.coded_at else None
    version = coding.codebook_version
    return (key, coding.coder, coding.frame, position, version, moment, False, batch)
