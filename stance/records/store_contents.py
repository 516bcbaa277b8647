"""All that a store holds, as a copy carries it from one store to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from stance.records import Actor, Batch, Codebook, Entry


@dataclass(frozen=True, slots=True)
class KeptActor:
    """An actor, and the load that brought it."""

    actor: Actor
    batch: int | None


@dataclass(frozen=True, slots=True)
class KeptIssue:
    """An issue, and the load that brought it."""

    slug: str
    title: str
    batch: int | None


@dataclass(frozen=True, slots=True)
class KeptCodebook:
    """One version of a codebook; its `retired` are those its file named."""

    codebook: Codebook
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement with its hash as stored, and the loads that brought its codings and links."""

    entry: Entry
    content_hash: str
    coding_batches: tuple[int | None, ...] = ()
    link_batches: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of the history, its cells as they are stored."""

    at: str
    who: str
    kind: str
    subject: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class StoreContents:
    """A whole store; `statements` (in time order) and `changes` can be gone through once."""

    # What the dictionary found is not part of it: hits follow from the codebooks, and stand in
    # the entries only where a store is filled.
    batches: Sequence[Batch]
    actors: Sequence[KeptActor]
    issues: Sequence[KeptIssue]
    codebooks: Sequence[KeptCodebook]
    statements: Iterable[KeptStatement]
    changes: Iterable[HistoryRow]
    n_statements: int


class Copying(Protocol):
    """Taking a whole store out, and filling an empty one with it."""

    def contents(self) -> AbstractContextManager[StoreContents]:
        """Open everything for reading, as it was at one moment, while others write."""

    def fill(self, whole: StoreContents, *, progress: Callable[[int, int], None]) -> int:
        """Fill an empty store, whole or not at all; return how many statements it holds now."""
