"""The rule of each column: a cell's text in, its value out, or BadValue with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from stance.errors import BadValue, listed
from stance.files.reading.tables import shown
from stance.records import DICTIONARY, MOST_NAME_BYTES, NONE, ActorKind
from stance.records.text_search import slug

Choice = TypeVar("Choice", bound=StrEnum)

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ID = re.compile(r"[a-z0-9_-]+")
# Marks that turn the direction of writing round: a name that holds one reads as another.
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_ID = re.compile(rf";|\s|{_CONTROL.pattern}|{_TURNING.pattern}")
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_OTHER_KINDS = {
    "intergovernmental_body": ActorKind.INTERGOVERNMENTAL,
    "intergovernmental_organisation": ActorKind.INTERGOVERNMENTAL,
    "intergovernmental_organization": ActorKind.INTERGOVERNMENTAL,
}


MOST_CHARACTERS = 16 * 1024 * 1024
"""Of a cell, in files of any format: longer ones could be taken out but not be read back."""


def fitting(column: str, text: str) -> str:
    """Return any cell that is not too long; raise BadValue."""
    if len(text) > MOST_CHARACTERS:
        reason = f"{len(text):,} characters are too many: at most {MOST_CHARACTERS:,} make a cell."
        raise BadValue(column, f"{reason} Part the text over several statements.")
    return text


def is_clean(text: str) -> bool:
    """Whether a text, and so each piece of it, can be stored as it stands."""
    is_plain = text.isascii() or unicodedata.is_normalized("NFC", text)
    return is_plain and _UNSTORABLE.search(text) is None


def clean(column: str, text: str) -> str:
    """Return any cell as it is stored: in NFC; refuse what no store can keep."""
    found = _UNSTORABLE.search(text)
    if found is not None:
        what = "a NUL character" if found[0] == "\0" else "half a character (a lone surrogate)"
        reason = f"{what} at position {found.start() + 1} cannot be stored. Take it out."
        raise BadValue(column, reason)
    return unicodedata.normalize("NFC", text)


def name(column: str, text: str) -> str:
    """Return a name without the blanks around it; no control or direction marks inside."""
    # Blanks inside and invisible joiners are kept: whether two names mean the same actor is
    # asked of the analyst, never decided here.
    found = _CONTROL.search(text.strip()) or _TURNING.search(text)
    if found is not None:
        sort = "control" if unicodedata.category(found[0]) == "Cc" else "invisible"
        reason = f"the {sort} character U+{ord(found[0]):04X} may not stand in a name. Take it out."
        raise BadValue(column, reason)
    return _short(column, text.strip())


def _short(column: str, text: str) -> str:
    n = len(text.encode("utf-8", "surrogatepass"))
    if n > MOST_NAME_BYTES:
        reason = f"{n:,} bytes are too many: at most {MOST_NAME_BYTES:,} make a name. Shorten it."
        raise BadValue(column, reason)
    return text


def coder(column: str, text: str) -> str:
    """Return a coder's name; the dictionary's is taken."""
    found = name(column, text)
    if found.casefold() == DICTIONARY:
        reason = f"{DICTIONARY!r} is the machine's name. Give a person's name or leave it empty."
        raise BadValue(column, reason)
    return found


def issue(column: str, text: str) -> tuple[str, str]:
    """Return an issue's slug, and its title where that is more than the slug."""
    title = text.strip()
    found = slug(title)
    if not found:
        raise BadValue(column, f"{shown(title)} holds no letter or digit to make a slug of.")
    return _short(column, found), "" if title == found else title


def statement_id(column: str, text: str) -> str:
    """Return an id: anything without `;`, blanks or control characters."""
    found = text.strip()
    if bad := _NOT_IN_ID.search(found):
        what = "';'" if bad[0] == ";" else f"U+{ord(bad[0]):04X}"
        reason = f"the id {shown(found)} holds {what}: no ; or blank or control character may."
        raise BadValue(column, reason)
    return _short(column, found)


def choice_of(choices: type[Choice]) -> Callable[[str, str], Choice]:
    """Return the rule of a column with a fixed list of values."""

    def read(column: str, text: str) -> Choice:
        key = _joined(text)
        try:
            return choices(key)
        except ValueError:
            known = listed(choice.value for choice in choices)
            raise BadValue(column, f"{shown(text)} is none of: {known}.") from None

    return read


def actor_kind(column: str, text: str) -> ActorKind:
    """Return a kind of actor; an intergovernmental body or organisation may be called so."""
    return _OTHER_KINDS.get(_joined(text)) or choice_of(ActorKind)(column, text)


def language(column: str, text: str) -> str:
    """Return a language tag as written, if it is formed as BCP 47 says."""
    found = text.strip()
    if _LANGUAGE.fullmatch(found) is None:
        reason = f"{shown(found)} is no language tag. Write one such as en, zh, zh-Hant or pt-BR."
        raise BadValue(column, reason)
    return found


def frame(column: str, text: str) -> str:
    """Return one frame's id, or none."""
    found = text.strip()
    if _ID.fullmatch(found) is None:
        reason = f"{shown(found)} is no id: use a-z, 0-9, _ and -, and part several by ;."
        raise BadValue(column, reason)
    return found


def frames(column: str, text: str) -> tuple[str, ...]:
    """Return the ids of frames, or none alone."""
    found = _several(frame, column, text)
    if NONE in found and len(found) > 1:
        reason = "'none' says that no frame applies, so it stands alone. Take it or the others out."
        raise BadValue(column, reason)
    return found


def claimed(column: str, text: str) -> tuple[str, ...]:
    """Return the ids of frames or tracked wordings."""
    found = _several(frame, column, text)
    if NONE in found:
        raise BadValue(column, "'none' cannot be claimed. Leave the cell empty.")
    return found


def stance(column: str, text: str, *, has_decimal_comma: bool = False) -> float:
    """Return a number from -2 to 2; a decimal comma only where no comma parts columns."""
    plain = text.strip().replace("\u2212", "-")
    if has_decimal_comma and "." not in plain:
        plain = plain.replace(",", ".", 1)
    if _DECIMAL.fullmatch(plain) is None:
        hint = " Write the decimal point as a point." if "," in plain else ""
        raise BadValue(column, f"{shown(text)} is not a number from -2 to 2.{hint}")
    number = float(plain)
    if not -2 <= number <= 2:
        raise BadValue(column, f"{shown(text)} lies outside the scale from -2 to 2.")
    # Minus zero would print as another text than zero.
    return number + 0.0


def version(column: str, text: str) -> int:
    """Return the number of a codebook's version."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10 and int(plain)):
        raise BadValue(column, f"{shown(text)} is not a version: a whole number from 1.")
    return int(plain)


def _joined(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _several(rule: Callable[[str, str], str], column: str, text: str) -> tuple[str, ...]:
    pieces = (piece.strip() for piece in text.split(";"))
    return tuple(dict.fromkeys(rule(column, piece) for piece in pieces if piece))


def tags(column: str, text: str) -> tuple[str, ...]:
    """Return tags, each a key and a value."""
    return _several(_tag, column, text)


def _tag(column: str, text: str) -> str:
    key, colon, value = (part.strip() for part in text.partition(":"))
    if not (key and colon and value):
        reason = f"{shown(text)} is no tag: write key:value, and part several by ;."
        raise BadValue(column, reason)
    return name(column, f"{key}:{value}")
