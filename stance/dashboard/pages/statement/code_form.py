"""Giving a statement frames and a score as a person."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from stance.dashboard.parts.components import button, folded, quiet
from stance.records import NONE, Codebook, Entry

FRAMES = "code-frames"
SCORE = "code-stance"
SAVE = "code-save"
SHOWN = "code-stance-shown"
"""Keeps the score that the form began with: one left alone is not written again."""
FILLED = "code-frames-filled"
"""Keeps the frames that were ticked for somebody: ticks that differ are their own."""


def code_form(entry: Entry, codebook: Codebook | None) -> Component:
    """Ask for this person's frames, which are filled in once the name is known."""
    said = entry.statement
    score = "" if said.stance is None else f"{said.stance:g}"
    told = (
        "Your frames take the place of those you gave before; other coders' stay. "
        "No tick takes yours back."
    )
    fields = [
        stance_field(SCORE, codebook, score),
        dcc.Store(id=SHOWN, data=score),
        button("Save", "primary", id=SAVE),
    ]
    return folded(
        "Code it",
        quiet(told),
        frame_boxes(FRAMES, frame_choices(codebook, entry)),
        dcc.Store(id=FILLED, data=[]),
        html.Div(fields, className="hand-fields"),
    )


def frame_boxes(id_: str, choices: Sequence[Component], *, label: str = "Frames") -> Component:
    """Ask for frames by boxes."""
    boxes: Component = dmc.CheckboxGroup(
        id=id_, label=label, value=[], children=html.Div(list(choices), className="frame-boxes")
    )
    return boxes


def frame_choices(codebook: Codebook | None, entry: Entry | None = None) -> list[Component]:
    """List the frames that may be given: the codebook's, else those given already, and none."""
    if codebook is not None:
        pairs = [(frame.id, frame.label, frame.definition) for frame in codebook.frames]
        pairs += [(id_, f"{id_} (retired)", "") for id_ in codebook.retired]
    else:
        given = sorted({coding.frame for coding in entry.codings} - {NONE}) if entry else []
        pairs = [(id_, id_, "") for id_ in given]
    pairs.append((NONE, "No frame applies", ""))
    return [
        dmc.Checkbox(value=id_, label=label, description=definition or None, size="sm", radius="sm")
        for id_, label, definition in pairs
    ]


def stance_field(id_: str, codebook: Codebook | None, value: str) -> Component:
    """Ask for a score from -2 to 2, with the codebook's names of the ends."""
    ends = (codebook.stance_min, codebook.stance_max) if codebook else ("", "")
    told = f"-2 {ends[0]} … 2 {ends[1]}" if all(ends) else "From -2 to 2, or empty"
    field: Component = dmc.TextInput(
        id=id_, label="Stance", description=told, value=value, size="sm"
    )
    return field
