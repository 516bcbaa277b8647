"""What a statement weighs where others copy it or repeat it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stance.analysis.shifts.evidence import FloatArray, IntArray
from stance.analysis.shifts.stream import Stream

# The rest form one stratum together: many strata of two or three statements, multiplied, would
# make a shift out of chance.
FEWEST_PER_STRATUM = 10
"""Statements a source or tag value must hold to be a stratum of its own."""


@dataclass(frozen=True)
class Robustness:
    """How the counts were weighted and split."""

    design_effect: float  # ``1 + (n_bar - 1) ICC`` in dates, 1 where those of a date do not agree
    persistence: float  # the lag-1 agreement r between dates that is left after the best cuts
    weight: float  # of one statement: ``(1 - r) / (1 + r) / design_effect``
    stratified_by: str  # "source", "stratum" or empty
    n_strata: int


@dataclass(frozen=True)
class Strata:
    """Stratum of each statement, and what they are strata of."""

    codes: IntArray
    stratified_by: str

    @property
    def n_strata(self) -> int:
        """Number of strata."""
        return int(self.codes.max(initial=0)) + 1


def choose_strata(stream: Stream) -> Strata:
    """Split by the tag the analyst named, else by large sources."""
    named = stream.strata is not None
    labels = stream.strata if named else stream.sources
    if labels is not None and len(stream):
        codes = np.unique(np.asarray(labels, dtype=np.str_), return_inverse=True)[1]
        large = np.bincount(codes) >= FEWEST_PER_STRATUM
        if named or large.sum() >= 2:
            pooled = np.where(large, np.cumsum(large) - 1, large.sum())
            return Strata(pooled[codes].astype(np.int64), "stratum" if named else "source")
    return Strata(np.zeros(len(stream), dtype=np.int64), "")


def assess(values: FloatArray, date: IntArray, segment: IntArray, strata: Strata) -> Robustness:
    """Measure agreement in and between dates: what one weighs.

    Parameters
    ----------
    values : ndarray, shape (n_statements, n_columns)
        Indicators of the frames, or scores, in order of time.
    date : ndarray of int, shape (n_statements,)
        Date of each statement, numbered from 0 without holes.
    segment : ndarray of int, shape (n_statements,)
        Segment of each statement, from 0: between the changes found so far.
    strata : Strata
        Levels are taken per stratum and segment, so that neither a real shift nor a
        change of source counts as agreement.

    Notes
    -----
    The intraclass correlation is the analysis-of-variance estimate pooled over frames [1]_.

    References
    ----------
    .. [1] L. Kish, Survey Sampling (1965), section 5.4.
    """
    if not values.size:
        return Robustness(1.0, 0.0, 1.0, strata.stratified_by, strata.n_strata)
    group = segment * strata.n_strata + strata.codes
    residual = values - group_means(values, group)[group]
    n_groups = len(np.unique(group))
    effect = _design_effect(residual, date, n_groups)
    persistence = _persistence(residual, date, n_groups)
    weight = (1 - persistence) / (1 + persistence) / effect
    return Robustness(effect, persistence, weight, strata.stratified_by, strata.n_strata)


def _design_effect(residual: FloatArray, date: IntArray, n_groups: int) -> float:
    size = np.bincount(date)
    n, n_dates = len(date), len(size)
    between_df, within_df = n_dates - n_groups, n - n_dates
    if between_df < 1 or within_df < 1:
        return 1.0
    sums = _sums(residual, date)
    between_ss = float((sums**2 / size[:, None]).sum())
    between = between_ss / between_df
    within = (float((residual**2).sum()) - between_ss) / within_df
    typical = (n - (size**2).sum() / n) / (n_dates - 1)
    spread = between + (typical - 1) * within
    correlation = float((between - within) / spread) if spread > 0 else 0.0
    return 1.0 + (float((size**2).sum()) / n - 1) * min(max(correlation, 0.0), 1.0)


def _persistence(residual: FloatArray, date: IntArray, n_groups: int) -> float:
    sums = _sums(residual, date)
    n_dates, square = len(sums), float((sums**2).sum())
    if square <= 0 or n_dates < 3:
        return 0.0
    agreement = float((sums[1:] * sums[:-1]).sum()) / square
    # Taking out the mean of each group makes independent dates look opposed by 1/n a group.
    agreement += n_groups / n_dates
    # A quarter of its standard error is let pass as noise: less costs detection in short
    # series, more lets persistence through (bench/shifts.py prints both).
    noise = 0.25 / np.sqrt(n_dates)
    return float(min(max(agreement - noise, 0.0), 0.9))


def _sums(values: FloatArray, group: IntArray) -> FloatArray:
    return np.stack([np.bincount(group, weights=column) for column in values.T], axis=1)


def group_means(values: FloatArray, group: IntArray) -> FloatArray:
    """Return the mean of each column in each group."""
    return _sums(values, group) / np.maximum(np.bincount(group), 1)[:, None]
