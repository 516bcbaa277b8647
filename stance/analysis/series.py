"""From counts by period to shares with their intervals; gaps stay gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from stance.dates import Period
from stance.store import SeriesCounts

_GROUP = ["issue", "actor", "voice", "period"]


def jeffreys_interval(
    n_with: NDArray[np.int64], n: NDArray[np.int64], *, level: float = 0.9
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Jeffreys interval of shares.

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
    """Give what each period rests on: one row a period that holds statements, in time order.

    Parameters
    ----------
    counts : SeriesCounts
        What the store counted.
    period : Period
        The division that the counts' keys belong to.

    Returns
    -------
    DataFrame
        issue, actor, voice, period (its label), period_start, period_end (ISO days), n.
    """
    ordered = counts.totals.sort_values(_GROUP, kind="stable").reset_index(drop=True)
    keys = [int(key) for key in ordered["period"]]
    bounds = [period.bounds(key) for key in keys]
    return pd.DataFrame(
        {
            "issue": ordered["issue"],
            "actor": ordered["actor"],
            "voice": ordered["voice"],
            "period": [period.label(key) for key in keys],
            "period_start": [first.isoformat() for first, _ in bounds],
            "period_end": [last.isoformat() for _, last in bounds],
            "n": ordered["n"],
        }
    )


def series_table(
    counts: SeriesCounts,
    *,
    period: Period,
    frames: Mapping[str, Sequence[str]],
    versions: Mapping[str, int | None],
) -> pd.DataFrame:
    """Give the rows of series.csv: one a period that holds statements and frame.

    Parameters
    ----------
    counts : SeriesCounts
        What the store counted.
    period : Period
        The division that the counts' keys belong to.
    frames : mapping of issue to frame ids
        Which frames have rows, in this order; a frame nobody used has zeros.
    versions : mapping of issue to int or None
        The codebook version behind each issue's frames.

    Returns
    -------
    DataFrame
        The columns of series.csv; shares between 0 and 1 with their 90% Jeffreys interval.
    """
    n_with = {
        tuple(key): n
        for *key, n in counts.frames[[*_GROUP, "frame", "n"]].itertuples(index=False, name=None)
    }
    ordered = counts.totals.sort_values(_GROUP, kind="stable")
    rows = [
        (*group, frame, n, n_with.get((*group, frame), 0), versions.get(group[0]))
        for *group, n in ordered[[*_GROUP, "n"]].itertuples(index=False, name=None)
        for frame in frames.get(group[0], ())
    ]
    columns = [*_GROUP, "frame", "n_statements", "n_with_frame", "codebook_version"]
    return _with_shares(pd.DataFrame(rows, columns=columns), period)


def _with_shares(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    keys = [int(key) for key in table["period"]]
    n_with = table["n_with_frame"].to_numpy(dtype=np.int64)
    n = table["n_statements"].to_numpy(dtype=np.int64)
    low, high = jeffreys_interval(n_with, n)
    return pd.DataFrame(
        {
            "issue": table["issue"],
            "actor": table["actor"],
            "voice": table["voice"],
            "period": [period.label(key) for key in keys],
            "period_start": [period.bounds(key)[0].isoformat() for key in keys],
            "period_end": [period.bounds(key)[1].isoformat() for key in keys],
            "frame": table["frame"],
            "n_statements": n,
            "n_with_frame": n_with,
            "share": np.round(n_with / n, 6),
            "share_low": np.round(low, 6),
            "share_high": np.round(high, 6),
            "codebook_version": table["codebook_version"],
        }
    )
