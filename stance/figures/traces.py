"""What the parts of all figures share: points, lines and words, as plotly takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    """Return words at a place, in the figure's own size where none is given."""
    font = {"color": color} if size is None else {"size": size, "color": color}
    return {"showarrow": False, "text": text, "font": font, **place}
