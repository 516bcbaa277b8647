"""Every question to the store, each answered from one snapshot by the file that knows it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from threading import local
from typing import Concatenate, ParamSpec, TypeVar, TypeVarTuple

import pandas as pd
from sqlalchemy import Connection

from db.answer_cache import Answer, Memory
from db.dismissals import dismissed
from db.facts import facts, last_change
from db.reads import (
    claims_and_denials,
    columns,
    counts,
    entries,
    history,
    known_names,
    links,
    names,
    observations,
    uses,
)
from db.refusals import refuse_damage
from db.session import Engines
from stance.records import Actor, Batch, Codebook, Coding, Entry, Link, LinkType, StatementQuery
from stance.records.history import Change, Discarded, Gone
from stance.store.counts import (
    ClaimsAndDenials,
    Count,
    FacetCount,
    FirstUses,
    IdPair,
    IssueSummary,
    KnownNames,
    LinkTo,
    Observation,
    Report,
    Searched,
    SeriesCounts,
)
from stance.store.plans import Facts, Wanted

_P = ParamSpec("_P")
_T = TypeVar("_T")
_About = TypeVarTuple("_About")
_MOST_RECALLED = 64
"""Answers of one kind that are kept at once."""


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


class SqlReading:
    """What pages, files and commands ask; implements `stance.store.Reading` and the history."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._memory = Memory()
        self._recalled: dict[str, Memory] = {}
        self._present = _Present()

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

    @contextmanager
    def _moment(self) -> Iterator[_Moment]:
        """Give the moment that this thread keeps to, else a new one."""
        if self._present.moment is not None:
            yield self._present.moment
        else:
            with self._engines.reading() as connection:
                yield _Moment(connection)

    def _ask(
        self, find: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **named: _P.kwargs
    ) -> _T:
        with self._moment() as moment:
            return find(moment.connection, *args, **named)

    def _ask_once(self, find: Callable[[Connection, *_About], Answer], *about: *_About) -> Answer:
        """Ask what is kept until something is written: the answer must never change."""
        with self._moment() as moment:
            return self._memory.recall(
                moment.last_change, (find, about), lambda: find(moment.connection, *about)
            )

    def facts(self, wanted: Wanted) -> Facts:
        """Return what a plan rests on that wants to know of these, read at one moment."""
        return self._ask(facts, wanted)

    # --- what is counted -------------------------------------------------------------

    def count(self, query: StatementQuery) -> Count:
        """Count what `query` chooses."""
        return self._ask_once(counts.count, query)

    def facets(self, query: StatementQuery) -> list[FacetCount]:
        """Count beside each choice, the most frequent first within each facet."""
        return list(self._ask_once(counts.facets, query))

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together."""
        # What is drawn, what is told under it and the file's fingerprint count the same.
        asked = replace(query, frames=())
        return self.recall("series", asked, lambda: self._ask(counts.series, asked))

    def bins(self, query: StatementQuery, *, size: int) -> pd.DataFrame:
        """Count chosen statements by voice, frame and stretch of `size` days, in time order."""
        return self._ask(columns.bins, query, size=size)

    def first_uses(self, query: StatementQuery) -> FirstUses:
        """Return first and last uses of frames and tracked wordings by issue, actor and voice."""
        return self._ask(uses.first_uses, query)

    def searched(self, query: StatementQuery) -> tuple[Searched, ...]:
        """Return how much was searched, for frames and for tracked wordings."""
        return self._ask(uses.searched, query)

    # --- statements ------------------------------------------------------------------

    def statements(
        self,
        query: StatementQuery,
        *,
        after: str = "",
        limit: int | None = None,
        newest_first: bool = False,
        skip: int = 0,
    ) -> Iterator[Entry]:
        """Yield what `query` chooses, by first possible day, date text, id; after that id."""
        with self._moment() as moment:
            yield from entries.statements(
                moment.connection,
                query,
                after=after,
                limit=limit,
                newest_first=newest_first,
                skip=skip,
            )

    def statement(self, id_: str) -> Entry:
        """Return one statement, links to it included; raise Unknown."""
        return self._ask(entries.statement, id_)

    def first_with_frames(
        self, query: StatementQuery, frames: Sequence[str], most: int
    ) -> list[tuple[str, str, str]]:
        """Return frame, id and utterance of each frame's first statements, in time order."""
        return self._ask(entries.first_with_frames, query, frames, most)

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Return these statements in the order given; raise Unknown for the first there is not."""
        return self._ask(entries.by_id, ids)

    def issue_of(self, id_: str) -> str:
        """Return the issue that a statement is on; raise Unknown."""
        return self._ask_once(entries.issue_of, id_)

    def utterance(self, id_: str) -> list[Entry]:
        """Return all statements of the utterance that this statement is of, in time order."""
        return self._ask(entries.utterance, id_)

    def marks(self, query: StatementQuery, *, limit: int) -> pd.DataFrame:
        """Return one row a chosen statement, in time order, at most `limit`."""
        return self._ask(columns.marks, query, limit=limit)

    def uses(self, query: StatementQuery) -> pd.DataFrame:
        """Return one row a chosen statement and frame or tracked wording, in time order."""
        return self._ask(uses.uses, query)

    def observations(self, query: StatementQuery) -> list[Observation]:
        """Return the chosen statements that are coded or scored, by issue, actor, voice, time."""
        return self._ask(observations.observations, query)

    def claims_and_denials(
        self, issue: str, claiming: Sequence[str], denying: Sequence[str]
    ) -> ClaimsAndDenials:
        """Return the statements of an issue that claim a change or deny one, in time order."""
        return self._ask(claims_and_denials.claims_and_denials, issue, claiming, denying)

    def codings(self, query: StatementQuery, *, at: str = "") -> Iterator[Coding]:
        """Yield the codings `query.codings` names, in the order of their statements."""
        with self._moment() as moment:
            yield from entries.codings(moment.connection, query, at=at)

    def links(self, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
        """Yield the links that start at a chosen statement, in the order of the statements."""
        with self._moment() as moment:
            yield from links.links(moment.connection, query, at=at)

    def links_to(
        self, query: StatementQuery, kinds: Sequence[LinkType], *, limit: int
    ) -> list[LinkTo]:
        """Return the first links of these kinds that start at a chosen statement, in time order."""
        return self._ask(links.links_to, query, kinds, limit=limit)

    def texts(self, query: StatementQuery) -> Iterator[tuple[str, str]]:
        """Yield each chosen statement's unit and words, in time order."""
        with self._moment() as moment:
            yield from columns.texts(moment.connection, query)

    def reports(self, query: StatementQuery, *, limit: int) -> list[Report]:
        """Return what the search for second reports compares."""
        return self._ask(columns.reports, query, limit=limit)

    def broken_hashes(self) -> Iterator[str]:
        """Yield the id of every statement whose content no longer has its hash.

        Raise StoreRefused where the file itself is damaged, be it in an index that no row shows.
        """
        with self._moment() as moment:
            refuse_damage(moment.connection)
            yield from columns.broken_hashes(moment.connection)

    # --- names -----------------------------------------------------------------------

    def issues(self) -> list[IssueSummary]:
        """List the issues, by title."""
        return list(self._ask_once(names.issues))

    def issue(self, slug: str) -> IssueSummary:
        """Return one issue; raise Unknown with the nearest slugs."""
        return self._ask_once(names.issue, slug)

    def known_names(self, query: StatementQuery) -> KnownNames:
        """Look up the names that a query asks for, all at once."""
        return self._ask(known_names.known_names, query)

    def actor(self, name: str) -> Actor:
        """Return the actor of this name or alias, folded; raise Unknown with near names."""
        return self._ask(names.actor, name)

    def actors(self) -> list[Actor]:
        """List the actors, by name."""
        return self._ask(names.actors)

    def used_frames(self, issue: str) -> list[str]:
        """List the frames that codings of this issue use, retired ones too, sorted."""
        return list(self._ask_once(names.used_frames, issue))

    def codebook(self, issue: str) -> Codebook:
        """Return the newest codebook; raise NoCodebook, or Unknown for the issue."""
        # Every page asks for it, and its retired frames cost a walk through the issue.
        return self._ask_once(names.codebook, issue)

    def codebook_versions(self, issue: str) -> list[Codebook]:
        """Return all versions, oldest first; empty where there is none."""
        return self._ask(names.codebook_versions, issue)

    def batches(self) -> list[Batch]:
        """List the loads, oldest first."""
        return self._ask(names.batches)

    # --- the history -----------------------------------------------------------------

    def last_change(self) -> int:
        """Return the number of the last change: the same number, the same answers."""
        with self._moment() as moment:
            return moment.last_change

    def changed_at(self, issue: str = "") -> datetime | None:
        """Return when last something changed that answers (about an issue) may rest on."""
        return self._ask(history.changed_at, issue)

    def dismissed_pairs(self) -> frozenset[IdPair]:
        """Return the pairs that a person found to be no reports of one utterance."""
        return self._ask(dismissed)

    def history(self, id_: str) -> list[Change]:
        """Return all that happened to a statement, oldest first; empty for an unknown one."""
        return self._ask(history.history, id_)

    def discarded(self, id_: str) -> Discarded:
        """Return a statement of the bin; raise Unknown."""
        return self._ask(history.discarded, id_)

    def gone(self, id_: str) -> Gone | None:
        """Tell where a statement went; None where it stands, or was never there."""
        return self._ask(history.gone, id_)

    def trash(self, *, limit: int) -> list[Discarded]:
        """List the statements of the bin, the last discarded first."""
        return self._ask(history.trash, limit=limit)
