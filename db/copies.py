"""Fill an empty store from a copy of a whole store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from db.codebook_json import codebook_cells
from db.facts import last_change
from db.history_rules import refuse_unreadable
from db.keys import Firsts
from db.models import BatchRow, ChangeRow, CodebookRow, IssueRow, SourceRow
from db.rows import CHANGE, Cells, Row, batch_cells, moment_text
from db.session import Engines
from db.staged_changes import Prepared, staged
from db.staging import chunks
from db.writer import PlannedCoding, PlannedLink, PlannedStatement
from stance.errors import Refused, StoreRefused, Unknown
from stance.records import Codebook
from stance.records.store_contents import KeptStatement, StoreContents

_CHUNK = 2000


def fill(engines: Engines, contents: StoreContents, *, progress: Callable[[int, int], None]) -> int:
    """Fill the store; return how many statements it holds now."""
    try:
        with engines.loading() as connection:
            return staged(connection, lambda one: _Filling(one, contents, progress))
    except (IntegrityError, DataError, UnicodeEncodeError) as problem:
        raise Refused(
            "The copy contradicts itself: a row stands in it twice, or holds a character that "
            "no store can keep. Make it anew with 'export store -o FILE.zip'."
        ) from problem


class _Filling(Prepared[int]):
    """The rows of a whole copy on their way in, with new keys."""

    def __init__(
        self, connection: Connection, contents: StoreContents, progress: Callable[[int, int], None]
    ) -> None:
        super().__init__(connection)
        self._contents = contents
        self._progress = progress
        self._batches = {batch.id for batch in contents.batches}
        self._newest: dict[str, Codebook] = {}
        self._source_batches: dict[str, set[int]] = {}
        self._links: list[PlannedLink] = []
        self._n_statements = 0
        self.holds(has_own_keys=False)

    def holds(self, *, has_own_keys: bool) -> bool:
        """Return True where the store is empty, as it must be; raise StoreRefused where not."""
        del has_own_keys
        if last_change(self._connection):
            raise StoreRefused(
                "This store holds something already, and a copy fills only an empty one: "
                "name a new store with --store."
            )
        return True

    def put_all(self, _firsts: Firsts) -> None:
        """Stage every row; refuse a copy that names what it does not hold."""
        try:
            self._put_names()
            self._put_statements()
        except Unknown as lost:
            raise _contradicts(f"it names the {lost.what} {lost.name!r}") from lost
        try:
            self._writer.put_links(self._links)
        except Unknown as lost:
            raise _contradicts(f"a link names the statement {lost.name!r}") from lost
        self.stage.put(ChangeRow, CHANGE, self._change_rows())

    def record(self) -> int:
        """Return how many statements came; the history came with them."""
        return self._n_statements

    def _put_names(self) -> None:
        contents, writer = self._contents, self._writer
        self.stage.put_cells(BatchRow, [batch_cells(batch) for batch in contents.batches])
        writer.put_actors((kept.actor, self._batch(kept.batch)) for kept in contents.actors)
        issues = (
            {"slug": kept.slug, "title": kept.title, "batch_key": self._batch(kept.batch)}
            for kept in contents.issues
        )
        writer.put_named(IssueRow, issues)
        writer.put_kept(CodebookRow, list(self._codebook_rows()))

    def _codebook_rows(self) -> Iterator[Cells]:
        for key, kept in enumerate(self._contents.codebooks, start=1):
            book = kept.codebook
            newest = self._newest.setdefault(book.issue, book)
            self._newest[book.issue] = max(newest, book, key=lambda one: one.version)
            content, digest = codebook_cells(book)
            yield {
                "key": key,
                "issue": book.issue,
                "version": book.version,
                "content": content,
                "content_hash": digest,
                "applied_at": moment_text(kept.applied_at),
            }

    def _change_rows(self) -> Iterator[Row]:
        for key, one in enumerate(self._contents.changes, start=1):
            refuse_unreadable(key, one, self._batches)
            yield (key, one.at, one.who, one.kind, one.subject, one.before, one.after)

    def _batch(self, batch: int | None) -> int | None:
        if batch is not None and batch not in self._batches:
            raise _contradicts(f"it names load {batch}")
        return batch

    # --- statements --------------------------------------------------------------------

    def _put_statements(self) -> None:
        for some in chunks(self._contents.statements, _CHUNK):
            sources = self._give_keys(some)
            self._writer.put_statements(map(self._planned, some, sources))
            self._n_statements += len(some)
            self._progress(self._n_statements, self._contents.n_statements)
        # Each source came with the first load that has a statement from it.
        firsts = ((name, min(came, default=None)) for name, came in self._source_batches.items())
        rows = [{"name": name, "batch_key": batch} for name, batch in firsts]
        self._writer.put_named(SourceRow, rows)

    def _give_keys(self, some: Sequence[KeptStatement]) -> list[str]:
        """Give the next keys to these statements and their sources; return the sources."""
        sources = [kept.entry.statement.source.name for kept in some]
        for kept, source in zip(some, sources, strict=True):
            id_ = kept.entry.statement.id
            if id_ in self._writer.statements:
                raise Refused(f"The copy contradicts itself: the statement {id_!r} is there twice.")
            self._writer.statements.give(id_)
            if source not in self._source_batches:
                self._source_batches[source] = set()
                self._writer.sources.give(source)
            if kept.entry.batch is not None:
                self._source_batches[source].add(kept.entry.batch)
        return sources

    def _planned(self, kept: KeptStatement, source: str) -> PlannedStatement:
        entry, said = kept.entry, kept.entry.statement
        links = zip(entry.links, kept.link_batches, strict=True)
        self._links += (PlannedLink(link, self._batch(batch)) for link, batch in links)
        given = zip(entry.codings, kept.coding_batches, strict=True)
        is_looked_at = entry.codebook_version is not None
        return PlannedStatement(
            said,
            source,
            given=[
                PlannedCoding(one, at, self._batch(batch)) for at, (one, batch) in enumerate(given)
            ],
            hits=entry.hits if is_looked_at else None,
            codebook=self._newest[said.issue] if is_looked_at else None,
            batch=self._batch(entry.batch),
            content_hash=kept.content_hash,
        )


def _contradicts(what: str) -> Refused:
    return Refused(f"The copy contradicts itself: {what}, which it does not hold.")
