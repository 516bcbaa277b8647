"""One load of one file, and what is wrong in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """One load of one file."""

    id: int
    loaded_at: datetime
    file_name: str
    file_hash: str
    n_stored: int
    n_duplicates: int
    n_refused: int
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: line (1 is the header), column (may be empty), sentence."""

    line: int
    column: str
    reason: str
