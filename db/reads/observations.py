"""What was said, without its words: what the search for shifts goes through."""

from __future__ import annotations

from dataclasses import fields, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, func, literal, or_, select

from db.dialects import AnySelect
from db.models import CodingRow, StatementRow, TagRow
from db.queries import RootRow, chosen, frames_column, joined, said_column, select_said
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
    frames = frames_column(query.codings)
    found = select_said(
        *(field.name for field in fields(Observation)),
        unit=RootRow.id if query.unit is Unit.UTTERANCE else StatementRow.id,
        date=RootRow.date,
        statement=StatementRow.id,
        frames=frames,
        coder=_coder(),
        mode=func.coalesce(StatementRow.mode, ""),
        tags=_tags(),
    )
    return (
        joined(found, "utterance")
        .where(chosen(query), or_(frames.is_not(None), StatementRow.stance.is_not(None)))
        .order_by(
            *(said_column(name) for name in ("issue", "actor", "voice")),
            *(RootRow.middle_day, RootRow.n_days, RootRow.id),
            *(StatementRow.middle_day, StatementRow.id),
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
