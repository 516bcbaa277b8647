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
    and_,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from db.dialects import AnySelect
from db.models import ActorRow, CodingRow, HitRow, IssueRow, StatementRow
from db.queries import chosen, frames_column, select_said
from db.reads.columns import DAYS, table_of_days
from stance.records import NONE, Codings, StatementQuery, Unit
from stance.store.counts import FirstAndLast, FirstUses, Searched

_IN_TIME = (StatementRow.middle_day, StatementRow.n_days, StatementRow.id)
_PAIR = ("issue_key", "actor_key", "voice")
_USES = (
    *("key", "is_tracked", "actor", "statement", "utterance", "date", "first", "middle", "last"),
    *("mode", "speaker", "source", "frames"),
)


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
    return table_of_days(connection, select(*columns).order_by(*in_time))


def _of_both(
    build: Callable[[StatementQuery, bool], AnySelect], query: StatementQuery
) -> CompoundSelect[*tuple[Any, ...]]:
    """Ask the same of frames and of tracked wordings; the query's frames are not looked at."""
    asked = replace(query, frames=())
    return union_all(*(build(asked, is_tracked) for is_tracked in (False, True)))


# --- what holds a frame or a wording -----------------------------------------------------


def _holders(codings: Codings, is_tracked: bool) -> tuple[Any, Any, ColumnElement[bool]]:
    """Name the table of what statements hold, the column of what that is, and which rows count."""
    if is_tracked:
        return HitRow, HitRow.key, HitRow.is_tracked.is_(True)
    return CodingRow, CodingRow.frame, and_(CodingRow.frame != NONE, _in_force(codings))


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
    """Number what was searched in time, within each issue, actor and voice; `n_met` are units."""
    pair = (StatementRow.issue_key, StatementRow.actor_key, StatementRow.voice)
    unit = StatementRow.root_key if query.unit is Unit.UTTERANCE else StatementRow.key
    numbered = (
        select(
            StatementRow.key.label("statement_key"),
            unit.label("unit"),
            *pair,
            func.row_number().over(partition_by=pair, order_by=_IN_TIME).label("place"),
        )
        .where(chosen(query), _was_searched(query, is_tracked))
        .subquery("numbered")
    )
    of_pair = [numbered.c[name] for name in _PAIR]
    first_met = func.min(numbered.c.place).over(partition_by=(*of_pair, numbered.c.unit))
    is_new = case((numbered.c.place == first_met, 1), else_=0).label("is_new")
    met = select(*numbered.c, is_new).subquery("met")
    so_far = func.sum(met.c.is_new).over(
        partition_by=[met.c[name] for name in _PAIR], order_by=met.c.place
    )
    return select(*met.c, so_far.label("n_met")).cte(f"places_{is_tracked:d}")


def _select_searched(query: StatementQuery, is_tracked: bool) -> AnySelect:
    places = _places(query, is_tracked)
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            places.c.voice,
            literal(is_tracked).label("is_tracked"),
            func.sum(places.c.is_new).label("n"),
        )
        .join(IssueRow, places.c.issue_key == IssueRow.key)
        .join(ActorRow, places.c.actor_key == ActorRow.key)
        .group_by(IssueRow.slug, ActorRow.name, places.c.voice)
    )


def _select_firsts(query: StatementQuery, is_tracked: bool) -> AnySelect:
    places = _places(query, is_tracked)
    ends = _ends(query, places, is_tracked)
    first, last = aliased(StatementRow, name="first"), aliased(StatementRow, name="last")
    at_first, at_last = places.alias(f"first_{places.name}"), places.alias(f"last_{places.name}")
    return (
        select(
            IssueRow.slug.label("issue"),
            ActorRow.name.label("actor"),
            ends.c.voice,
            ends.c.held.label("key"),
            literal(is_tracked).label("is_tracked"),
            ends.c.n_uses,
            (at_first.c.n_met - 1).label("n_before"),
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
    rows, held, counts = _holders(query.codings, is_tracked)
    pair = [places.c[name] for name in _PAIR]
    return (
        select(
            *pair,
            held.label("held"),
            func.min(places.c.place).label("first_place"),
            func.max(places.c.place).label("last_place"),
            func.count(places.c.unit.distinct()).label("n_uses"),
        )
        # By the index of the table itself: made distinct first, it has none, and SQLite then
        # compares every place with every row (80 s at 20,000 statements).
        .join(rows, places.c.statement_key == rows.statement_key)
        .join(StatementRow, rows.statement_key == StatementRow.key)
        .where(counts)
        .group_by(*pair, held)
        .cte(f"ends_in_{places.name}")
    )


def _stands_at(places: Any, ends: CTE, place: ColumnElement[int]) -> ColumnElement[bool]:
    same_pair = (places.c[name] == ends.c[name] for name in _PAIR)
    return and_(*same_pair, places.c.place == place)


def _select_uses(query: StatementQuery, is_tracked: bool) -> AnySelect:
    rows, held, counts = _holders(query.codings, is_tracked)
    holding = select(rows.statement_key, held.label("held"))
    holding = holding.join(StatementRow, rows.statement_key == StatementRow.key).where(counts)
    # A wording may stand in a statement several times.
    holders = holding.distinct().subquery("holders")
    said = select_said(
        *_USES,
        "n_days",
        **DAYS,
        key=holders.c.held,
        is_tracked=literal(is_tracked),
        statement=StatementRow.id,
        mode=func.coalesce(StatementRow.mode, ""),
        frames=func.coalesce(frames_column(query.codings), ""),
    )
    return said.join(holders, StatementRow.key == holders.c.statement_key).where(
        chosen(query), _was_searched(query, is_tracked)
    )
