"""The figure of a comparison of two sides: each frame's share on either, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stance.figures.markup import plain
from stance.figures.palette import GRID, INK, MUTED, PAPER, FrameStyle
from stance.figures.timeline import FONT
from stance.figures.traces import Drawn, Trace, lines, points, words

Figure = dict[str, Any]

_ROW, _NARROW_ROW = 46, 66
_APART = 0.17


@dataclass(frozen=True, slots=True)
class FrameSides:
    """A frame's share on the first and on the second side: share, low, high, and k of n."""

    label: str
    style: FrameStyle
    first: tuple[float, float, float, str]
    second: tuple[float, float, float, str]


def spans_figure(pairs: Sequence[FrameSides], *, is_narrow: bool = False) -> Figure:
    """Draw a row a frame: the first side hollow, the second filled, bars for the intervals."""
    rows = list(enumerate(pairs))
    traces = [_links(pairs)]
    for place, pair in rows:
        traces.append(_mark(pair, -place + _APART, pair.first, is_second=False))
        traces.append(_mark(pair, -place - _APART, pair.second, is_second=True))
    return {
        "data": traces,
        "layout": {
            "height": (_NARROW_ROW if is_narrow else _ROW) * max(len(pairs), 1) + 64,
            "margin": {"l": 14 if is_narrow else 176, "r": 24, "t": 34, "b": 20},
            "paper_bgcolor": PAPER[0],
            "plot_bgcolor": PAPER[0],
            "font": {"family": FONT, "size": 13, "color": INK[0]},
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "xaxis": {
                "range": [-0.02, 1.02],
                "tickformat": ".0%",
                "side": "top",
                "gridcolor": GRID[0],
                "zeroline": False,
                "fixedrange": True,
                "tickfont": {"color": MUTED[0], "size": 12},
            },
            "yaxis": {
                "range": [-len(pairs) + 0.4, 0.7],
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
                "showticklabels": False,
            },
            "annotations": [_label(pair, place, is_narrow=is_narrow) for place, pair in rows],
        },
    }


def _links(pairs: Sequence[FrameSides]) -> Trace:
    """Return dotted lines between both shares of each frame."""
    x = [end for pair in pairs for end in (pair.first[0], pair.second[0], None)]
    y = [end for place in range(len(pairs)) for end in (-place + _APART, -place - _APART, None)]
    return lines(x, y, {"color": MUTED[0], "width": 1, "dash": "dot"}, hoverinfo="skip")


def _mark(
    pair: FrameSides, height: float, side: tuple[float, float, float, str], *, is_second: bool
) -> Trace:
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


def _label(pair: FrameSides, place: int, *, is_narrow: bool) -> Drawn:
    at: Drawn = (
        {"x": 0, "xanchor": "left", "yanchor": "bottom", "yshift": 14}
        if is_narrow
        else {"x": 0, "xanchor": "right", "xshift": -12, "yanchor": "middle"}
    )
    name = f"<b>{plain(pair.label)}</b>"
    return words(name, pair.style.ink, 13, xref="paper", yref="y", y=-place, **at)
