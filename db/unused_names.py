"""Delete actors, issues and sources that nothing uses any more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists

from db.models import (
    ActorAliasRow,
    ActorRow,
    CodebookRow,
    IssueRow,
    SourceRow,
    StatementRow,
    also_named,
)

_Part = also_named(ActorRow, "part")
_USES: dict[Any, tuple[ColumnElement[bool], ...]] = {
    SourceRow: (StatementRow.source_key == SourceRow.key,),
    IssueRow: (StatementRow.issue_key == IssueRow.key, CodebookRow.issue_key == IssueRow.key),
    ActorRow: (
        StatementRow.actor_key == ActorRow.key,
        StatementRow.about == ActorRow.name,
        ActorAliasRow.actor_key == ActorRow.key,
        _Part.part_of_key == ActorRow.key,
    ),
}
"""The tables of what statements are named after, with what rests on their rows."""

NAMED = tuple(_USES)


def take_unused(connection: Connection, model: Any, which: ColumnElement[bool]) -> None:
    """Delete those of these names that no statement, codebook, alias or part rests on."""
    unused = (~exists().where(used) for used in _USES[model])
    connection.execute(delete(model).where(which, *unused))
