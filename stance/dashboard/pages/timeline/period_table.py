"""The shares behind the lines, as a table: a row a period, a column a frame."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from dash import html
from dash.development.base_component import Component

from stance.analysis.table_rows import rows_of
from stance.dashboard.parts.components import frame_chip, quiet
from stance.dashboard.parts.naming import VOICES, frame_labels
from stance.dashboard.parts.tables import framed_table, number_cell
from stance.figures.palette import styles
from stance.records import Codebook, Voice

_MOST_ROWS = 400
_GROUP = ["actor", "voice", "period"]
_COLUMNS = (*_GROUP, "frame", "n_statements", "n_with_frame", "share", "share_low", "share_high")


def period_table(series: pd.DataFrame, codebook: Codebook | None, unit: str) -> Component | None:
    """Give what the lines and bands show; frames that never occur are left out."""
    used = series[series.groupby("frame")["n_with_frame"].transform("sum") > 0]
    if used.empty:
        return None
    frames = list(dict.fromkeys(used["frame"]))
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    totals: dict[tuple[str, ...], int] = {}
    for actor, voice, period, frame, n, n_with, share, low, high in rows_of(used, _COLUMNS):
        key = (str(actor), str(voice), str(period))
        totals[key] = int(n)
        cells.setdefault(key, {})[str(frame)] = f"{n_with:,}, {share:.0%} ({low:.0%} to {high:.0%})"
    rows = [_row(key, totals[key], cells[key], frames) for key in list(cells)[:_MOST_ROWS]]
    head = _head(frames, codebook, unit)
    said = "Shares by period, with 90% intervals"
    more = f" The first {_MOST_ROWS} of {len(cells):,} rows; all are in series.csv."
    lead = "What the lines and bands show. A period without statements has no row."
    told = quiet(lead + more if len(cells) > _MOST_ROWS else lead)
    table = framed_table(head, rows, said, kind="periods")
    return html.Section([html.H2(said), told, table], className="below")


def _head(frames: list[str], codebook: Codebook | None, unit: str) -> list[str | Component]:
    labels = frame_labels(codebook)
    looks = styles(codebook.frame_ids if codebook else frames)
    names = ("Actor", "Voice", "Period", f"{unit.capitalize()}s")
    chips = [frame_chip(labels.get(one, one), looks.get(one)) for one in frames]
    return [*names, *(html.Th(chip, scope="col", className="plain-chip") for chip in chips)]


def _row(key: tuple[str, ...], n: int, shares: Mapping[str, str], frames: list[str]) -> Component:
    actor, voice, period = key
    return html.Tr(
        [
            html.Td(actor),
            html.Td(VOICES[Voice(voice)]),
            html.Th(period, scope="row"),
            number_cell(n),
            *(number_cell(shares.get(frame, "")) for frame in frames),
        ]
    )
