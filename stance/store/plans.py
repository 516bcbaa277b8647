"""What a load will write, and what it rests on.

A load is decided outside the store and checked inside it. The store reads the `Facts` a
plan rests on, hands them to the planner, stages what the plan wants, then opens one short
transaction, reads the facts again, plans anew only if they changed, and writes everything
or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from stance.records import Actor, Codebook, Coding, Hit, Link, Problem, Statement, Voice
from stance.records.history import Revision, State

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, both counted in statements."""

WordFinder = Callable[[str, str], tuple[Hit, ...]]
"""Finds a codebook's wordings in a text of a language (empty: any)."""


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The statements, actors and issues that a plan needs to know about."""

    ids: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    with_earlier: bool = False
    """Whether it matters what the statements were before persons changed them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a statement was before a person changed it."""

    content_hash: str
    codings: frozenset[tuple[str, str]]
    links: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Changed:
    """That persons changed a statement: who did last and when, and all that it was before."""

    who: str
    at: datetime
    states: frozenset[Earlier]
    taken_back: Mapping[tuple[str, str] | Link, tuple[str, datetime]] = field(default_factory=dict)
    """Who took back which coding (coder, frame) or link from here, where it was not given again."""


@dataclass(frozen=True, slots=True)
class Known:
    """A statement of the store, as far as a plan needs it."""

    content_hash: str
    actor: str
    issue: str
    voice: Voice
    sort_key: tuple[int, int, str]
    utterance: str
    codings: frozenset[tuple[str, str]] = frozenset()
    """(coder, frame) of every person's coding."""
    links: frozenset[Link] = frozenset()
    """Every link that starts here."""
    changed: Changed | None = None
    """Only where earlier states are wanted, and persons changed it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan rests on; two equal `Facts` allow the same plan."""

    statements: Mapping[str, Known] = field(default_factory=dict)
    """The wanted ids that are known, and every other statement of their utterances."""
    actors: Mapping[str, Actor] = field(default_factory=dict)
    """By each wanted name, folded: the actor it means, by name or alias."""
    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    """The newest of each wanted issue that has one."""
    discarded: Mapping[str, Changed] = field(default_factory=dict)
    """Wanted statements that are in the bin; only where earlier states are wanted."""


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement to store; hits of frames make the dictionary's codings."""

    statement: Statement
    utterance: str
    hits: tuple[Hit, ...] | None = None
    """None where its issue has no codebook, empty where nothing was found."""


STORED, DUPLICATE, REFUSED = "stored", "duplicate", "refused"
"""How a row of a file can end."""

HELD = "held"
"""How a good row ends where the file is refused whole: nothing is wrong with it but the others."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one row of a file ended: stored, duplicate, refused, or held back with a refused file."""

    line: int
    verdict: str
    column: str = ""
    reason: str = ""
    is_earlier: bool = False
    """A duplicate of what the statement was before a person changed or discarded it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load will write, and how each row ends."""

    outcomes: tuple[Outcome, ...] = ()
    actors: tuple[Actor, ...] = ()
    """New ones, and known ones whose kind was empty."""
    issues: Mapping[str, str] = field(default_factory=dict)
    """Titles of new ones, by slug."""
    statements: tuple[NewStatement, ...] = ()
    codings: tuple[Coding, ...] = ()
    codings_in_order: bool = False
    """Whether a statement's coders stand in the order in which they coded it, as in an export."""
    links: tuple[Link, ...] = ()
    utterances: Mapping[str, str] = field(default_factory=dict)
    """The new utterance (its root's id) of statements already stored."""
    writes: bool = True
    """False where the load must leave the store as it is."""

    @property
    def is_to_be_written(self) -> bool:
        """Whether there is anything to write."""
        rows = (self.statements, self.codings, self.links, self.actors, self.issues)
        return self.writes and any((*rows, self.utterances))

    def count(self, verdict: str) -> int:
        """How many rows ended this way."""
        return sum(outcome.verdict == verdict for outcome in self.outcomes)


Planner = Callable[[Facts], Plan]

ActorChange = Callable[[Actor], Actor]
"""Decides what becomes of an actor as it stands; may refuse."""

Reviser = Callable[[State | None, Facts], Revision]
"""Decides what becomes of the state a statement is in (None: there is none); may refuse."""


@dataclass(frozen=True, slots=True)
class NewBatch:
    """The file a load comes from."""

    file_name: str
    file_hash: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a codebook did: the version in force, and whether anything changed."""

    version: int
    changed: bool
    n_recoded: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back a batch did; `kept` are left in the store, each with the reason."""

    batch: int
    n_removed: int
    kept: tuple[Problem, ...] = ()
