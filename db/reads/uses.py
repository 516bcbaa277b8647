"""First and last uses of frames and tracked wordings, and every use between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import CTE, ColumnElement, Connection, Subquery, and_, func, select
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
    asked = replace(query, frames=())
    firsts: list[FirstAndLast] = []
    for is_tracked in (False, True):
        places = _places(asked, is_tracked=is_tracked)
        found = connection.execute(_select_firsts(asked, places, is_tracked=is_tracked))
        firsts += [FirstAndLast(**row, is_tracked=is_tracked) for row in found.mappings()]
    return FirstUses(searched(connection, asked), tuple(firsts))


def searched(connection: Connection, query: StatementQuery) -> tuple[Searched, ...]:
    """Return by issue, actor and voice how much was searched, for frames and for wordings."""
    asked = replace(query, frames=())
    return tuple(
        Searched(**row, is_tracked=is_tracked)
        for is_tracked in (False, True)
        for row in connection.execute(
            _select_searched(_places(asked, is_tracked=is_tracked))
        ).mappings()
    )


def uses(connection: Connection, query: StatementQuery) -> pd.DataFrame:
    """Return one row a chosen statement and frame or tracked wording it holds, in time order."""
    asked = replace(query, frames=())
    rows: list[tuple[Any, ...]] = []
    for is_tracked in (False, True):
        found = connection.execute(_select_uses(asked, is_tracked=is_tracked))
        rows += [(row[0], is_tracked, *row[1:]) for row in found]
    table = pd.DataFrame(rows, columns=_USES)
    for column in ("first", "middle", "last"):
        table[column] = table[column].map(iso_day)
    return table


# --- what holds a frame or a wording -----------------------------------------------------


def _holders(codings: Codings, *, is_tracked: bool) -> Subquery:
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


def _was_searched(query: StatementQuery, *, is_tracked: bool) -> ColumnElement[bool]:
    """A frame is sought in what is coded, a tracked wording in what the dictionary read."""
    if is_tracked:
        return StatementRow.dictionary_frames.is_not(None)
    return frames_column(query.codings).is_not(None)


# --- the order of a pair's statements ----------------------------------------------------


def _places(query: StatementQuery, *, is_tracked: bool) -> CTE:
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
        .where(chosen(query), _was_searched(query, is_tracked=is_tracked))
        .cte("places")
    )


def _begins(places: CTE) -> CTE:
    """The place where each unit is first met."""
    pair = [places.c[name] for name in _PAIR]
    return (
        select(*pair, places.c.unit, func.min(places.c.place).label("begins"))
        .group_by(*pair, places.c.unit)
        .cte("begins")
    )


def _select_searched(places: CTE) -> AnySelect:
    begins = _begins(places)
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            begins.c.voice,
            func.count().label("n"),
        )
        .join(IssueRow, begins.c.issue_key == IssueRow.key)
        .join(ActorRow, begins.c.actor_key == ActorRow.key)
        .group_by(IssueRow.slug, ActorRow.name, begins.c.voice)
        .order_by(IssueRow.slug, ActorRow.name, begins.c.voice)
    )


def _select_firsts(query: StatementQuery, places: CTE, *, is_tracked: bool) -> AnySelect:
    ends = _ends(query, places, is_tracked=is_tracked)
    begins = _begins(places)
    first, last = aliased(StatementRow, name="first"), aliased(StatementRow, name="last")
    at_first, at_last = places.alias("at_first"), places.alias("at_last")
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
        .order_by(IssueRow.slug, ActorRow.name, ends.c.voice, ends.c.held)
    )


def _ends(query: StatementQuery, places: CTE, *, is_tracked: bool) -> CTE:
    """The first and last place of each frame or wording, and in how many units it stands."""
    holders = _holders(query.codings, is_tracked=is_tracked)
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
        .cte("ends")
    )


def _stands_at(places: Any, ends: CTE, place: ColumnElement[int]) -> ColumnElement[bool]:
    same_pair = (places.c[name] == ends.c[name] for name in _PAIR)
    return and_(*same_pair, places.c.place == place)


def _select_uses(query: StatementQuery, *, is_tracked: bool) -> AnySelect:
    holders = _holders(query.codings, is_tracked=is_tracked)
    return (
        select(
            holders.c.held,
            ActorRow.name,
            StatementRow.id,
            RootRow.id.label("utterance"),
            StatementRow.date,
            StatementRow.first_day,
            StatementRow.middle_day,
            StatementRow.last_day,
            func.coalesce(StatementRow.mode, ""),
            StatementRow.speaker,
            SourceRow.name,
            func.coalesce(frames_column(query.codings), ""),
        )
        .join(holders, StatementRow.key == holders.c.statement_key)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(SourceRow, StatementRow.source_key == SourceRow.key)
        .where(chosen(query), _was_searched(query, is_tracked=is_tracked))
        .order_by(*_IN_TIME, holders.c.held)
    )
