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
class _Moment:
    """A connection that sees one snapshot, and which one that is."""

    connection: Connection

    @cached_property
    def last_change(self) -> int:
        """How far the history goes."""
        return last_change(self.connection)


class _Present(local):
    """The moment from which a thread has its answers, where it keeps to one."""

    moment: _Moment | None = None


# --- methods made of functions -----------------------------------------------------------


def _asked(
    find: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what reads from one snapshot."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._moment() as moment:
            return find(moment.connection, *args, **named)

    return method


def _kept(
    find: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what is found once until something is written."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._moment() as moment:
            asked = (find, args, *named.items())
            found = self._memory.recall(
                moment.last_change, asked, lambda: find(moment.connection, *args, **named)
            )
        # Who gets a list may change it, and the next must not see that.
        return copy(found) if isinstance(found, list) else found

    return method


def _streamed(
    find: Callable[Concatenate[Connection, _P], Iterator[_T]],
) -> Callable[Concatenate[SqlStore, _P], Iterator[_T]]:
    """Make a method of what is read while it is gone through, all of it from one snapshot."""

    @wraps(find)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> Iterator[_T]:
        with self._moment() as moment:
            yield from find(moment.connection, *args, **named)

    return method


def _in_one_turn(
    write: Callable[Concatenate[Connection, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what writes in one transaction, whole and with no other writer beside it."""

    @wraps(write)
    def method(self: SqlStore, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with self._engines.writing() as connection:
            return write(connection, *args, **named)

    return method


def _in_own_steps(
    change: Callable[Concatenate[Engines, _P], _T],
) -> Callable[Concatenate[SqlStore, _P], _T]:
    """Make a method of what opens its own transactions."""

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

    # --- moments and answers that are kept -------------------------------------------

    @contextmanager
    def _moment(self) -> Iterator[_Moment]:
        """Give the moment that this thread keeps to, else a new one."""
        if self._present.moment is not None:
            yield self._present.moment
        else:
            with self._engines.reading() as connection:
                yield _Moment(connection)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Answer all that this thread asks meanwhile from one moment."""
        with self._moment() as moment:
            before, self._present.moment = self._present.moment, moment
            try:
                yield
            finally:
                self._present.moment = before

    def recall(self, what: str, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return what was found for this before, or find and keep it until something is written."""
        with self.snapshot(), self._moment() as moment:
            # Each kind of answer has its own places: cheap ones push no dear one out.
            memory = self._recalled.setdefault(what, Memory(_MOST_RECALLED))
            return memory.recall(moment.last_change, asked, find)

    def last_change(self) -> int:
        """Return the number of the last change: the same number, the same answers."""
        with self._moment() as moment:
            return moment.last_change

    # --- reading ---------------------------------------------------------------------

    facts = _asked(facts)
    count = _kept(count)
    facets = _kept(facets)
    bins = _asked(bins)
    first_uses = _asked(first_uses)
    searched = _asked(searched)
    _counted = _asked(series)

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together."""
        # What is drawn, what is told under it and the file's fingerprint count the same.
        asked = replace(query, frames=())
        return self.recall("series", asked, lambda: self._counted(asked))

    statements = _streamed(statements)
    statement = _asked(statement)
    entries = _asked(by_id)
    issue_of = _kept(issue_of)
    utterance = _asked(utterance)
    first_with_frames = _asked(first_with_frames)
    marks = _asked(marks)
    uses = _asked(uses)
    observations = _asked(observations)
    texts = _streamed(texts)
    reports = _asked(reports)
    claims_and_denials = _asked(claims_and_denials)
    codings = _streamed(codings)
    links = _streamed(links)
    links_to = _asked(links_to)
    broken_hashes = _streamed(broken_hashes)

    issues = _kept(issues)
    issue = _kept(issue)
    known_names = _asked(known_names)
    actor = _asked(actor)
    actors = _asked(actors)
    used_frames = _kept(used_frames)
    # Every page asks for it, and its retired frames cost a walk through the issue.
    codebook = _kept(codebook)
    codebook_versions = _asked(codebook_versions)
    batches = _asked(batches)

    changed_at = _asked(changed_at)
    dismissed_pairs = _asked(dismissed)
    history = _asked(history)
    discarded = _asked(discarded)
    gone = _asked(gone)
    trash = _asked(trash)

    @contextmanager
    def contents(self) -> Iterator[StoreContents]:
        """Open everything for reading, as it was at one moment, while others write."""
        with self._engines.reading() as connection:
            yield read_contents(connection)

    # --- writing and upkeep ----------------------------------------------------------

    load = _in_own_steps(load)
    undo = _in_own_steps(undo_load)
    bring_back_load = _in_own_steps(bring_back_load)
    apply_codebook = _in_own_steps(apply_codebook)
    save_actor = _in_one_turn(save_actor)
    change_actor = _in_one_turn(change_actor)
    dismiss_pair = _in_one_turn(set_dismissed)
    revise = _in_one_turn(revise)
    discard = _in_one_turn(discard)
    bring_back = _in_one_turn(bring_back)

    fill = _in_own_steps(fill)
    needs_migration = _in_own_steps(needs_migration)
    migrate = _in_own_steps(migrate)
    backup = _in_own_steps(backup)

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here: the history is empty."""
        return self.last_change() == 0

    def close(self) -> None:
        """Let go of every connection."""
        self._engines.close()
