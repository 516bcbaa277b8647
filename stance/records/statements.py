"""Actors, sources, statements with their links and codings, and the loads they came by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from stance.records.choices import ActorKind, Codings, LinkType, Mode, Voice
from stance.records.columns import LATER, OF_STATEMENT
from stance.records.dates import PartialDate

NONE = "none"
"""The frame id that says: coded, and no frame applies."""

MOST_NAME_BYTES = 2_000
"""As UTF-8, of an id or a name: longer ones do not fit PostgreSQL's index."""

DICTIONARY = "dictionary"
"""The coder's name of the machine; no person may take it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A body that can be committed by what is said."""

    name: str
    kind: ActorKind | None = None
    aliases: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read; empty cells where the source does not say."""

    title: str = ""
    publisher: str = ""
    date: PartialDate | None = None
    url: str = ""
    archive_url: str = ""

    @property
    def name(self) -> str:
        """The publisher, else the host of the URL, else empty: what counts as one source."""
        return self.publisher.strip() or host_of(self.url)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one actor said on one issue at one time, in a source."""

    id: str
    date: PartialDate
    actor: str
    issue: str
    text: str
    speaker: str = ""
    role: str = ""
    about: str = ""
    addressee: str = ""
    voice: Voice = Voice.OWN
    reported_by: str = ""
    mode: Mode | None = None
    language: str = ""
    summary: str = ""
    stance: float | None = None
    tags: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    claimed_first_date: PartialDate | None = None
    source: Source = Source()
    note: str = ""
    question: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def gloss(self) -> str:
        """The summary, where a reader of English needs it to know what the words say."""
        return gloss(self.language, self.summary)

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything the statement says; codings and links are not part of it."""
        return hashlib.sha256(_canonical(self).encode()).hexdigest()


def gloss(language: str, summary: str) -> str:
    """Return a summary where the words it sums up are known not to be English, else nothing."""
    primary = language.partition("-")[0].lower()
    return "" if primary in ("", "en") else summary


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from one statement to another."""

    from_id: str
    type: LinkType
    to_id: str

    @property
    def ends(self) -> tuple[str, str]:
        """The statement it starts at, and the one it leads to."""
        return self.from_id, self.to_id


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording found in a text: offsets count characters of the stored text, end exclusive."""

    key: str
    """A frame id, or the id of a tracked wording where `is_tracked`."""
    start: int
    end: int
    is_tracked: bool = False


@dataclass(frozen=True, slots=True)
class Coding:
    """One frame (or none) given to one statement by one coder under one codebook version."""

    statement: str
    frame: str
    coder: str
    codebook_version: int | None = None
    coded_at: datetime | None = None

    @property
    def is_dictionary(self) -> bool:
        """Whether the machine gave it."""
        return self.coder == DICTIONARY


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with everything the store knows about it."""

    statement: Statement
    actor_kind: ActorKind | None
    utterance: str
    codings: tuple[Coding, ...] = ()
    dictionary_frames: tuple[str, ...] | None = None
    hits: tuple[Hit, ...] = ()
    links: tuple[Link, ...] = ()
    links_here: tuple[Link, ...] = ()
    codebook_version: int | None = None
    batch: int | None = None

    def frames(self, codings: Codings = Codings.EFFECTIVE) -> tuple[str, ...] | None:
        """Return the frames in force, without `none`; None where nobody coded it."""
        persons = tuple(dict.fromkeys(coding.frame for coding in self.codings))
        if codings is not Codings.DICTIONARY and persons:
            return tuple(frame for frame in persons if frame != NONE)
        return None if codings is Codings.HUMAN else self.dictionary_frames


@dataclass(frozen=True, slots=True)
class Batch:
    """One load of one file."""

    id: int
    loaded_at: datetime
    file_name: str
    file_hash: str
    n_stored: int
    n_duplicates: int
    n_refused: int
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: line (1 is the header), column (may be empty), sentence."""

    line: int
    column: str
    reason: str


def host_of(url: str) -> str:
    """Return the host of a web address without `www.`, or empty."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def values_of(statement: Statement) -> dict[str, Any]:
    """Return a statement's values by column."""
    return dict(zip(_names, _values(statement), strict=True))


def statement_from(values: Mapping[str, Any]) -> Statement:
    """Make a statement of its values by column; a value that is not given is empty."""
    own = {name: values[name] for name in _OWN if name in values}
    source = {part: values[name] for name, part in _OF_SOURCE.items() if name in values}
    return Statement(**own, source=Source(**source))


def _canonical(statement: Statement) -> str:
    """Write a statement as one JSON text, the same for equal statements on every machine."""
    values = values_of(statement)
    # What came later is part of the text only where it is given, so that hashes stay as they are.
    cells = {
        name: "" if value is None else value
        for name, value in values.items()
        if name not in _LATER or value not in ("", None, ())
    }
    cells["stance"] = None if statement.stance is None else float(statement.stance)
    cells["source"] = [
        cells.pop(f"source_{part}") for part in ("title", "publisher", "date", "url")
    ]
    return _JSON.encode(cells | {"extra": dict(statement.extra)})


_names = tuple(one.name for one in OF_STATEMENT)
_values = attrgetter(*(one.attribute for one in OF_STATEMENT))
_OWN = tuple(one.name for one in OF_STATEMENT if not one.is_of_source)
_OF_SOURCE = {
    one.name: one.attribute.removeprefix("source.") for one in OF_STATEMENT if one.is_of_source
}
_LATER = frozenset(one.name for one in LATER)
# Of the values only dates are no JSON by themselves.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
