"""Read what a plan rests on, and check later whether it still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from db import history_kinds as kinds
from db.dialects import among
from db.keys import next_key
from db.models import ActorRow, ChangeRow, CodingRow, LinkRow, StatementRow
from db.queries import select_said
from db.reads.entries import by_statement, link_of, select_links
from db.reads.history import BY_PERSONS, changed_by_persons, ids_in_trash
from db.reads.names import actors_named, codebooks
from stance.records import Voice, folded
from stance.records.dates import PartialDate
from stance.store.plans import Facts, Known, Wanted


def last_change(connection: Connection) -> int:
    """Return the number of the last change: where it stayed, nothing was written between."""
    return connection.scalar(select(func.max(ChangeRow.key))) or 0


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan rests on, and when that was read."""

    last_change: int
    next_actor: int
    wanted: Wanted
    facts: Facts

    def holds(self, connection: Connection, *, has_own_keys: bool = False) -> bool:
        """Whether nothing was written since that could change the plan or its keys."""
        # An actor saved by hand, known before and not named by the plan, changes neither: loads of
        # minutes would else start again with every such save. Where the keys of the plan's rows
        # are its own, nor do statements typed or changed by hand that the plan does not know.
        since = ChangeRow.key > self.last_change
        told = select(ChangeRow.kind, ChangeRow.subject).distinct().where(since)
        written = connection.execute(told).all()
        if not written:
            return True
        others = [each for each in written if each.kind != kinds.ACTOR]
        if has_own_keys:
            if any(self._is_touched_by(each.kind, each.subject) for each in others):
                return False
        elif others or next_key(connection, ActorRow.key) != self.next_actor:
            return False
        texts = connection.execute(select(ChangeRow.before, ChangeRow.after).where(since)).all()
        named = {name for pair in texts for text in pair if text for name in _actors_in(text)}
        return self._knows_still(connection, named)

    def _is_touched_by(self, kind: str, subject: str) -> bool:
        # Statements that are known may have been linked to what was changed.
        if kind not in BY_PERSONS or self.facts.statements:
            return True
        return subject in self.wanted.ids

    def _knows_still(self, connection: Connection, names: set[str]) -> bool:
        """Whether these names mean what they meant; the plan's own actors may be there by now."""
        asked = names & {folded(name) for name in self.wanted.actors}
        known = {name: actor for name, actor in self.facts.actors.items() if name in asked}
        return asked == set(known) and actors_named(connection, sorted(asked)) == known


def _actors_in(text: str) -> set[str]:
    """Return the names, folded, of the actors that a piece of the history speaks of."""
    cells = json.loads(text)
    said = cells.get("statement")
    names = (said["actor"], said["about"]) if said else (cells["name"], *cells["aliases"])
    return {folded(name) for name in names}


def basis_of(connection: Connection, wanted: Wanted) -> Basis:
    """Read what a plan will rest on."""
    last, next_actor = last_change(connection), next_key(connection, ActorRow.key)
    return Basis(last, next_actor, wanted, facts(connection, wanted))


def facts(connection: Connection, wanted: Wanted) -> Facts:
    """Read what a plan needs to know about these ids, actors and issues."""
    in_bin = sorted(ids_in_trash(connection) & wanted.ids) if wanted.with_earlier else []
    return Facts(
        statements=_known_statements(connection, wanted),
        actors=actors_named(connection, sorted({folded(name) for name in wanted.actors})),
        codebooks=codebooks(connection, wanted.issues),
        discarded=changed_by_persons(connection, in_bin),
    )


def _known_statements(connection: Connection, wanted: Wanted) -> dict[str, Known]:
    roots = select(StatementRow.root_key).where(among(StatementRow.id, sorted(wanted.ids)))
    said = ("key", "id", "content_hash", "actor", "issue", "voice", "date", "utterance")
    found = select_said(*said).where(StatementRow.root_key.in_(roots))
    rows = connection.execute(found).all()
    keys = [row.key for row in rows]
    given = select(CodingRow.statement_key.label("here"), CodingRow.coder, CodingRow.frame).where(
        among(CodingRow.statement_key, keys), CodingRow.is_dictionary.is_(False)
    )
    codings = by_statement(connection, given, lambda row: (row.coder, row.frame))
    links = by_statement(connection, select_links(keys, here=LinkRow.from_key), link_of)
    ids = sorted(wanted.ids & {row.id for row in rows}) if wanted.with_earlier else []
    changed = changed_by_persons(connection, ids)
    return {
        row.id: Known(
            content_hash=row.content_hash,
            actor=row.actor,
            issue=row.issue,
            voice=Voice(row.voice),
            sort_key=PartialDate.parse(row.date).sort_key,
            utterance=row.utterance,
            codings=frozenset(codings[row.key]),
            links=frozenset(links[row.key]),
            changed=changed.get(row.id),
        )
        for row in rows
    }
