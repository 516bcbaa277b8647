"""The timeline of an issue: the finding, the figure, and the same rows as a table."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.answers.timeline import Timeline, answer_timeline
from stance.dashboard.frame import browser, shell
from stance.dashboard.frame.address import Address, NoPage, read_sent
from stance.dashboard.frame.page import Page
from stance.dashboard.pages.timeline.contests import contests
from stance.dashboard.pages.timeline.overlay import marks_over
from stance.dashboard.pages.timeline.period_table import period_table
from stance.dashboard.parts.captions import READING, caption, lead, nothing, uncoded
from stance.dashboard.parts.components import attributes, button_link, grid_theme, note
from stance.dashboard.parts.figure_card import (
    empty_graph,
    foot,
    how_to_read,
    packed,
    register_source,
)
from stance.dashboard.parts.statement_rows import (
    Column,
    Row,
    bin_columns,
    bin_rows,
    mark_columns,
    mark_rows,
)
from stance.errors import StanceError
from stance.figures.overlay import NOTHING
from stance.figures.timeline import timeline_figure
from stance.store import Store

_ADDRESS = "timeline-address"
_CARD = "timeline-card"
_TITLE = "timeline-title"
_LEAD = "timeline-lead"
_DRAWING = "timeline-drawing"
_GRAPH = "timeline-graph"
_GRID = "timeline-grid"
_TABLE = "timeline-table"
_CAPTION = "timeline-caption"
_NOTE = "timeline-note"
_VIEW = "timeline-view"
_FITTED = "timeline-fitted"
_LINKS = "timeline-links"
_MARKS = "timeline-marks"
_TESTED = "timeline-tested"


def layout(_store: Store, _address: Address) -> Component:
    """Lay out the page once; the figure, table and words follow the address."""
    tabs = dmc.SegmentedControl(
        id=_VIEW,
        data=[{"value": "chart", "label": "Chart"}, {"value": "table", "label": "Table"}],
        value="chart",
        size="sm",
        className="no-print",
        attributes={"root": {"aria-label": "Chart or table"}},
    )
    words = html.Div([html.H1(id=_TITLE), html.P(id=_LEAD, className="lead")])
    return html.Section(
        [
            _hint(),
            html.Header([words, tabs], className="page-head"),
            html.Div(id=_NOTE),
            html.Div(className="skeleton", **attributes(aria_hidden="true")),
            html.Div(empty_graph(_GRAPH), id="timeline-chart"),
            html.Div(id=_TABLE, hidden=True),
            html.Div(id=_TESTED, className="tested"),
            foot("timeline"),
            how_to_read(READING),
            dcc.Store(id=_DRAWING),
            dcc.Store(id=_FITTED),
            dcc.Store(id=_LINKS),
            dcc.Store(id=_MARKS),
        ],
        id=_CARD,
        className="card figure is-waiting",
    )


def _hint() -> Component:
    """Tell a first visitor what can be done; the browser remembers that it was read."""
    said = "Every dot is a statement: open one to see its words and its source."
    keys = html.Span(
        [
            " Drag over the chart to look closer. ",
            html.Kbd("/", className="key"),
            " searches everything, ",
            html.Kbd("Esc", className="key"),
            " closes.",
        ],
        className="wide-only",
    )
    button = html.Button("Got it", type="button", id="hint-read", className="button small")
    return html.Div(
        [html.P([said, keys]), button],
        id="timeline-hint",
        className="hint no-print",
        hidden=True,
    )


def register(app: Dash, store: Store) -> None:
    """Attach the callback that follows the address, and what the browser does with its answer."""

    @app.callback(
        Output(_TITLE, "children"),
        Output(_LEAD, "children"),
        Output(_DRAWING, "data"),
        Output(_TABLE, "children"),
        Output(_CAPTION, "children"),
        Output(_NOTE, "children"),
        Input(_ADDRESS, "data"),
        running=shell.busy(shell.room_of("timeline")),
        prevent_initial_call=True,
    )
    def follow(asked: Any) -> tuple[Any, ...]:
        try:
            address, is_narrow = _read(store, asked)
            return _answer(store, address, is_narrow=is_narrow)
        except StanceError as problem:
            return "This page cannot be shown", "", None, None, "", _refusal(problem)

    register_source(app, store, "timeline", lambda drawn: [_read(store, drawn)[0].query])
    _register_links(app, store)
    _register_marks(app, store)
    _register_browser(app)


def _register_links(app: Dash, store: Store) -> None:
    """Attach what the drawn statements deny or claim, asked for once the figure stands."""

    @app.callback(
        Output(_LINKS, "data"), Input("timeline-drawn", "data"), prevent_initial_call=True
    )
    def find_links(drawn: Any) -> list[list[str]]:
        try:
            return contests(store, _read(store, drawn)[0].query)
        except StanceError:
            return []


def _register_marks(app: Dash, store: Store) -> None:
    """Attach shifts, claims and denials: a search can take seconds, the figure does not wait."""

    @app.callback(
        Output(_MARKS, "data"),
        Output(_TESTED, "children"),
        Input("timeline-drawn", "data"),
        prevent_initial_call=True,
    )
    def lay_over(drawn: Any) -> tuple[Any, Any]:
        try:
            address, is_narrow = _read(store, drawn)
            marks, told = marks_over(store, address.query, is_narrow=is_narrow)
        except StanceError:
            marks, told = NOTHING, []
        return {"address": drawn, **marks} if marks else None, told


def _answer(store: Store, address: Address, *, is_narrow: bool) -> tuple[Any, ...]:
    shown = answer_timeline(store, address.query)
    drawing = timeline_figure(
        shown.query,
        shown.codebook,
        marks=shown.marks,
        series=shown.series,
        coverage=shown.coverage,
        bins=shown.bins if shown.bin_days else None,
        is_narrow=is_narrow,
    )
    # The table's script is large: it comes with the first table that is asked for.
    table = _table(shown) if address.state.view == "table" else None
    return (
        shown.finding,
        lead(shown),
        packed(drawing),
        table,
        caption(shown),
        uncoded(shown) if shown.count.n_statements else nothing(shown),
    )


def _register_browser(app: Dash) -> None:
    browser.attach(
        app,
        "dress",
        Output(_GRAPH, "figure"),
        Input(_DRAWING, "data"),
        Input(shell.THEME, "data"),
        State("shell-twins", "data"),
    )
    browser.attach(app, "layOver", Input(_MARKS, "data"))
    browser.attach(app, "point", Input(_GRAPH, "hoverData"))
    browser.attach(app, "pick", Input(_GRAPH, "clickData"))
    browser.attach(app, "pickRow", Input(_GRID, "cellClicked"))
    browser.attach(app, "fitTable", Output(_FITTED, "data"), Input(_GRID, "rowData"), at_start=True)
    browser.attach(app, "keepLinks", Input(_LINKS, "data"))
    browser.attach(app, "setView", Input(_VIEW, "value"))


def _read(store: Store, asked: Any) -> tuple[Address, bool]:
    return read_sent(store, _match, asked)


def _match(path: str) -> tuple[str, str, str]:
    name = Page("timeline", "/issue/{}", "", layout).name_in(path)
    if name is None:
        raise NoPage(path)
    return "timeline", "issue", name


def _table(shown: Timeline) -> list[Component]:
    """Return what is drawn: statements, or the bins that stand for them, and the shares."""
    rows = bin_rows(shown) if shown.bin_days else mark_rows(shown)
    columns = bin_columns() if shown.bin_days else mark_columns()
    shares = period_table(shown.series, shown.codebook, shown.query.unit)
    return [_grid(rows, columns), *([shares] if shares else [])]


def _grid(rows: list[Row], columns: list[Column]) -> Component:
    grid: Component = dag.AgGrid(
        id=_GRID,
        columnDefs=columns,
        rowData=rows,
        getRowId="params.data.id",
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "cellDataType": False,
        },
        dashGridOptions={
            "theme": grid_theme(),
            "rowHeight": 54,
            "animateRows": False,
        },
        style={"height": "min(70vh, 720px)"},
    )
    return grid


def _refusal(problem: StanceError) -> Component:
    return note(
        "These filters cannot be used", str(problem), button_link("Overview", "/"), kind="bad"
    )
