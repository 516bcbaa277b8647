"""What pages, files and commands ask of a store."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

import pandas as pd

from stance.records import Actor, Batch, Codebook, Coding, Entry, Link, LinkType, StatementQuery
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

Answer = TypeVar("Answer")


class Reading(Protocol):
    """What pages, files and commands ask; every answer comes from one snapshot."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Answer all that this thread asks meanwhile from one moment, in one transaction.

        What the thread itself writes meanwhile is not seen: it is for what only reads.
        """

    def recall(self, what: str, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return what was found for this before, or find and keep it until something is written.

        `what` names the kind of answer. An answer must never change: many are given the same.
        """

    def facts(self, wanted: Wanted) -> Facts:
        """Return what a plan rests on that wants to know of these, read at one moment."""

    def count(self, query: StatementQuery) -> Count:
        """Count what `query` chooses."""

    def issues(self) -> list[IssueSummary]:
        """List the issues, by title."""

    def issue(self, slug: str) -> IssueSummary:
        """Return one issue; raise Unknown with the nearest slugs."""

    def known_names(self, query: StatementQuery) -> KnownNames:
        """Look up the names that a query asks for, all at once."""

    def actor(self, name: str) -> Actor:
        """Return the actor of this name or alias, folded; raise Unknown with near names."""

    def actors(self) -> list[Actor]:
        """List the actors, by name."""

    def facets(self, query: StatementQuery) -> list[FacetCount]:
        """Count beside each choice of a facet: the most frequent first, then by value.

        Facets are actor, speaker, about, voice, mode, language, source, tag and frame.
        """

    def statements(
        self,
        query: StatementQuery,
        *,
        after: str = "",
        limit: int | None = None,
        newest_first: bool = False,
        skip: int = 0,
    ) -> Iterator[Entry]:
        """Yield what `query` chooses, by first possible day, date text, id; after that id.

        The next `skip` behind it are passed over: their order is read and nothing else.
        Streams: never holds more than a page of rows in memory.
        """

    def statement(self, id_: str) -> Entry:
        """Return one statement, links to it included; raise Unknown."""

    def issue_of(self, id_: str) -> str:
        """Return the issue that a statement is on; raise Unknown."""

    def utterance(self, id_: str) -> list[Entry]:
        """Return all statements of the utterance that this statement is of, in time order."""

    def marks(self, query: StatementQuery, *, limit: int) -> pd.DataFrame:
        """Return one row a chosen statement, in time order, at most `limit`.

        Columns: id, utterance, issue, actor, voice, mode, date (text), first, middle, last
        (ISO days), frames (ids in alphabetical order joined by ';', under the query's
        codings), coded_by ('person', 'dictionary' or empty), speaker, source, text,
        language, summary.
        """

    def bins(self, query: StatementQuery, *, size: int) -> pd.DataFrame:
        """Count chosen statements by voice, frame and stretch of `size` days, in time order.

        Columns: voice, frame (`none` where no frame is in force), first, last (ISO days), n. A
        statement stands where its middle day lies, and in every frame it carries.
        """

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together.

        `query.frames` is not looked at: frames choose rows of a series, not statements.
        """

    def first_uses(self, query: StatementQuery) -> FirstUses:
        """Return first and last uses of frames and tracked wordings by issue, actor and voice.

        `query.frames` is not looked at.
        """

    def searched(self, query: StatementQuery) -> tuple[Searched, ...]:
        """Return how much was searched: the `searched` of `first_uses`, without the uses."""

    def uses(self, query: StatementQuery) -> pd.DataFrame:
        """Return one row a chosen statement and frame or tracked wording it holds, in time order.

        Columns: key, is_tracked, actor, statement, utterance, date (text), first, middle, last
        (ISO days), mode, speaker, source, frames. Frames first, then wordings; `query.frames`
        is not looked at.
        """

    def observations(self, query: StatementQuery) -> list[Observation]:
        """Return the chosen statements that are coded or scored, by issue, actor, voice, time.

        `query.frames` is not looked at.
        """

    def claims_and_denials(
        self, issue: str, claiming: Sequence[str], denying: Sequence[str]
    ) -> ClaimsAndDenials:
        """Return the statements of an issue that claim a change or deny one, in time order.

        By a link, by one of the frames that mean it, or (claims) by what they claim.
        """

    def used_frames(self, issue: str) -> list[str]:
        """List the frames that codings of this issue use, retired ones too, sorted."""

    def codings(self, query: StatementQuery, *, at: str = "") -> Iterator[Coding]:
        """Yield the codings `query.codings` names, in the order of their statements.

        From the statement `at` on, itself included; raise Unknown where there is none. Within
        a statement: by time, coder, frame. A dictionary pass without a hit is `none`.
        """

    def links(self, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
        """Yield the links that start at a chosen statement, in the order of the statements.

        From the statement `at` on, as codings do.
        """

    def links_to(
        self, query: StatementQuery, kinds: Sequence[LinkType], *, limit: int
    ) -> list[LinkTo]:
        """Return the first links of these kinds that start at a chosen statement, in time order."""

    def codebook(self, issue: str) -> Codebook:
        """Return the newest codebook; raise NoCodebook, or Unknown for the issue."""

    def codebook_versions(self, issue: str) -> list[Codebook]:
        """Return all versions, oldest first; empty where there is none."""

    def batches(self) -> list[Batch]:
        """List the loads, oldest first."""

    def texts(self, query: StatementQuery) -> Iterator[tuple[str, str]]:
        """Yield each chosen statement's unit (root's id, or its own) and words, in time order."""

    def reports(self, query: StatementQuery, *, limit: int) -> list[Report]:
        """Return what the search for second reports compares, in the order of `statements`."""

    def changed_at(self, issue: str = "") -> datetime | None:
        """Return when last something changed that answers (about an issue) may rest on.

        None for an empty history. Names of actors and dismissed pairs change no answer.
        """

    def first_with_frames(
        self, query: StatementQuery, frames: Sequence[str], most: int
    ) -> list[tuple[str, str, str]]:
        """Return frame, id and utterance of each frame's first statements, in time order."""

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Return these statements in the order given; raise Unknown for the first there is not."""

    def place(self) -> int:
        """Return how far the history goes: the same place, the same answers."""

    def dismissed_pairs(self) -> frozenset[IdPair]:
        """Return the pairs that a person found to be no reports of one utterance."""

    def broken_hashes(self) -> Iterator[str]:
        """Yield the id of every statement whose content no longer has its hash."""
