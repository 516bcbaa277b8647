"""Every question to the store, each answered from one snapshot by the file that knows it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection

from db.answer_cache import Answer, Memory
from db.dismissals import dismissed
from db.facts import history_place
from db.models import StatementRow
from db.reads import (
    claims_and_denials,
    columns,
    counts,
    entries,
    history,
    names,
    observations,
    uses,
)
from db.refusals import refuse_damage
from db.session import Engines
from stance.records import Actor, Batch, Codebook, Coding, Entry, Link, LinkType, StatementQuery
from stance.records.history import Change, Discarded, Gone
from stance.store import (
    Count,
    FacetCount,
    FirstUses,
    IdPair,
    IssueSummary,
    SeriesCounts,
)


class SqlReading:
    """What pages, files and commands ask; implements `stance.store.Reading` and the history."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._memory = Memory()

    def count(self, query: StatementQuery) -> Count:
        """Count what `query` chooses."""
        return self._recall(("count", query), lambda connection: counts.count(connection, query))

    def issues(self) -> list[IssueSummary]:
        """List the issues, by title."""
        return list(self._recall("issues", lambda connection: tuple(names.issues(connection))))

    def issue(self, slug: str) -> IssueSummary:
        """Return one issue; raise Unknown with the nearest slugs."""
        return self._recall(("issue", slug), lambda connection: names.issue(connection, slug))

    def actor(self, name: str) -> Actor:
        """Return the actor of this name or alias, folded; raise Unknown with near names."""
        with self._engines.reading() as connection:
            return names.actor(connection, name)

    def actors(self) -> list[Actor]:
        """List the actors, by name."""
        with self._engines.reading() as connection:
            return names.actors(connection)

    def facets(self, query: StatementQuery) -> list[FacetCount]:
        """Count beside each choice, the most frequent first within each facet."""
        return list(
            self._recall(
                ("facets", query), lambda connection: tuple(counts.facets(connection, query))
            )
        )

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
        with self._engines.reading() as connection:
            yield from entries.statements(
                connection, query, after=after, limit=limit, newest_first=newest_first, skip=skip
            )

    def statement(self, id_: str) -> Entry:
        """Return one statement, links to it included; raise Unknown."""
        with self._engines.reading() as connection:
            return entries.statement(connection, id_)

    def utterance(self, id_: str) -> list[Entry]:
        """Return all statements of the utterance with this root, in time order."""
        with self._engines.reading() as connection:
            return entries.utterance(connection, id_)

    def marks(self, query: StatementQuery, *, limit: int) -> pd.DataFrame:
        """Return one row a chosen statement, in time order, at most `limit`."""
        with self._engines.reading() as connection:
            return columns.marks(connection, query, limit=limit)

    def bins(self, query: StatementQuery, *, size: int) -> pd.DataFrame:
        """Count chosen statements by voice, frame and stretch of `size` days, in time order."""
        with self._engines.reading() as connection:
            return columns.bins(connection, query, size=size)

    def series(self, query: StatementQuery) -> SeriesCounts:
        """Count by issue, actor, voice and period, by frame, and which frames stand together."""
        with self._engines.reading() as connection:
            return counts.series(connection, query)

    def first_uses(self, query: StatementQuery) -> FirstUses:
        """Return first and last uses of frames and tracked wordings by issue, actor and voice."""
        with self._engines.reading() as connection:
            return uses.first_uses(connection, query)

    def searched(self, query: StatementQuery) -> pd.DataFrame:
        """Return how much was searched, for frames and for tracked wordings."""
        with self._engines.reading() as connection:
            return uses.searched(connection, query)

    def uses(self, query: StatementQuery) -> pd.DataFrame:
        """Return one row a chosen statement and frame or tracked wording, in time order."""
        with self._engines.reading() as connection:
            return uses.uses(connection, query)

    def observations(self, query: StatementQuery) -> pd.DataFrame:
        """Return one row a chosen statement that is coded or scored, without its words."""
        with self._engines.reading() as connection:
            return observations.observations(connection, query)

    def claims_and_denials(self, issue: str, kind: LinkType, frames: Sequence[str]) -> list[Entry]:
        """Return the statements of an issue that claim or deny, in time order."""
        with self._engines.reading() as connection:
            return claims_and_denials.claims_and_denials(connection, issue, kind, frames)

    def used_frames(self, issue: str) -> list[str]:
        """List the frames that codings of this issue use, retired ones too, sorted."""
        with self._engines.reading() as connection:
            both = (StatementRow.person_frames, StatementRow.dictionary_frames)
            return names.coded_frames(connection, issue, *both)

    def codings(self, query: StatementQuery, *, at: str = "") -> Iterator[Coding]:
        """Yield the codings `query.codings` names, in the order of their statements."""
        with self._engines.reading() as connection:
            yield from entries.codings(connection, query, at=at)

    def links(self, query: StatementQuery, *, at: str = "") -> Iterator[Link]:
        """Yield the links that start at a chosen statement, in the order of the statements."""
        with self._engines.reading() as connection:
            yield from entries.links(connection, query, at=at)

    def codebook(self, issue: str) -> Codebook:
        """Return the newest codebook; raise NoCodebook, or Unknown for the issue."""
        # Every page asks for it, and its retired frames cost a walk through the issue.
        return self._recall(
            ("codebook", issue), lambda connection: names.codebook(connection, issue)
        )

    def place(self) -> int:
        """Return how far the history goes: the same place, the same answers."""
        with self._engines.reading() as connection:
            return history_place(connection)

    def changed_at(self, issue: str = "") -> datetime | None:
        """Return when last something changed that answers (about an issue) may rest on."""
        with self._engines.reading() as connection:
            return history.changed_at(connection, issue)

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Return these statements in the order given; raise Unknown for the first there is not."""
        with self._engines.reading() as connection:
            return entries.by_id(connection, ids)

    def codebook_versions(self, issue: str) -> list[Codebook]:
        """Return all versions, oldest first; empty where there is none."""
        with self._engines.reading() as connection:
            return names.codebook_versions(connection, issue)

    def batches(self) -> list[Batch]:
        """List the loads, oldest first."""
        with self._engines.reading() as connection:
            return names.batches(connection)

    def texts(self, query: StatementQuery) -> Iterator[tuple[str, str]]:
        """Yield each chosen statement's unit and words, in time order."""
        with self._engines.reading() as connection:
            yield from columns.texts(connection, query)

    def dismissed_pairs(self) -> frozenset[IdPair]:
        """Return the pairs that a person found to be no reports of one utterance."""
        with self._engines.reading() as connection:
            return dismissed(connection)

    def broken_hashes(self) -> Iterator[str]:
        """Yield the id of every statement whose content no longer has its hash.

        Raise StoreRefused where the file itself is damaged, be it in an index that no row shows.
        """
        with self._engines.reading() as connection:
            refuse_damage(connection)
            yield from columns.broken_hashes(connection)

    def history(self, id_: str) -> list[Change]:
        """Return all that happened to a statement, oldest first; empty for an unknown one."""
        with self._engines.reading() as connection:
            return history.history(connection, id_)

    def discarded(self, id_: str) -> Discarded:
        """Return a statement of the bin; raise Unknown."""
        with self._engines.reading() as connection:
            return history.discarded(connection, id_)

    def gone(self, id_: str) -> Gone | None:
        """Tell where a statement went; None where it stands, or was never there."""
        with self._engines.reading() as connection:
            return history.gone(connection, id_)

    def bin(self, *, limit: int) -> list[Discarded]:
        """List the statements of the bin, the last discarded first."""
        with self._engines.reading() as connection:
            return history.bin_(connection, limit=limit)

    def _recall(self, asked: Hashable, find: Callable[[Connection], Answer]) -> Answer:
        with self._engines.reading() as connection:
            place = history_place(connection)
            return self._memory.recall(place, asked, lambda: find(connection))
