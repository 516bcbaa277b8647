"""Between records and rows: how each value is written, and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from stance.records import (
    NONE,
    Batch,
    Codebook,
    Frame,
    LinkType,
    Mode,
    Source,
    Statement,
    Tracked,
    Voice,
    search_text,
)
from stance.records.dates import PartialDate, month_key

FrameList = Iterable[str]


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


def frame_text(frames: FrameList) -> str:
    """Join frame ids in alphabetical order, without `none`."""
    return ";".join(sorted(set(frames) - {NONE}))


def frames_of(text: str) -> tuple[str, ...]:
    """Split what `frame_text` joined."""
    return tuple(text.split(";")) if text else ()


def date_of(text: str) -> PartialDate | None:
    """Read a date, None where the cell is empty."""
    return PartialDate.parse(text) if text else None


# --- statements --------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def date_cells(when: PartialDate) -> tuple[str, int, int, int, int, int, int]:
    """Return date, first_day, middle_day, last_day, first_month, last_month, n_days."""
    return (
        when.text,
        when.first.toordinal(),
        when.middle.toordinal(),
        when.last.toordinal(),
        month_key(when.first),
        month_key(when.last),
        when.n_days,
    )


def said_cells(statement: Statement) -> tuple[object, ...]:
    """Return the cells from `text` to `content_hash`, in the order of the table."""
    source = statement.source
    return (
        statement.text,
        statement.speaker,
        statement.role,
        statement.about,
        statement.addressee,
        statement.reported_by,
        statement.summary,
        statement.stance,
        json_text(statement.claimed) if statement.claimed else "",
        str(statement.claimed_first_date or ""),
        source.title,
        source.publisher,
        str(source.date or ""),
        source.url,
        source.archive_url,
        statement.note,
        json_text(dict(statement.extra)) if statement.extra else "",
        search_text(statement),
        statement.content_hash,
    )


def statement_of(row: Any, tags: Iterable[str]) -> Statement:
    """Make a statement of a row of `queries.select_entries`."""
    return Statement(
        id=row.id,
        date=PartialDate.parse(row.date),
        actor=row.actor,
        issue=row.issue,
        text=row.text,
        speaker=row.speaker,
        role=row.role,
        about=row.about,
        addressee=row.addressee,
        voice=Voice(row.voice),
        reported_by=row.reported_by,
        mode=Mode(row.mode) if row.mode else None,
        language=row.language,
        summary=row.summary,
        stance=row.stance,
        tags=tuple(tags),
        claimed=tuple(json.loads(row.claimed)) if row.claimed else (),
        claimed_first_date=date_of(row.claimed_first_date),
        source=source_of(row),
        note=row.note,
        extra=json.loads(row.extra) if row.extra else {},
    )


# --- sources and batches -----------------------------------------------------------------


def source_of(row: Any) -> Source:
    """Make a source of a row with the source's columns."""
    return Source(
        row.source_title,
        row.source_publisher,
        date_of(row.source_date),
        row.source_url,
        row.source_archive_url,
    )


def batch_of(row: Any) -> Batch:
    """Make a batch of its row."""
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


def iso_day(ordinal: int) -> str:
    """Write a stored day as an ISO day."""
    return date.fromordinal(ordinal).isoformat()


# --- codebooks ---------------------------------------------------------------------------


def codebook_cells(codebook: Codebook) -> tuple[str, str]:
    """Return a codebook's content as JSON and its digest, which ignores what was retired."""
    content = _codebook_content(codebook)
    digest = hashlib.sha256(json_text(content).encode()).hexdigest()
    return json_text({**content, "retired": dict(codebook.retired)}), digest


def _codebook_content(codebook: Codebook) -> dict[str, object]:
    return {
        "issue": codebook.issue,
        "title": codebook.title,
        "exclusive": codebook.exclusive,
        "stance_min": codebook.stance_min,
        "stance_max": codebook.stance_max,
        # Wordings are pairs, so that their order survives the sorted keys.
        "frames": [
            {
                "id": frame.id,
                "label": frame.label,
                "definition": frame.definition,
                "wordings": _wording_pairs(frame.wordings),
                "means": frame.means.value if frame.means else None,
            }
            for frame in codebook.frames
        ],
        "tracked": [
            {
                "id": tracked.id,
                "label": tracked.label,
                "wordings": _wording_pairs(tracked.wordings),
            }
            for tracked in codebook.tracked
        ],
    }


def codebook_of(text: str, version: int, retired: Mapping[str, int]) -> Codebook:
    """Read a stored codebook's content."""
    cells = json.loads(text)
    return Codebook(
        issue=cells["issue"],
        title=cells["title"],
        version=version,
        exclusive=cells["exclusive"],
        stance_min=cells["stance_min"],
        stance_max=cells["stance_max"],
        frames=tuple(_frame_of(frame) for frame in cells["frames"]),
        tracked=tuple(
            Tracked(tracked["id"], tracked["label"], _wordings_of(tracked["wordings"]))
            for tracked in cells["tracked"]
        ),
        retired=dict(retired),
    )


def _wording_pairs(wordings: Mapping[str, tuple[str, ...]]) -> list[list[object]]:
    return [[language, list(patterns)] for language, patterns in wordings.items()]


def _wordings_of(pairs: list[tuple[str, list[str]]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(patterns) for language, patterns in pairs}


def _frame_of(cells: Any) -> Frame:
    return Frame(
        id=cells["id"],
        label=cells["label"],
        definition=cells["definition"],
        wordings=_wordings_of(cells["wordings"]),
        means=LinkType(cells["means"]) if cells["means"] else None,
    )
