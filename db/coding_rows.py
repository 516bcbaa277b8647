"""Rows of codings: the dictionary's from hits, and what persons gave before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from db.dialects import among
from db.models import CodingRow, StatementRow
from db.rows import frames_of
from db.staging import Row
from stance.records import DICTIONARY, Codebook, Coding, Hit


def dictionary_frames(hits: Iterable[Hit]) -> set[str]:
    """Return the frames that hits signal; tracked wordings signal none."""
    return {hit.key for hit in hits if not hit.is_tracked}


def dictionary_rows(key: int, codebook: Codebook, hits: Iterable[Hit]) -> Iterator[Row]:
    """Yield the dictionary's codings of a statement, in the codebook's order.

    They have neither moment nor batch, so that coding before or after loading is the same.
    """
    found = dictionary_frames(hits)
    for position, frame in enumerate(codebook.frame_ids):
        if frame in found:
            yield (key, DICTIONARY, frame, position, codebook.version, None, True, None)


def hit_rows(key: int, hits: Iterable[Hit]) -> Iterator[Row]:
    """Yield the hits of a statement, each once."""
    for hit in dict.fromkeys(hits):
        yield (key, hit.start, hit.end, hit.key, hit.is_tracked)


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
