"""The filters of a page, a file, a command and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stance.records.choices import Codings, Mode, Unit, Voice
from stance.records.dates import Period


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """The filters: the same for a page, a file, a command and the API.

    Empty means no limit. Repeated values mean any of them; tags with different keys must
    all hold. `since` and `until` are inclusive and look at a statement's middle day, so
    that two adjoining spans share nothing and lose nothing. `source` is a source's name.
    """

    issue: str = ""
    actors: tuple[str, ...] = ()
    about: str = ""
    speaker: str = ""
    voice: Voice | None = None
    frames: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    language: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""
    period: Period = Period.YEAR
    unit: Unit = Unit.UTTERANCE
    codings: Codings = Codings.EFFECTIVE
    batch: int | None = None
    stratify: str = ""
    """The tag key whose values a search for shifts keeps apart; empty for the sources."""
