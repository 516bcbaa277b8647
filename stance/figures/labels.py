"""The words and rules of a timeline."""

from __future__ import annotations

from stance.figures.dimensions import SHIFT_ROWS, Measures, Shape
from stance.figures.lanes import Lane, Lanes
from stance.figures.palette import GRID, MUTED, RULE
from stance.figures.shares import Line, line_names
from stance.figures.traces import Drawn, left_name, plain, words
from stance.records import NONE, StatementQuery

_MOST_LABEL = 24


def lane_rules(
    lanes: Lanes, shape: Measures, *, across: tuple[float, float] = (0, 1), yref: str = "y"
) -> list[Drawn]:
    """Rule every lane at 0% and, where it has shares, at 100%."""
    left, right = across
    base = {"type": "line", "xref": "paper", "x0": left, "x1": right, "yref": yref}
    base["layer"] = "below"
    nought, full = {"color": RULE[0], "width": 1}, {"color": GRID[0], "width": 1, "dash": "dot"}
    rules = []
    for place, lane in enumerate(lanes.drawn):
        heights = [(shape.share(place, 0), nought)]
        if lane.frame != NONE:
            heights.append((shape.share(place, 1), full))
        rules += [{**base, "y0": y, "y1": y, "line": line} for y, line in heights]
    return rules


def lane_labels(lanes: Lanes, lines: dict[str, list[Line]], shape: Shape) -> list[Drawn]:
    """Return the name of every lane, and each line's last share."""
    found = []
    for place, lane in enumerate(lanes.drawn):
        found.append(_lane_label(lane, place, shape))
        found += _end_labels(lane, place, lines.get(lane.frame, []), shape)
    return found


def lane_names(lanes: Lanes, *, yref: str, is_narrow: bool) -> list[Drawn]:
    """Return the lane names of one panel of several."""
    labels = []
    for place, lane in enumerate(lanes.drawn):
        heights = {"beside": -place - 0.5, "above": -place - 0.01}
        at = left_name(is_above=is_narrow, **heights, shift=12, yanchor="top")
        labels.append(words(_bold(lane), lane.style.ink, 12, yref=yref, **at))
    return labels


def _lane_label(lane: Lane, place: int, shape: Shape) -> Drawn:
    told = f"{lane.n_with:,} of {lane.n_all:,}" if lane.frame != NONE else ""
    small = f"<span style='color:{MUTED[0]};font-size:11px'>{told}</span>"
    at = left_name(
        is_above=shape.is_narrow, beside=-place - 0.5, above=-place - 0.01, shift=14, yanchor="top"
    )
    if shape.is_narrow:
        return words(f"{_bold(lane)}  {small}", lane.style.ink, None, yref="y", **at)
    text = f"{_bold(lane)}<br>{small}" if told else _bold(lane)
    return words(text, lane.style.ink, None, yref="y", align="right", **at)


def _end_labels(lane: Lane, place: int, lines: list[Line], shape: Shape) -> list[Drawn]:
    """Return each line's last share, at the right."""
    if not lines:
        return []
    end = max(line.steps[-1].next_start for line in lines)
    rising = sorted(lines, key=lambda line: line.steps[-1].share)
    # The lowest label stands on its lane's rule, not across it.
    lowest = shape.share(place, 0) + 7 / shape.lane
    wanted = [max(shape.share(place, line.steps[-1].share), lowest) for line in rising]
    heights = _apart(wanted, 12 / shape.lane)
    names = line_names(lines)
    return [
        words(
            f"{line.steps[-1].share:.0%} {_short(names[line])}".strip(),
            lane.style.ink,
            x=end,
            xref="x2",
            xanchor="left",
            xshift=3,
            y=round(height, 4),
            yref="y",
            yanchor="middle",
        )
        for line, height in zip(rising, heights, strict=True)
    ]


def _apart(heights: list[float], least: float) -> list[float]:
    """Raise rising heights until they stand apart."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else height)
    return placed


def coverage_label(query: StatementQuery, shape: Shape) -> Drawn:
    """Return the name of the strip below."""
    top = shape.coverage_top
    at = left_name(
        is_above=shape.is_narrow, beside=top / 2, above=top, shift=14, xshift=0, yanchor="bottom"
    )
    text = f"{query.unit.value.capitalize()}s per {query.period.value}"
    return words(text, MUTED[0], yref="paper", **at)


def strip_names(shape: Shape) -> list[Drawn]:
    """Return the names of the strip's rows."""
    if not shape.has_strip:
        return []
    middle = (shape.shift_row(0) + shape.shift_row(SHIFT_ROWS - 1)) / 2
    named = [
        ("Tested shifts", middle, shape.shift_row(0)),
        ("▲ Claimed, ▽ denied", shape.contests, shape.contests + 9),
    ]
    labels = []
    for text, beside, above in named:
        heights = {"beside": beside, "above": above}
        at = left_name(is_above=shape.is_narrow, **heights, shift=14, yanchor="bottom", yshift=7)
        labels.append(words(text, MUTED[0], yref="y3", **at))
    return labels


def _bold(lane: Lane) -> str:
    return f"<b>{_short(lane.label)}</b>"


def _short(label: str) -> str:
    return plain(label if len(label) <= _MOST_LABEL else label[: _MOST_LABEL - 1].rstrip() + "…")
