"""The choices that records and filters are made of."""

from __future__ import annotations

from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of body an actor is."""

    GOVERNMENT = "government"
    AGENCY = "agency"
    INTERGOVERNMENTAL = "intergovernmental"
    LEGISLATURE = "legislature"
    NGO = "ngo"
    OTHER = "other"


class Voice(StrEnum):
    """Whether the actor speaks, or somebody else says what it says or does."""

    OWN = "own"
    ATTRIBUTED = "attributed"


class Mode(StrEnum):
    """How close the recorded words are to the words said."""

    OFFICIAL_TEXT = "official_text"
    DIRECT_QUOTE = "direct_quote"
    PARTIAL_QUOTE = "partial_quote"
    PARAPHRASE = "paraphrase"
    THIRD_PARTY = "third_party"


class LinkType(StrEnum):
    """What one statement does to another."""

    DENIES = "denies"
    CLAIMS_CHANGE = "claims_change"
    REBUTS = "rebuts"
    REAFFIRMS = "reaffirms"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    VERSION_OF = "version_of"
    TRANSLATION_OF = "translation_of"
    REPORTS = "reports"

    @property
    def joins(self) -> bool:
        """Whether both ends are one utterance (within one actor, issue and voice)."""
        return self in (LinkType.REPORTS, LinkType.VERSION_OF, LinkType.TRANSLATION_OF)


class Unit(StrEnum):
    """What is counted: acts of speaking, or reports of them."""

    UTTERANCE = "utterance"
    STATEMENT = "statement"


class Codings(StrEnum):
    """Whose codings are used: a person's where there is one, a person's, the dictionary's."""

    EFFECTIVE = "effective"
    HUMAN = "human"
    DICTIONARY = "dictionary"
