"""Folded text, in which wordings are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from stance.analysis.wordings.scripts import character_class, is_unspaced
from stance.records import folded


class Kind(IntEnum):
    """The kind of script of a character; `OTHER` is in no word."""

    OTHER = 0
    SPACED = 1
    SPACED_MARK = 2
    UNSPACED = 3
    UNSPACED_MARK = 4


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text that knows where each of its characters stood."""

    text: str
    # Where the original characters of each folded one begin and end; None: at the same places.
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of a folded span in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> FoldedText:
    """Fold case, width, Unicode form and blanks.

    Quotation marks and hyphens are of one kind each, invisible characters are gone, and so is a
    line break inside a script written without spaces.

    Examples
    --------
    >>> fold("ＮＯＴ  Reﬁned").text
    'not refined'
    >>> fold("ＮＯＴ  Reﬁned").span(4, 11)
    (5, 11)
    """
    if text.isascii():
        return _one_blank(FoldedText(text.lower()))
    plain = text.translate(_SINGLE_FOLDS)
    # A character that folds to none or several was deleted, so equal length means one to one.
    if len(plain) == len(text) and unicodedata.is_normalized("NFKC", plain):
        return _one_blank(FoldedText(plain))
    return _one_blank(_folded_by_cluster(text))


def is_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end here."""
    if at <= 0 or at >= len(text):
        return True
    after = kind_of(text[at])
    if after in (Kind.SPACED_MARK, Kind.UNSPACED_MARK):
        return False
    return after != Kind.SPACED or kind_of(text[at - 1]) not in (Kind.SPACED, Kind.SPACED_MARK)


@cache
def kind_of(char: str) -> Kind:
    """Return the kind of script that a character belongs to."""
    is_mark = unicodedata.category(char)[0] == "M"
    if not is_mark and not char.isalnum():
        return Kind.OTHER
    if is_unspaced(char):
        return Kind.UNSPACED_MARK if is_mark else Kind.UNSPACED
    return Kind.SPACED_MARK if is_mark else Kind.SPACED


# --- characters --------------------------------------------------------------------------

_LINE_BREAK = "\n"
_ALIKE = {
    **dict.fromkeys("‘’‚‛ʼʻʹ´′", "'"),
    **dict.fromkeys("“”„‟«»「」『』《》〈〉〝〞〟″｢｣", '"'),
    **dict.fromkeys("‐‑⁃−﹣－", "-"),
    # A zero-width space is a place where a line may break, in any script.
    **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u200b", _LINE_BREAK),
}
_IGNORED_MARKS = ((0x34F, 0x34F), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Normalising sorts marks by insertion, so a longer run is taken in pieces.
_MOST_MARKS = 30


class _SingleFolds(dict[int, str]):
    """Each character's fold, where that is one character."""

    def __missing__(self, code: int) -> str:
        found = _fold_cluster(chr(code))
        self[code] = found if len(found) == 1 else ""
        return self[code]


_SINGLE_FOLDS = _SingleFolds()


@lru_cache(maxsize=50_000)
def _fold_cluster(cluster: str) -> str:
    visible = "".join(_ALIKE.get(char, char) for char in cluster if not _is_ignored(char))
    plain = re.sub(r"[^\S\n]", " ", folded(visible))
    return re.sub("[\ud800-\udfff]", "\ufffd", plain)


def _is_ignored(char: str) -> bool:
    if unicodedata.category(char) == "Cf":
        return char != "\u200b"
    return any(first <= ord(char) <= last for first, last in _IGNORED_MARKS)


def _folded_by_cluster(text: str) -> FoldedText:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _clusters().finditer(text):
        piece = _fold_cluster(found.group())
        pieces.append(piece)
        starts += [found.start()] * len(piece)
        ends += [found.end()] * len(piece)
    return FoldedText("".join(pieces), starts, ends)


@cache
def _clusters() -> re.Pattern[str]:
    """Find a character with all that melts into it."""
    return re.compile(rf".[{character_class(_melts)}]{{0,{_MOST_MARKS}}}", re.DOTALL)


def _melts(char: str) -> bool:
    code = ord(char)
    is_jamo = 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF or 0x3131 <= code <= 0x318E
    is_half_width = 0xFF9E <= code <= 0xFFDC
    return is_jamo or is_half_width or unicodedata.category(char)[0] == "M" or _is_ignored(char)


# --- blanks ------------------------------------------------------------------------------

_BLANKS = re.compile(r"\s{2,}|[^\S ]")


def _one_blank(source: FoldedText) -> FoldedText:
    text = source.text
    # Of the blanks only the plain one counts as printable.
    if "  " not in text and text.isprintable():
        return source
    kept: list[str] = []
    places: list[int] = []
    done = 0
    for found in _BLANKS.finditer(text):
        kept.append(text[done : found.start()])
        places += range(done, found.start())
        done = found.end()
        if not _is_inside_unspaced(text, found):
            kept.append(" ")
            places.append(found.start())
    kept.append(text[done:])
    places += range(done, len(text))
    return _moved(source, "".join(kept), places)


def _moved(source: FoldedText, text: str, places: list[int]) -> FoldedText:
    if source.starts is None or source.ends is None:
        return FoldedText(text, places, [place + 1 for place in places])
    starts, ends = source.starts, source.ends
    return FoldedText(text, [starts[place] for place in places], [ends[place] for place in places])


def _is_inside_unspaced(text: str, blanks: re.Match[str]) -> bool:
    start, end = blanks.span()
    if start == 0 or end == len(text) or _LINE_BREAK not in blanks.group():
        return False
    before, after = kind_of(text[start - 1]), kind_of(text[end])
    return before >= Kind.UNSPACED and after >= Kind.UNSPACED
