"""Sentences that a page says in its own words, as they name an option of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Self


class Phrase(Enum):
    """A piece of a sentence that each surface words; the value is the command line's wording."""

    NAME_DATE_ORDER = "name the order with --date-order dmy or mdy"
    NO_DATE_ORDER = "--date-order is dmy or mdy, not {given}."
    LEAVE_ENCODING_OUT = "Leave --encoding out."
    NAME_ENCODING = "Name its encoding with --encoding; the likeliest first: {samples}."
    ENCODING_UNUSED = "--encoding is not used: {format} says how its text is encoded."
    LOAD_EACH_SHEET = "Load each with --sheet."
    ANOTHER_SHEET = "Choose another with --sheet: {sheets}."
    SHEET_UNUSED = "--sheet is not used: {format} has no sheets."
    SEPARATOR_UNUSED = "--separator is not used: in {format} nothing parts columns."
    NO_SEPARATOR = "--separator is , ; | or tab, not {given}."
    BAD_ID_PREFIX = "--id-prefix: {reason}"
    FILLS_NO_COLUMN = "--fill {ours}: this is no column of ours. They are: {known}."
    NO_FORMAT = "--format {given} is not one of: {known}."
    MAPS_TO_NOTHING = "--map {theirs}={ours} names no column of ours. They are: {known}."
    MAPS_NOTHING = "--map {theirs}={ours} names no column of the file. It has: {known}."
    NAME_COLUMN = "name a column with --map THEIRS={ours}"
    READ_AS_LINES = "use --format jsonl"
    LEAVE_ROW_OUT = "Leave the row out (--skip-bad-rows) and"
    ANOTHER_ID = "give this row another id"
    IS_NOWHERE = "is neither in this file nor in the store"
    EMPTY = "the cell is empty, and every row needs its {column}."
    HALF_EMPTY = "the cell is empty, but {there} is not. Fill both."


Words = Mapping[Phrase, str]
"""How a surface words the phrases that it does not say as the command line does."""

_Part = str | tuple[Phrase, Mapping[str, str]]


class Sentence(str):
    """A text as the command line says it, which keeps the phrases and facts it is made of."""

    __slots__ = ("parts",)
    parts: tuple[_Part, ...]

    def __new__(cls, *parts: str | Phrase, **facts: str) -> Self:
        """Join texts and phrases; the phrases are filled with the facts."""
        kept = tuple((part, facts) if isinstance(part, Phrase) else part for part in parts)
        made = super().__new__(cls, "".join(_worded(part, {}) for part in kept))
        made.parts = kept
        return made


def in_words(text: str, words: Words) -> str:
    """Return a text as a surface says it; one without phrases is the same everywhere."""
    if not isinstance(text, Sentence):
        return text
    return "".join(_worded(part, words) for part in text.parts)


def _worded(part: _Part, words: Words) -> str:
    if isinstance(part, str):
        return in_words(part, words)
    phrase, facts = part
    return words.get(phrase, phrase.value).format_map(facts)
