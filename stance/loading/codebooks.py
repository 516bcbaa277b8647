"""Storing a codebook: checked, then applied to every statement of its issue."""

from __future__ import annotations

from datetime import datetime

from stance.analysis.wordings.codebook import read_codebook
from stance.analysis.wordings.finder import compile_finder
from stance.records import Codebook
from stance.store import Store
from stance.store.plans import Applied, Progress, no_progress


def apply_codebook(
    store: Store, content: bytes, *, at: datetime, progress: Progress = no_progress
) -> tuple[Codebook, Applied]:
    """Check a codebook file, store it as the next version and code its statements anew."""
    codebook = read_codebook(content)
    find = compile_finder(codebook)
    return codebook, store.apply_codebook(codebook, find, at=at, progress=progress)
