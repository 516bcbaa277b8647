"""The load page's first step: how the file is cut into cells, with every choice it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.pages.load.sent_choices import ENCODINGS, SEPARATOR_NAMES
from stance.dashboard.parts.components import attributes
from stance.files.reading.encodings import Choice
from stance.files.reading.formats import SHEETS
from stance.files.reading.registry import FORMATS
from stance.files.reading.survey import Survey

STEP = "load-reading"
SAID = "load-reading-said"
FORMAT = "load-format"
ENCODING = "load-encoding"
SEPARATOR = "load-separator"
SEPARATOR_BOX = "load-separator-box"
SHEET = "load-sheet"
SHEET_BOX = "load-sheet-box"

CONTROLS = {"format_": FORMAT, "encoding": ENCODING, "separator": SEPARATOR, "sheet": SHEET}
"""The choices of this step, by the names that `reading_of` takes."""

Options = list[dict[str, Any]]


def format_step() -> Component:
    """Lay the step out, empty; its choices are filled in for each file."""
    choices = [
        _select(FORMAT, "Format"),
        html.Div(_select(SEPARATOR, "Columns are parted by"), id=SEPARATOR_BOX),
        html.Div(_select(SHEET, "Sheet"), id=SHEET_BOX, hidden=True),
    ]
    parts = [
        html.Summary("Read as", id=SAID),
        html.Div(choices, className="actions"),
        radios(ENCODING, "Encoding of the text"),
    ]
    return html.Details(parts, id=STEP, className="step", hidden=True)


def radios(id_: str, label: str, options: Sequence[Mapping[str, Any]] = ()) -> Component:
    """Let one of several be chosen, the first at the start."""
    value = options[0]["value"] if options else ""
    group: Component = dmc.RadioGroup(
        id=id_, label=label, children=radio_choices(options), value=value
    )
    return html.Div(group, id=f"{id_}-box", className="choices")


def radio_choices(options: Sequence[Mapping[str, Any]]) -> list[Component]:
    """Draw the choices of `radios`."""
    return [dmc.Radio(label=one["label"], value=one["value"], size="xs") for one in options]


def format_options(found: str) -> Options:
    """List the formats, first the one that was found."""
    return [_as_found(found.upper()), *(_option(one, one.upper()) for one in FORMATS)]


def separator_options(seen: Survey | None) -> Options:
    """List what may part columns; nothing where the format has no such thing."""
    if seen is None or not seen.table.separator:
        return [_as_found("")]
    found = SEPARATOR_NAMES.get(seen.table.separator, repr(seen.table.separator))
    return [_as_found(found), *(_option(one, name) for one, name in SEPARATOR_NAMES.items())]


def sheet_options(seen: Survey | None) -> Options:
    """List the sheets of a spreadsheet."""
    names = seen.table.sheets if seen else ()
    return [_as_found(seen.table.sheet if seen else ""), *(_option(name, name) for name in names)]


def encoding_options(seen: Survey) -> Options:
    """List common encodings, first the one that was found."""
    found = _as_found(ENCODINGS.get(seen.table.encoding, seen.table.encoding.upper()))
    return [found, *(_option(value, label) for value, label in ENCODINGS.items())]


def ranked_options(choices: Sequence[Choice]) -> Options:
    """List the encodings that can read a refused file, each with what a line then says."""
    options = []
    for choice in choices:
        name = html.B(ENCODINGS.get(choice.encoding, choice.encoding))
        sample = html.Q(choice.sample, dir="auto", className="sample")
        label = html.Span([name, sample], className="choice")
        options.append({"value": choice.encoding, "label": label})
    return options


def summary_of(seen: Survey) -> str:
    """Say in a line how a file was read."""
    parts = [f"Read as {seen.format.upper()}"]
    if seen.table.sheet:
        parts.append(f"sheet {seen.table.sheet}")
    if seen.table.encoding and seen.format not in SHEETS:
        parts.append(ENCODINGS.get(seen.table.encoding, seen.table.encoding.upper()))
    if seen.table.separator:
        parts.append(
            f"columns parted by {SEPARATOR_NAMES.get(seen.table.separator, 'another sign')}"
        )
    return " · ".join(parts)


def _as_found(found: str) -> dict[str, Any]:
    return _option("", f"As found: {found}" if found else "As found")


def _option(value: str, label: str) -> dict[str, Any]:
    return {"value": value, "label": label}


def _select(id_: str, label: str) -> Component:
    select: Component = dmc.Select(
        id=id_,
        label=label,
        data=[_as_found("")],
        value="",
        allowDeselect=False,
        size="sm",
        **attributes(data_step="reading"),
    )
    return select
