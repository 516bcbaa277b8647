"""What the store answers to questions that no record answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stance.records import Entry, Link

IdPair = frozenset[str]
"""Two statements, by their ids."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements a query chooses, and in how many utterances."""

    n_statements: int
    n_utterances: int
    n_uncoded: int = 0
    """Statements in no denominator: nobody coded them."""


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """An issue, and how much the store holds on it; dates are as precise as their sources."""

    slug: str
    title: str
    codebook_version: int | None
    n_statements: int
    n_utterances: int
    n_actors: int
    first_date: str
    last_date: str


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value a filter can take, and how many units it leaves under all the other filters."""

    facet: str
    value: str
    n: int


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Which of the names that a query asks for the store has."""

    actors: Mapping[str, str]
    """An actor's own name by folded names and aliases."""
    values: frozenset[tuple[str, str]]
    """Filters (source, speaker, tag, language, load) with values that some statement has."""


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link, with who spoke at its other end and when."""

    link: Link
    actor: str
    date: str


@dataclass(frozen=True, slots=True)
class ClaimsAndDenials:
    """Who claims and who denies a change of an issue, over all actors, in time order."""

    claims: tuple[Entry, ...]
    denials: tuple[Entry, ...]
    contested: Mapping[str, tuple[Entry, ...]]
    """By a claim's id, what it claims has changed: a report claims what its utterance does."""


@dataclass(frozen=True, slots=True)
class SeriesCounts:
    """Coded units by period of the root's date, before shares are made of them."""

    totals: pd.DataFrame
    """Issue, actor, voice, period (a `Period` key), n."""
    frames: pd.DataFrame
    """The same with frame, n being those that carry it; without a row where none does."""
    sets: pd.DataFrame
    """Frames (ids in alphabetical order joined by ';', '' for none), n: whatever the date."""
    n_left_out: int
    """Those whose date does not lie within one period."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many units of an actor's voice were searched: for frames, or for tracked wordings."""

    issue: str
    actor: str
    voice: str
    is_tracked: bool
    n: int


@dataclass(frozen=True, slots=True)
class FirstAndLast:
    """The first and last use of a frame or tracked wording, each dated by the statement with it."""

    issue: str
    actor: str
    voice: str
    key: str
    is_tracked: bool
    n_uses: int
    n_before: int
    """The units met before the first use, in time: by middle day, precision, id."""
    first_statement: str
    first_date: str
    last_statement: str
    last_date: str


@dataclass(frozen=True, slots=True)
class FirstUses:
    """First and last uses, counted in the query's unit; nothing for what was never found."""

    searched: tuple[Searched, ...]
    firsts: tuple[FirstAndLast, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A coded or scored statement as the search for shifts sees it: without its words."""

    issue: str
    actor: str
    voice: str
    unit: str  # the root's id, or its own by the query's unit
    date: str  # the root's
    statement: str
    frames: tuple[str, ...] | None  # None where nobody coded it
    stance: float | None
    source: str
    coder: str
    mode: str
    language: str
    speaker: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A statement as the search for second reports sees it: its words, and who said them when."""

    id: str
    utterance: str
    actor: str
    issue: str
    voice: str
    first: date
    last: date
    language: str
    text: str
    batch: int | None = None
