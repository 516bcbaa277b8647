"""What persons gave each statement, repeated on its row."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from db.dialects import among
from db.models import CodingRow, StatementRow
from db.plan_rows import update_each
from db.rows import frame_text


def write_person_frames(connection: Connection, keys: Iterable[int]) -> None:
    """Repeat on each statement what persons' codings are left."""
    given: dict[int, list[str]] = {key: [] for key in keys}
    found = select(CodingRow.statement_key, CodingRow.frame).where(
        among(CodingRow.statement_key, list(given)), CodingRow.is_dictionary.is_(False)
    )
    for key, frame in connection.execute(found):
        given[key].append(frame)
    rows: list[dict[str, object]] = [
        {"row_key": key, "person_frames": frame_text(frames) if frames else None}
        for key, frames in given.items()
    ]
    update_each(connection, StatementRow, rows)
