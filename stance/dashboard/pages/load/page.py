"""Loading a file on one page: drop it, say what is what, see every row judged, load, undo."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address
from stance.dashboard.frame.browser import attach
from stance.dashboard.pages.load import jobs as load_work
from stance.dashboard.pages.load import reading, survey, undo
from stance.dashboard.pages.load.choices import options_of, reading_of
from stance.dashboard.pages.load.loaded import landed_view
from stance.dashboard.pages.load.long_work import Errand, Errands
from stance.dashboard.pages.load.report import (
    batches_view,
    checked_view,
    loaded_view,
    refused_view,
    waiting_view,
)
from stance.dashboard.parts.components import attributes, button_link, card, facts, icon, page_head
from stance.dashboard.parts.naming import named_formats
from stance.dashboard.parts.uploads import Uploads, uploaded
from stance.errors import StanceError
from stance.files.reading import MOST_BYTES
from stance.records.columns import OPTIONAL, REQUIRED
from stance.store import Store

_MAP = "load-map"
_BAD_ROWS = "load-bad-rows"
_ORDER = "load-date-order"
_ORDER_STEP = "load-order-step"
_PREFIX = "load-prefix"
_ALIAS = "load-alias"
_GO = "load-go"
_STOP = "load-stop"
_ERRAND = "load-errand"
_WAIT = "load-wait"

AT_ONCE = 1.0
"""Seconds that a page waits for work before it shows how far it is."""

_ORDERS = (
    ("", "As the file proves"),
    ("dmy", "Day first: 03/04/2003 is 3 April 2003"),
    ("mdy", "Month first: 03/04/2003 is 4 March 2003"),
)
_SKIP, _NOTHING = "skip", "nothing"
_BAD_ROW_CHOICES = (
    {"value": _NOTHING, "label": "Load nothing until they are mended"},
    {"value": _SKIP, "label": "Leave them out and load the others"},
)

_WHAT_A_FILE_HOLDS = (
    ("Required", ", ".join(REQUIRED)),
    ("Optional", ", ".join(OPTIONAL)),
    ("Dates", "2003, 2003-06, 2003-06-17, 2003-06-17~ (approximate), 2003-06-01/2003-06-17"),
    ("Other names", "any: after the file is dropped you say which column is which"),
)

_ANSWERS = (
    (survey.REPORT, "children"),
    (survey.ACTIONS, "hidden"),
    (f"{_BAD_ROWS}-step", "hidden"),
    (_ORDER_STEP, "hidden"),
    (_WAIT, "disabled"),
    (_STOP, "hidden"),
    (_ERRAND, "data"),
    (undo.BATCHES, "children"),
)
Answer = tuple[Any, ...]


def layout(store: Store, address: Address) -> Component:
    """Build the page; with `batch` in its address it begins with that load."""
    batches = store.batches()
    chosen = [batch for batch in batches if batch.id == address.query.batch]
    return html.Div(
        [
            page_head(
                "Load statements",
                "Every row ends as stored, duplicate or refused. Loading twice changes nothing.",
                aside=html.Div(
                    [
                        button_link("Type one statement", "/statements/new"),
                        button_link("Review second reports", "/review"),
                        button_link("Bin", "/bin"),
                    ],
                    className="ways",
                ),
            ),
            html.P("Working…", id=undo.WORKING, role="status", className="note", hidden=True),
            html.Div(id=undo.CHANGED),
            *(html.Section(landed_view(store, batch), className="card") for batch in chosen),
            html.Section(
                [
                    _drop(),
                    html.Div(id="load-said"),
                    reading.reading_step(),
                    html.Div(id=survey.COLUMNS),
                    _order_step(),
                    html.Div(id=survey.REPORT),
                    html.Button("Stop", type="button", id=_STOP, className="button", hidden=True),
                    _actions(),
                ],
                className="card load-card",
            ),
            card(facts(_WHAT_A_FILE_HOLDS), title="What a file holds"),
            card(html.Div(batches_view(batches), id=undo.BATCHES), title="Earlier loads"),
            *(
                dcc.Store(id=id_)
                for id_ in (survey.TOKEN, survey.HEADER, _MAP, _ERRAND, _ALIAS, undo.CHANGE)
            ),
            dcc.Interval(id=_WAIT, interval=700, disabled=True),
        ]
    )


def register(app: Dash, store: Store, *, uploads: Uploads | None = None) -> None:
    """Attach looking, checking, loading, and taking back."""
    errands = Errands()
    survey.register_look(app, store, uploads)
    attach(app, "recallColumns", Output(_MAP, "data"), Input(survey.HEADER, "data"))
    _register_check(app, store, uploads, errands)
    _register_load(app, store, uploads, errands)
    _register_follow(app, store, errands)
    undo.register_change(app, store)
    load_work.register_refused(app, errands, uploads)


# --- checking and loading ----------------------------------------------------------------


def _register_check(app: Dash, store: Store, uploads: Uploads | None, errands: Errands) -> None:
    @app.callback(
        *[Output(*answer, allow_duplicate=True) for answer in _ANSWERS],
        Input(_MAP, "data"),
        Input(_ORDER, "value"),
        Input(_PREFIX, "value"),
        Input(_ALIAS, "data"),
        State(_ERRAND, "data"),
        State(survey.TOKEN, "data"),
        State(reading.FORMAT, "value"),
        State(reading.ENCODING, "value"),
        State(reading.SEPARATOR, "value"),
        State(reading.SHEET, "value"),
        prevent_initial_call=True,
    )
    def check(columns: Any, order: Any, prefix: Any, alias: Any, *kept: Any) -> Answer:
        before, token, *chosen = kept
        if not token or not columns:
            return (no_update,) * len(_ANSWERS)
        try:
            options = options_of(reading_of(*chosen), columns, order, prefix)
            uploaded(uploads, token)
            if ctx.triggered_id == _ALIAS:
                load_work.name_actor(store, alias)
        except StanceError as problem:
            return _no_errand(problem)
        errands.stop(before, kind=load_work.CHECK)
        work = partial(load_work.check, store, uploads, load_work.Waiting(token, options))
        return _begun(store, errands.start(load_work.CHECK, work))


def _register_load(app: Dash, store: Store, uploads: Uploads | None, errands: Errands) -> None:
    @app.callback(
        *[Output(*answer, allow_duplicate=True) for answer in _ANSWERS],
        Input(_GO, "n_clicks"),
        State(_ERRAND, "data"),
        State(_BAD_ROWS, "value"),
        prevent_initial_call=True,
    )
    def load(n_clicks: Any, key: Any, bad_rows: Any) -> Answer:
        if not n_clicks:
            return (no_update,) * len(_ANSWERS)
        try:
            checked = load_work.checked_by(errands, key)
        except StanceError as problem:
            return _no_errand(problem)
        skip = bad_rows == _SKIP

        def work(progress: Any) -> object:
            return load_work.load(store, uploads, checked, skip=skip, progress=progress)

        return _begun(store, errands.start(load_work.LOAD, work))


def _register_follow(app: Dash, store: Store, errands: Errands) -> None:
    @app.callback(
        *[Output(*answer, allow_duplicate=True) for answer in _ANSWERS],
        Input(_WAIT, "n_intervals"),
        Input(_STOP, "n_clicks"),
        State(_ERRAND, "data"),
        prevent_initial_call=True,
    )
    def follow(_n_intervals: Any, _n_clicks: Any, key: Any) -> Answer:
        try:
            errand = errands.get(key)
        except StanceError as problem:
            return _no_errand(problem)
        if ctx.triggered_id == _STOP:
            errand.stopped.set()
            errand.over.wait(AT_ONCE)
        return _answer(store, errand)


def _begun(store: Store, errand: Errand) -> Answer:
    # Most files are done at once: then no progress flashes by.
    errand.over.wait(AT_ONCE)
    return _answer(store, errand)


def _answer(store: Store, errand: Errand) -> Answer:
    """Answer with how an errand ended, or how far it is."""
    if not errand.over.is_set():
        what = "Loading" if errand.kind == load_work.LOAD else "Checking"
        shown = waiting_view(what, errand.n_done, errand.n_total)
        return (shown, True, no_update, no_update, False, False, errand.key, no_update)
    if errand.problem is not None or not isinstance(errand.result, load_work.Checked):
        problem = errand.problem or StanceError("Nothing came of it.")
        return (refused_view(problem), True, no_update, False, True, True, errand.key, no_update)
    checked = errand.result
    if errand.kind == load_work.LOAD:
        batches = batches_view(store.batches())
        shown = loaded_view(store, checked, errand.key)
        is_stored = checked.loaded is not None and checked.loaded.batch is not None
        return (shown, True, True, is_stored, True, True, errand.key, batches)
    seen = checked.preview
    has_no_order = not (seen.order.order or seen.order.n_open or seen.order.is_named)
    shown = checked_view(checked, errand.key)
    is_idle = not seen.report.n_stored
    return (
        shown,
        is_idle,
        not seen.report.n_refused,
        has_no_order,
        True,
        True,
        errand.key,
        no_update,
    )


def _no_errand(problem: StanceError) -> Answer:
    return (refused_view(problem), True, no_update, no_update, True, True, None, no_update)


# --- the parts of the page ---------------------------------------------------------------


def _drop() -> Component:
    return html.Div(
        [
            icon("file"),
            html.P([html.B("Drop a file here"), " or"]),
            html.Button(
                "Choose a file",
                type="button",
                id="load-choose",
                className="button primary",
                **attributes(data_choose="load"),
            ),
            html.P(
                f"{named_formats()}, up to {MOST_BYTES >> 20} MB. "
                "You see every row before it is stored.",
                className="quiet",
            ),
        ],
        id="load-drop",
        className="drop",
        **attributes(data_upload="load", data_most_bytes=str(MOST_BYTES)),
    )


def _order_step() -> Component:
    options = [{"value": value, "label": label} for value, label in _ORDERS]
    return html.Div(
        reading.radios(_ORDER, "Order of day and month", options),
        id=_ORDER_STEP,
        className="step",
        hidden=True,
    )


def _actions() -> Component:
    return html.Div(
        [
            html.Div(
                reading.radios(_BAD_ROWS, "Rows that cannot be loaded", _BAD_ROW_CHOICES),
                id=f"{_BAD_ROWS}-step",
            ),
            dmc.TextInput(
                id=_PREFIX,
                label="A short text before every id",
                description=(
                    "Two files numbered 1, 2, 3 … clash: "
                    "put a short text before every id of this one."
                ),
                placeholder="nothing",
                size="sm",
                debounce=600,
            ),
            html.Button("Load", type="button", id=_GO, className="button primary"),
        ],
        id=survey.ACTIONS,
        className="actions load-actions",
        hidden=True,
    )
