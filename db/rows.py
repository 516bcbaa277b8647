"""Write records as rows, and read rows as records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeAlias, cast

from sqlalchemy import Table

from db.models import Base, StatementRow
from stance.records import (
    DICTIONARY,
    NONE,
    Actor,
    Batch,
    Codebook,
    Coding,
    Hit,
    Statement,
    folded,
    search_text,
)
from stance.records.columns import OF_STATEMENT, Kind
from stance.records.dates import PartialDate, month_key
from stance.records.statements import statement_from

Row: TypeAlias = Sequence[object]
"""Cells under a header that names their columns."""

Cells: TypeAlias = Mapping[str, Any]
"""A row whose cells are named one by one: for few rows, and for what the history keeps."""


def table_of(model: type[Base]) -> Table:
    """Return the table of a model."""
    return cast("Table", model.__table__)


def completed(model: type[Base], cells: Cells) -> Cells:
    """Return a row that the history kept, with the defaults of columns that came since."""
    return {**_defaults(model), **cells}


@cache
def _defaults(model: type[Base]) -> Cells:
    return {
        column.name: column.server_default.arg  # type: ignore[attr-defined]
        for column in table_of(model).columns
        if column.server_default is not None
    }


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


def iso_day(ordinal: int) -> str:
    """Write a stored day as an ISO day."""
    return date.fromordinal(ordinal).isoformat()


# --- statements --------------------------------------------------------------------------

_WRITE: dict[Kind, Callable[[Any], str | None]] = {
    Kind.CHOICE: lambda chosen: chosen.value if chosen else None,
    Kind.DATE: lambda when: str(when or ""),
    Kind.CLAIMED: lambda ids: json_text(ids) if ids else "",
    Kind.EXTRA: lambda extra: json_text(dict(extra)) if extra else "",
}
"""How values are written that are no texts or numbers already; a date itself has seven cells."""

_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.DATE: PartialDate.parse,
    Kind.CLAIMED: lambda cell: tuple(json.loads(cell)),
    Kind.EXTRA: json.loads,
}

_HERE = [one for one in OF_STATEMENT if one.name in table_of(StatementRow).columns]
_PLAIN = [one for one in _HERE if one.kind not in _WRITE]
_CODED = [one for one in _HERE if one.kind in _WRITE and one.name != "date"]
_NAMES = tuple(one.name for one in _PLAIN)

_plain_values = attrgetter(*(one.attribute for one in _PLAIN))
_plain_cells = attrgetter(*_NAMES)
_coded_values = attrgetter(*(one.attribute for one in _CODED))
_writers = [_WRITE[one.kind] for one in _CODED]
_readers = [(one.name, one.choices or _READ[one.kind]) for one in _CODED]

SAID = (
    *_NAMES,
    *(one.name for one in _CODED),
    *("date", "first_day", "middle_day", "last_day", "first_month", "last_month", "n_days"),
    *("search_text", "content_hash"),
)
"""The header of `said_cells`."""


def said_cells(said: Statement, content_hash: str | None = None) -> tuple[object, ...]:
    """Return what a statement says, as its row holds it; its hash may be one it came with."""
    return (
        *_plain_values(said),
        *(write(value) for write, value in zip(_writers, _coded_values(said), strict=True)),
        *_date_cells(said.date),
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
    values = dict(zip(_NAMES, _plain_cells(row), strict=True))
    for name, read in _readers:
        if cell := getattr(row, name):
            values[name] = read(cell)
    when = PartialDate.parse(row.date)
    names = {"date": when, "actor": row.actor, "issue": row.issue, "tags": tuple(tags)}
    return statement_from(values | names)


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
    """Yield the dictionary's codings of a statement, in the codebook's order."""
    # They have neither moment nor batch, so that coding before or after loading is the same.
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


_BATCH = ("file_name", "file_hash", "n_stored", "n_duplicates", "n_refused")
"""What a load's row holds as its record does."""


def batch_cells(batch: Batch) -> Cells:
    """Return the row of a load."""
    return {
        "key": batch.id,
        "loaded_at": moment_text(batch.loaded_at),
        "undone_at": moment_text(batch.undone_at) if batch.undone_at else None,
        **{name: getattr(batch, name) for name in _BATCH},
    }


def batch_of(row: Any) -> Batch:
    """Make a load of its row."""
    return Batch(
        id=row.key,
        loaded_at=datetime.fromisoformat(row.loaded_at),
        undone_at=moment_of(row.undone_at),
        **{name: getattr(row, name) for name in _BATCH},
    )
