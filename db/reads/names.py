"""Issues, actors, codebooks and loads: the short lists, and which names lead to something."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from db.codebook_json import codebook_of
from db.dialects import AnySelect, among
from db.models import (
    ActorAliasRow,
    ActorRow,
    BatchRow,
    CodebookRow,
    IssueRow,
    StatementRow,
    also_named,
)
from db.queries import chosen, issue_key
from db.rows import batch_of, frames_of
from stance.errors import NoCodebook, Unknown
from stance.records import Actor, ActorKind, Batch, Codebook, StatementQuery, folded
from stance.store.counts import IssueSummary, KnownNames

_MOST_COMPARED = 5000
_PartOf = also_named(ActorRow, "part_of")


def near(name: str, names: Iterable[str]) -> list[str]:
    """Return the names most like this one, compared without regard to case or width."""
    by_folded = {folded(known): known for known in names}
    return [by_folded[found] for found in get_close_matches(folded(name[:200]), by_folded, n=3)]


def near_statements(connection: Connection, id_: str) -> list[str]:
    """Return the ids most like this one among its neighbours in alphabetical order."""
    half = _MOST_COMPARED // 100
    ids = StatementRow.id
    before = select(ids).where(ids < id_).order_by(ids.desc()).limit(half)
    behind = select(ids).where(ids > id_).order_by(ids).limit(half)
    found = [*connection.scalars(before), *connection.scalars(behind)]
    return near(id_, found)


# --- issues ------------------------------------------------------------------------------


def issues(connection: Connection, slug: str = "") -> list[IssueSummary]:
    """List the issues by title, or the one of this slug."""
    version = (
        select(func.max(CodebookRow.version))
        .where(CodebookRow.issue_key == IssueRow.key)
        .scalar_subquery()
    )
    found = (
        select(
            IssueRow.slug,
            IssueRow.title,
            version.label("codebook_version"),
            func.count(StatementRow.key).label("n_statements"),
            func.count(StatementRow.root_key.distinct()).label("n_utterances"),
            func.count(StatementRow.actor_key.distinct()).label("n_actors"),
            func.coalesce(_date_at_end(is_last=False), "").label("first_date"),
            func.coalesce(_date_at_end(is_last=True), "").label("last_date"),
        )
        .outerjoin(StatementRow, StatementRow.issue_key == IssueRow.key)
        .group_by(IssueRow.key)
        .order_by(IssueRow.title, IssueRow.slug)
    )
    if slug:
        found = found.where(IssueRow.slug == slug)
    return [IssueSummary(**row) for row in connection.execute(found).mappings()]


def _date_at_end(*, is_last: bool) -> ScalarSelect[str]:
    """Build the SELECT of an issue's first or last date as its source gives it."""
    said = aliased(StatementRow)
    order = (said.first_day, said.date, said.id)
    found = select(said.date).where(said.issue_key == IssueRow.key)
    return (
        found.order_by(*(column.desc() if is_last else column for column in order))
        .limit(1)
        .correlate(IssueRow)
        .scalar_subquery()
    )


def issue(connection: Connection, slug: str) -> IssueSummary:
    """Return one issue; raise Unknown with the nearest slugs."""
    found = issues(connection, slug) if slug else []
    if not found:
        slugs = connection.scalars(select(IssueRow.slug).limit(_MOST_COMPARED))
        raise Unknown("issue", slug, near(slug, slugs))
    return found[0]


# --- actors ------------------------------------------------------------------------------


def actors(connection: Connection) -> list[Actor]:
    """List the actors, by name."""
    rows = connection.execute(_select_actors()).all()
    return list(_actors_of(connection, rows).values())


def actor(connection: Connection, name: str) -> Actor:
    """Return the actor of this name or alias; raise Unknown with near names."""
    found = actors_named(connection, [folded(name)])
    if not found:
        names = union_all(select(ActorRow.name), select(ActorAliasRow.alias)).limit(_MOST_COMPARED)
        raise Unknown("actor", name, near(name, connection.scalars(names)))
    return next(iter(found.values()))


def actors_named(connection: Connection, names: Sequence[str]) -> dict[str, Actor]:
    """Return the actor that each folded name means: by its own name before an alias."""
    by_alias = select(ActorAliasRow.actor_key, ActorAliasRow.folded).where(
        among(ActorAliasRow.folded, names)
    )
    aliased_keys = {row.folded: row.actor_key for row in connection.execute(by_alias)}
    wanted = or_(among(ActorRow.folded, names), among(ActorRow.key, aliased_keys.values()))
    rows = connection.execute(_select_actors().where(wanted)).all()
    known = _actors_of(connection, rows)
    own = {row.folded: row.key for row in reversed(rows)}
    keys = {name: own.get(name, aliased_keys.get(name)) for name in names}
    return {name: known[key] for name, key in keys.items() if key is not None}


def _select_actors() -> AnySelect:
    return (
        select(
            ActorRow.key,
            ActorRow.name,
            ActorRow.folded,
            ActorRow.kind,
            _PartOf.name.label("part_of"),
        )
        .outerjoin(_PartOf, ActorRow.part_of_key == _PartOf.key)
        .order_by(ActorRow.name)
    )


def _actors_of(connection: Connection, rows: Sequence[Any]) -> dict[int, Actor]:
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    found = select(ActorAliasRow.actor_key, ActorAliasRow.alias).order_by(
        ActorAliasRow.actor_key, ActorAliasRow.position
    )
    for row in connection.execute(found):
        aliases[row.actor_key].append(row.alias)
    return {
        row.key: Actor(
            row.name,
            ActorKind(row.kind) if row.kind else None,
            tuple(aliases[row.key]),
            row.part_of or "",
        )
        for row in rows
    }


