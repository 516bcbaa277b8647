"""Statements with all that belongs to them, a page of rows at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, func, literal, select, union_all

from db.dialects import AnySelect, among
from db.models import CodingRow, HitRow, LinkRow, StatementRow, TagRow, also_named
from db.queries import RootRow, select_entries, select_page, select_said
from db.reads.names import near_statements
from db.rows import moment_of, statement_of
from stance.errors import Unknown
from stance.records import (
    DICTIONARY,
    NONE,
    ActorKind,
    Coding,
    Codings,
    Entry,
    Hit,
    Link,
    LinkType,
    StatementQuery,
)

PAGE = 500
"""Statements fetched at once: few enough to hold, many enough that round trips do not count."""

_T = TypeVar("_T")
_Start = also_named(StatementRow, "start_statement")
_End = also_named(StatementRow, "end_statement")


# --- keys in order -----------------------------------------------------------------------


def pages(
    connection: Connection,
    query: StatementQuery,
    *,
    after: str = "",
    limit: int | None = None,
    newest_first: bool = False,
    skip: int = 0,
    at: str = "",
) -> Iterator[list[int]]:
    """Yield pages of the chosen statements' keys, in order: those behind `after`, or from `at`."""
    place = _place_of(connection, after or at) if after or at else None
    left, passed_over, is_first = limit, skip, bool(at)
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = select_page(query, after=place, newest_first=newest_first, with_it=is_first)
        rows = connection.execute(page.limit(size).offset(passed_over or None)).all()
        passed_over, is_first = 0, False
        if rows:
            yield [row.key for row in rows]
            place = (rows[-1].first_day, rows[-1].date, rows[-1].id)
        if len(rows) < size:
            return
        left = None if left is None else left - size


def _place_of(connection: Connection, id_: str) -> tuple[int, str, str]:
    found = select(StatementRow.first_day, StatementRow.date, StatementRow.id)
    row = connection.execute(found.where(StatementRow.id == id_)).one_or_none()
    if row is None:
        raise Unknown("statement", id_, near_statements(connection, id_))
    return (row.first_day, row.date, row.id)


# --- whole statements --------------------------------------------------------------------


def statements(
    connection: Connection,
    query: StatementQuery,
    *,
    after: str = "",
    limit: int | None = None,
    newest_first: bool = False,
    skip: int = 0,
) -> Iterator[Entry]:
    """Yield what the query chooses, each with all that belongs to it."""
    found = pages(connection, query, after=after, limit=limit, newest_first=newest_first, skip=skip)
    for keys in found:
        yield from entries(connection, keys)


def statement(connection: Connection, id_: str) -> Entry:
    """Return one statement; raise Unknown."""
    return by_id(connection, [id_])[0]


