"""Looking through a part of a workbook: for a pattern first, then element by element."""

from __future__ import annotations

import re
import zipfile
from typing import Protocol
from xml.parsers import expat

_CHUNK = 1 << 20
_OVERLAP = 64


class PartReader(Protocol):
    """What takes note of the elements of a part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def end(self, name: str) -> None:
        """End an element."""

    def text(self, text: str) -> None:
        """Take text inside an element."""


def holds(archive: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a pattern of few bytes stands in a part, which is known sooner than by a walk."""
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if pattern.search(before + chunk):
                return True
            before = chunk[-_OVERLAP:]
    return False


def walk(archive: zipfile.ZipFile, part: str, reader: PartReader) -> None:
    """Walk through a part as far as it is sound; the reader of workbooks judges what is damaged."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError:
        return
