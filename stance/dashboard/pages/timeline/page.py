"""The timeline of an issue: the finding, the figure, and the same rows as a table."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.answers.timeline import Timeline, answer_timeline
from stance.dashboard.frame import shell
from stance.dashboard.frame.address import Address, Match
from stance.dashboard.frame.arrival import arrive, read_sent
from stance.dashboard.pages.timeline.overlay import marks_over
from stance.dashboard.pages.timeline.period_table import period_table
from stance.dashboard.parts import figure_card, statement_rows
from stance.dashboard.parts.callbacks import Answer, browser_callback, page_callback
from stance.dashboard.parts.captions import HOW_TO_READ, caption, lead, nothing, uncoded
from stance.dashboard.parts.components import attributes, button, button_link, grid_theme, note
from stance.dashboard.parts.naming import LINKS_OUT
from stance.errors import StanceError
from stance.figures.timeline import NOTHING, timeline_figure
from stance.store import Store

_ADDRESS = "timeline-address"
_TITLE = "timeline-title"
_LEAD = "timeline-lead"
_DRAWING = "timeline-drawing"
_GRAPH = "timeline-graph"
_GRID = "timeline-grid"
_TABLE = "timeline-table"
_CAPTION = "timeline-caption"
_NOTE = "timeline-note"
_VIEW = "timeline-view"
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
    parts = [
        _hint(),
        html.Header([words, tabs], className="page-head"),
        html.Div(id=_NOTE),
        html.Div(className="skeleton", **attributes(aria_hidden="true")),
        html.Div(figure_card.empty_graph(_GRAPH), id="timeline-chart"),
        html.Div(id=_TABLE, hidden=True),
        html.Div(id=_TESTED, className="tested"),
        figure_card.foot("timeline"),
        figure_card.how_to_read(HOW_TO_READ),
        *(dcc.Store(id=id_) for id_ in (_DRAWING, _LINKS, _MARKS)),
    ]
    return html.Section(parts, id="timeline-card", className="card figure is-waiting")


def _hint() -> Component:
    """Tell a first visitor what can be done; the browser remembers that it was read."""
    said = "Every dot is a statement: open one to see its words and its source."
    slash, escape = (html.Kbd(key, className="key") for key in ("/", "Esc"))
    keys: list[Component | str] = [
        " Drag over the chart to look closer. ",
        slash,
        " searches everything, ",
        escape,
        " closes.",
    ]
    told = html.P([said, html.Span(keys, className="wide-only")])
    read = button("Got it", "small", id="hint-read")
    return html.Div([told, read], id="timeline-hint", className="hint no-print", hidden=True)


def register(app: Dash, store: Store, match: Match) -> None:
    """Attach the callbacks that follow the address, and what the browser does with the answers."""

    @page_callback(
        app,
        outputs={
            "title": Output(_TITLE, "children"),
            "lead": Output(_LEAD, "children"),
            "drawing": Output(_DRAWING, "data"),
            "table": Output(_TABLE, "children"),
            "caption": Output(_CAPTION, "children"),
            "note": Output(_NOTE, "children"),
            "links": Output(_LINKS, "data"),
        },
        inputs={"asked": Input(_ADDRESS, "data")},
        refused=_refusal,
        running=shell.busy(shell.slot_of("timeline")),
    )
    def follow(asked: Any) -> Answer:
        with store.snapshot():
            address = arrive(store, match, asked)
            shown = answer_timeline(store, address.query, is_narrow=address.is_narrow)
        return _parts(shown, address)

    # A search for shifts can take seconds: the figure does not wait for what is laid over it.
    @page_callback(
        app,
        outputs={"marks": Output(_MARKS, "data"), "told": Output(_TESTED, "children")},
        inputs={"drawn": Input("timeline-drawn", "data")},
        # The figure must not say for ever that it is being tested.
        refused=lambda _problem, given: {
            "marks": {"address": given["drawn"], **NOTHING},
            "told": [],
        },
    )
    def lay_over(drawn: Any) -> Answer:
        with store.snapshot():
            address = read_sent(store, match, drawn)
            marks, told = marks_over(store, address.query, is_narrow=address.is_narrow)
        return {"marks": {"address": drawn, **marks} if marks else None, "told": told}

    figure_card.register_source(
        app, store, "timeline", lambda drawn: [read_sent(store, match, drawn).query]
    )
    _register_browser(app)


def _parts(shown: Timeline, address: Address) -> Answer:
    """Return what the page shows of an answer, by the names of its places."""
    ground = (shown.query, shown.codebook, shown.canvas)
    drawing = timeline_figure(*ground, marks=shown.marks, coverage=shown.coverage, bins=shown.bins)
    return {
        "title": shown.finding,
        "lead": lead(shown),
        "drawing": figure_card.packed(drawing),
        # The table's script is large: it comes with the first table that is asked for.
        "table": _table(shown, address) if address.state.view == "table" else None,
        "caption": caption(shown),
        "note": uncoded(shown) if shown.count.n_statements else nothing(shown),
        # The ends of each link between drawn statements, and a line of words for its dot.
        "links": [
            [
                one.link.from_id,
                one.link.to_id,
                f"{LINKS_OUT[one.link.type]} {one.actor}, {one.date}",
            ]
            for one in shown.links
        ],
    }


def _register_browser(app: Dash) -> None:
    wires = (Output(_GRAPH, "figure"), Input(_DRAWING, "data"), Input(shell.THEME, "data"))
    browser_callback(app, "dress", *wires, State("shell-twins", "data"))
    browser_callback(app, "layOver", Input(_MARKS, "data"))
    browser_callback(app, "pickRow", Input(_GRID, "cellClicked"))
    browser_callback(app, "keepLinks", Input(_LINKS, "data"))
    browser_callback(app, "setView", Input(_VIEW, "value"))


def _table(shown: Timeline, address: Address) -> list[Component]:
    """Return what is drawn: statements, or the bins that stand for them, and the shares."""
    rows = statement_rows.bin_rows(shown) if shown.bin_days else statement_rows.mark_rows(shown)
    columns = (
        statement_rows.bin_columns()
        if shown.bin_days
        else statement_rows.mark_columns(is_narrow=address.is_narrow)
    )
    grid = dag.AgGrid(
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
        dashGridOptions={"theme": grid_theme(), "rowHeight": 54, "animateRows": False},
        style={"height": "min(70vh, 720px)"},
    )
    shares = period_table(shown.series, shown.codebook, shown.query.unit)
    return [grid, *([shares] if shares else [])]


def _refusal(problem: StanceError, _given: Any) -> Answer:
    way = button_link("Overview", "/")
    told = note("These filters cannot be used", str(problem), way, kind="bad")
    empty: Answer = {"lead": "", "drawing": None, "table": None, "caption": "", "links": []}
    return {"title": "This page cannot be shown", "note": told, **empty}
