"""What the house asks of a store: small Protocols for reading, writing, editing and upkeep."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

import pandas as pd

from stance.records import Actor, Batch, Codebook, Coding, Entry, Link, LinkType, StatementQuery
from stance.records.history import Change, Deed, Discarded, Gone
from stance.records.store_contents import Copying
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
from stance.store.plans import (
    ActorChange,
    Applied,
    Facts,
    NewBatch,
    Plan,
    Planner,
    Progress,
    Reviser,
    Undone,
    Wanted,
    WordFinder,
    no_progress,
)

Answer = TypeVar("Answer")


class Reading(Protocol):
    """What pages, files and commands ask; every answer comes from one snapshot."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Answer all that this thread asks meanwhile from one moment; nothing may be written."""

    def recall(self, what: str, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return what was found for this before, or find and keep it until something is written.

        `what` names the kind of answer. An answer must never change: many are given the same.
        """

    def facts(self, wanted: Wanted) -> Facts:
        """Return what a plan rests on that wants to know of these, read at one moment."""

    # --- what is counted -------------------------------------------------------------

    def count(self, query: StatementQuery) -> Count:
        """Count what `query` chooses."""

    def facets(self, query: StatementQuery) -> list[FacetCount]:
        """Count beside each choice of a facet: the most frequent first, then by value."""

    # The frames of a query choose rows of what is told of frames, and no statements: `series`,
    # `first_uses`, `searched`, `uses` and `observations` do not look at them.

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together."""

    def bins(self, query: StatementQuery, *, size: int) -> pd.DataFrame:
        """Count chosen statements by voice, frame and stretch of `size` days, in time order.

        Columns: voice, frame (`none` where no frame is in force), first, last (ISO days), n. A
        statement stands where its middle day lies, and in every frame it carries.
        """

    def first_uses(self, query: StatementQuery) -> FirstUses:
        """Return first and last uses of frames and tracked wordings by issue, actor and voice."""

    def searched(self, query: StatementQuery) -> tuple[Searched, ...]:
        """Return how much was searched: the `searched` of `first_uses`, without the uses."""

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
        """Yield what `query` chooses, by first possible day, date text, id; after that id.

        The next `skip` behind it are passed over. Streams: holds at most a page of rows.
        """

    def statement(self, id_: str) -> Entry:
        """Return one statement, links to it included; raise Unknown."""

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Return these statements in the order given; raise Unknown for the first there is not."""

    def issue_of(self, id_: str) -> str:
        """Return the issue that a statement is on; raise Unknown."""

    def utterance(self, id_: str) -> list[Entry]:
        """Return all statements of the utterance that this statement is of, in time order."""

    def first_with_frames(
        self, query: StatementQuery, frames: Sequence[str], most: int
    ) -> list[tuple[str, str, str]]:
        """Return frame, id and utterance of each frame's first statements, in time order."""

    def marks(self, query: StatementQuery, *, limit: int) -> pd.DataFrame:
        """Return one row a chosen statement, in time order, at most `limit`.

        Columns: id, utterance, issue, actor, voice, mode, date (text), first, middle, last
        (ISO days), frames (ids in alphabetical order joined by ';', under the query's
        codings), coded_by ('person', 'dictionary' or empty), speaker, source, text,
        language, summary.
        """

    def uses(self, query: StatementQuery) -> pd.DataFrame:
        """Return one row a chosen statement and frame or tracked wording it holds, in time order.

        Columns: key, is_tracked, actor, statement, utterance, date (text), first, middle, last
        (ISO days), mode, speaker, source, frames. Frames first, then wordings.
        """

    def observations(self, query: StatementQuery) -> list[Observation]:
        """Return the chosen statements that are coded or scored, by issue, actor, voice, time."""

    def texts(self, query: StatementQuery) -> Iterator[tuple[str, str]]:
        """Yield each chosen statement's unit (root's id, or its own) and words, in time order."""

    def reports(self, query: StatementQuery, *, limit: int) -> list[Report]:
        """Return what the search for second reports compares, in the order of `statements`."""

    def claims_and_denials(
        self, issue: str, claiming: Sequence[str], denying: Sequence[str]
    ) -> ClaimsAndDenials:
        """Return what claims or denies a change: by a link, by these frames, by what it claims."""

    def codings(self, query: StatementQuery, *, at: str = "") -> Iterator[Coding]:
        """Yield the codings `query.codings` names, in the order of their statements.

        From the statement `at` on, itself included; raise Unknown where there is none. Within
        a statement: by time, coder, frame. A dictionary pass without a hit is `none`.
        """

    def links(self, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
        """Yield the links that start at chosen statements, in their order; from `at` on."""

    def links_to(
        self, query: StatementQuery, kinds: Sequence[LinkType], *, limit: int
    ) -> list[LinkTo]:
        """Return the first links of these kinds that start at a chosen statement, in time order."""

    def broken_hashes(self) -> Iterator[str]:
        """Yield the ids of statements that lost their hash; raise StoreRefused if damaged."""

    # --- names and loads -------------------------------------------------------------

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

    def used_frames(self, issue: str) -> list[str]:
        """List the frames that codings of this issue use, retired ones too, sorted."""

    def codebook(self, issue: str) -> Codebook:
        """Return the newest codebook; raise NoCodebook, or Unknown for the issue."""

    def codebook_versions(self, issue: str) -> list[Codebook]:
        """Return all versions, oldest first; empty where there is none."""

    def batches(self) -> list[Batch]:
        """List the loads, oldest first."""

    # --- the history as a whole ------------------------------------------------------

    def last_change(self) -> int:
        """Return the number of the last change: the same number, the same answers."""

    def changed_at(self, issue: str = "") -> datetime | None:
        """Return when last something changed that answers (about an issue) may rest on.

        None for an empty history. Names of actors and dismissed pairs change no answer.
        """

    def dismissed_pairs(self) -> frozenset[IdPair]:
        """Return the pairs that a person found to be no reports of one utterance."""


class Writing(Protocol):
    """What changes the store; each call is one transaction, done whole or not at all."""

    def load(
        self, batch: NewBatch, wanted: Wanted, plan: Planner, *, progress: Progress = no_progress
    ) -> tuple[Plan, int | None]:
        """Carry out a plan; return it with the batch's number, None if nothing was stored."""

    def undo(self, batch: int, *, at: datetime, progress: Progress = no_progress) -> Undone:
        """Take back a load; the removed rows stay in the history. Raise Unknown."""

    def bring_back_load(self, batch: int, *, at: datetime) -> int:
        """Bring back what `undo` took; return how many statements."""

    def apply_codebook(
        self,
        codebook: Codebook,
        find: WordFinder,
        *,
        at: datetime,
        progress: Progress = no_progress,
    ) -> Applied:
        """Store the next version, make the issue if new, and code its statements anew."""

    def save_actor(self, actor: Actor, *, who: str = "") -> None:
        """Store an actor's kind, aliases and the actor it is part of."""

    def change_actor(self, name: str, change: ActorChange, *, who: str = "") -> Actor:
        """Change the actor of this name or alias as it stands now; return it. Raise Unknown."""

    def dismiss_pair(
        self, pair: IdPair, *, at: datetime, is_dismissed: bool = True, who: str = ""
    ) -> None:
        """Remember that two statements are no reports of one utterance, or take that back."""


class Editing(Protocol):
    """What persons do to one statement; each call is one transaction, and the history keeps it."""

    def revise(
        self,
        id_: str,
        reviser: Reviser,
        *,
        wanted: Wanted,
        deed: Deed,
        at: datetime,
        who: str,
        based_on: str = "",
    ) -> int | None:
        """Put a statement into a new state, or a new statement into the store.

        The facts about `wanted` and the present state are read under the writing lock. Returns
        the change's number, None where nothing changes. Raises Overtaken where `based_on` is
        not the fingerprint of the present state.
        """

    def discard(self, id_: str, *, at: datetime, who: str) -> int:
        """Put a statement into the bin, with the links to it; raise Unknown."""

    def bring_back(
        self, id_: str, reviser: Reviser, *, wanted: Wanted, at: datetime, who: str
    ) -> int:
        """Take a statement out of the bin, with links whose other end stands; raise Unknown."""

    def history(self, id_: str) -> list[Change]:
        """Return all that happened to a statement, oldest first; empty for an unknown one."""

    def discarded(self, id_: str) -> Discarded:
        """Return a statement of the bin; raise Unknown."""

    def gone(self, id_: str) -> Gone | None:
        """Tell where a statement went; None where it stands, or was never there."""

    def trash(self, *, limit: int) -> list[Discarded]:
        """List the statements of the bin, the last discarded first."""


class Upkeep(Protocol):
    """What a store says and does about its schema, its backup and its connections."""

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file of ours, which any command may make and migrate."""

    def needs_migration(self) -> bool:
        """Whether the schema is older than this version knows, or missing."""

    def migrate(self) -> list[str]:
        """Bring the schema to the newest revision; return the names of the steps taken."""

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here."""

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while the store is in use."""

    def close(self) -> None:
        """Let go of every connection."""


class Store(Reading, Writing, Editing, Copying, Upkeep, Protocol):
    """All of it: what app.py opens and hands to the rooms."""
