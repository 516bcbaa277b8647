"""What was said, without its words: what the search for shifts goes through."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, RowMapping, func, literal, or_, select

from db.dialects import AnySelect
from db.models import ActorRow, CodingRow, IssueRow, SourceRow, StatementRow, TagRow
from db.queries import RootRow, chosen, frames_column
from stance.records import DICTIONARY, StatementQuery, Unit
from stance.store.counts import Observation


def observations(connection: Connection, query: StatementQuery) -> list[Observation]:
    """Return the chosen statements that are coded or scored, by issue, actor, voice, time."""
    rows = connection.execute(_select_said(replace(query, frames=()))).mappings()
    return list(map(_observation, rows))


def _observation(row: RowMapping) -> Observation:
    frames = None if row["frames"] is None else _parts(row["frames"])
    return Observation(**{**row, "frames": frames, "tags": _parts(row["tags"])})


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split(";") if part)


def _select_said(query: StatementQuery) -> AnySelect:
    unit = RootRow.id if query.unit is Unit.UTTERANCE else StatementRow.id
    frames = frames_column(query.codings)
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            StatementRow.voice,
            unit.label("unit"),
            RootRow.date,
            StatementRow.id.label("statement"),
            frames.label("frames"),
            StatementRow.stance,
            SourceRow.name.label("source"),
            _coder().label("coder"),
            func.coalesce(StatementRow.mode, "").label("mode"),
            StatementRow.language,
            StatementRow.speaker,
            _tags().label("tags"),
        )
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(SourceRow, StatementRow.source_key == SourceRow.key)
        .where(chosen(query), or_(frames.is_not(None), StatementRow.stance.is_not(None)))
        .order_by(
            IssueRow.slug,
            ActorRow.name,
            StatementRow.voice,
            RootRow.middle_day,
            RootRow.n_days,
            RootRow.id,
            StatementRow.middle_day,
            StatementRow.id,
        )
    )


def _coder() -> ColumnElement[str]:
    """The first person by name, else the dictionary."""
    person = (
        select(func.min(CodingRow.coder))
        .where(CodingRow.statement_key == StatementRow.key, CodingRow.is_dictionary.is_(False))
        .scalar_subquery()
    )
    return func.coalesce(person, literal(DICTIONARY))


def _tags() -> ColumnElement[str]:
    found = (
        select(func.aggregate_strings(TagRow.tag, ";"))
        .where(TagRow.statement_key == StatementRow.key)
        .scalar_subquery()
    )
    return func.coalesce(found, literal(""))
