"""Bringing back what undoing a load took: the rows of the history, with new keys."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from db import kinds
from db.coder_conflicts import refuse_contradicting
from db.dialects import among
from db.facts import history_place
from db.keys import Firsts, Keys, next_key, record_change
from db.models import (
    ActorRow,
    Base,
    BatchRow,
    ChangeRow,
    CodebookRow,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.person_frames import write_person_frames
from db.reads.names import actors_named
from db.regroup import regroup
from db.rows import Cells, moment_text
from db.session import Engines
from db.staged_changes import in_two_steps, only_actors_since
from db.staging import Stage
from stance.errors import Refused, Unknown, listed
from stance.records import LinkType, folded

_CODING = ("statement_key", "coder", "frame")
_LINK = ("from_key", "type", "to_key")
"""What makes a row the same as another."""


def restore_batch(engines: Engines, batch: int, *, at: datetime) -> int:
    """Bring back what was taken; return how many statements."""
    return in_two_steps(engines, lambda connection: _prepared(connection, batch, moment_text(at)))


def _prepared(connection: Connection, batch: int, moment: str) -> _Return:
    is_undone = _is_undone(connection, batch)
    place = history_place(connection)
    taken = _taken(connection, batch)
    # Where all of it lay in the bin, undoing it took nothing; it is undone all the same.
    if not taken and not is_undone:
        raise Refused(f"Load {batch} was not undone: there is nothing to bring back.")
    return _Return(connection, batch, taken, moment, place)


def _is_undone(connection: Connection, batch: int) -> bool:
    found = select(BatchRow.undone_at).where(BatchRow.key == batch)
    row = connection.execute(found).one_or_none()
    if row is None:
        raise Unknown("load", str(batch))
    return row.undone_at is not None


def _taken(connection: Connection, batch: int) -> dict[str, list[Cells]]:
    """Read the pieces of the last time it was undone."""
    subject = ChangeRow.subject == str(batch)
    last = select(func.max(ChangeRow.key)).where(subject, ChangeRow.kind == kinds.RETURNED)
    since = connection.scalar(last) or 0
    found = (
        select(ChangeRow.before)
        .where(subject, ChangeRow.kind == kinds.TAKEN, ChangeRow.key > since)
        .order_by(ChangeRow.key)
    )
    taken: defaultdict[str, list[Cells]] = defaultdict(list)
    for text in connection.scalars(found):
        piece = json.loads(text or "{}")
        taken[piece["table"]] += piece["rows"]
    return taken


class _Return:
    """The rows of one load on their way back."""

    def __init__(
        self,
        connection: Connection,
        batch: int,
        taken: Mapping[str, list[Cells]],
        moment: str,
        place: int,
    ) -> None:
        self.stage = Stage(connection)
        self._moment = moment
        self._place = place
        self._next_actor = next_key(connection, ActorRow.key)
        self._recoded: list[int] = []
        self._relinked: list[int] = []
        self._connection = connection
        self._batch = batch
        self._taken = taken
        self._statements = Keys(connection, StatementRow.key, StatementRow.id)

    def needs(self) -> Mapping[type[Base], int]:
        """Return how many keys its rows take at most: many names are there still."""
        said = self._rows("statement")
        actors = {cells[column] for cells in said for column in ("actor", "about")}
        return {
            StatementRow: len(said),
            ActorRow: len(actors) + len(self._rows("actor")),
            IssueRow: len({cells["issue"] for cells in said}) + len(self._rows("issue")),
            SourceRow: len({cells["source"] for cells in said}) + len(self._rows("source")),
        }

    def put_all(self, firsts: Firsts) -> None:
        """Stage every row, and note the statements that were there all along."""
        self._firsts = firsts
        self._statements.begin(firsts[StatementRow])
        said = self._rows("statement")
        self._refuse_taken_ids([cells["id"] for cells in said])
        self._refuse_other_codebooks(said)
        self._refuse_other_names(said)
        actors = self._names(ActorRow, ActorRow.name, said, "actor")
        issues = self._names(IssueRow, IssueRow.slug, said, "issue")
        sources = self._names(SourceRow, SourceRow.name, said, "source")
        self._put_statements(said, actors, issues, sources)
        self._put_belongings()
        self._put_links()

    def holds(self, *, has_own_keys: bool) -> bool:
        """Whether nothing was written since that took a name, a key or an end of a link."""
        if not has_own_keys and next_key(self._connection, ActorRow.key) != self._next_actor:
            return False
        return only_actors_since(self._connection, self._place)

    def pour(self) -> None:
        """Put every row back, and mend the statements that were there all along."""
        connection, batch = self._connection, self._batch
        self.stage.pour()
        write_person_frames(connection, self._recoded)
        regroup(connection, self._relinked)
        connection.execute(update(BatchRow).where(BatchRow.key == batch).values(undone_at=None))

    def record(self) -> int:
        """Write down that it came back; return how many statements."""
        subject = str(self._batch)
        record_change(self._connection, at=self._moment, kind=kinds.RETURNED, subject=subject)
        return len(self._rows("statement"))

    def _rows(self, table: str) -> list[Cells]:
        return self._taken.get(table, [])

    def _refuse_taken_ids(self, ids: list[str]) -> None:
        self._statements.learn(ids)
        again = [id_ for id_ in ids if id_ in self._statements]
        if again:
            raise Refused(
                f"Load {self._batch} cannot come back: {listed(again, most=3)} "
                "stand in the store again. Undo the load that brought them, or discard them, first."
            )

    def _refuse_other_codebooks(self, said: Iterable[Cells]) -> None:
        """What the dictionary found under an older codebook would be wrong now."""
        found = (
            select(IssueRow.slug, func.max(CodebookRow.version).label("version"))
            .join(CodebookRow, CodebookRow.issue_key == IssueRow.key)
            .group_by(IssueRow.slug)
        )
        newest = {row.slug: row.version for row in self._connection.execute(found)}
        for cells in said:
            if cells["dictionary_version"] != newest.get(cells["issue"]):
                raise Refused(
                    f"Load {self._batch} cannot come back: the codebook of {cells['issue']} "
                    "has changed since. Load the file again instead."
                )

    def _refuse_other_names(self, said: Iterable[Cells]) -> None:
        """An actor that goes by another name now would make two actors of one."""
        names = {cells[column] for cells in said for column in ("actor", "about")} - {""}
        known = actors_named(self._connection, sorted({folded(name) for name in names}))
        for name in sorted(names):
            actor = known.get(folded(name))
            if actor is not None and actor.name != name:
                raise Refused(
                    f"Load {self._batch} cannot come back: {name} is a name of {actor.name} "
                    "by now. Load the file again instead."
                )

    def _names(self, model: Any, name: Any, said: Iterable[Cells], column: str) -> Keys:
        """Find or put back the rows that statements are named after."""
        keys = Keys(self._connection, model.key, name)
        keys.begin(self._firsts[model])
        # A name that another load brought may have gone with it since.
        taken = {cells[column]: _named(model, cells) for cells in said}
        if model is ActorRow:
            abouts = {cells["about"] for cells in said} - {"", *taken}
            taken |= {name: _actor(name) for name in sorted(abouts)}
        taken |= {cells[name.key]: cells for cells in self._rows(model.__tablename__)}
        keys.learn([*taken, *(cells[column] for cells in said)])
        new = [cells for called, cells in taken.items() if called not in keys]
        self.stage.put_cells(model, [{"key": keys.give(cells[name.key]), **cells} for cells in new])
        return keys

    def _put_statements(self, said: list[Cells], actors: Keys, issues: Keys, sources: Keys) -> None:
        for cells in said:
            self._statements.give(cells["id"])
        self._statements.learn(cells["root"] for cells in said)
        rows = [
            {
                **cells,
                "key": self._statements[cells["id"]],
                "actor_key": actors[cells["actor"]],
                "issue_key": issues[cells["issue"]],
                "source_key": sources[cells["source"]],
                # Its root may have gone or moved: `regroup` finds it once the links are back.
                "root_key": self._statements[cells["id"]],
            }
            for cells in said
        ]
        self.stage.put_cells(StatementRow, rows)

    def _put_belongings(self) -> None:
        codings = self._rows("coding")
        self._statements.learn(cells["statement"] for cells in codings)
        self._refuse_lost(cells["statement"] for cells in codings)
        back = {cells["id"] for cells in self._rows("statement")}
        others = {cells["statement"] for cells in codings} - back
        self._recoded = sorted(self._statements[id_] for id_ in others)
        for model in (TagRow, HitRow):
            self.stage.put_cells(model, self._of_statements(model))
        there = self._present(CodingRow, "statement_key", _CODING, self._recoded)
        rows = self._of_statements(CodingRow)
        new = [row for row in rows if _key_of(row, _CODING) not in there]
        refuse_contradicting(self._connection, self._batch, new, self._recoded)
        self.stage.put_cells(CodingRow, new)

    def _of_statements(self, model: Any) -> list[dict[str, Any]]:
        return [
            {**cells, "statement_key": self._statements[cells["statement"]]}
            for cells in self._rows(model.__tablename__)
        ]

    def _present(
        self, model: Any, column: str, names: Sequence[str], keys: Iterable[int]
    ) -> set[tuple[Any, ...]]:
        """Return what another load has brought in the meantime: it is there already."""
        found = select(*(getattr(model, name) for name in names))
        found = found.where(among(getattr(model, column), keys))
        return {tuple(row) for row in self._connection.execute(found)}

    def _refuse_lost(self, ids: Iterable[str]) -> None:
        lost = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._statements]
        if lost:
            raise Refused(
                f"Load {self._batch} cannot come back: it points to {listed(lost, most=3)}, which "
                "is not in the store. Bring it back first, from the bin or with its load."
            )

    def _put_links(self) -> None:
        links = self._rows("link")
        ends = [end for cells in links for end in (cells["from"], cells["to"])]
        self._statements.learn(ends)
        self._refuse_lost(ends)
        rows = [
            {
                "from_key": self._statements[cells["from"]],
                "to_key": self._statements[cells["to"]],
                "type": cells["type"],
                "batch_key": cells["batch_key"],
            }
            for cells in links
        ]
        there = self._present(LinkRow, "from_key", _LINK, {row["from_key"] for row in rows})
        rows = [row for row in rows if _key_of(row, _LINK) not in there]
        self.stage.put_cells(LinkRow, rows)
        joining = [row for row in rows if LinkType(row["type"]).joins]
        self._relinked = sorted({row[name] for row in joining for name in ("from_key", "to_key")})


def _key_of(row: Cells, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _actor(name: str) -> Cells:
    return {"name": name, "folded": folded(name)}


def _named(model: Any, cells: Cells) -> Cells:
    """Make the row of a name from a statement that bears it."""
    if model is ActorRow:
        return {**_actor(cells["actor"]), "kind": cells["actor_kind"]}
    if model is IssueRow:
        return {"slug": cells["issue"], "title": cells["issue_title"]}
    return {"name": cells["source"]}
