"""Looking through a part of a workbook: for a pattern first, then element by element."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from xml.parsers import expat

_CHUNK = 1 << 20
_OVERLAP = 64


def holds(archive: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a pattern of few bytes stands in a part, which is known sooner than by a walk."""
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if pattern.search(before + chunk):
                return True
            before = chunk[-_OVERLAP:]
    return False


def walk(
    archive: zipfile.ZipFile,
    part: str,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Walk through a part as far as it is sound; the reader of workbooks judges what is damaged."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    with suppress(expat.ExpatError), archive.open(part) as stream:
        parser.ParseFile(stream)
