"""Between records and rows: under which column each value is written, and how it is read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import Table, inspect

from db.models import Base, StatementRow
from stance.records import (
    DICTIONARY,
    NONE,
    Actor,
    Batch,
    Codebook,
    Coding,
    Hit,
    Mode,
    Source,
    Statement,
    Voice,
    folded,
    search_text,
)
from stance.records.dates import PartialDate, month_key

Row: TypeAlias = Sequence[object]
"""Cells under a header that names their columns."""

Cells: TypeAlias = Mapping[str, Any]
"""A row whose cells are named one by one: for few rows, and for what the history keeps."""


def table_of(model: type[Base]) -> Table:
    """Return the table of a model."""
    table = inspect(model).local_table
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    return table


def completed(model: type[Base], cells: Cells) -> Cells:
    """Return a row that the history kept, with the defaults of columns that came since."""
    later = {
        column.name: column.server_default.arg  # type: ignore[attr-defined]
        for column in table_of(model).columns
        if column.server_default is not None
    }
    return {**later, **cells}


# --- single values -----------------------------------------------------------------------


def moment_text(moment: datetime) -> str:
    """Write a moment as ISO text in UTC, always equally long, so that texts order by time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str | None) -> datetime | None:
    """Read what `moment_text` wrote."""
    return datetime.fromisoformat(text) if text else None


def json_text(value: object) -> str:
    """Write JSON, the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frame_text(frames: Iterable[str]) -> str:
    """Join frame ids in alphabetical order, without `none`."""
    return ";".join(sorted(set(frames) - {NONE}))


def frames_of(text: str) -> tuple[str, ...]:
    """Split what `frame_text` joined."""
    return tuple(text.split(";")) if text else ()


def date_of(text: str) -> PartialDate | None:
    """Read a date, None where the cell is empty."""
    return PartialDate.parse(text) if text else None


def iso_day(ordinal: int) -> str:
    """Write a stored day as an ISO day."""
    return date.fromordinal(ordinal).isoformat()


# --- statements --------------------------------------------------------------------------

_CONVERTED = {"date", "voice", "mode", "claimed", "claimed_first_date", "extra"}

_PLAIN = tuple(
    field.name
    for field in fields(Statement)
    if field.name in table_of(StatementRow).columns and field.name not in _CONVERTED
)
"""What a statement and its row call the same and hold alike: a new plain column needs no more."""

_plain_cells = attrgetter(*_PLAIN)

SAID = (
    *_PLAIN,
    *("date", "first_day", "middle_day", "last_day", "first_month", "last_month", "n_days"),
    *("voice", "mode", "claimed", "claimed_first_date"),
    *("source_title", "source_publisher", "source_date", "source_url", "source_archive_url"),
    *("extra", "search_text", "content_hash"),
)
"""The header of `said_cells`."""


def said_cells(said: Statement, content_hash: str | None = None) -> tuple[object, ...]:
    """Return what a statement says, as its row holds it; its hash may be one it came with."""
    source = said.source
    return (
        *_plain_cells(said),
        *_date_cells(said.date),
        said.voice.value,
        said.mode.value if said.mode else None,
        json_text(said.claimed) if said.claimed else "",
        str(said.claimed_first_date or ""),
        source.title,
        source.publisher,
        str(source.date or ""),
        source.url,
        source.archive_url,
        json_text(dict(said.extra)) if said.extra else "",
        search_text(said),
        said.content_hash if content_hash is None else content_hash,
    )


@lru_cache(maxsize=16_384)
def _date_cells(when: PartialDate) -> tuple[str, int, int, int, int, int, int]:
    return (
        when.text,
        when.first.toordinal(),
        when.middle.toordinal(),
        when.last.toordinal(),
        month_key(when.first),
        month_key(when.last),
        when.n_days,
    )


def statement_of(row: Any, tags: Iterable[str]) -> Statement:
    """Make a statement of a row that also has the names of its actor and issue."""
    source = Source(
        row.source_title,
        row.source_publisher,
        date_of(row.source_date),
        row.source_url,
        row.source_archive_url,
    )
    return Statement(
        **dict(zip(_PLAIN, _plain_cells(row), strict=True)),
        date=PartialDate.parse(row.date),
        actor=row.actor,
        issue=row.issue,
        voice=Voice(row.voice),
        mode=Mode(row.mode) if row.mode else None,
        tags=tuple(tags),
        claimed=tuple(json.loads(row.claimed)) if row.claimed else (),
        claimed_first_date=date_of(row.claimed_first_date),
        source=source,
        extra=json.loads(row.extra) if row.extra else {},
    )


FRAMES = ("person_frames", "dictionary_frames", "dictionary_version")
"""The header of `frame_cells`."""


def frame_cells(
    persons: Iterable[Coding], hits: Iterable[Hit] | None, version: int | None
) -> tuple[str | None, str | None, int | None]:
    """Return the frames that a statement's row repeats; None where nobody coded or looked."""
    given = [coding.frame for coding in persons]
    by_persons = frame_text(given) if given else None
    if hits is None:
        return by_persons, None, None
    return by_persons, frame_text(dictionary_frames(hits)), version


