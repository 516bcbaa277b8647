"""The store: every change handed to the file that knows it, and the questions of `reading`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from db import schema, trash
from db.actors import change_actor, save_actor
from db.bringing_back_loads import bring_back_load
from db.codebooks import Application
from db.copies import fill
from db.dismissals import set_dismissed
from db.loads import load
from db.models import ChangeRow
from db.reading import SqlReading
from db.reads.store_contents import read_contents
from db.revisions import revise
from db.session import Engines
from db.undoing_loads import undo_load
from stance.records import Actor, Codebook
from stance.records.history import Deed
from stance.records.store_contents import StoreContents
from stance.store import (
    ActorChange,
    Applied,
    IdPair,
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


def open_store(url: str) -> SqlStore:
    """Open the store at an SQLAlchemy URL; raise StoreRefused where the address is no good.

    Nothing is read or made yet: ask `needs_migration`, and `migrate`.
    """
    return SqlStore(Engines(url))


class SqlStore(SqlReading):
    """A store in SQLite or PostgreSQL; implements `stance.store.Store`."""

    @property
    def is_embedded(self) -> bool:
        """Whether the store is a file of ours, which any command may make and migrate."""
        return self._engines.is_sqlite

    # --- writing ---------------------------------------------------------------------

    def load(
        self,
        batch: NewBatch,
        wanted: Wanted,
        plan: Planner,
        *,
        progress: Progress = no_progress,
    ) -> tuple[Plan, int | None]:
        """Carry out a plan; return it with the batch's number, None if nothing was stored."""
        return load(self._engines, batch, wanted, plan, progress)

    def undo(self, batch: int, *, at: datetime, progress: Progress = no_progress) -> Undone:
        """Take back a load; the removed rows stay in the history. Raise Unknown."""
        return undo_load(self._engines, batch, at=at, progress=progress)

    def bring_back_load(self, batch: int, *, at: datetime) -> int:
        """Bring back what `undo` took; return how many statements."""
        return bring_back_load(self._engines, batch, at=at)

    def apply_codebook(
        self,
        codebook: Codebook,
        find: WordFinder,
        *,
        at: datetime,
        progress: Progress = no_progress,
    ) -> Applied:
        """Store the next version, make the issue if new, and code its statements anew."""
        return Application(self._engines, codebook, find, at, progress).run()

    def save_actor(self, actor: Actor, *, who: str = "") -> None:
        """Store an actor's kind, aliases and the actor it is part of."""
        with self._engines.writing() as connection:
            save_actor(connection, actor, who=who)

    def change_actor(self, name: str, change: ActorChange, *, who: str = "") -> Actor:
        """Change the actor of this name or alias; return what it is now. Raise Unknown."""
        with self._engines.writing() as connection:
            return change_actor(connection, name, change, who=who)

    # --- one statement, by hand ------------------------------------------------------

    def revise(
        self,
        id_: str,
        revise_: Reviser,
        *,
        wanted: Wanted,
        deed: Deed,
        at: datetime,
        who: str,
        based_on: str = "",
    ) -> int | None:
        """Put a statement into a new state, or a new statement into the store."""
        with self._engines.writing() as connection:
            return revise(
                connection,
                id_,
                revise_,
                wanted=wanted,
                deed=deed,
                at=at,
                who=who,
                based_on=based_on,
            )

    def discard(self, id_: str, *, at: datetime, who: str) -> int:
        """Put a statement into the bin, with the links to it; raise Unknown."""
        with self._engines.writing() as connection:
            return trash.discard(connection, id_, at=at, who=who)

    def bring_back(
        self, id_: str, revise_: Reviser, *, wanted: Wanted, at: datetime, who: str
    ) -> int:
        """Take a statement out of the bin, its links too; raise Unknown."""
        with self._engines.writing() as connection:
            return trash.bring_back(connection, id_, revise_, wanted=wanted, at=at, who=who)

    # --- copying ---------------------------------------------------------------------

    @contextmanager
    def contents(self) -> Iterator[StoreContents]:
        """Open everything for reading, as it was at one moment, while others write."""
        with self._engines.reading() as connection:
            yield read_contents(connection)

    def fill(self, whole: StoreContents, *, progress: Progress) -> int:
        """Fill an empty store, whole or not at all; return how many statements it holds now."""
        return fill(self._engines, whole, progress)

    def dismiss_pair(
        self, pair: IdPair, *, at: datetime, is_dismissed: bool = True, who: str = ""
    ) -> None:
        """Remember that two statements are no reports of one utterance, or take that back."""
        with self._engines.writing() as connection:
            set_dismissed(connection, pair, is_dismissed=is_dismissed, at=at, who=who)

    # --- upkeep ----------------------------------------------------------------------

    def needs_migration(self) -> bool:
        """Whether the schema is older than this program; raise StoreRefused where newer."""
        return schema.needs_migration(self._engines)

    def migrate(self) -> list[str]:
        """Bring the schema to the newest revision; return the names of the steps taken."""
        return schema.migrate(self._engines)

    def is_fresh(self) -> bool:
        """Whether nothing was ever stored here: the history is empty."""
        with self._engines.reading() as connection:
            return connection.scalar(select(ChangeRow.key).limit(1)) is None

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while the store is in use."""
        schema.backup(self._engines, path)

    def close(self) -> None:
        """Let go of every connection."""
        self._engines.close()
