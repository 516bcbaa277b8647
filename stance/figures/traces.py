"""Points, lines, words and axes, as plotly takes them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from stance.figures.palette import GRID, INK, MUTED, PAPER

FONT = (
    "'Inter Variable', system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans SC', 'Noto Sans KR',"
    " 'Noto Sans JP', sans-serif"
)
QUIET = {"zeroline": False, "showgrid": False, "fixedrange": True}
"""An axis without lines that stays as it is."""

Figure = dict[str, Any]
Trace = dict[str, Any]
Drawn = dict[str, Any]
"""A shape or an annotation of a layout."""


def points(
    x: Sequence[Any], y: Sequence[float], meant: Sequence[Any], marker: Drawn, **more: Any
) -> Trace:
    """Return points; `meant` is what the browser says and does at each."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "customdata": meant,
        "marker": marker,
        "hoverinfo": "none",
        **more,
    }


def lines(x: Sequence[Any], y: Sequence[float | None], line: Drawn, **more: Any) -> Trace:
    """Return lines, interrupted where a place is None."""
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, **more}


def words(text: str, color: str, size: int | None = 11, **place: Any) -> Drawn:
    """Return words at a place."""
    font = {"color": color} if size is None else {"size": size, "color": color}
    return {"showarrow": False, "text": text, "font": font, **place}


def plain(text: str) -> str:
    """Return a text for plotly, which reads texts as markup."""
    return escape(text, quote=False)


def left_name(*, is_above: bool, beside: float, above: float, shift: int, **more: Any) -> Drawn:
    """Return the place of a name: at the left, or above."""
    if is_above:
        return {"xref": "paper", "x": 0, "xanchor": "left", "y": above, **more}
    at = {"xref": "paper", "x": 0, "xanchor": "right", "xshift": -shift}
    return {**at, "y": beside, "yanchor": "middle"}


def plain_layout(height: int, margin: dict[str, int], *, font_size: int) -> dict[str, Any]:
    """Return what every figure's layout has."""
    return {
        "height": height,
        "margin": margin,
        "paper_bgcolor": PAPER[0],
        "plot_bgcolor": PAPER[0],
        "font": {"family": FONT, "size": font_size, "color": INK[0]},
        "hovermode": "closest",
        "showlegend": False,
    }


def time_axis(span: Sequence[str], *, size: int, n_ticks: int, **more: Any) -> dict[str, Any]:
    """Return an axis over the days of a span."""
    return {
        "type": "date",
        "range": list(span),
        "gridcolor": GRID[0],
        "tickfont": {"color": MUTED[0], "size": size},
        "zeroline": False,
        "nticks": n_ticks,
        **more,
    }
