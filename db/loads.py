"""Load a file: read what the plan rests on, make the plan, write its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from db import history_kinds as kinds
from db.dialects import among
from db.facts import Basis, basis_of
from db.keys import Firsts, record_change
from db.models import ActorRow, Base, BatchRow, CodingRow, IssueRow, SourceRow, StatementRow
from db.rows import batch_cells, moment_text
from db.session import Engines
from db.staged_changes import Prepared, Settled, in_two_steps
from db.writer import PlannedCoding, PlannedLink, PlannedStatement
from stance.records import Batch, Coding
from stance.store.plans import (
    DUPLICATE,
    REFUSED,
    STORED,
    NewBatch,
    NewStatement,
    Plan,
    Planner,
    Progress,
    Wanted,
    no_progress,
)


def load(
    engines: Engines,
    batch: NewBatch,
    wanted: Wanted,
    plan: Planner,
    *,
    progress: Progress = no_progress,
) -> tuple[Plan, int | None]:
    """Do a whole load; return the plan that was carried out and the batch's number."""

    def prepared(connection: Connection) -> _Load | Settled[tuple[Plan, int | None]]:
        basis = basis_of(connection, wanted)
        made = plan(basis.facts)
        if not made.is_to_be_written:
            return Settled((made, None))
        return _Load(connection, basis, made, batch, progress)

    return in_two_steps(engines, prepared)


class _Load(Prepared[tuple[Plan, int | None]]):
    """A plan on its way into the store, with the basis it rests on."""

    def __init__(
        self, connection: Connection, basis: Basis, plan: Plan, batch: NewBatch, progress: Progress
    ) -> None:
        super().__init__(connection)
        self._basis = basis
        self._plan = plan
        self._batch = batch
        self._progress = progress
        self._new = sorted(plan.statements, key=_place)
        self._given = self._gathered()
        self._sources = {source: source.name for source in {n.statement.source for n in self._new}}

    def needs(self) -> Mapping[type[Base], int]:
        """Return how many keys of each table its rows take at most."""
        return {
            BatchRow: 1,
            IssueRow: len(self._plan.issues),
            ActorRow: len(self._plan.actors),
            SourceRow: len(self._sources),
            StatementRow: len(self._new),
        }

    def put_all(self, firsts: Firsts) -> None:
        """Stage every row; new keys begin where they may."""
        plan, writer, batch = self._plan, self._writer, firsts[BatchRow]
        self._batch_key = batch
        writer.begin(firsts)
        named = plan.issues.items()
        issues = [{"slug": slug, "title": title, "batch_key": batch} for slug, title in named]
        writer.put_new(IssueRow, issues)
        writer.put_actors((actor, batch) for actor in plan.actors)
        sources = sorted(set(self._sources.values()))
        writer.put_new(SourceRow, [{"name": name, "batch_key": batch} for name in sources])
        new_ids = [new.statement.id for new in self._new]
        writer.statements.learn(self._ids_in_store(set(new_ids)))
        for id_ in new_ids:
            writer.statements.give(id_)
        total = len(new_ids)
        writer.put_statements(self._planned(), lambda done: self._progress(done, total))
        writer.put_codings(self._added_codings())
        links = (PlannedLink(link, batch) for link in plan.links)
        writer.put_links(links, roots_follow=False)
        writer.put_roots(plan.utterances.items())

    def holds(self, *, has_own_keys: bool) -> bool:
        """Whether nothing was written since that the plan would have to know."""
        return self._basis.holds(self._connection, has_own_keys=has_own_keys)

    def pour(self) -> None:
        """Write what was staged."""
        plan, new = self._plan, self._batch
        counts = (plan.count(STORED), plan.count(DUPLICATE), plan.count(REFUSED))
        batch = Batch(self._batch_key, new.loaded_at, new.file_name, new.file_hash, *counts)
        self._connection.execute(insert(BatchRow), batch_cells(batch))
        self._writer.pour()

    def record(self) -> tuple[Plan, int | None]:
        """Add the load to the history, under the lock; return the plan and the batch's number."""
        moment, subject = moment_text(self._batch.loaded_at), str(self._batch_key)
        record_change(self._connection, at=moment, kind=kinds.LOAD, subject=subject)
        return self._plan, self._batch_key

    def _ids_in_store(self, new: set[str]) -> set[str]:
        plan = self._plan
        named = {each.utterance for each in self._new}
        named.update(plan.utterances, plan.utterances.values(), self._given)
        named.update(end for link in plan.links for end in link.ends)
        return named - new

    def _planned(self) -> Iterator[PlannedStatement]:
        """Yield the new statements as they shall stand, in the order of their keys."""
        codebooks, batch = self._basis.facts.codebooks, self._batch_key
        for new in self._new:
            said = new.statement
            given = enumerate(self._given.get(said.id, ()))
            yield PlannedStatement(
                said,
                self._sources[said.source],
                given=[PlannedCoding(coding, position, batch) for position, coding in given],
                hits=new.hits,
                codebook=None if new.hits is None else codebooks[said.issue],
                batch=batch,
                root=new.utterance,
            )

    def _added_codings(self) -> Iterator[PlannedCoding]:
        """Yield the codings of statements already stored, behind those that they have."""
        new = {each.statement.id for each in self._new}
        old = [id_ for id_ in self._given if id_ not in new]
        next_of = _next_positions(self._connection, old)
        for id_ in old:
            for position, coding in enumerate(self._given[id_], start=next_of.get(id_, 0)):
                yield PlannedCoding(coding, position, self._batch_key)

    def _gathered(self) -> dict[str, list[Coding]]:
        """Gather the codings by statement, each with the moment it was given, else was loaded."""
        # Coders whose order is known come one after the other, by no more than has to be.
        gathered: dict[str, list[Coding]] = {}
        ranks: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for coding in self._plan.codings:
            coders = ranks[coding.statement]
            rank = (
                coders.setdefault(coding.coder, len(coders)) if self._plan.codings_in_order else 0
            )
            moment = coding.coded_at or self._batch.loaded_at + timedelta(microseconds=rank)
            gathered.setdefault(coding.statement, []).append(replace(coding, coded_at=moment))
        return gathered


def _place(new: NewStatement) -> tuple[int, str, str]:
    # Keys in the order of the corpus: most indexes then grow at their end.
    when = new.statement.date
    return (when.first.toordinal(), when.text, new.statement.id)


def _next_positions(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Return the first free position behind the persons' codings of each statement."""
    found = (
        select(StatementRow.id, (func.max(CodingRow.position) + 1).label("position"))
        .join(CodingRow, CodingRow.statement_key == StatementRow.key)
        .where(among(StatementRow.id, ids), CodingRow.is_dictionary.is_(False))
        .group_by(StatementRow.id)
    )
    return {row.id: row.position for row in connection.execute(found)}
