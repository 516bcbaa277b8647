"""Builders of SELECTs: every filter of a StatementQuery, and what the reads are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from db.dialects import AnySelect, contains
from db.models import ActorRow, IssueRow, SourceRow, StatementRow, TagRow, also_named
from stance.records import NONE, Codings, StatementQuery, Unit, search_terms
from stance.records.dates import Period

RootRow = also_named(StatementRow, "root")

_ORDER = (StatementRow.first_day, StatementRow.date, StatementRow.id)


def frames_column(codings: Codings) -> ColumnElement[Any]:
    """Return the frames in force: ids joined by ';', NULL where nobody coded."""
    match codings:
        case Codings.HUMAN:
            return StatementRow.person_frames.expression
        case Codings.DICTIONARY:
            return StatementRow.dictionary_frames.expression
        case Codings.EFFECTIVE:
            return func.coalesce(StatementRow.person_frames, StatementRow.dictionary_frames)


def issue_key(slug: str) -> ScalarSelect[int]:
    """Return the key of an issue."""
    return select(IssueRow.key).where(IssueRow.slug == slug).scalar_subquery()


def coded_by_column(codings: Codings) -> ColumnElement[str]:
    """Return whose codings are in force: person, dictionary or empty."""
    persons = (StatementRow.person_frames.is_not(None), "person")
    machine = (StatementRow.dictionary_frames.is_not(None), "dictionary")
    match codings:
        case Codings.HUMAN:
            return case(persons, else_="")
        case Codings.DICTIONARY:
            return case(machine, else_="")
        case Codings.EFFECTIVE:
            return case(persons, machine, else_="")


# --- filters -----------------------------------------------------------------------------


def chosen(query: StatementQuery) -> ColumnElement[bool]:
    """Build the condition that the filters put on a statement."""
    found: list[ColumnElement[bool]] = [true()]
    if query.issue:
        found.append(StatementRow.issue_key == issue_key(query.issue))
    if query.actors:
        actors = select(ActorRow.key).where(ActorRow.name.in_(query.actors))
        found.append(StatementRow.actor_key.in_(actors))
    if query.source:
        sources = select(SourceRow.key).where(SourceRow.name == query.source)
        found.append(StatementRow.source_key.in_(sources))
    cells: dict[Any, Any] = {
        StatementRow.batch_key: query.batch,
        StatementRow.speaker: query.speaker,
        StatementRow.about: query.about,
        StatementRow.voice: query.voice.value if query.voice else None,
        StatementRow.language: query.language,
    }
    found += (column == value for column, value in cells.items() if value not in (None, ""))
    if query.modes:
        found.append(StatementRow.mode.in_([mode.value for mode in query.modes]))
    if query.since is not None:
        found.append(StatementRow.middle_day >= query.since.toordinal())
    if query.until is not None:
        found.append(StatementRow.middle_day <= query.until.toordinal())
    found += _has_tags(query.tags)
    if query.frames:
        found.append(_has_any_frame(query))
    terms = search_terms(query.text)
    return and_(*found, *(contains(StatementRow.search_text, term) for term in terms))


def _has_tags(tags: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each key: to have one of its tags."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for tag in tags:
        by_key[tag.partition(":")[0]].append(tag)
    for some in by_key.values():
        yield exists().where(TagRow.statement_key == StatementRow.key, TagRow.tag.in_(some))


def _has_any_frame(query: StatementQuery) -> ColumnElement[bool]:
    frames = frames_column(query.codings)
    fenced = literal(";").concat(frames).concat(";")
    return or_(
        *(frames == "" if id_ == NONE else contains(fenced, f";{id_};") for id_ in query.frames)
    )


# --- columns by name ---------------------------------------------------------------------

_NAMED: dict[str, tuple[Any, ColumnElement[bool], Any]] = {
    "actor": (ActorRow, StatementRow.actor_key == ActorRow.key, ActorRow.name),
    "issue": (IssueRow, StatementRow.issue_key == IssueRow.key, IssueRow.slug),
    "source": (SourceRow, StatementRow.source_key == SourceRow.key, SourceRow.name),
    "utterance": (RootRow, StatementRow.root_key == RootRow.key, RootRow.id),
    "tag": (TagRow, StatementRow.key == TagRow.statement_key, TagRow.tag),
}
"""What stands in other tables: which, on what it is joined, and the column."""


def said_column(name: str) -> Any:
    """Return the column of a statement of this name, wherever it stands."""
    return _NAMED[name][2] if name in _NAMED else getattr(StatementRow, name)


def joined(found: AnySelect, *names: str) -> AnySelect:
    """Join the tables in which columns of these names stand."""
    for name in names:
        if name in _NAMED:
            table, on, _ = _NAMED[name]
            found = found.join(table, on)
    return found


def select_said(*names: str, **made: Any) -> AnySelect:
    """Build the SELECT of columns of statements by their names; some may be `made` of others."""
    columns = (made[name] if name in made else said_column(name) for name in names)
    labelled = (column.label(name) for column, name in zip(columns, names, strict=True))
    plain = (name for name in names if name not in made)
    return joined(select(*labelled).select_from(StatementRow), *plain)


# --- statements in order -----------------------------------------------------------------


def select_page(
    query: StatementQuery,
    *,
    after: tuple[int, str, str] | None,
    newest_first: bool,
    with_it: bool = False,
) -> Select[int, int, str, str]:
    """Build the SELECT of keys with their place, in order, behind that place or with it."""
    found = select(StatementRow.key, *_ORDER).where(chosen(query))
    if after is not None:
        here, day = tuple_(*_ORDER), StatementRow.first_day
        behind = here < after if newest_first else here > after
        # The day alone is what the index can use.
        found = found.where(
            day <= after[0] if newest_first else day >= after[0],
            or_(behind, here == after) if with_it else behind,
        )
    order = [column.desc() for column in _ORDER] if newest_first else _ORDER
    return found.order_by(*order)


def select_entries(condition: ColumnElement[bool]) -> AnySelect:
    """Build the SELECT of whole statements with their names and root."""
    own = StatementRow.__table__.columns.keys()
    wanted = [name for name in own if name not in ("search_text", "person_frames")]
    found = select_said(*wanted, "actor", "issue", "utterance").where(condition)
    return found.add_columns(ActorRow.kind.label("actor_kind"))


# --- what is counted ---------------------------------------------------------------------


def select_sets(query: StatementQuery) -> CompoundSelect[*tuple[Any, ...]]:
    """Build one row a coded unit: the frames of all its chosen statements joined by ','."""
    together = _together(query)
    return union_all(select(_sets(query)).where(_is_alone(query)), select(together.c.sets))


def select_series(query: StatementQuery) -> AnySelect:
    """Build the counts by issue, actor, voice, first and last period of the root, and frames."""
    # A statement alone in its utterance is its own root.
    together = _together(query)
    dated = union_all(
        select(*_cell(StatementRow, query.period), _sets(query)).where(_is_alone(query)),
        select(*_cell(RootRow, query.period), together.c.sets).join(
            RootRow, RootRow.key == together.c.root_key
        ),
    )
    counts = counted(dated.subquery("dated")).subquery("counts")
    named = (counts.c[name] for name in ("voice", "first", "last", "sets", "n"))
    return (
        select(IssueRow.slug, ActorRow.name, *named)
        .join(IssueRow, counts.c.issue_key == IssueRow.key)
        .join(ActorRow, counts.c.actor_key == ActorRow.key)
    )


def _sets(query: StatementQuery) -> ColumnElement[Any]:
    return frames_column(query.codings).label("sets")


def _is_coded(query: StatementQuery) -> ColumnElement[bool]:
    return and_(chosen(query), frames_column(query.codings).is_not(None))


def _is_alone(query: StatementQuery) -> ColumnElement[bool]:
    return and_(_is_coded(query), StatementRow.root_key.not_in(_shared_roots(query)))


def _together(query: StatementQuery) -> Subquery:
    """Build root_key and sets of the units in utterances of several statements."""
    sets = _sets(query)
    coded = and_(_is_coded(query), StatementRow.root_key.in_(_shared_roots(query)))
    if query.unit is Unit.STATEMENT:
        return select(StatementRow.root_key, sets).where(coded).subquery("together")
    gathered = func.aggregate_strings(frames_column(query.codings), ",").label("sets")
    found = select(StatementRow.root_key, gathered).where(coded)
    return found.group_by(StatementRow.root_key).subquery("together")


def _shared_roots(query: StatementQuery) -> Select[int]:
    """Build the roots of utterances of several statements."""
    # An utterance lies within one issue, actor and voice, so that these limit the search.
    within = StatementQuery(issue=query.issue, actors=query.actors, voice=query.voice)
    is_report = StatementRow.root_key != StatementRow.key
    return select(StatementRow.root_key).where(is_report, chosen(within))


def _cell(row: Any, period: Period) -> list[ColumnElement[Any]]:
    """Where a root counts; `row` is the statement itself or its root."""
    return [
        row.issue_key,
        row.actor_key,
        row.voice,
        period_key(period, row.first_day, row.first_month).label("first"),
        period_key(period, row.last_day, row.last_month).label("last"),
    ]


def counted(rows: Subquery) -> AnySelect:
    """Build the count of equal rows."""
    return select(*rows.c, func.count().label("n")).group_by(*rows.c)


def period_key(
    period: Period, day: ColumnElement[int], month: ColumnElement[int]
) -> ColumnElement[int]:
    """Return the integer key of the period, as `Period.key` gives it."""
    match period:
        case Period.DAY:
            return day + literal_column("0")
        case Period.WEEK:
            return divided(day - literal_column("1"), 7)
        case Period.MONTH:
            return month + literal_column("0")
        case Period.QUARTER:
            return divided(month, 3)
        case Period.YEAR:
            return divided(month, 12)


def divided(number: ColumnElement[int], by: int) -> ColumnElement[int]:
    """Divide whole numbers, which here are never negative, and leave out the rest."""
    # What `//` makes is a floating number, and calls Python for each row of SQLite.
    return number.op("/", precedence=8, return_type=Integer())(literal_column(str(by)))


def n_units(query: StatementQuery) -> ColumnElement[int]:
    """Return how many units a group of statements makes."""
    if query.unit is Unit.STATEMENT:
        return func.count()
    return func.count(StatementRow.root_key.distinct())
