"""What changes a store: loads, codebooks, what persons do to one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from stance.records import Actor, Codebook
from stance.records.history import Change, Deed, Discarded, Gone
from stance.store.counts import IdPair
from stance.store.plans import (
    ActorChange,
    Applied,
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
        """Change the actor of this name or alias; return what it is now. Raise Unknown.

        It is read under the writing lock: two changes at once lose neither.
        """

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
        """Take a statement out of the bin, its links too; raise Unknown where it is not there.

        A link whose other end is in the bin comes back when that does.
        """

    def history(self, id_: str) -> list[Change]:
        """Return all that happened to a statement, oldest first; empty for an unknown one."""

    def discarded(self, id_: str) -> Discarded:
        """Return a statement of the bin; raise Unknown."""

    def gone(self, id_: str) -> Gone | None:
        """Tell where a statement went; None where it stands, or was never there."""

    def trash(self, *, limit: int) -> list[Discarded]:
        """List the statements of the bin, the last discarded first."""
