"""First and last uses of frames and tracked wordings, and every use between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    Subquery,
    and_,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from db.dialects import AnySelect
from db.models import ActorRow, CodingRow, HitRow, IssueRow, SourceRow, StatementRow
from db.queries import RootRow, chosen, frames_column
from db.rows import iso_day
from stance.records import NONE, Codings, StatementQuery, Unit
from stance.store import FirstAndLast, FirstUses, Searched

_IN_TIME = (StatementRow.middle_day, StatementRow.n_days, StatementRow.id)
_PAIR = ("issue_key", "actor_key", "voice")
_USES = [
    "key",
    "is_tracked",
    "actor",
    "statement",
    "utterance",
    "date",
    "first",
    "middle",
    "last",
    "mode",
    "speaker",
    "source",
    "frames",
]


def first_uses(connection: Connection, query: StatementQuery) -> FirstUses:
    """Return first and last uses by issue, actor and voice, and how much was searched."""
    found = _of_both(_select_firsts, query)
    firsts = (FirstAndLast(**row) for row in connection.execute(found).mappings())
    return FirstUses(searched(connection, query), tuple(firsts))


def searched(connection: Connection, query: StatementQuery) -> tuple[Searched, ...]:
    """Return by issue, actor and voice how much was searched, for frames and for wordings."""
    found = _of_both(_select_searched, query)
    return tuple(Searched(**row) for row in connection.execute(found).mappings())


def uses(connection: Connection, query: StatementQuery) -> pd.DataFrame:
    """Return one row a chosen statement and frame or tracked wording it holds, in time order."""
    found = _of_both(_select_uses, query).subquery("found")
    in_time = (found.c[name] for name in ("is_tracked", "middle", "n_days", "statement", "key"))
    columns = (found.c[name] for name in _USES)
    rows = connection.execute(select(*columns).order_by(*in_time)).all()
    table = pd.DataFrame([tuple(row) for row in rows], columns=_USES)
    for column in ("first", "middle", "last"):
        table[column] = table[column].map(iso_day)
    return table


def _of_both(
    build: Callable[[StatementQuery, bool], AnySelect], query: StatementQuery
) -> CompoundSelect[*tuple[Any, ...]]:
    """Ask the same of frames and of tracked wordings; the query's frames are not looked at."""
    asked = replace(query, frames=())
    return union_all(*(build(asked, is_tracked) for is_tracked in (False, True)))


# --- what holds a frame or a wording -----------------------------------------------------


def _holders(codings: Codings, is_tracked: bool) -> Subquery:
    """Build the pairs of a statement's key and a frame or wording it holds."""
    if is_tracked:
        found = select(HitRow.statement_key, HitRow.key.label("held")).where(HitRow.is_tracked)
        return found.distinct().subquery("holders")
    found = (
        select(CodingRow.statement_key, CodingRow.frame.label("held"))
        .join(StatementRow, CodingRow.statement_key == StatementRow.key)
        .where(CodingRow.frame != NONE, _in_force(codings))
    )
    return found.distinct().subquery("holders")


def _in_force(codings: Codings) -> ColumnElement[bool]:
    match codings:
        case Codings.HUMAN:
            return CodingRow.is_dictionary.is_(False)
        case Codings.DICTIONARY:
            return CodingRow.is_dictionary.is_(True)
        case Codings.EFFECTIVE:
            return CodingRow.is_dictionary == StatementRow.person_frames.is_(None)


def _was_searched(query: StatementQuery, is_tracked: bool) -> ColumnElement[bool]:
    """A frame is sought in what is coded, a tracked wording in what the dictionary read."""
    if is_tracked:
        return StatementRow.dictionary_frames.is_not(None)
    return frames_column(query.codings).is_not(None)


# --- the order of a pair's statements ----------------------------------------------------


def _places(query: StatementQuery, is_tracked: bool) -> CTE:
    """Number what was searched, in time, within each issue, actor and voice."""
    pair = (StatementRow.issue_key, StatementRow.actor_key, StatementRow.voice)
    unit = StatementRow.root_key if query.unit is Unit.UTTERANCE else StatementRow.key
    return (
        select(
            StatementRow.key.label("statement_key"),
            unit.label("unit"),
            *pair,
            func.row_number().over(partition_by=pair, order_by=_IN_TIME).label("place"),
        )
        .where(chosen(query), _was_searched(query, is_tracked))
        .cte(f"places_{is_tracked:d}")
    )


