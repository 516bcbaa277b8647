"""Tested shifts on a timeline: a band, a line, a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from stance.figures.dimensions import SHIFT_ROWS, Shape
from stance.figures.lanes import Lanes
from stance.figures.palette import COVERAGE, INK, MUTED, PAPER
from stance.figures.traces import Drawn, plain, words

Reach = tuple[float, float]
"""From where to where a label goes, in pixels from the left."""

# A label's place is chosen before its figure has a width: these are the least it can have.
_WIDE, _NARROW = 560, 320

WAITING = "waiting"
"""The name of the note that stands until a search has ended."""

_CHARACTER = 6.3
_ROOM = 10


@dataclass(frozen=True, slots=True)
class FrameBand:
    """When one frame moved, in days of its own."""

    frame: str
    day: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class ShiftBand:
    """A shift as a timeline shows it."""

    day: str
    low: str
    high: str
    label: str
    short: str  # said where there is no room for the label
    told: str
    href: str  # where a click on the label leads
    is_sure: bool
    moves: tuple[FrameBand, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """What a label says, and where it stands."""

    text: str
    row: int
    shift: float


def shift_shapes(bands: Sequence[ShiftBand], lanes: Lanes, shape: Shape) -> list[Drawn]:
    """Draw every shift, across the figure and in its lanes."""
    return [one for band in bands for one in (*_across(band), *_in_lanes(band, lanes, shape))]


def shift_labels(bands: Sequence[ShiftBand], shape: Shape, span: tuple[str, str]) -> list[Drawn]:
    """Label shifts under the lanes, as far as there is room."""
    first, last = (date.fromisoformat(day).toordinal() for day in span)
    width = _NARROW if shape.is_narrow else _WIDE
    taken: list[list[Reach]] = [[] for _ in range(SHIFT_ROWS)]
    labels = []
    for band in sorted(bands, key=lambda band: (not band.is_sure, band.day)):
        part = (date.fromisoformat(band.day).toordinal() - first) / max(last - first, 1)
        placed = _room_for(band, width * part, width, taken)
        if placed is not None:
            labels.append(_label(band, placed, shape))
    return labels


def strip_note(text: str, shape: Shape, span: tuple[str, str], *, href: str = "") -> Drawn:
    """Return a sentence where labels would stand."""
    at = {"x": span[0], "xanchor": "left", "xshift": 4, "y": shape.shift_row(0)}
    return _words(text, MUTED[0]) | at | ({"name": href, "captureevents": True} if href else {})


def waiting_note(shape: Shape, span: tuple[str, str]) -> list[Drawn]:
    """Say that the search is under way."""
    if not shape.has_strip:
        return []
    return [strip_note("being tested …", shape, span) | {"name": WAITING}]


def _across(band: ShiftBand) -> Iterable[Drawn]:
    tall = {"xref": "x2", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    yield {
        **tall,
        "type": "rect",
        "x0": band.low,
        "x1": band.high,
        "fillcolor": COVERAGE[0],
        "opacity": 0.2 if band.is_sure else 0.12,
        "line": {"width": 0},
    }
    line = {"color": INK[0] if band.is_sure else MUTED[0], "width": 1.5 if band.is_sure else 1}
    dashed = {} if band.is_sure else {"dash": "dash"}
    yield {**tall, "type": "line", "x0": band.day, "x1": band.day, "line": {**line, **dashed}}


def _in_lanes(band: ShiftBand, lanes: Lanes, shape: Shape) -> Iterable[Drawn]:
    """Draw in each frame's lane when that frame moved."""
    # Not always when the mix did: what is told of a frame is its own.
    places = {lane.frame: (place, lane.style) for place, lane in enumerate(lanes.drawn)}
    for move in band.moves:
        if move.frame not in places:
            continue
        place, style = places[move.frame]
        foot, head = round(shape.share(place, 0), 4), round(-place - shape.head - 0.02, 4)
        base = {"type": "line", "xref": "x2", "yref": "y", "layer": "below"}
        # The frame's own range along the foot of its lane, and its own day across it.
        along = {"x0": move.low, "x1": move.high, "y0": foot, "y1": foot}
        yield {**base, **along, "line": {"color": style.ink, "width": 5}, "opacity": 0.55}
        ink = {"color": style.ink, "width": 2, **({} if band.is_sure else {"dash": "dash"})}
        yield {**base, "x0": move.day, "x1": move.day, "y0": foot, "y1": head, "line": ink}


def _room_for(
    band: ShiftBand, at: float, width: float, taken: list[list[Reach]]
) -> LabelSpot | None:
    """Find a place where a label meets no other."""
    # Beside the line is best; across it, pushed into the figure, is better than nowhere.
    for text in (band.label, band.short):
        long = len(text) * _CHARACTER + _ROOM
        pushed = min(max(at - long / 2, 0.0), width - long)
        for start in (at, at - long, pushed):
            for row, beside in enumerate(taken):
                reach = (start, start + long)
                if _is_free(reach, width, beside):
                    beside.append(reach)
                    return LabelSpot(text, row, start - at)
    return None


def _is_free(reach: Reach, width: float, taken: Sequence[Reach]) -> bool:
    inside = reach[0] >= 0 and reach[1] <= width
    return inside and all(reach[1] <= low or reach[0] >= high for low, high in taken)


def _label(band: ShiftBand, place: LabelSpot, shape: Shape) -> Drawn:
    is_across = -_ROOM > place.shift > _ROOM - len(place.text) * _CHARACTER
    is_left = place.shift < 0 and not is_across
    return {
        **_words(place.text, INK[0] if band.is_sure else MUTED[0]),
        "x": band.day,
        "xanchor": "right" if is_left else "left",
        "xshift": -4 if is_left else 4 + round(place.shift),
        "y": shape.shift_row(place.row),
        "name": band.href,
        "captureevents": True,
        "hovertext": plain(band.told).replace("\n", "<br>"),
        **({"bgcolor": PAPER[0]} if is_across else {}),
    }


def _words(text: str, ink: str) -> Drawn:
    return words(plain(text), ink, xref="x2", yref="y3", yanchor="middle")
