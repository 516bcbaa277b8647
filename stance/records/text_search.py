"""How words are compared, searched and made part of an address."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from operator import attrgetter

from stance.records.columns import COLUMNS
from stance.records.statements import Statement


def folded(text: str) -> str:
    """Return text as it is compared: case, width and Unicode form do not matter."""
    if text.isascii():
        return text.casefold()
    # Folding can undo the normal form and the other way round, hence twice.
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once)


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """Return the same of a name, remembered: a file has few of them, again and again."""
    return folded(name)


def search_text(statement: Statement) -> str:
    """Return what the full-text filter looks through, folded."""
    return folded("\n".join(part for part in _searched(statement) if part))


_searched = attrgetter(*(column.attribute for column in COLUMNS if column.is_searched))


def search_terms(text: str) -> tuple[str, ...]:
    """Split a full-text filter into folded terms that must all occur; quotes join words."""
    pieces = folded(text).split('"')
    terms: list[str] = []
    for at, piece in enumerate(pieces):
        is_quoted = at % 2 == 1 and at < len(pieces) - 1
        terms += [piece.strip()] if is_quoted else piece.split()
    return tuple(dict.fromkeys(term for term in terms if term))


def slug(text: str) -> str:
    """Return NFKC, lower case, every run of anything but letters and digits as one `-`."""
    # Lower case can undo the normal form, hence the second pass.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return "-".join("".join(map(_kept, plain)).split())


@cache
def _kept(char: str) -> str:
    # All scripts are kept, and the marks that belong to their letters.
    return char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