def _begins(places: CTE) -> CTE:
    """The place where each unit is first met."""
    pair = [places.c[name] for name in _PAIR]
    return (
        select(*pair, places.c.unit, func.min(places.c.place).label("begins"))
        .group_by(*pair, places.c.unit)
        .cte(f"begins_in_{places.name}")
    )


def _select_searched(query: StatementQuery, is_tracked: bool) -> AnySelect:
    begins = _begins(_places(query, is_tracked))
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            begins.c.voice,
            literal(is_tracked).label("is_tracked"),
            func.count().label("n"),
        )
        .join(IssueRow, begins.c.issue_key == IssueRow.key)
        .join(ActorRow, begins.c.actor_key == ActorRow.key)
        .group_by(IssueRow.slug, ActorRow.name, begins.c.voice)
    )


def _select_firsts(query: StatementQuery, is_tracked: bool) -> AnySelect:
    places = _places(query, is_tracked)
    ends = _ends(query, places, is_tracked)
    begins = _begins(places)
    first, last = aliased(StatementRow, name="first"), aliased(StatementRow, name="last")
    at_first, at_last = places.alias(f"first_{places.name}"), places.alias(f"last_{places.name}")
    before = (
        select(func.count())
        .where(
            *(begins.c[name] == ends.c[name] for name in _PAIR),
            begins.c.begins < ends.c.first_place,
            begins.c.unit != at_first.c.unit,
        )
        .correlate(ends, at_first)
        .scalar_subquery()
    )
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            ends.c.voice,
            ends.c.held.label("key"),
            literal(is_tracked).label("is_tracked"),
            ends.c.n_uses,
            before.label("n_before"),
            first.id.label("first_statement"),
            first.date.label("first_date"),
            last.id.label("last_statement"),
            last.date.label("last_date"),
        )
        .join(at_first, _stands_at(at_first, ends, ends.c.first_place))
        .join(at_last, _stands_at(at_last, ends, ends.c.last_place))
        .join(first, at_first.c.statement_key == first.key)
        .join(last, at_last.c.statement_key == last.key)
        .join(IssueRow, ends.c.issue_key == IssueRow.key)
        .join(ActorRow, ends.c.actor_key == ActorRow.key)
    )


def _ends(query: StatementQuery, places: CTE, is_tracked: bool) -> CTE:
    """The first and last place of each frame or wording, and in how many units it stands."""
    holders = _holders(query.codings, is_tracked)
    pair = [places.c[name] for name in _PAIR]
    return (
        select(
            *pair,
            holders.c.held,
            func.min(places.c.place).label("first_place"),
            func.max(places.c.place).label("last_place"),
            func.count(places.c.unit.distinct()).label("n_uses"),
        )
        .join(holders, places.c.statement_key == holders.c.statement_key)
        .group_by(*pair, holders.c.held)
        .cte(f"ends_in_{places.name}")
    )


def _stands_at(places: Any, ends: CTE, place: ColumnElement[int]) -> ColumnElement[bool]:
    same_pair = (places.c[name] == ends.c[name] for name in _PAIR)
    return and_(*same_pair, places.c.place == place)


def _select_uses(query: StatementQuery, is_tracked: bool) -> AnySelect:
    holders = _holders(query.codings, is_tracked)
    return (
        select(
            holders.c.held.label("key"),
            literal(is_tracked).label("is_tracked"),
            ActorRow.name.label("actor"),
            StatementRow.id.label("statement"),
            RootRow.id.label("utterance"),
            StatementRow.date,
            StatementRow.first_day.label("first"),
            StatementRow.middle_day.label("middle"),
            StatementRow.last_day.label("last"),
            StatementRow.n_days,
            func.coalesce(StatementRow.mode, "").label("mode"),
            StatementRow.speaker,
            SourceRow.name.label("source"),
            func.coalesce(frames_column(query.codings), "").label("frames"),
        )
        .join(holders, StatementRow.key == holders.c.statement_key)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(SourceRow, StatementRow.source_key == SourceRow.key)
        .where(chosen(query), _was_searched(query, is_tracked))
    )
