"""A small picture of an issue: a row of shaded cells a frame, a cell a year, without scripts."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from stance.analysis.table_rows import rows_of
from stance.dashboard.parts.components import attributes, frame_chip
from stance.dashboard.parts.naming import frame_labels
from stance.figures.palette import FrameStyle, styles
from stance.records import Codebook

_MOST_CELLS = 120


def frame_strips(series: pd.DataFrame, codebook: Codebook | None) -> Component | None:
    """Draw a row for every frame that occurs, a cell a year, fuller for a larger share."""
    if series.empty:
        return None
    told = [int(str(period)[:4]) for period in series["period"]]
    # With more years a cell would be no wider than a line: then the last ones stand.
    years = range(min(told), max(told) + 1)[-_MOST_CELLS:]
    order = list(codebook.frame_ids) if codebook else sorted(set(series["frame"]))
    looks, labels = styles(order), frame_labels(codebook)
    shares: dict[str, dict[int, float]] = {}
    for frame, period, share in rows_of(series, ("frame", "period", "share")):
        shares.setdefault(str(frame), {})[int(str(period)[:4])] = float(share)
    rows = [
        _row(labels.get(frame, frame), looks[frame], [shares[frame].get(year) for year in years])
        for frame in order
        if any(shares.get(frame, {}).values())
    ]
    ends = html.Div([html.Span(str(years[0])), html.Span(str(years[-1]))], className="strip-ends")
    return html.Div([*rows, ends], className="strips")


def _row(label: str, look: FrameStyle, shares: list[float | None]) -> Component:
    cells = [_cell(look, share) for share in shares]
    said = [share for share in shares if share is not None]
    told = f"{label}: {min(said):.0%} to {max(said):.0%} of a year's utterances"
    strip = html.Div(cells, className="strip", role="img", **attributes(aria_label=told))
    return html.Div([frame_chip(label, look), strip], className="strip-row")


def _cell(look: FrameStyle, share: float | None) -> Component:
    if share is None:
        return html.Span(className="strip-gap")
    shade: dict[str, Any] = {"--share": f"{share:.2f}"}
    return html.Span(className=f"strip-cell hue-{look.hue}", style=shade)
