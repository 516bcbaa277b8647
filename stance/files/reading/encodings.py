"""Bytes to text: a byte mark, then strict UTF-8, then the analyst decides; never a guess."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TextIO

from stance.errors import FileRefused
from stance.phrases import Phrase, Sentence

_CHUNK = 1 << 20
# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMED = re.compile(
    r"ascii|utf-(8|16|32)(-sig|-le|-be)?|iso8859-\d+|cp\d+|mac-\w+|koi8-\w|gb\w+|big5\w*"
    r"|shift_jis\w*|euc_\w+|iso2022_\w+|johab|tis-620|ptcp154|hz"
)
_SHIFTED = re.compile(rb"\x1b[$(][@-J]")


@dataclass(frozen=True, slots=True)
class Choice:
    """An encoding that can read the file, and what a piece of it then says."""

    encoding: str
    sample: str


class NotEncoded(FileRefused):
    """A text in an encoding that must be named, with the choices, the likeliest first."""

    def __init__(self, reason: str, found: list[Choice], *, line: int) -> None:
        self.why = reason
        self.choices = tuple(found)
        samples = ", ".join(f"{choice.encoding} ({choice.sample!r})" for choice in found)
        ask: str = "No usual encoding reads it: save it as UTF-8 and load that."
        if found:
            ask = Sentence(Phrase.NAME_ENCODING, samples=samples)
        super().__init__(Sentence(reason, " ", ask), line=line)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file's bytes with the encoding that is known to read all of them."""

    content: bytes
    encoding: str
    n_skipped: int = 0
    note: str = ""

    def text(self) -> str:
        """Return the whole text."""
        return str(memoryview(self.content)[self.n_skipped :], self.encoding)

    def open(self) -> TextIO:
        """Return the text as a stream that keeps every line end as it is."""
        stream = io.BytesIO(self.content)
        stream.seek(self.n_skipped)
        return io.TextIOWrapper(stream, encoding=self.encoding, newline="")


def recognise(content: bytes, named: str = "") -> Encoded:
    """Find out how a file is encoded; raise FileRefused with ranked choices if it cannot be."""
    found_marks = ((mark, name) for mark, name in _MARKS if content.startswith(mark))
    mark, marked = next(found_marks, (b"", ""))
    encoding = _as_named(named, marked) if named else marked or "utf-8"
    is_guess = not named and not marked
    if is_guess and (wide := _wide(content)):
        reason = "the file looks like UTF-16 without a byte mark."
        raise NotEncoded(reason, choices(content, 0, only=wide), line=1)
    bad = _first_bad(content, len(mark), encoding)
    if bad is not None:
        byte = f"byte 0x{content[bad]:02x} at offset {bad}" if bad < len(content) else "the end"
        reason = f"{byte} is not {encoding.upper()}, so the text would be garbled."
        raise NotEncoded(reason, choices(content, bad), line=1 + n_line_ends(content[:bad]))
    if is_guess and (shift := _SHIFTED.search(content)):
        reason = "the file holds the shift marks of a 7-bit encoding."
        at = shift.start()
        ways = choices(content, at, only=("iso2022_jp", "iso2022_kr"))
        raise NotEncoded(reason, ways, line=1 + n_line_ends(content[:at]))
    note = "" if encoding == "utf-8" else f"Read as {encoding.upper()}, by its byte mark."
    note = f"Read as {encoding}, as chosen." if named else note
    return Encoded(content, encoding, len(mark), note)


def _as_named(named: str, marked: str) -> str:
    encoding = _codec(named)
    if marked and not marked.startswith(encoding):
        reason = f"the file begins with the byte mark of {marked.upper()}, not of {named}."
        raise FileRefused(Sentence(reason, " ", Phrase.LEAVE_ENCODING_OUT), line=1)
    if not marked and encoding in ("utf-16", "utf-32"):
        # Without a mark Python would take the byte order of the machine it runs on.
        return f"{encoding}-le"
    return marked or encoding


def _codec(named: str) -> str:
    try:
        name = codecs.lookup(named.strip()).name
    except (LookupError, ValueError):
        name = ""
    if _NAMED.fullmatch(name) is None:
        examples = "utf-8, cp1252, cp1251, gb18030, big5, shift_jis, euc_kr, utf-16-le"
        raise FileRefused(f"{named[:40]!r} is no encoding known here. Some are: {examples}.")
    return name.removesuffix("-sig")


def _first_bad(content: bytes, start: int, encoding: str) -> int | None:
    """Return the offset of the first byte that the encoding cannot read; None if it reads all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    at = start
    try:
        while at < len(content):
            chunk = content[at : at + _CHUNK]
            at += len(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # The error counts from bytes that the decoder may have kept from the chunk before.
        return max(start, at - len(error.object) + error.start)
    return None


def _wide(content: bytes) -> tuple[str, ...]:
    """Return the byte orders of UTF-16 that a pattern of NULs speaks for."""
    sample = content[:4096]
    if len(sample) < 4 or len(content) % 2:
        return ()
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) // 2 or min(even, odd) * 4 > max(even, odd):
        return ()
    return ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")


def n_line_ends(text: str | bytes) -> int:
    """Count the ends of lines: line feeds, carriage returns, or both as one."""
    if isinstance(text, str):
        return text.count("\n") + text.count("\r") - text.count("\r\n")
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


# --- choices for the analyst: nothing is decided here --------------------------------------

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
