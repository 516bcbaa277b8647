"""What a statement was and became: its states, who changed it when, and what was discarded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stance.records import Actor, ActorKind, Coding, Entry, Hit, Link, Statement


class Deed(StrEnum):
    """What can be done to a statement; the first two are the machine's."""

    LOAD = "load"
    CODEBOOK = "codebook"
    TYPE = "type"
    EDIT = "edit"
    CODE = "code"
    LINK = "link"
    REVERT = "revert"
    DISCARD = "discard"
    BRING_BACK = "bring_back"

    @property
    def is_machines(self) -> bool:
        """Whether it came with a file or a codebook, and not from a person about one statement."""
        return self in (Deed.LOAD, Deed.CODEBOOK)


@dataclass(frozen=True, slots=True)
class State:
    """All of a statement that persons decide: its words, their codings, the links from it."""

    statement: Statement
    codings: tuple[Coding, ...] = ()
    links: tuple[Link, ...] = ()
    dictionary_frames: tuple[str, ...] | None = None
    """What the machine found at that time; None where it did not look."""

    @property
    def fingerprint(self) -> str:
        """A digest of what persons decide: equal states have equal ones, whoever made them."""
        codings = sorted((coding.coder, coding.frame) for coding in self.codings)
        links = sorted((link.type.value, link.to_id) for link in self.links)
        whole = json.dumps([self.statement.content_hash, codings, links], ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()


def state_of(entry: Entry) -> State:
    """Return the state a statement is in."""
    return State(entry.statement, entry.codings, entry.links, entry.dictionary_frames)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a statement's history; `who` is empty where the machine did it."""

    number: int
    at: datetime
    who: str
    deed: Deed
    before: State | None = None
    after: State | None = None
    told: str = ""
    """What a machine's change came with: a file, or a codebook's version."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a statement shall be: its state, what the dictionary finds, and names it brings."""

    state: State
    hits: tuple[Hit, ...] | None = None
    """None where its issue has no codebook."""
    actors: tuple[Actor, ...] = ()
    """New ones, or known ones whose kind was empty."""
    issue_title: str = ""


@dataclass(frozen=True, slots=True)
class Discarded:
    """A statement in the bin, with what its actor and issue were: they may have gone with it."""

    at: datetime
    who: str
    state: State
    links_here: tuple[Link, ...] = ()
    actor_kind: ActorKind | None = None
    issue_title: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """Where a statement went that stood in the store: into the bin, or with an undone load."""

    at: datetime
    who: str = ""
    """Who discarded it; nobody, where a load was undone."""
    batch: int | None = None
    file_name: str = ""
