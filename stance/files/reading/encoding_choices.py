"""Encodings an analyst may choose from, the most plausible first; nothing is decided here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

MOST_CHOICES = 6

_WINDOW = 1 << 16
_SAMPLE = 30
_CANDIDATES = (
    "gb18030",
    "big5",
    "cp932",
    "cp949",
    "euc_jp",
    "cp1252",
    "cp1251",
    "koi8-r",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1256",
    "cp1255",
    "mac-roman",
    "cp874",
    "cp037",
)
# Lead bytes of each national standard's everyday characters (its first level).
_EVERYDAY = {
    "gb18030": ("gb2312", range(0xB0, 0xD8)),
    "big5": ("big5", range(0xA4, 0xC7)),
    "cp932": ("euc_jp", range(0xA4, 0xD0)),
    "euc_jp": ("euc_jp", range(0xA4, 0xD0)),
    "cp949": ("euc_kr", range(0xB0, 0xC9)),
}
_MERITS_OF_SIGNS = {"Pi": 1.0, "Pf": 1.0, "Pd": 1.0, "Sc": 1.0, "Po": 0.3, "Mn": 0.3}
_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Choice:
    """An encoding that can read the file, and what a piece of it then says."""

    encoding: str
    sample: str


def choices(content: bytes, at: int, *, only: tuple[str, ...] = ()) -> list[Choice]:
    """List encodings (or of `only` those) that read the bytes around `at`, the likeliest first."""
    window = _window(content, at)
    merits = {name: _plausibility(window, name) for name in _CANDIDATES}
    ranked = sorted(merits, key=lambda name: -merits[name])
    names = only or [name for name in ranked if merits[name] > 0]
    found = [Choice(name, _sample(content, at, name)) for name in names]
    return [choice for choice in found if choice.sample][:MOST_CHOICES]


def _window(content: bytes, at: int) -> bytes:
    """Return the lines after `at` that hold anything but ASCII: only they tell encodings apart."""
    start = max(content.rfind(b"\n", 0, at), content.rfind(b"\r", 0, at)) + 1
    around = content[max(start, at - _WINDOW) : at + _WINDOW]
    return b"\n".join(_LINE.findall(around))


def _decoded(piece: bytes, encoding: str) -> str:
    """Return the text without a character that the end cuts in two; empty if unreadable."""
    for cut in range(4):
        try:
            return piece[: len(piece) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(piece) - cut:
                return ""
    return ""


def _sample(content: bytes, at: int, encoding: str) -> str:
    before = _decoded_tail(content[max(0, at - 200) : at], encoding)
    after = _decoded(content[at : at + 200], encoding)
    # A character may have begun before the byte that gave it away.
    whole = before + after if after else _decoded(content[max(0, at - 1) : at + 200], encoding)
    focus = len(before) if after else 0
    piece = whole[max(0, focus - 12) : focus - 12 + _SAMPLE if focus > 12 else _SAMPLE]
    return " ".join(piece.split())


def _decoded_tail(piece: bytes, encoding: str) -> str:
    for cut in range(min(4, len(piece))):
        try:
            return piece[cut:].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _plausibility(window: bytes, encoding: str) -> float:
    """Say how much the text looks like writing, from -3 to 1 a character; -9 if unreadable."""
    text = _decoded(window, encoding)
    if not text:
        return -9.0
    scores = [_merit(one, two, encoding) for one, two in pairwise(text) if two > "\x7f"]
    if encoding == "cp037":
        scores = [1.0 if char.isalnum() or char in ' ,;."\n' else -1.0 for char in text]
    return sum(scores) / max(1, len(scores)) if scores else -9.0


def _merit(before: str, char: str, encoding: str) -> float:
    """Say how natural it is to find `char` after `before`."""
    category = unicodedata.category(char)
    if category in ("Cc", "Co", "Cn"):
        return -3.0
    if not category.startswith("L"):
        return _MERITS_OF_SIGNS.get(category, -1.0)
    if encoding in _EVERYDAY:
        # Hangul and kana are sounds: they only come out where the encoding is the right one.
        everyday = 1.4 if "\u3040" <= char < "\u3100" or "\uac00" <= char < "\ud7a4" else 1.2
        return everyday if _is_everyday(char, encoding) else -0.5
    return _merit_of_letter(before, char, is_upper=category == "Lu")


def _merit_of_letter(before: str, char: str, *, is_upper: bool) -> float:
    is_latin = char < "\u0250"
    if before.isalpha() and is_latin != (before < "\u0250"):
        return -1.0
    if is_latin and before > "\x7f" and before.isalpha():
        return -0.5
    return -0.8 if is_upper and before.islower() else 1.0


def _is_everyday(char: str, encoding: str) -> bool:
    charset, leads = _EVERYDAY[encoding]
    try:
        return char.encode(charset)[0] in leads
    except UnicodeEncodeError:
        return False
