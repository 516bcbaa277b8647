"""Stores of many invented statements, for measurements: loaded the way an analyst's file is."""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, date, datetime
from pathlib import Path

from db.store import open_store
from stance.files.reading.drafts import ReadOptions
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.store import Store

ISSUE = "invented-crossings"
BUSIEST = "Arland"

_ACTORS = (BUSIEST, "Borland", "Corland", "Dorland", "Eland", "Forland", "Gorland", "Horland")
_FRAMES = {
    "illegal": ("illegal crossing", "unlawful entry"),
    "security": ("national security", "public order"),
    "economic": ("economic migrants", "labour market"),
    "domestic_law": ("our domestic law", "the penal code"),
    "international_law": ("international obligations", "the convention"),
    "humanitarian": ("humanitarian spirit", "humane treatment"),
    "cooperation": ("joint consultations", "neighbourly cooperation"),
}
_MODES = ("official_text", "direct_quote", "partial_quote", "paraphrase")
_OUTLETS = tuple(f"Outlet {number}" for number in range(1, 25))
_COLUMNS = ("id", "date", "actor", "issue", "text", "voice", "mode", "language", "speaker")
_START, _DAYS = date(1990, 1, 1), 12_700
_CHUNK = 20_000


def crowded_store(folder: Path, n: int, *, seed: int = 7) -> Store:
    """Make a store of `n` statements on one issue and return it open."""
    store = open_store(f"sqlite:///{folder / f'crowd-{n}.db'}")
    store.migrate()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    apply_codebook(store, crowd_codebook().encode(), at=at)
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    for start in range(0, n, _CHUNK):
        content = crowd_csv(chance, start, min(_CHUNK, n - start))
        load_file(store, content, f"crowd-{start}.csv", ReadOptions(), at=at)
    return store


def crowd_codebook() -> str:
    """Write the codebook of the invented issue."""
    lines = [f"issue: {ISSUE}", "title: Invented crossings", "version: 1", "frames:"]
    for frame, wordings in _FRAMES.items():
        words = ", ".join(f'"{word}"' for word in wordings)
        lines += [f"  - id: {frame}", f"    label: {frame.replace('_', ' ').capitalize()}"]
        lines += [f"    wordings: {{en: [{words}]}}"]
    return "\n".join(lines) + "\n"


def crowd_csv(chance: random.Random, start: int, n: int) -> bytes:
    """Write a file of `n` invented statements, numbered from `start`."""
    told = io.StringIO()
    rows = csv.writer(told, lineterminator="\n")
    rows.writerow((*_COLUMNS, "source_publisher"))
    for number in range(start, start + n):
        day = date.fromordinal(_START.toordinal() + chance.randrange(_DAYS))
        rows.writerow((*_said(chance, number, day), chance.choice(_OUTLETS)))
    return told.getvalue().encode()


def _said(chance: random.Random, number: int, day: date) -> tuple[str, ...]:
    """Invent one statement; later ones speak of humanity more often."""
    actor = _ACTORS[min(int(chance.expovariate(0.55)), len(_ACTORS) - 1)]
    later = (day.toordinal() - _START.toordinal()) / _DAYS
    frames = [name for name in _FRAMES if chance.random() < 0.28]
    if chance.random() < later:
        frames.append("humanitarian")
    words = ", ".join(chance.choice(_FRAMES[name]) for name in dict.fromkeys(frames))
    text = f"Asked about crossings, the spokesperson referred to {words or 'earlier remarks'}"
    voice = "own" if chance.random() < 0.8 else "attributed"
    text = f"{text} (item {number})."
    mode = chance.choice(_MODES)
    speaker = f"Speaker {chance.randrange(40)}"
    return (f"c-{number}", day.isoformat(), actor, ISSUE, text, voice, mode, "en", speaker)
