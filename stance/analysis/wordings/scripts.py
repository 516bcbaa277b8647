"""Which scripts are written without spaces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import chain

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),  # Tai Le, New Tai Lue, Khmer symbols
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),  # Han iteration and closing marks, ideographic zero
    (0x3021, 0x303C),  # Hangzhou numerals, kana repeat marks
    (0x3040, 0x312F),  # Hiragana, Katakana, Bopomofo
    (0x31A0, 0x31FF),  # Bopomofo and Katakana extensions
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0xA4CF),  # Han, Yi
    (0xA980, 0xA9FF),  # Javanese, Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xF900, 0xFAFF),  # Han
    (0xFF66, 0xFF9F),  # Katakana, half width
    (0x17000, 0x18DFF),  # Tangut, Khitan
    (0x1AFF0, 0x1B16F),  # Kana
    (0x20000, 0x3FFFF),  # Han
)
_FIRST = tuple(first for first, _ in _UNSPACED)

# Every mark and format character stands here or in the second block.
_LOOKED_THROUGH = (range(0xAD, 0x1F000), range(0xE0000, 0xE0200))


def is_unspaced(char: str) -> bool:
    """Whether a character's script is written without spaces."""
    at = bisect_right(_FIRST, ord(char)) - 1
    return at >= 0 and ord(char) <= _UNSPACED[at][1]


def character_class(belongs: Callable[[str], bool]) -> str:
    """Return the inside of a bracket expression for what belongs."""
    runs: list[list[int]] = []
    for code in chain(*_LOOKED_THROUGH):
        if not belongs(chr(code)):
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(_escaped_range(first, last) for first, last in runs)


def _escaped_range(first: int, last: int) -> str:
    return f"{re.escape(chr(first))}-{re.escape(chr(last))}"


UNSPACED = "".join(_escaped_range(first, last) for first, last in _UNSPACED)
"""The inside of a bracket expression for the scripts without spaces."""
