"""Filling an empty store with a whole copy: staged outside the lock, poured in at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, IntegrityError

from db.codebook_json import codebook_cells
from db.history_rules import refuse_unreadable
from db.models import (
    ActorAliasRow,
    ActorRow,
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
from db.regroup import regroup
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
    hit_rows,
    moment_text,
    said_cells,
    table_of,
    tag_rows,
)
from db.session import Engines, exclusively, quietly
from db.staging import Stage, cleared
from stance.errors import Refused, StoreRefused
from stance.records import Codebook
from stance.records.store_contents import KeptActor, KeptStatement, Whole

_CHUNK = 2000


def fill(engines: Engines, whole: Whole, progress: Callable[[int, int], None]) -> int:
    """Fill the store; return how many statements it holds now."""
    try:
        return _filled(engines, whole, progress)
    except (IntegrityError, DataError, UnicodeEncodeError) as problem:
        raise Refused(
            "The copy contradicts itself: a row stands in it twice, or holds a character that "
            "no store can keep. Make it anew with 'export store -o FILE.zip'."
        ) from problem


def _filled(engines: Engines, whole: Whole, progress: Callable[[int, int], None]) -> int:
    with engines.loading() as connection:
        filling = _Filling(connection, whole)
        with cleared(filling.stage):
            with quietly(connection):
                _refuse_used(connection)
                filling.put_all(progress)
            with exclusively(connection):
                _refuse_used(connection)
                filling.write()
        return filling.n_statements


def _refuse_used(connection: Connection) -> None:
    if connection.scalar(select(ChangeRow.key).limit(1)) is not None:
        raise StoreRefused(
            "This store holds something already, and a copy fills only an empty one: "
            "name a new store with --store."
        )


class _Filling:
    """The rows of a whole copy, with new keys."""

    def __init__(self, connection: Connection, whole: Whole) -> None:
        self.stage = Stage(connection)
        self._connection = connection
        self._whole = whole
        self._batches = {batch.id for batch in whole.batches}
        self._actors = _numbered(kept.actor.name for kept in whole.actors)
        self._issues = _numbered(kept.slug for kept in whole.issues)
        self._newest: dict[str, Codebook] = {}
        self._sources: dict[str, int] = {}
        self._source_batches: dict[str, set[int]] = {}
        self._statements: dict[str, int] = {}
        self._links: list[tuple[str, str, str, int | None]] = []
        self._joined: list[int] = []

    @property
    def n_statements(self) -> int:
        """How many statements were staged."""
        return len(self._statements)

    def put_all(self, progress: Callable[[int, int], None]) -> None:
        """Stage every row."""
        whole, stage = self._whole, self.stage
        stage.put_cells(BatchRow, [batch_cells(batch) for batch in whole.batches])
        stage.put_cells(ActorRow, [self._actor_row(kept) for kept in whole.actors])
        aliases = [row for kept in whole.actors for row in self._alias_rows(kept)]
        stage.put_cells(ActorAliasRow, aliases)
        stage.put(
            IssueRow,
            ("key", "slug", "title", "batch_key"),
            (
                (self._issues[kept.slug], kept.slug, kept.title, self._batch(kept.batch))
                for kept in whole.issues
            ),
        )
        header = ("key", "issue_key", "version", "content", "content_hash", "applied_at")
        stage.put(CodebookRow, header, self._codebook_rows())
        walk = iter(whole.statements)
        while some := list(islice(walk, _CHUNK)):
            self._put_statements(some)
            progress(self.n_statements, whole.n_statements)
        stage.put(SourceRow, ("key", "name", "batch_key"), self._source_rows())
        stage.put(LinkRow, LINK, map(self._link_row, self._links))
        stage.put(ChangeRow, table_of(ChangeRow).columns.keys(), self._change_rows())

    def write(self) -> None:
        """Pour everything in, and find the utterances from the links."""
        self.stage.pour()
        regroup(self._connection, self._joined)

    def _change_rows(self) -> Iterator[Row]:
        for key, one in enumerate(self._whole.changes, start=1):
            refuse_unreadable(key, one, self._batches)
            yield (key, one.at, one.who, one.kind, one.subject, one.before, one.after)

    # --- names -------------------------------------------------------------------------

    def _batch(self, batch: int | None) -> int | None:
        if batch is not None and batch not in self._batches:
            raise _contradicts(f"it names load {batch}")
        return batch

    def _actor(self, name: str) -> int:
        if name not in self._actors:
            raise _contradicts(f"it names the actor {name!r}")
        return self._actors[name]

    def _actor_row(self, kept: KeptActor) -> Cells:
        actor = kept.actor
        part_of = self._actor(actor.part_of) if actor.part_of else None
        batch = self._batch(kept.batch)
        return actor_cells(self._actors[actor.name], actor, part_of=part_of, batch=batch)

    def _alias_rows(self, kept: KeptActor) -> list[Cells]:
        return alias_cells(self._actors[kept.actor.name], kept.actor)

    def _issue(self, slug: str) -> int:
        if slug not in self._issues:
            raise _contradicts(f"it names the issue {slug!r}")
        return self._issues[slug]

    def _codebook_rows(self) -> Iterator[Row]:
        for key, kept in enumerate(self._whole.codebooks, start=1):
            book = kept.codebook
            newest = self._newest.setdefault(book.issue, book)
            self._newest[book.issue] = max(newest, book, key=lambda one: one.version)
            content, digest = codebook_cells(book)
            moment = moment_text(kept.applied_at)
            yield (key, self._issue(book.issue), book.version, content, digest, moment)

    def _source(self, kept: KeptStatement) -> int:
        name, batch = kept.entry.statement.source.name, kept.entry.batch
        if batch is not None:
            self._source_batches.setdefault(name, set()).add(batch)
        return self._sources.setdefault(name, len(self._sources) + 1)

    def _source_rows(self) -> Iterator[Row]:
        """Yield the sources; each came with the first load that has a statement from it."""
        for name, key in self._sources.items():
            yield (key, name, min(self._source_batches.get(name, ()), default=None))

    # --- statements --------------------------------------------------------------------

    def _put_statements(self, some: Sequence[KeptStatement]) -> None:
        for kept in some:
            id_ = kept.entry.statement.id
            if id_ in self._statements:
                raise Refused(f"The copy contradicts itself: the statement {id_!r} is there twice.")
            self._statements[id_] = len(self._statements) + 1
        self.stage.put(StatementRow, STATEMENT, map(self._statement_row, some))
        for model, header, rows_of in (
            (TagRow, TAG, self._tag_rows),
            (HitRow, HIT, self._hit_rows),
            (CodingRow, CODING, self._coding_rows),
        ):
            self.stage.put(model, header, (row for kept in some for row in rows_of(kept)))
        for kept in some:
            links = zip(kept.entry.links, kept.link_batches, strict=True)
            self._links += ((link.from_id, link.type, link.to_id, batch) for link, batch in links)

    def _key(self, kept: KeptStatement) -> int:
        return self._statements[kept.entry.statement.id]

    def _statement_row(self, kept: KeptStatement) -> Row:
        entry, statement, key = kept.entry, kept.entry.statement, self._key(kept)
        hits = None if entry.codebook_version is None else entry.hits
        return (
            key,
            self._actor(statement.actor),
            self._issue(statement.issue),
            self._source(kept),
            # Its root is found once the links are there.
            key,
            self._batch(entry.batch),
            *frame_cells(entry.codings, hits, entry.codebook_version),
            *said_cells(statement, kept.content_hash),
        )

    def _tag_rows(self, kept: KeptStatement) -> Iterator[Row]:
        return tag_rows(self._key(kept), kept.entry.statement.tags)

    def _hit_rows(self, kept: KeptStatement) -> Iterator[Row]:
        return hit_rows(self._key(kept), kept.entry.hits)

    def _coding_rows(self, kept: KeptStatement) -> Iterator[Row]:
        key, entry = self._key(kept), kept.entry
        given = zip(entry.codings, kept.coding_batches, strict=True)
        for position, (coding, batch) in enumerate(given):
            yield coding_row(key, coding, position, self._batch(batch))
        if entry.hits:
            yield from dictionary_rows(key, self._newest[entry.statement.issue], entry.hits)

    def _link_row(self, link: tuple[str, str, str, int | None]) -> Row:
        start, type_, end, batch = link
        for id_ in (start, end):
            if id_ not in self._statements:
                raise _contradicts(f"a link names the statement {id_!r}")
        keys = self._statements[start], self._statements[end]
        self._joined += keys
        return (keys[0], type_, keys[1], self._batch(batch))


def _numbered(names: Iterator[str]) -> dict[str, int]:
    return {name: key for key, name in enumerate(names, start=1)}


def _contradicts(what: str) -> Refused:
    return Refused(f"The copy contradicts itself: {what}, which it does not hold.")
