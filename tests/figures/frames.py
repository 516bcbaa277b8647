"""Small tables by hand for the figures' tests."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stance.figures.bubbles import no_bins
from stance.figures.timeline import canvas_of, timeline_figure
from stance.records import Codebook, Frame, StatementQuery

MARK_COLUMNS = [
    *("id", "utterance", "issue", "actor", "voice", "mode", "date", "first", "middle", "last"),
    *("frames", "coded_by", "speaker", "source", "text", "language", "summary"),
]
COVERAGE_COLUMNS = ["issue", "actor", "voice", "period", "period_start", "period_end", "n"]
SERIES_COLUMNS = [
    *COVERAGE_COLUMNS[:-1],
    *("frame", "n_statements", "n_with_frame", "share", "share_low", "share_high"),
    "codebook_version",
]

BOOK = Codebook(
    issue="dolphins",
    title="Dolphins",
    version=1,
    frames=(Frame("illegal", "Illegal"), Frame("humane", "Humane"), Frame("never", "Never said")),
)


def mark(
    id_: str,
    day: str,
    frames: str,
    *,
    voice: str = "own",
    utterance: str = "",
    last: str = "",
    language: str = "en",
) -> tuple[str, ...]:
    """Return one row of a table of marks."""
    ends = (day, day, last or day)
    who = ("dolphins", "Norway", voice, "direct_quote", day)
    told = (f"words of {id_}", language, f"what {id_} says")
    return (id_, utterance or id_, *who, *ends, frames, "person", "Liv", "VG", *told)


def marks_of(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Return a table of marks."""
    return pd.DataFrame(list(rows), columns=MARK_COLUMNS)


def series_of(
    counts: dict[int, dict[str, tuple[int, int]]], *, actor: str = "Norway"
) -> pd.DataFrame:
    """Return the series of one actor from {year: {frame: (with, of)}}."""
    rows = [
        (*_key(actor, year), frame, n, k, k / n, max(0, k / n - 0.2), min(1, k / n + 0.2), 1)
        for year, frames in counts.items()
        for frame, (k, n) in frames.items()
    ]
    return pd.DataFrame(rows, columns=SERIES_COLUMNS)


def coverage_of(counts: dict[int, int]) -> pd.DataFrame:
    """Return how much each year rests on."""
    rows = [(*_key("Norway", year), n) for year, n in counts.items()]
    return pd.DataFrame(rows, columns=COVERAGE_COLUMNS)


def _key(actor: str, year: int) -> tuple[str, ...]:
    return "dolphins", actor, "own", str(year), f"{year}-01-01", f"{year}-12-31"


def timeline(query: StatementQuery, codebook: Codebook, **given: Any) -> dict[str, Any]:
    """Draw a timeline from the ground up."""
    tables = {"bins": no_bins()} | given
    canvas = canvas_of(query, codebook, **tables)
    drawn = {name: tables[name] for name in ("marks", "coverage", "bins")}
    return timeline_figure(query, codebook, canvas, **drawn)
