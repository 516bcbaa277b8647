"""What was said, without its words: what the search for shifts goes through."""

from __future__ import annotations

from dataclasses import fields, replace

from sqlalchemy import Connection, RowMapping, func, literal, or_, select

from db.models import CodingRow, StatementRow, TagRow
from db.queries import RootRow, chosen, frames_column, joined, said_column, select_said
from stance.records import DICTIONARY, StatementQuery, Unit
from stance.store.counts import Observation


def observations(connection: Connection, query: StatementQuery) -> list[Observation]:
    """Return the chosen statements that are coded or scored, by issue, actor, voice, time."""
    frames = frames_column(query.codings)
    is_persons = CodingRow.is_dictionary.is_(False)
    of_it = CodingRow.statement_key == StatementRow.key
    person = select(func.min(CodingRow.coder)).where(of_it, is_persons).scalar_subquery()
    tags = func.aggregate_strings(TagRow.tag, ";")
    tagged = select(tags).where(TagRow.statement_key == StatementRow.key).scalar_subquery()
    found = select_said(
        *(field.name for field in fields(Observation)),
        unit=RootRow.id if query.unit is Unit.UTTERANCE else StatementRow.id,
        date=RootRow.date,
        statement=StatementRow.id,
        frames=frames,
        # The first person by name, else the dictionary.
        coder=func.coalesce(person, literal(DICTIONARY)),
        mode=func.coalesce(StatementRow.mode, ""),
        tags=func.coalesce(tagged, literal("")),
    )
    found = (
        joined(found, "utterance")
        .where(chosen(replace(query, frames=())))
        .where(or_(frames.is_not(None), StatementRow.stance.is_not(None)))
        .order_by(
            *(said_column(name) for name in ("issue", "actor", "voice")),
            *(RootRow.middle_day, RootRow.n_days, RootRow.id),
            *(StatementRow.middle_day, StatementRow.id),
        )
    )
    return [_observation(row) for row in connection.execute(found).mappings()]


def _observation(row: RowMapping) -> Observation:
    frames = None if row["frames"] is None else _parts(row["frames"])
    return Observation(**{**row, "frames": frames, "tags": _parts(row["tags"])})


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split(";") if part)
