"""How values are named to a reader."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stance.files.reading.registry import FORMATS
from stance.records import NONE, Codebook, LinkType, Mode, Voice, labels_of
from stance.records.columns import Column, Kind
from stance.records.dates import PartialDate

MODES = {
    Mode.OFFICIAL_TEXT: "Official text",
    Mode.DIRECT_QUOTE: "Direct quote",
    Mode.PARTIAL_QUOTE: "Partial quote",
    Mode.PARAPHRASE: "Paraphrase",
    Mode.THIRD_PARTY: "Third party",
}

QUOTED = (Mode.OFFICIAL_TEXT, Mode.DIRECT_QUOTE, Mode.PARTIAL_QUOTE)
"""Modes that keep the words that were said."""

VOICES = {Voice.OWN: "Own voice", Voice.ATTRIBUTED: "Attributed"}

CHOICES: Mapping[type[StrEnum], Mapping[Any, str]] = {Mode: MODES, Voice: VOICES}
"""The labels of what can be chosen in a statement's form."""

_LINKS = {
    LinkType.DENIES: ("Denies", "Denied by"),
    LinkType.CLAIMS_CHANGE: ("Claims a change in", "Said to be a change by"),
    LinkType.REBUTS: ("Rebuts", "Rebutted by"),
    LinkType.REAFFIRMS: ("Reaffirms", "Reaffirmed by"),
    LinkType.CORRECTS: ("Corrects", "Corrected by"),
    LinkType.RETRACTS: ("Retracts", "Retracted by"),
    LinkType.VERSION_OF: ("Version of", "Also in the version"),
    LinkType.TRANSLATION_OF: ("Translation of", "Translated as"),
    LinkType.REPORTS: ("Reports", "Reported by"),
}
LINKS_OUT = {kind: verb for kind, (verb, _) in _LINKS.items()}
LINKS_IN = {kind: verb for kind, (_, verb) in _LINKS.items()}
"""What a link says of the statement at its other end, seen from its first and its last one."""

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def named_formats() -> str:
    """Name the formats of files that can be loaded, in the order of the alphabet."""
    return ", ".join(sorted(one.value.upper() for one in FORMATS))


def language_name(tag: str) -> str:
    """Return a language's English name where we have it, with the rest of its tag."""
    primary, dash, rest = tag.partition("-")
    name = _LANGUAGES.get(primary.lower())
    return f"{name} ({rest})" if name and dash else name or tag


def shown_value(column: Column, value: Any) -> str:
    """Return a statement's value as a page shows it."""
    if column.choices is not None:
        return CHOICES[column.choices][value] if value else ""
    match column.kind:
        case Kind.LANGUAGE:
            return language_name(value)
        case Kind.NUMBER:
            return "" if value is None else f"{value:g}"
        case Kind.TAGS | Kind.CLAIMED:
            return ", ".join(value)
    return str(value or "")


def label_name(what: str, label: str) -> str:
    """Name a value of something recorded of statements, such as a mode or a language."""
    if what == "language":
        return language_name(label)
    modes = {mode.value: name for mode, name in MODES.items()}
    return modes.get(label, label) if what == "mode" else label


def frame_labels(codebook: Codebook | None) -> dict[str, str]:
    """Map frame and tracked ids to their labels; no frame has a name too."""
    return {NONE: "No frame"} | labels_of(codebook)


_UNKNOWN_PARTS = {1: ", month and day unknown", 2: ", day unknown", 3: ""}


def date_in_words(when: PartialDate) -> str:
    """Read a date back, so that nobody stores another than they meant: June 2003, day unknown."""
    about = "about " if when.is_approximate else ""
    start, slash, end = when.text.rstrip("~").partition("/")
    if slash:
        return f"some time from {about}{_point_in_words(start)} to {_point_in_words(end)}"
    return f"{about}{_point_in_words(start)}{_UNKNOWN_PARTS[len(start.split('-'))]}"


def _point_in_words(point: str) -> str:
    year, *rest = point.split("-")
    numbers = [int(part) for part in rest]
    match numbers:
        case [month, day]:
            return f"{day} {month_name[month]} {year}"
        case [month]:
            return f"{month_name[month]} {year}"
    return year
