"""Filling a fresh store with the founding example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stance.analysis.wordings.codebook import read_codebook
from stance.files.reading.drafts import ReadOptions
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.loading.results import LoadResult
from stance.records import StatementQuery
from stance.store import Store


@dataclass(frozen=True, slots=True)
class Demo:
    """The files of the founding example."""

    codebook: bytes
    statements: bytes


def needs_demo(store: Store, demo: Demo) -> bool:
    """Whether nothing was ever stored, or filling with the demo was broken off half way."""
    if store.is_fresh():
        return True
    issues = [issue.slug for issue in store.issues()]
    has_any = store.batches() or store.count(StatementQuery()).n_statements
    return not has_any and issues == [read_codebook(demo.codebook).issue]


def load_demo(store: Store, demo: Demo, *, at: datetime) -> LoadResult:
    """Put the founding example into a store: its codebook, then its statements."""
    apply_codebook(store, demo.codebook, at=at)
    return load_file(store, demo.statements, "demo/statements.csv", ReadOptions(), at=at)