STATEMENT = (
    *("key", "actor_key", "issue_key", "source_key", "root_key", "batch_key"),
    *FRAMES,
    *SAID,
)
"""The header of a statement's whole row."""

# --- what hangs on a statement: rows begin with its key ------------------------------------

TAG = ("statement_key", "position", "key", "tag")
HIT = ("statement_key", "start", "end", "key", "is_tracked")
CODING = (
    *("statement_key", "coder", "frame", "position", "codebook_version", "coded_at"),
    *("is_dictionary", "batch_key"),
)


LINK = ("from_key", "type", "to_key", "batch_key")
CHANGE = ("key", "at", "who", "kind", "subject", "before", "after")


def tag_rows(key: int, tags: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a statement's tags, in the order given."""
    for position, tag in enumerate(tags):
        yield (key, position, tag.partition(":")[0], tag)


def hit_rows(key: int, hits: Iterable[Hit]) -> Iterator[Row]:
    """Yield the hits of a statement, each once."""
    for hit in dict.fromkeys(hits):
        yield (key, hit.start, hit.end, hit.key, hit.is_tracked)


def coding_row(key: int, coding: Coding, position: int, batch: int | None) -> Row:
    """Return the row of a person's coding."""
    moment = moment_text(coding.coded_at) if coding.coded_at else None
    version = coding.codebook_version
    return (key, coding.coder, coding.frame, position, version, moment, False, batch)


def dictionary_rows(key: int, codebook: Codebook, hits: Iterable[Hit]) -> Iterator[Row]:
    """Yield the dictionary's codings of a statement, in the codebook's order.

    They have neither moment nor batch, so that coding before or after loading is the same.
    """
    found = dictionary_frames(hits)
    for position, frame in enumerate(codebook.frame_ids):
        if frame in found:
            yield (key, DICTIONARY, frame, position, codebook.version, None, True, None)


def dictionary_frames(hits: Iterable[Hit]) -> set[str]:
    """Return the frames that hits signal; tracked wordings signal none."""
    return {hit.key for hit in hits if not hit.is_tracked}


# --- actors and loads --------------------------------------------------------------------


def actor_cells(key: int, actor: Actor, *, part_of: int | None, batch: int | None) -> Cells:
    """Return an actor's row; its other names have rows of their own."""
    return {
        "key": key,
        "name": actor.name,
        "folded": folded(actor.name),
        "kind": actor.kind.value if actor.kind else None,
        "part_of_key": part_of,
        "batch_key": batch,
    }


def alias_cells(key: int, actor: Actor) -> list[Cells]:
    """Return the rows of an actor's other names."""
    return [
        {"actor_key": key, "position": position, "alias": alias, "folded": folded(alias)}
        for position, alias in enumerate(actor.aliases)
    ]


def batch_cells(batch: Batch) -> Cells:
    """Return the row of a load."""
    return {
        "key": batch.id,
        "loaded_at": moment_text(batch.loaded_at),
        "file_name": batch.file_name,
        "file_hash": batch.file_hash,
        "n_stored": batch.n_stored,
        "n_duplicates": batch.n_duplicates,
        "n_refused": batch.n_refused,
        "undone_at": moment_text(batch.undone_at) if batch.undone_at else None,
    }


def batch_of(row: Any) -> Batch:
    """Make a load of its row."""
    return Batch(
        id=row.key,
        loaded_at=datetime.fromisoformat(row.loaded_at),
        file_name=row.file_name,
        file_hash=row.file_hash,
        n_stored=row.n_stored,
        n_duplicates=row.n_duplicates,
        n_refused=row.n_refused,
        undone_at=moment_of(row.undone_at),
    )
