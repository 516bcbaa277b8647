"""Bytes to text: a byte mark, then strict UTF-8, then the analyst decides; never a guess."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TextIO

from stance.errors import FileRefused
from stance.files.reading.encoding_choices import Choice, choices
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