def by_id(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    """Return these statements in the order given; raise Unknown."""
    found = select(StatementRow.id, StatementRow.key).where(among(StatementRow.id, ids))
    key_of = {row.id: row.key for row in connection.execute(found)}
    for id_ in ids:
        if id_ not in key_of:
            raise Unknown("statement", id_, near_statements(connection, id_))
    return entries(connection, [key_of[id_] for id_ in ids])


def issue_of(connection: Connection, id_: str) -> str:
    """Return the issue that a statement is on; raise Unknown."""
    issue: str | None = connection.scalar(select_said("issue").where(StatementRow.id == id_))
    if issue is None:
        raise Unknown("statement", id_, near_statements(connection, id_))
    return issue


def first_with_frames(
    connection: Connection, query: StatementQuery, frames: Sequence[str], most: int
) -> list[tuple[str, str, str]]:
    """Return frame, id and utterance of each frame's first statements, by one SELECT."""
    if not frames:
        return []
    firsts = [
        select_page(replace(query, frames=(frame,)), after=None, newest_first=False)
        .add_columns(literal(frame).label("frame"))
        .limit(most)
        .subquery()
        for frame in frames
    ]
    # SQLite takes a limit within a union only inside a SELECT of its own.
    found = union_all(*(select(first) for first in firsts)).subquery()
    rows = connection.execute(
        select(found.c.frame, found.c.id, RootRow.id)
        .join(StatementRow, StatementRow.key == found.c.key)
        .join(RootRow, StatementRow.root_key == RootRow.key)
        .order_by(found.c.first_day, found.c.date, found.c.id)
    )
    return [tuple(row) for row in rows]


def utterance(connection: Connection, id_: str) -> list[Entry]:
    """Return the statements of the utterance that this one is of, in time order; raise Unknown."""
    root = select(RootRow.root_key).where(RootRow.id == id_).scalar_subquery()
    members = (
        select(StatementRow.key)
        .where(StatementRow.root_key == root)
        .order_by(StatementRow.middle_day, StatementRow.n_days, StatementRow.date, StatementRow.id)
    )
    keys = connection.scalars(members).all()
    if not keys:
        raise Unknown("statement", id_, near_statements(connection, id_))
    return entries(connection, keys)


def entries(connection: Connection, keys: Sequence[int]) -> list[Entry]:
    """Assemble these statements in the order given: six SELECTs, however many there are."""
    found = connection.execute(select_entries(among(StatementRow.key, keys)))
    row_of = {row.key: row for row in found}
    tagged = _of_statements(TagRow, keys).order_by(TagRow.position)
    tags = by_statement(connection, tagged, lambda row: row.tag)
    given = codings_of(connection, keys)
    found_words = _of_statements(HitRow, keys).order_by(
        HitRow.start, HitRow.end, HitRow.key, HitRow.is_tracked
    )
    hits = by_statement(
        connection, found_words, lambda row: Hit(row.key, row.start, row.end, row.is_tracked)
    )
    starting = by_statement(connection, select_links(keys, here=LinkRow.from_key), link_of)
    ending = by_statement(connection, select_links(keys, here=LinkRow.to_key), link_of)
    return [
        Entry(
            statement=statement_of(row, tags[row.key]),
            actor_kind=ActorKind(row.actor_kind) if row.actor_kind else None,
            utterance=row.utterance,
            codings=tuple(coding for coding in given[row.key] if not coding.is_dictionary),
            dictionary_frames=None
            if row.dictionary_version is None
            else tuple(coding.frame for coding in given[row.key] if coding.is_dictionary),
            hits=tuple(hits[row.key]),
            links=tuple(starting[row.key]),
            links_here=tuple(ending[row.key]),
            codebook_version=row.dictionary_version,
            batch=row.batch_key,
        )
        for row in (row_of[key] for key in keys)
    ]


def by_statement(
    connection: Connection, found: AnySelect, record_of: Callable[[Any], _T]
) -> defaultdict[int, list[_T]]:
    """Return the records of each statement, by the key that stands `here`."""
    records: defaultdict[int, list[_T]] = defaultdict(list)
    for row in connection.execute(found):
        records[row.here].append(record_of(row))
    return records


def _of_statements(row: Any, keys: Sequence[int]) -> AnySelect:
    """Build the SELECT of what hangs on these statements, by statement."""
    here = row.statement_key
    columns = row.__table__.columns
    return select(here.label("here"), *columns).where(among(here, keys)).order_by(here)


# --- codings ------------------------------------------------------------------------------


def codings_of(connection: Connection, keys: Sequence[int]) -> defaultdict[int, list[Coding]]:
    """Return every coding of these statements: by the coder's first time, name, order given."""
    # The databases disagree on where NULL stands.
    moment = func.coalesce(CodingRow.coded_at, "")
    since = func.min(moment).over(partition_by=(CodingRow.statement_key, CodingRow.coder))
    found = (
        _of_statements(CodingRow, keys)
        .add_columns(StatementRow.id)
        .join(StatementRow, CodingRow.statement_key == StatementRow.key)
        .order_by(since, CodingRow.coder, CodingRow.position)
    )
    return by_statement(
        connection,
        found,
        lambda row: Coding(
            row.id, row.frame, row.coder, row.codebook_version, moment_of(row.coded_at)
        ),
    )


def codings(connection: Connection, query: StatementQuery, *, at: str = "") -> Iterator[Coding]:
    """Yield the codings in force under the query, in the order of their statements."""
    for keys in pages(connection, query, at=at):
        given = codings_of(connection, keys)
        found = select_said("key", "id", "dictionary_version").where(among(StatementRow.key, keys))
        row_of = {row.key: row for row in connection.execute(found)}
        for row in (row_of[key] for key in keys):
            yield from _in_force(given[row.key], query.codings, row.id, row.dictionary_version)


def _in_force(
    given: list[Coding], codings: Codings, id_: str, version: int | None
) -> Iterable[Coding]:
    persons = [coding for coding in given if not coding.is_dictionary]
    if codings is Codings.HUMAN or (codings is Codings.EFFECTIVE and persons):
        return _by_coder(persons)
    machine = _by_coder([coding for coding in given if coding.is_dictionary])
    if version is not None and not machine:
        return [Coding(id_, NONE, DICTIONARY, version)]
    return machine


def _by_coder(given: list[Coding]) -> list[Coding]:
    """Sort each coder's frames by name; keep the order of the coders."""
    ranks: dict[str, int] = {}
    for coding in given:
        ranks.setdefault(coding.coder, len(ranks))
    return sorted(given, key=lambda coding: (ranks[coding.coder], coding.frame))


def select_links(keys: Sequence[int], *, here: Any) -> AnySelect:
    """Build the SELECT of the links that have one of these statements at the end `here`."""
    return (
        select(here.label("here"), _Start.id.label("from_id"), LinkRow.type, _End.id.label("to_id"))
        .join(_Start, LinkRow.from_key == _Start.key)
        .join(_End, LinkRow.to_key == _End.key)
        .where(among(here, keys))
        .order_by(here, _Start.id, LinkRow.type, _End.id)
    )


def link_of(row: Any) -> Link:
    """Read a link off a row."""
    return Link(row.from_id, LinkType(row.type), row.to_id)
