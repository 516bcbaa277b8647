"""How many days a bubble stands for where statements are too many for dots."""

from __future__ import annotations

from datetime import date

import pandas as pd

MOST_BINS = 60
"""More bubbles beside each other than this would touch."""


def days_of_a_bin(coverage: pd.DataFrame) -> int:
    """Return how many days a bin spans, so that at most `MOST_BINS` stand beside each other."""
    if coverage.empty:
        return 1
    first = date.fromisoformat(str(coverage["period_start"].min()))
    last = date.fromisoformat(str(coverage["period_end"].max()))
    return max(1, -(-(last - first).days // (MOST_BINS - 1)))


def no_bins() -> pd.DataFrame:
    """Return the table of bins of a figure that draws single statements."""
    return pd.DataFrame(columns=["voice", "frame", "first", "last", "n"])
