"""Codings of several statements: gathered, and what persons gave before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from db.dialects import among
from db.models import CodingRow, StatementRow
from db.rows import frames_of
from stance.records import Coding


def by_statement(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    """Gather codings by the statement's id, keeping their order."""
    gathered: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        gathered[coding.statement].append(coding)
    return dict(gathered)


def persons_before(
    connection: Connection, keys: Sequence[int]
) -> dict[int, tuple[tuple[str, ...], int]]:
    """Return for each statement the frames persons gave, and the next free position."""
    found = (
        select(
            StatementRow.key,
            StatementRow.person_frames,
            (func.max(CodingRow.position) + 1).label("position"),
        )
        .join(CodingRow, CodingRow.statement_key == StatementRow.key)
        .where(among(StatementRow.key, keys), CodingRow.is_dictionary.is_(False))
        .group_by(StatementRow.key, StatementRow.person_frames)
    )
    rows = connection.execute(found)
    return {row.key: (frames_of(row.person_frames or ""), row.position) for row in rows}
