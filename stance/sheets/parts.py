"""Walking through a part of a workbook, element by element."""

from __future__ import annotations

import zipfile
from typing import Protocol
from xml.parsers import expat


class Reading(Protocol):
    """What takes note of the elements of a part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def end(self, name: str) -> None:
        """End an element."""

    def text(self, text: str) -> None:
        """Take text inside an element."""


def walk(archive: zipfile.ZipFile, part: str, reading: Reading) -> None:
    """Walk through a part as far as it is sound; the reader of workbooks judges what is damaged."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError:
        return
