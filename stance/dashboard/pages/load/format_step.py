"""The load page's first step: how the file is cut into cells, with every choice it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    return _options(found.upper(), ((one, one.upper()) for one in FORMATS))


def separator_options(seen: Survey) -> Options:
    """List what may part columns; nothing where the format has no such thing."""
    found = seen.table.separator
    others = SEPARATOR_NAMES.items() if found else ()
    return _options(SEPARATOR_NAMES.get(found, found and repr(found)), others)


def sheet_options(seen: Survey) -> Options:
    """List the sheets of a spreadsheet."""
    return _options(seen.table.sheet, ((name, name) for name in seen.table.sheets))


def encoding_options(seen: Survey) -> Options:
    """List common encodings, first the one that was found."""
    found = seen.table.encoding
    return _options(ENCODINGS.get(found, found.upper()), ENCODINGS.items())


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
    table = seen.table
    if table.sheet:
        parts.append(f"sheet {table.sheet}")
    if table.encoding and seen.format not in SHEETS:
        parts.append(ENCODINGS.get(table.encoding, table.encoding.upper()))
    if table.separator:
        parts.append(f"columns parted by {SEPARATOR_NAMES.get(table.separator, 'another sign')}")
    return " · ".join(parts)


def _options(found: str, others: Iterable[tuple[str, str]] = ()) -> Options:
    first = ("", f"As found: {found}" if found else "As found")
    return [{"value": value, "label": label} for value, label in (first, *others)]


def _select(id_: str, label: str) -> Component:
    select: Component = dmc.Select(
        id=id_,
        label=label,
        data=_options(""),
        value="",
        allowDeselect=False,
        size="sm",
        **attributes(data_step="reading"),
    )
    return select
