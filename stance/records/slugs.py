"""The name by which an issue is addressed, made from its title."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_BREAK = "-"


def slug(text: str) -> str:
    """Return NFKC, lower case, every run of anything but letters and digits as one `-`.

    All scripts are kept, and the marks that belong to their letters. Empty where the text
    holds no letter or digit. A slug is its own slug.
    """
    # Lower case can undo the normal form, hence the second pass.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return _BREAK.join(_WORD_RUNS.findall("".join(map(_kept, plain))))


_WORD_RUNS = re.compile(r"\S+")


@cache
def _kept(char: str) -> str:
    return char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
