"""Codings that come back to what was coded since: a coder must not contradict itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from db.dialects import among
from db.models import CodebookRow, CodingRow, IssueRow, StatementRow
from db.reads.names import codebook
from stance.errors import Refused, listed
from stance.records import NONE


def refuse_contradicting(
    connection: Connection, batch: int, coming: Iterable[Mapping[str, Any]], keys: Sequence[int]
) -> None:
    """Refuse that codings come back beside others of their coder that rule them out.

    `keys` are the statements that stood all along.
    """
    stood = set(keys)
    given: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    mine = among(CodingRow.statement_key, keys) & CodingRow.is_dictionary.is_(False)
    found = select(CodingRow.statement_key, CodingRow.coder, CodingRow.frame).where(mine)
    for row in connection.execute(found):
        given[row.statement_key, row.coder].add(row.frame)
    for cells in coming:
        if cells["statement_key"] in stood and not cells["is_dictionary"]:
            given[cells["statement_key"], cells["coder"]].add(cells["frame"])
    several = {place: frames for place, frames in given.items() if len(frames) > 1}
    exclusive = _exclusive(connection, sorted({key for key, _ in several}))
    for (key, coder), frames in several.items():
        if NONE in frames or key in exclusive:
            id_ = connection.scalar(select(StatementRow.id).where(StatementRow.key == key))
            rule = "'none' stands alone" if NONE in frames else "one frame a statement is allowed"
            raise Refused(
                f"Load {batch} cannot come back: with it {coder} would have given {id_} "
                f"{listed(sorted(frames))}, and {rule}. Take the present coding back first."
            )


def _exclusive(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Return those of these statements whose codebook allows one frame."""
    found = (
        select(StatementRow.key, IssueRow.slug)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .where(among(StatementRow.key, keys))
        .where(select(CodebookRow.key).where(CodebookRow.issue_key == IssueRow.key).exists())
    )
    issues = {row.key: row.slug for row in connection.execute(found)}
    books = {slug: codebook(connection, slug) for slug in set(issues.values())}
    return {key for key, slug in issues.items() if books[slug].exclusive}
