"""Two sides compared: each frame's share on either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.figures.palette import GRID, MUTED, FrameStyle
from stance.figures.traces import (
    QUIET,
    Figure,
    Trace,
    left_name,
    lines,
    plain,
    plain_layout,
    points,
    words,
)

Side = tuple[float, float, float, str]
"""Share, low, high, and k of n in words."""

_ROW, _NARROW_ROW = 46, 66
_APART = 0.17


@dataclass(frozen=True, slots=True)
class FrameSides:
    """A frame's share on either side."""

    label: str
    style: FrameStyle
    first: Side
    second: Side


def spans_figure(pairs: Sequence[FrameSides], *, is_narrow: bool = False) -> Figure:
    """Draw a row a frame: the first side hollow, the second filled."""
    rows = list(enumerate(pairs))
    height = (_NARROW_ROW if is_narrow else _ROW) * max(len(pairs), 1) + 64
    margin = {"l": 14 if is_narrow else 176, "r": 24, "t": 34, "b": 20}
    # Dotted lines between both shares of each frame.
    x = [end for pair in pairs for end in (pair.first[0], pair.second[0], None)]
    y = [end for place, _ in rows for end in (-place + _APART, -place - _APART, None)]
    link = {"color": MUTED[0], "width": 1, "dash": "dot"}
    traces, labels = [lines(x, y, link, hoverinfo="skip")], []
    for place, pair in rows:
        traces.append(_mark(pair, -place + _APART, pair.first, is_second=False))
        traces.append(_mark(pair, -place - _APART, pair.second, is_second=True))
        heights = {"beside": -place, "above": -place}
        at = left_name(is_above=is_narrow, **heights, shift=12, yanchor="bottom", yshift=14)
        labels.append(words(f"<b>{plain(pair.label)}</b>", pair.style.ink, 13, yref="y", **at))
    return {
        "data": traces,
        "layout": {
            **plain_layout(height, margin, font_size=13),
            "dragmode": False,
            "xaxis": {
                "range": [-0.02, 1.02],
                "tickformat": ".0%",
                "side": "top",
                "gridcolor": GRID[0],
                "zeroline": False,
                "fixedrange": True,
                "tickfont": {"color": MUTED[0], "size": 12},
            },
            "yaxis": {**QUIET, "range": [-len(pairs) + 0.4, 0.7], "showticklabels": False},
            "annotations": labels,
        },
    }


def _mark(pair: FrameSides, height: float, side: Side, *, is_second: bool) -> Trace:
    share, low, high, told = side
    bar = {
        "type": "data",
        "symmetric": False,
        "array": [high - share],
        "arrayminus": [share - low],
        "color": pair.style.ink,
        "thickness": 2 if is_second else 1.2,
        "width": 3,
    }
    look = pair.style.marker(is_filled=is_second, outline=1.8)
    return points([share], [height], [["told", told]], {**look, "size": 11}, error_x=bar)
