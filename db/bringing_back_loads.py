"""Bring back a load that was undone, from what the history kept of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from db import history_kinds as kinds
from db.dialects import among
from db.history_json import by_names, kept_cells, keys_in, link_of
from db.keys import NAMED_BY, Firsts, next_key, record_change
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
from db.queries import select_said
from db.reads.names import actors_named, codebooks
from db.rows import Cells, moment_text
from db.session import Engines
from db.staged_changes import Prepared, in_two_steps
from db.writer import PlannedLink
from stance.errors import Refused, Unknown, listed
from stance.records import NONE, folded

_CODING = ("statement", "coder", "frame")
_LINK = ("from", "type", "to")
"""What makes a row the same as another."""


def bring_back_load(engines: Engines, batch: int, *, at: datetime) -> int:
    """Bring back what was taken; return how many statements."""

    def prepared(connection: Connection) -> _ReturningLoad:
        found = select(BatchRow.undone_at).where(BatchRow.key == batch)
        row = connection.execute(found).one_or_none()
        if row is None:
            raise Unknown("load", str(batch))
        taken = _taken(connection, batch)
        # Where all of it lay in the bin, undoing it took nothing; it is undone all the same.
        if not taken and row.undone_at is None:
            raise Refused(f"Load {batch} was not undone: there is nothing to bring back.")
        return _ReturningLoad(connection, batch, taken, moment_text(at))

    return in_two_steps(engines, prepared)


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


_ALONE = "'none' stands alone"
_ONE_FRAME = "one frame a statement is allowed"


class _ReturningLoad(Prepared[int]):
    """The rows of one load on their way back."""

    def __init__(
        self, connection: Connection, batch: int, taken: Mapping[str, list[Cells]], moment: str
    ) -> None:
        super().__init__(connection)
        self._batch = batch
        self._taken = taken
        self._moment = moment
        self._next_actor = next_key(connection, ActorRow.key)
        self._statements = self._writer.statements
        self._named: dict[type[Base], dict[str, Cells]] = {
            model: self._named_in(model) for model in (ActorRow, IssueRow, SourceRow)
        }

    def needs(self) -> Mapping[type[Base], int]:
        """Return how many keys its rows take at most: many names are there still."""
        n_named = {model: len(rows) for model, rows in self._named.items()}
        return n_named | {StatementRow: len(self._rows(StatementRow))}

    def put_all(self, firsts: Firsts) -> None:
        """Stage every row, and note the statements that were there all along."""
        writer, said = self._writer, self._rows(StatementRow)
        writer.begin(firsts)
        self._refuse_taken_ids([cells["id"] for cells in said])
        self._refuse_other_codebooks(said)
        self._refuse_other_names(said)
        for model, named in self._named.items():
            writer.put_new(model, named.values())
        for cells in said:
            self._statements.give(cells["id"])
        # Its root may have gone or moved: it is found once the links are back.
        rooted = ({**cells, "root": cells["id"]} for cells in said)
        writer.put_kept(StatementRow, rooted)
        writer.put_kept(TagRow, self._rows(TagRow))
        writer.put_kept(HitRow, self._rows(HitRow))
        self._put_codings({cells["id"] for cells in said})
        self._put_links()

    def holds(self, *, has_own_keys: bool) -> bool:
        """Whether nothing was written since that took a name, a key or an end of a link."""
        if not has_own_keys and next_key(self._connection, ActorRow.key) != self._next_actor:
            return False
        return super().holds(has_own_keys=has_own_keys)

    def pour(self) -> None:
        """Put every row back, and update the statements that were there all along."""
        self._writer.pour()
        done = update(BatchRow).where(BatchRow.key == self._batch)
        self._connection.execute(done.values(undone_at=None))

    def record(self) -> int:
        """Write down that it came back; return how many statements."""
        subject = str(self._batch)
        record_change(self._connection, at=self._moment, kind=kinds.RETURNED, subject=subject)
        return len(self._rows(StatementRow))

    def _rows(self, model: type[Base]) -> list[Cells]:
        return self._taken.get(model.__tablename__, [])

    def _named_in(self, model: type[Base]) -> dict[str, Cells]:
        """Return the rows that statements are named after, by their names."""
        # A name that another load brought may have gone with it since: it is made anew.
        name = NAMED_BY[model]
        named: dict[str, Cells] = {}
        for row in _names_of(self._rows(StatementRow), model):
            named.setdefault(row[name], row)
        return named | {row[name]: row for row in self._rows(model)}

    def _refuse_taken_ids(self, ids: list[str]) -> None:
        self._statements.learn(ids)
        again = [id_ for id_ in ids if id_ in self._statements]
        if again:
            raise Refused(
                f"Load {self._batch} cannot come back: {listed(again, most=3)} "
                "stand in the store again. Undo the load that brought them, or discard them, first."
            )

    def _refuse_other_codebooks(self, said: Iterable[Cells]) -> None:
        """Refuse statements coded by an older codebook: the hits would be wrong now."""
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
        """Refuse names that an actor no longer goes by: they would make two actors of one."""
        names = {cells[column] for cells in said for column in ("actor", "about")} - {""}
        known = actors_named(self._connection, sorted({folded(name) for name in names}))
        for name in sorted(names):
            actor = known.get(folded(name))
            if actor is not None and actor.name != name:
                raise Refused(
                    f"Load {self._batch} cannot come back: {name} is a name of {actor.name} "
                    "by now. Load the file again instead."
                )

    def _put_codings(self, back: set[str]) -> None:
        """Add the codings but those that another load has brought in the meantime."""
        codings = self._rows(CodingRow)
        self._refuse_lost(cells["statement"] for cells in codings)
        of_others = [cells for cells in codings if cells["statement"] not in back]
        stood = sorted({self._statements[cells["statement"]] for cells in of_others})
        there = self._present(CodingRow, among(CodingRow.statement_key, stood))
        known = {_named_by(row, _CODING) for row in there}
        new = [cells for cells in codings if _named_by(cells, _CODING) not in known]
        coming = [cells for cells in new if cells["statement"] not in back]
        self._refuse_contradicting([*there, *coming])
        self._writer.put_kept(CodingRow, new)
        self._writer.recode(stood)

    def _refuse_contradicting(self, codings: Iterable[Cells]) -> None:
        """Refuse codings that come back to contradict present ones of the same coder."""
        given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for cells in codings:
            if not cells["is_dictionary"]:
                given[cells["statement"], cells["coder"]].add(cells["frame"])
        several = {place: frames for place, frames in given.items() if len(frames) > 1}
        exclusive = self._exclusive({id_ for id_, _ in several})
        for (id_, coder), frames in several.items():
            if NONE in frames or id_ in exclusive:
                rule = _ALONE if NONE in frames else _ONE_FRAME
                raise Refused(
                    f"Load {self._batch} cannot come back: with it {coder} would have given {id_} "
                    f"{listed(sorted(frames))}, and {rule}. Take the present coding back first."
                )

    def _exclusive(self, ids: Iterable[str]) -> set[str]:
        """Return those of these statements whose codebook allows one frame."""
        found = select_said("id", "issue").where(among(StatementRow.id, sorted(ids)))
        issues = {row.id: row.issue for row in self._connection.execute(found)}
        books = codebooks(self._connection, set(issues.values()))
        return {id_ for id_, slug in issues.items() if slug in books and books[slug].exclusive}

    def _put_links(self) -> None:
        links = self._rows(LinkRow)
        self._refuse_lost(cells[end] for cells in links for end in ("from", "to"))
        starts = {self._statements[cells["from"]] for cells in links}
        there = self._present(LinkRow, among(LinkRow.from_key, starts))
        known = {_named_by(row, _LINK) for row in there}
        new = [cells for cells in links if _named_by(cells, _LINK) not in known]
        self._writer.put_links(PlannedLink(link_of(cells), cells["batch_key"]) for cells in new)

    def _present(self, model: type[Base], which: Any) -> list[Cells]:
        found = self._connection.execute(by_names(model).where(which)).mappings()
        return [kept_cells(row, keys_in(model)) for row in found]

    def _refuse_lost(self, ids: Iterable[str]) -> None:
        lost = self._writer.new(StatementRow, ids)
        if lost:
            raise Refused(
                f"Load {self._batch} cannot come back: it points to {listed(lost, most=3)}, which "
                "is not in the store. Bring it back first, from the bin or with its load."
            )


def _named_by(row: Cells, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _names_of(said: Sequence[Cells], model: type[Base]) -> Iterator[Cells]:
    """Yield the rows of the names that statements bear, as far as they tell of them."""
    for row in said:
        if model is IssueRow:
            yield {"slug": row["issue"], "title": row["issue_title"]}
        elif model is SourceRow:
            yield {"name": row["source"]}
        else:
            yield {"name": row["actor"], "folded": folded(row["actor"]), "kind": row["actor_kind"]}
    if model is ActorRow:
        for name in sorted({row["about"] for row in said} - {""}):
            yield {"name": name, "folded": folded(name)}
