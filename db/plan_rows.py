"""From a plan to rows with their final keys: staged first, written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from db import kinds
from db.coding_rows import by_statement, persons_before
from db.keys import Firsts, Keys, record_change
from db.models import (
    ActorAliasRow,
    ActorRow,
    Base,
    BatchRow,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.rows import (
    CODING,
    HIT,
    LINK,
    STATEMENT,
    TAG,
    Cells,
    Row,
    actor_cells,
    alias_cells,
    batch_cells,
    coding_row,
    dictionary_rows,
    frame_cells,
    frame_text,
    hit_rows,
    moment_text,
    said_cells,
    table_of,
    tag_rows,
)
from db.staging import Stage
from stance.errors import Unknown
from stance.records import Actor, Batch, Codebook, Coding
from stance.store import DUPLICATE, REFUSED, STORED, NewBatch, NewStatement, Plan, Progress

_REPORT_EVERY = 1000


class PlanRows:
    """The rows a plan makes, with the keys they will have."""

    def __init__(
        self,
        connection: Connection,
        plan: Plan,
        batch: NewBatch,
        codebooks: Mapping[str, Codebook],
    ) -> None:
        self.plan = plan
        self.stage = Stage(connection)
        self._connection = connection
        self._batch = batch
        self._codebooks = codebooks
        self._moment = moment_text(batch.loaded_at)
        self._new = sorted(plan.statements, key=_place)
        self._codings = by_statement(plan.codings)
        self._updates: dict[int, dict[str, object]] = defaultdict(dict)
        self._kinds: list[dict[str, object]] = []

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        plan = self.plan
        parts = (plan.statements, plan.codings, plan.links, plan.utterances, plan.actors)
        return plan.writes and any((*parts, plan.issues))

    def learn(self) -> Mapping[type[Base], int]:
        """Look up what the store names already; return how many keys of each table are new."""
        self._issues = Keys(self._connection, IssueRow.key, IssueRow.slug)
        self._actors = Keys(self._connection, ActorRow.key, ActorRow.name)
        self._sources = Keys(self._connection, SourceRow.key, SourceRow.name)
        self._statements = Keys(self._connection, StatementRow.key, StatementRow.id)
        self._issues.learn((*self.plan.issues, *(new.statement.issue for new in self._new)))
        actors = self.plan.actors
        self._actors.learn(actor.name for actor in actors)
        self._actors.learn(actor.part_of for actor in actors if actor.part_of)
        self._actors.learn(new.statement.actor for new in self._new)
        every = {new.statement.source for new in self._new}
        self._source_names = {source: source.name for source in every}
        self._sources.learn(self._source_names.values())
        self._statements.learn(self._ids_in_store())
        self._new_issues = [slug for slug in self.plan.issues if slug not in self._issues]
        self._new_actors = [actor for actor in actors if actor.name not in self._actors]
        names = sorted(set(self._source_names.values()))
        self._new_sources = [name for name in names if name not in self._sources]
        return {
            BatchRow: 1,
            IssueRow: len(self._new_issues),
            ActorRow: len(self._new_actors),
            SourceRow: len(self._new_sources),
            StatementRow: len(self._new),
        }

    def put_all(self, firsts: Firsts, progress: Progress) -> None:
        """Stage every row; new keys begin where they may."""
        self._batch_key = firsts[BatchRow]
        self._issues.begin(firsts[IssueRow])
        self._actors.begin(firsts[ActorRow])
        self._sources.begin(firsts[SourceRow])
        self._statements.begin(firsts[StatementRow])
        self._put_issues()
        self._put_actors()
        self._put_sources()
        self._put_statements(progress)
        self._put_belongings()
        self._put_codings()
        self._put_links()

    def pour(self) -> None:
        """Write what was staged."""
        connection = self._connection
        connection.execute(insert(BatchRow), self._batch_row())
        self.stage.pour()
        update_each(connection, ActorRow, self._kinds)
        update_each(connection, StatementRow, self._statement_updates())

    def record(self) -> int:
        """Add the load to the history, under the lock; return the batch's number."""
        number = str(self._batch_key)
        record_change(self._connection, at=self._moment, kind=kinds.LOAD, subject=number)
        return self._batch_key

    def _batch_row(self) -> Cells:
        plan, new = self.plan, self._batch
        counts = (plan.count(STORED), plan.count(DUPLICATE), plan.count(REFUSED))
        batch = Batch(self._batch_key, new.loaded_at, new.file_name, new.file_hash, *counts)
        return batch_cells(batch)

    def _statement_updates(self) -> list[dict[str, object]]:
        return [{"row_key": key, **cells} for key, cells in sorted(self._updates.items())]

    # --- names -------------------------------------------------------------------------

    def _put_issues(self) -> None:
        titles = self.plan.issues
        header = ("key", "slug", "title", "batch_key")
        rows = [
            (self._issues.give(slug), slug, titles[slug], self._batch_key)
            for slug in self._new_issues
        ]
        self.stage.put(IssueRow, header, rows)

    def _put_actors(self) -> None:
        new = self._new_actors
        for actor in self.plan.actors:
            if actor.name in self._actors:
                kind = actor.kind.value if actor.kind else None
                self._kinds.append({"row_key": self._actors[actor.name], "kind": kind})
        for actor in new:
            self._actors.give(actor.name)
        self.stage.put_cells(ActorRow, [self._actor_row(actor) for actor in new])
        self.stage.put_cells(
            ActorAliasRow,
            [row for actor in new for row in alias_cells(self._actors[actor.name], actor)],
        )

    def _actor_row(self, actor: Actor) -> Cells:
        part_of = self._actors.get(actor.part_of)
        if actor.part_of and part_of is None:
            raise Unknown("actor", actor.part_of)
        return actor_cells(self._actors[actor.name], actor, part_of=part_of, batch=self._batch_key)

    def _put_sources(self) -> None:
        rows = [(self._sources.give(name), name, self._batch_key) for name in self._new_sources]
        self.stage.put(SourceRow, ("key", "name", "batch_key"), rows)

    # --- statements --------------------------------------------------------------------

    def _put_statements(self, progress: Progress) -> None:
        for new in self._new:
            self._statements.give(new.statement.id)
        self.stage.put(StatementRow, STATEMENT, self._statement_rows(progress))
        for id_, root in self.plan.utterances.items():
            self._updates[self._statements[id_]]["root_key"] = self._statements[root]

    def _ids_in_store(self) -> set[str]:
        plan = self.plan
        named = {new.utterance for new in self._new}
        named.update(plan.utterances, plan.utterances.values(), self._codings)
        named.update(end for link in plan.links for end in (link.from_id, link.to_id))
        return named - {new.statement.id for new in self._new}

    def _statement_rows(self, progress: Progress) -> Iterator[Row]:
        total = len(self._new)
        for done, new in enumerate(self._new, start=1):
            yield self._statement_row(new)
            if done % _REPORT_EVERY == 0 or done == total:
                progress(done, total)

    def _statement_row(self, new: NewStatement) -> Row:
        statement = new.statement
        version = None if new.hits is None else self._codebooks[statement.issue].version
        return (
            self._statements[statement.id],
            self._actors[statement.actor],
            self._issues[statement.issue],
            self._sources[self._source_names[statement.source]],
            self._statements[new.utterance],
            self._batch_key,
            *frame_cells(self._codings.get(statement.id, ()), new.hits, version),
            *said_cells(statement),
        )

    def _put_belongings(self) -> None:
        keys = self._statements
        self.stage.put(
            TagRow,
            TAG,
            (
                row
                for new in self._new
                for row in tag_rows(keys[new.statement.id], new.statement.tags)
            ),
        )
        self.stage.put(
            HitRow,
            HIT,
            (row for new in self._new for row in hit_rows(keys[new.statement.id], new.hits or ())),
        )

    # --- codings and links -------------------------------------------------------------

    def _put_codings(self) -> None:
        new_ids = {new.statement.id for new in self._new}
        old = {id_: given for id_, given in self._codings.items() if id_ not in new_ids}
        self.stage.put(
            CodingRow, CODING, (row for new in self._new for row in self._new_codings(new))
        )
        self.stage.put(CodingRow, CODING, self._added_codings(old))

    def _new_codings(self, new: NewStatement) -> Iterator[Row]:
        key = self._statements[new.statement.id]
        yield from self._coding_rows(key, self._codings.get(new.statement.id, ()), 0)
        if new.hits:
            yield from dictionary_rows(key, self._codebooks[new.statement.issue], new.hits)

    def _added_codings(self, old: Mapping[str, list[Coding]]) -> Iterator[Row]:
        """Yield codings of statements already stored, and note their new frames."""
        before = persons_before(self._connection, [self._statements[id_] for id_ in old])
        for id_, given in old.items():
            key = self._statements[id_]
            frames, position = before.get(key, ((), 0))
            every = (*frames, *(coding.frame for coding in given))
            self._updates[key]["person_frames"] = frame_text(every)
            yield from self._coding_rows(key, given, position)

    def _coding_rows(self, key: int, given: Iterable[Coding], first: int) -> Iterator[Row]:
        coders: dict[str, int] = {}
        for position, coding in enumerate(given, start=first):
            rank = coders.setdefault(coding.coder, len(coders))
            dated = replace(coding, coded_at=self._moment_of(coding, rank))
            yield coding_row(key, dated, position, self._batch_key)

    def _moment_of(self, coding: Coding, rank: int) -> datetime:
        """Return when a coding was given: as far as the store knows, when it was loaded.

        Coders whose order is known come one after the other, by no more than has to be.
        """
        later = timedelta(microseconds=rank if self.plan.codings_in_order else 0)
        return coding.coded_at or self._batch.loaded_at + later

    def _put_links(self) -> None:
        keys = self._statements
        self.stage.put(
            LinkRow,
            LINK,
            (
                (keys[link.from_id], link.type.value, keys[link.to_id], self._batch_key)
                for link in self.plan.links
            ),
        )


def _place(new: NewStatement) -> tuple[int, str, str]:
    # Keys in the order of the corpus: most indexes then grow at their end.
    when = new.statement.date
    return (when.first.toordinal(), when.text, new.statement.id)


def update_each(
    connection: Connection, model: type[Base], rows: Sequence[Mapping[str, object]]
) -> None:
    """Update rows one by one: `row_key` names each, the other cells are its new values."""
    table = table_of(model)
    for names in dict.fromkeys(tuple(row) for row in rows):
        values: dict[str, Any] = {name: bindparam(name) for name in names if name != "row_key"}
        same = [row for row in rows if tuple(row) == names]
        found = update(table).where(table.c.key == bindparam("row_key")).values(values)
        connection.execute(found, same)
