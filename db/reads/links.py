"""Links that start at chosen statements, and what claims a change or denies one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from db.dialects import among
from db.models import ActorRow, LinkRow, StatementRow, also_named
from db.queries import chosen
from db.reads.entries import by_statement, entries, link_of, pages, select_links
from stance.records import Link, LinkType, StatementQuery
from stance.store.counts import ClaimsAndDenials, LinkTo

_Report = also_named(StatementRow, "report")
_End = also_named(StatementRow, "end_statement")


def links(connection: Connection, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
    """Yield the links that start at chosen statements, in the order of the statements."""
    for keys in pages(connection, query, at=at):
        found = by_statement(connection, select_links(keys, here=LinkRow.from_key), link_of)
        for key in keys:
            yield from found[key]


def links_to(
    connection: Connection, query: StatementQuery, kinds: Sequence[LinkType], *, limit: int
) -> list[LinkTo]:
    """Return the first links of these kinds that start at a chosen statement, in time order."""
    found = (
        select(
            StatementRow.id.label("from_id"),
            LinkRow.type,
            _End.id.label("to_id"),
            ActorRow.name.label("actor"),
            _End.date,
        )
        .join(LinkRow, LinkRow.from_key == StatementRow.key)
        .join(_End, LinkRow.to_key == _End.key)
        .join(ActorRow, _End.actor_key == ActorRow.key)
        .where(chosen(query), LinkRow.type.in_([kind.value for kind in kinds]))
        .order_by(StatementRow.first_day, StatementRow.date, StatementRow.id, LinkRow.type, _End.id)
        .limit(limit)
    )
    return [LinkTo(link_of(row), row.actor, row.date) for row in connection.execute(found)]


# --- claims and denials ------------------------------------------------------------------


def claims_and_denials(
    connection: Connection, issue: str, claiming: Sequence[str], denying: Sequence[str]
) -> ClaimsAndDenials:
    """Return who claims or denies a change of an issue, and in what: eight SELECTs in all."""
    is_claim = or_(_does(LinkType.CLAIMS_CHANGE, issue, claiming), StatementRow.claimed != "")
    is_denial = _does(LinkType.DENIES, issue, denying)
    found = (
        select(StatementRow.key, is_claim.label("is_claim"), is_denial.label("is_denial"))
        .where(chosen(StatementQuery(issue=issue)), or_(is_claim, is_denial))
        .order_by(StatementRow.middle_day, StatementRow.n_days, StatementRow.id)
    )
    rows = connection.execute(found).all()
    claims = [row.key for row in rows if row.is_claim]
    contested = _contested(connection, claims)
    keys = dict.fromkeys(
        [*(row.key for row in rows), *(end for ends in contested.values() for end in ends)]
    )
    entry_of = dict(zip(keys, entries(connection, list(keys)), strict=True))
    return ClaimsAndDenials(
        claims=tuple(entry_of[key] for key in claims),
        denials=tuple(entry_of[row.key] for row in rows if row.is_denial),
        contested={
            entry_of[key].statement.id: tuple(entry_of[end] for end in contested[key])
            for key in claims
        },
    )


def _does(kind: LinkType, issue: str, frames: Sequence[str]) -> ColumnElement[bool]:
    """Whether a statement does this by a link, or by a frame that means it."""
    by_link = exists().where(LinkRow.from_key == StatementRow.key, LinkRow.type == kind.value)
    if not frames:
        return by_link
    return or_(by_link, chosen(StatementQuery(issue=issue, frames=tuple(frames))))


def _contested(connection: Connection, claims: Sequence[int]) -> dict[int, list[int]]:
    """Return what each claim is linked to: by its own links first, then by its reports'."""
    found = (
        select(StatementRow.key, _Report.key.label("report"), LinkRow.to_key)
        .join(_Report, _Report.root_key == StatementRow.root_key)
        .join(LinkRow, LinkRow.from_key == _Report.key)
        .join(_End, LinkRow.to_key == _End.key)
        .where(among(StatementRow.key, claims), LinkRow.type == LinkType.CLAIMS_CHANGE.value)
        .order_by(_Report.middle_day, _Report.n_days, _Report.date, _Report.id, _End.id)
    )
    own: defaultdict[int, list[int]] = defaultdict(list)
    others: defaultdict[int, list[int]] = defaultdict(list)
    for row in connection.execute(found):
        (own if row.report == row.key else others)[row.key].append(row.to_key)
    return {key: list(dict.fromkeys([*own[key], *others[key]])) for key in claims}