# --- codebooks ---------------------------------------------------------------------------


def codebook(connection: Connection, slug: str) -> Codebook:
    """Return the newest codebook; raise NoCodebook, or Unknown for the issue."""
    versions = codebook_versions(connection, slug)
    if not versions:
        issue(connection, slug)
        raise NoCodebook(slug)
    return versions[-1]


def codebooks(connection: Connection, slugs: Iterable[str]) -> dict[str, Codebook]:
    """Return the newest codebook of each of these issues that has one."""
    found = (
        select(IssueRow.slug)
        .distinct()
        .join(CodebookRow, CodebookRow.issue_key == IssueRow.key)
        .where(among(IssueRow.slug, sorted(slugs)))
    )
    return {slug: codebook(connection, slug) for slug in connection.scalars(found).all()}


def codebook_versions(connection: Connection, slug: str) -> list[Codebook]:
    """Return all versions, oldest first, each with the frames retired by then."""
    found = (
        select(CodebookRow.version, CodebookRow.content)
        .join(IssueRow, CodebookRow.issue_key == IssueRow.key)
        .where(IssueRow.slug == slug)
        .order_by(CodebookRow.version)
    )
    rows = connection.execute(found).all()
    coded = coded_frames(connection, slug, StatementRow.person_frames) if rows else []
    versions: list[Codebook] = []
    for row in rows:
        carried = json.loads(row.content)["retired"]
        bare = codebook_of(row.content, row.version, {})
        retired = _retired(coded, bare, versions, carried)
        versions.append(codebook_of(row.content, row.version, retired))
    return versions


def _retired(
    coded: Iterable[str], newest: Codebook, earlier: Sequence[Codebook], carried: dict[str, int]
) -> dict[str, int]:
    """Map frames that persons used and this version lacks to the last version with them, else 0."""
    # Those that the file itself names as retired stay, used or not.
    last_version = dict(carried)
    for version in earlier:
        last_version |= dict.fromkeys(version.frame_ids, version.version)
    used = dict.fromkeys([*carried, *coded])
    gone = [frame for frame in used if frame not in newest.frame_ids]
    return {frame: last_version.get(frame, 0) for frame in gone}


def used_frames(connection: Connection, slug: str) -> list[str]:
    """List the frames that codings of an issue use, by persons or the dictionary, sorted."""
    return coded_frames(
        connection, slug, StatementRow.person_frames, StatementRow.dictionary_frames
    )


def coded_frames(connection: Connection, slug: str, *columns: Any) -> list[str]:
    """List the frames in these columns of an issue's statements, sorted."""
    found = union(
        *(
            select(column)
            .distinct()
            .where(StatementRow.issue_key == issue_key(slug), column.is_not(None))
            for column in columns
        )
    )
    return sorted({frame for text in connection.scalars(found) for frame in frames_of(text)})


# --- loads -------------------------------------------------------------------------------


def batches(connection: Connection) -> list[Batch]:
    """List the loads, oldest first."""
    found = select(*BatchRow.__table__.columns).order_by(BatchRow.loaded_at, BatchRow.key)
    return [batch_of(row) for row in connection.execute(found)]


# --- names that a query asks for ---------------------------------------------------------

_OWN, _ALIAS = -2, -1


def known_names(connection: Connection, query: StatementQuery) -> KnownNames:
    """Return the actors that names mean, and the values that some statement has."""
    values = list(_asked(query))
    nothing: tuple[ColumnElement[str], ...] = (
        literal_column("''").label("folded"),
        literal_column("''").label("name"),
    )
    looks = _meant(query)
    looks += (select(_number(at), *nothing).where(held) for at, (_, held) in enumerate(values))
    rows = connection.execute(union_all(*looks)).all() if looks else []
    # An actor's own name goes before an alias, and the first in the alphabet before the others.
    named = sorted((row for row in rows if row.at < 0), key=lambda row: (row.at, row.name))
    actors: dict[str, str] = {}
    for row in named:
        actors.setdefault(row.folded, row.name)
    return KnownNames(actors, frozenset(values[row.at][0] for row in rows if row.at >= 0))


def _meant(query: StatementQuery) -> list[AnySelect]:
    names = [folded(name) for name in (*query.actors, query.about) if name]
    if not names:
        return []
    own = select(_number(_OWN), ActorRow.folded, ActorRow.name)
    alias = select(_number(_ALIAS), ActorAliasRow.folded, ActorRow.name)
    alias = alias.join(ActorRow, ActorAliasRow.actor_key == ActorRow.key)
    return [
        own.where(among(ActorRow.folded, names)),
        alias.where(among(ActorAliasRow.folded, names)),
    ]


def _asked(query: StatementQuery) -> Iterator[tuple[tuple[str, str], ColumnElement[bool]]]:
    """Give each value asked for with the condition that something has it."""
    alone = [("source", query.source, StatementQuery(source=query.source))]
    alone += [("speaker", query.speaker, StatementQuery(speaker=query.speaker))]
    alone += [("tag", tag, StatementQuery(tags=(tag,))) for tag in query.tags]
    alone += [("language", query.language, StatementQuery(language=query.language))]
    for what, value, one in alone:
        if value:
            yield (what, value), exists(select(StatementRow.key).where(chosen(one)))
    if query.batch is not None:
        is_load = exists(select(BatchRow.key).where(BatchRow.key == query.batch))
        yield ("load", str(query.batch)), is_load


def _number(at: int) -> ColumnElement[Any]:
    return literal_column(str(at)).label("at")
