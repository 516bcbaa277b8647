"""Refuse codings that come back beside others of the same coder that rule them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from db.dialects import among
from db.models import CodebookRow, IssueRow, StatementRow
from db.reads.names import codebook
from db.rows import Cells
from stance.errors import Refused, listed
from stance.records import NONE


def refuse_contradicting(connection: Connection, batch: int, codings: Iterable[Cells]) -> None:
    """Refuse that codings come back beside others of their coder that rule them out.

    `codings` are those that are there and those that come, of statements that stood all along.
    """
    given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for cells in codings:
        if not cells["is_dictionary"]:
            given[cells["statement"], cells["coder"]].add(cells["frame"])
    several = {place: frames for place, frames in given.items() if len(frames) > 1}
    exclusive = _exclusive(connection, sorted({id_ for id_, _ in several}))
    for (id_, coder), frames in several.items():
        if NONE in frames or id_ in exclusive:
            rule = "'none' stands alone" if NONE in frames else "one frame a statement is allowed"
            raise Refused(
                f"Load {batch} cannot come back: with it {coder} would have given {id_} "
                f"{listed(sorted(frames))}, and {rule}. Take the present coding back first."
            )


def _exclusive(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of these statements whose codebook allows one frame."""
    found = (
        select(StatementRow.id, IssueRow.slug)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .where(among(StatementRow.id, ids))
        .where(select(CodebookRow.key).where(CodebookRow.issue_key == IssueRow.key).exists())
    )
    issues = {row.id: row.slug for row in connection.execute(found)}
    books = {slug: codebook(connection, slug) for slug in set(issues.values())}
    return {id_ for id_, slug in issues.items() if books[slug].exclusive}
