"""The two sides of a shift, and what else differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from stance.analysis.shifts.evidence import IntArray
from stance.analysis.shifts.results import Companion

_MOST_LABELS = 3
_FEWEST_HOLDING = 5


@dataclass(frozen=True)
class Sides:
    """Rows of a stream before and after a date."""

    before: IntArray
    after: IntArray


def split_rows(day: IntArray, date: int, neighbours: tuple[int, int]) -> Sides:
    """Return the rows on either side of a date, up to its neighbours."""
    # Days are sorted; dates of shifts are the first days of their later sides.
    low, middle, high = np.searchsorted(day, [neighbours[0], date, neighbours[1]])
    return Sides(np.arange(low, middle), np.arange(middle, high))


def mix_change_probability(labels: Sequence[str], sides: Sides) -> float:
    """Return the probability that two sides differ in labels.

    Parameters
    ----------
    labels : sequence of str
        One per statement, such as sources or coders.
    sides : Sides
        The rows to compare, at least one on each side.

    Returns
    -------
    float
        Dirichlet-multinomial with alpha = 1/2 per label seen, two mixes against one. Labels
        held by fewer than five statements count as one: where nearly every statement has its
        own, they would always seem to have changed.

    Examples
    --------
    >>> sides = Sides(np.arange(8), np.arange(8, 16))
    >>> round(mix_change_probability(["a"] * 8 + ["b"] * 8, sides), 2)
    1.0
    >>> mix_change_probability(["a"] * 16, sides)
    0.5
    """
    before, after = (
        Counter(labels[r] for r in rows.tolist()) for rows in (sides.before, sides.after)
    )
    total = before + after
    large = sorted(name for name, n in total.items() if n >= _FEWEST_HOLDING)
    counts = np.array([[counter[name] for name in large] for counter in (before, after)])
    rest = np.array([counter.total() for counter in (before, after)]) - counts.sum(axis=1)
    if rest.any():
        counts = np.column_stack([counts, rest])
    log_odds = _log_evidence(counts[0]) + _log_evidence(counts[1])
    log_odds -= _log_evidence(counts.sum(axis=0))
    return float(1 / (1 + np.exp(-log_odds)))


def companion(what: str, labels: Sequence[str], sides: Sides) -> Companion:
    """Compare the labels on two sides of a date."""
    before, after = (_most_frequent(labels, rows) for rows in (sides.before, sides.after))
    return Companion(what, mix_change_probability(labels, sides), before, after)


def _most_frequent(labels: Sequence[str], rows: IntArray) -> tuple[tuple[str, int], ...]:
    counts = Counter(labels[row] for row in rows.tolist())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked if item[0])[:_MOST_LABELS]


def _log_evidence(counts: IntArray) -> float:
    alpha = len(counts) / 2
    n = counts.sum()
    total = (gammaln(counts + 0.5) - gammaln(0.5)).sum()
    return float(total + gammaln(alpha) - gammaln(n + alpha))
