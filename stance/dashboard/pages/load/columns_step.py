"""The load page's second step: what each column of the file is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from stance.dashboard.parts.components import attributes, button, counted, quiet, shortened
from stance.dashboard.parts.tables import framed_table
from stance.files.reading.survey import CONTENTS, EXACT, NAME, Column, Survey
from stance.records.columns import OPTIONAL, REQUIRED

Known = tuple[str, str]
"""A value that the store knows, and how it is shown."""

FILLED = ("issue", "actor")
"""Columns that may well be the same in every row, and then have no column in the file."""

_WHY = {EXACT: "its own name", NAME: "guessed from its name", CONTENTS: "guessed from its cells"}
_KEEP = "keep as extra"
_MOST_CHARACTERS = 80


def columns_view(
    seen: Survey, nonce: str, *, issues: Sequence[Known], actors: Sequence[Known]
) -> Component:
    """List the file's columns with samples and the choice of what each is."""
    rows = [_row(at, column, seen) for at, column in enumerate(seen.columns)]
    head = ("In the file", "Some of its values", "Is")
    kind = "columns-table/columns-frame"
    table = framed_table(head, rows, "Columns of the file", kind=kind)
    parts = [
        html.Summary(_title(seen)),
        quiet(_lead(seen), id="load-columns-lead"),
        table,
        _fills({"issue": issues, "actor": actors}),
        html.P("", id="load-missing", role="status"),
        button("Use these columns", "primary" if seen.needs_a_look else "", id="load-use"),
    ]
    return html.Details(
        parts,
        open=seen.needs_a_look,
        className="step",
        id="load-columns-step",
        **attributes(data_nonce=nonce),
    )


def header_of(seen: Survey, nonce: str) -> dict[str, Any]:
    """Return what the browser needs to read the choices off the page."""
    return {
        "nonce": nonce,
        "names": [column.name for column in seen.columns],
        "exact": [_exact(column) for column in seen.columns],
        "required": list(REQUIRED),
        "sure": not seen.needs_a_look,
    }


def _exact(column: Column) -> str:
    return column.guess.ours if column.guess.rests_on == EXACT else ""


def _title(seen: Survey) -> str:
    n = counted(len(seen.columns), "column")
    if seen.kind != "statements":
        return f"{n}: a file of {seen.kind}"
    if not seen.needs_a_look:
        return f"{n}: the required ones have our names"
    return f"What is what? Please look at the {n}"


def _lead(seen: Survey) -> str:
    if not seen.needs_a_look:
        return "Change one if it is not what its name says; what is not ours is kept as extra."
    return (
        f"Every row needs {', '.join(REQUIRED[:-1])} and {REQUIRED[-1]}. Guesses are only "
        "guesses: correct them, then go on. Your choice is remembered for files with this header."
    )


def _row(at: int, column: Column, seen: Survey) -> Component:
    name = column.name.strip() or "(no name)"
    chosen = column.guess.ours if seen.needs_a_look else _exact(column)
    hint = _WHY.get(column.guess.rests_on, "") if chosen else ""
    if column.guess.ours and not chosen:
        hint = f"may be {column.guess.ours}"
    samples = [
        html.Li(shortened(sample, _MOST_CHARACTERS), dir="auto") for sample in column.samples
    ]
    values = html.Ul(samples) if samples else html.Span("empty", className="quiet")
    choice = [_select(at, name, chosen), html.Span(hint, className="quiet why")]
    return html.Tr(
        [
            html.Th(shortened(name, _MOST_CHARACTERS), scope="row", title=name),
            html.Td(values),
            html.Td(choice),
        ]
    )


def _select(at: int, name: str, chosen: str) -> Component:
    def options(names: Sequence[str]) -> list[Component]:
        return [html.Option(ours, value=ours, selected=ours == chosen) for ours in names]

    keep = html.Option(_KEEP, value="", selected=not chosen)
    groups = [
        html.Optgroup(options(REQUIRED), label="Required"),
        html.Optgroup(options(OPTIONAL), label="Optional"),
    ]
    return html.Select(
        [keep, *groups],
        className="select",
        **attributes(
            data_column_at=str(at),
            aria_label=f"What is the column {shortened(name, _MOST_CHARACTERS)}?",
        ),
    )


def _fills(known: dict[str, Sequence[Known]]) -> Component:
    """Offer one value for all rows where the file has no such column."""
    rows = []
    for name in FILLED:
        list_id, field_id = f"load-known-{name}", f"load-fill-{name}"
        options = [html.Option(value=value, label=label) for value, label in known[name][:500]]
        choices = html.Datalist(options, id=list_id)
        field = dcc.Input(id=field_id, type="text", list=list_id, className="text-input")
        label = html.Label([f"No column has the {name}. The same in every row: ", field])
        rows.append(html.Div([label, choices], id=f"{field_id}-row", hidden=True))
    return html.Div(rows, className="fills")
