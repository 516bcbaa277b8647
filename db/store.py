"""The store that the house opens: a method each from the files that read and write."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from threading import local
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from db.actors import change_actor, save_actor
from db.answer_cache import Answer, Memory
from db.bringing_back_loads import bring_back_load
from db.codebooks import apply_codebook
from db.copies import fill
from db.dismissals import dismissed, set_dismissed
from db.facts import facts, last_change
from db.loads import load
from db.reads.columns import bins, broken_hashes, marks, reports, texts
from db.reads.counts import count, facets, series
from db.reads.entries import (
    by_id,
    codings,
    first_with_frames,
    issue_of,
    statement,
    statements,
    utterance,
)
from db.reads.history import changed_at, discarded, gone, history, trash
from db.reads.links import claims_and_denials, links, links_to
from db.reads.names import (
    actor,
    actors,
    batches,
    codebook,
    codebook_versions,
    issue,
    issues,
    known_names,
    used_frames,
)
from db.reads.observations import observations
from db.reads.store_contents import read_contents
from db.reads.uses import first_uses, searched, uses
from db.revisions import revise
from db.schema import backup, migrate, needs_migration
from db.session import Engines
from db.trash import bring_back, discard
from db.undoing_loads import undo_load
from stance.records import StatementQuery
from stance.records.store_contents import StoreContents
from stance.store.counts import SeriesCounts

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MOST_RECALLED = 64
"""Answers of one kind that are kept at once."""


def open_store(url: str) -> SqlStore:
    """Open the store at an SQLAlchemy URL, nothing read or made yet; raise StoreRefused."""
    return SqlStore(Engines(url))


@dataclass
class _Snapshot:
    """A connection that sees one snapshot, and which one that is."""

    connection: Connection

    @cached_property
    def last_change(self) -> int:
        """How far the history goes."""
        return last_change(self.connection)


class _Present(local):
    """The snapshot that a thread reads from, if it opened one."""

    snapshot: _Snapshot | None = None


# --- methods made of functions -----------------------------------------------------------


def _read(
    find: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of a function that reads."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._snapshot() as seen:
            return find(seen.connection, *args, **named)

    return method


def _cached_read(
    find: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method whose answer is kept until the store changes."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._snapshot() as seen:
            asked = (find, args, *named.items())
            found = self._memory.recall(
                seen.last_change, asked, lambda: find(seen.connection, *args, **named)
            )
        # Who gets a list may change it, and the next must not see that.
        return copy(found) if isinstance(found, list) else found

    return method


def _streamed_read(
    find: Callable[Concatenate[Connection, _P], Iterator[_T]],
) -> Callable[Concatenate[SqlStore, _P], Iterator[_T]]:
    """Make a method of a function whose rows are read one by one, all from one snapshot."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> Iterator[_T]:
        with self._snapshot() as seen:
            yield from find(seen.connection, *args, **named)

    return method


def _in_write_transaction(
    write: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of a function that writes in one transaction, alone."""

    @wraps(write)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._engines.writing() as connection:
            return write(connection, *args, **named)

    return method


def _with_engines(
    change: Callable[Concatenate[Engines, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of a function that opens its own transactions."""

    @wraps(change)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        return change(self._engines, *args, **named)

    return method


class SqlStore:
    """A store in SQLite or PostgreSQL; `stance.store.Store` tells what each method does."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._memory = Memory()
        self._recalled: dict[str, Memory] = {}
        self._present = _Present()

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file of ours, which any command may make and migrate."""
        return self._engines.is_sqlite

    # --- snapshots and answers that are kept -------------------------------------------

    @contextmanager
    def _snapshot(self) -> Iterator[_Snapshot]:
        """Give the snapshot that this thread reads from, else a new one."""
        if self._present.snapshot is not None:
            yield self._present.snapshot
        else:
            with self._engines.reading() as connection:
                yield _Snapshot(connection)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Answer all that this thread asks meanwhile from one snapshot."""
        with self._snapshot() as seen:
            before, self._present.snapshot = self._present.snapshot, seen
            try:
                yield
            finally:
                self._present.snapshot = before

    def recall(self, what: str, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return what was found for this before, or find and keep it until something is written."""
        with self.snapshot(), self._snapshot() as seen:
            # Each kind of answer has its own places: cheap ones push no dear one out.
            memory = self._recalled.setdefault(what, Memory(_MOST_RECALLED))
            return memory.recall(seen.last_change, asked, find)

    def last_change(self) -> int:
        """Return the number of the last change: the same number, the same answers."""
        with self._snapshot() as seen:
            return seen.last_change

    # --- reading ---------------------------------------------------------------------

    facts = _read(facts)
    count = _cached_read(count)
    facets = _cached_read(facets)
    bins = _read(bins)
    first_uses = _read(first_uses)
    searched = _read(searched)
    _counted = _read(series)

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together."""
        # What is drawn, what is told under it and the file's fingerprint count the same.
        asked = replace(query, frames=())
        return self.recall("series", asked, lambda: self._counted(asked))

    statements = _streamed_read(statements)
    statement = _read(statement)
    entries = _read(by_id)
    issue_of = _cached_read(issue_of)
    utterance = _read(utterance)
    first_with_frames = _read(first_with_frames)
    marks = _read(marks)
    uses = _read(uses)
    observations = _read(observations)
    texts = _streamed_read(texts)
    reports = _read(reports)
    claims_and_denials = _read(claims_and_denials)
    codings = _streamed_read(codings)
    links = _streamed_read(links)
    links_to = _read(links_to)
    broken_hashes = _streamed_read(broken_hashes)

    issues = _cached_read(issues)
    issue = _cached_read(issue)
    known_names = _read(known_names)
    actor = _read(actor)
    actors = _read(actors)
    used_frames = _cached_read(used_frames)
    # Every page asks for it, and its retired frames cost a walk through the issue.
    codebook = _cached_read(codebook)
    codebook_versions = _read(codebook_versions)
    batches = _read(batches)

    changed_at = _read(changed_at)
    dismissed_pairs = _read(dismissed)
    history = _read(history)
    discarded = _read(discarded)
    gone = _read(gone)
    trash = _read(trash)

    @contextmanager
    def contents(self) -> Iterator[StoreContents]:
        """Open everything for reading, as it was at one moment, while others write."""
        with self._engines.reading() as connection:
            yield read_contents(connection)

    # --- writing and upkeep ----------------------------------------------------------

    load = _with_engines(load)
    undo = _with_engines(undo_load)
    bring_back_load = _with_engines(bring_back_load)
    apply_codebook = _with_engines(apply_codebook)
    save_actor = _in_write_transaction(save_actor)
    change_actor = _in_write_transaction(change_actor)
    dismiss_pair = _in_write_transaction(set_dismissed)
    revise = _in_write_transaction(revise)
    discard = _in_write_transaction(discard)
    bring_back = _in_write_transaction(bring_back)

    fill = _with_engines(fill)
    needs_migration = _with_engines(needs_migration)
    migrate = _with_engines(migrate)
    backup = _with_engines(backup)

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here: the history is empty."""
        return self.last_change() == 0

    def close(self) -> None:
        """Let go of every connection."""
        self._engines.close()
