"""Delete actors, issues and sources that nothing uses any more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists
from sqlalchemy.orm import aliased

from db.models import ActorAliasRow, ActorRow, CodebookRow, IssueRow, SourceRow, StatementRow

NAMED: tuple[Any, ...] = (SourceRow, IssueRow, ActorRow)
"""The tables of what statements are named after."""


def take_unused(connection: Connection, model: Any, which: ColumnElement[bool]) -> None:
    """Delete those of these names that no statement, codebook, alias or part rests on."""
    connection.execute(delete(model).where(which, *(~used for used in _uses(model))))


def _uses(model: Any) -> tuple[ColumnElement[bool], ...]:
    if model is SourceRow:
        return (exists().where(StatementRow.source_key == SourceRow.key),)
    if model is IssueRow:
        return (
            exists().where(StatementRow.issue_key == IssueRow.key),
            exists().where(CodebookRow.issue_key == IssueRow.key),
        )
    part = aliased(ActorRow, name="part")
    return (
        exists().where(StatementRow.actor_key == ActorRow.key),
        exists().where(StatementRow.about == ActorRow.name),
        exists().where(ActorAliasRow.actor_key == ActorRow.key),
        exists().where(part.part_of_key == ActorRow.key),
    )
