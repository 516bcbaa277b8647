"""Files to drafts: one module a format, one rule a column, one door (`read_file`)."""

from __future__ import annotations

from stance.files.reading.drafts import (
    CodingDraft,
    Draft,
    FileRead,
    LinkDraft,
    ReadOptions,
    StatementDraft,
)
from stance.files.reading.registry import FORMATS, MOST_BYTES, read_file

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "CodingDraft",
    "Draft",
    "FileRead",
    "LinkDraft",
    "ReadOptions",
    "StatementDraft",
    "read_file",
]
