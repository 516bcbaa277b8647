"""From counts by period to shares with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from stance.analysis.table_rows import rows_of
from stance.records.dates import Period
from stance.store.counts import SeriesCounts

_GROUP = ["issue", "actor", "voice", "period"]


def jeffreys_interval(
    n_with: NDArray[np.int64], n: NDArray[np.int64], *, level: float = 0.9
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Jeffreys interval of shares.

    Parameters
    ----------
    n_with, n : ndarray of int, same shape
        How many carry the frame, of how many; every `n` at least 1.
    level : float, default 0.9
        Probability inside the interval, half of the rest on either side.

    Returns
    -------
    low, high : ndarray of float
        Quantiles of Beta(n_with + 1/2, n - n_with + 1/2); 0 where none has it and 1 where
        all have it.

    Examples
    --------
    >>> low, high = jeffreys_interval(np.array([0, 5]), np.array([5, 5]))
    >>> float(low[0]), float(high[1])
    (0.0, 1.0)
    """
    tail = (1 - level) / 2
    low = betaincinv(n_with + 0.5, n - n_with + 0.5, tail)
    high = betaincinv(n_with + 0.5, n - n_with + 0.5, 1 - tail)
    return np.where(n_with == 0, 0.0, low), np.where(n_with == n, 1.0, high)


def coverage_table(counts: SeriesCounts, period: Period) -> pd.DataFrame:
    """Return how many statements each period holds; one without any has no row."""
    ordered = _in_order(counts.totals)
    places = _places([row[:-1] for row in ordered], period)
    return pd.DataFrame({**places, "n": np.array([row[-1] for row in ordered], dtype=np.int64)})


def series_table(
    counts: SeriesCounts,
    *,
    period: Period,
    frames: Mapping[str, Sequence[str]],
    versions: Mapping[str, int | None],
) -> pd.DataFrame:
    """Return the rows of series.csv: one a period and frame."""
    # A frame that nobody used has zeros.
    with_frame = {tuple(cell): n for *cell, n in rows_of(counts.frames, [*_GROUP, "frame", "n"])}
    cells = [
        (issue, actor, voice, key, frame, n)
        for issue, actor, voice, key, n in _in_order(counts.totals)
        for frame in frames.get(issue, ())
    ]
    n = np.array([cell[-1] for cell in cells], dtype=np.int64)
    n_with = np.array([with_frame.get(cell[:-1], 0) for cell in cells], dtype=np.int64)
    low, high = jeffreys_interval(n_with, n)
    return pd.DataFrame(
        {
            **_places([cell[:4] for cell in cells], period),
            "frame": [cell[4] for cell in cells],
            "n_statements": n,
            "n_with_frame": n_with,
            "share": np.round(n_with / n, 6),
            "share_low": np.round(low, 6),
            "share_high": np.round(high, 6),
            "codebook_version": pd.Series([versions.get(cell[0]) for cell in cells]),
        }
    )


def _in_order(totals: pd.DataFrame) -> list[tuple[Any, ...]]:
    return sorted(rows_of(totals, [*_GROUP, "n"]))


def _places(groups: Sequence[tuple[Any, ...]], period: Period) -> dict[str, list[str]]:
    """Return the first columns of a table: whose, and which days."""
    days = {key: period.bounds(key) for key in {group[3] for group in groups}}
    return {
        "issue": [group[0] for group in groups],
        "actor": [group[1] for group in groups],
        "voice": [group[2] for group in groups],
        "period": [period.label(group[3]) for group in groups],
        "period_start": [days[group[3]][0].isoformat() for group in groups],
        "period_end": [days[group[3]][1].isoformat() for group in groups],
    }
