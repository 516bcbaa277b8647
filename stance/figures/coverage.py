"""The bars below a timeline: statements per period."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures.palette import COVERAGE, MUTED
from stance.figures.traces import QUIET, Trace

_DAY = 86_400_000
"""A day in milliseconds, the unit of widths on a time axis."""


def coverage_trace(coverage: pd.DataFrame) -> Trace:
    """Draw one bar a period, all actors and voices together."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for label, start, end, n in rows_of(coverage, ("period", "period_start", "period_end", "n")):
        counts[str(start), str(end), str(label)] += n
    periods = sorted(counts.items())
    days = [
        (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
        for (start, end, _), _ in periods
    ]
    return {
        "type": "bar",
        "x": [start for (start, _, _), _ in periods],
        "y": [n for _, n in periods],
        "width": [n_days * _DAY * 0.86 for n_days in days],
        "offset": [n_days * _DAY * 0.07 for n_days in days],
        "customdata": [
            ["period", start, end, f"{label}: {n:,}"] for (start, end, label), n in periods
        ],
        "marker": {"color": COVERAGE[0], "line": {"width": 0}},
        "hoverinfo": "none",
        "showlegend": False,
        "xaxis": "x",
        "yaxis": "y2",
    }


def count_axis(most: int, *, size: int, **more: Any) -> dict[str, Any]:
    """Return the axis of the bars, at their right."""
    return {
        **QUIET,
        "side": "right",
        "tickvals": count_ticks(most),
        "tickformat": ",d",
        "tickfont": {"color": MUTED[0], "size": size},
        **more,
    }


def count_ticks(most: int) -> list[int]:
    """Return one or two round counts up to the largest one."""
    # Nothing is counted in halves, and zero stands at the foot, where the years are written.
    steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
    step = next(step for step in steps if step * 2.5 >= most)
    return [count for count in (step, 2 * step) if count <= most]
