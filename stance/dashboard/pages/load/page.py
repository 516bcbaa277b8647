"""Loading a file on one page: drop it, say what is what, see every row judged, load, undo."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, Match
from stance.dashboard.pages.load import progress, stored_loads, survey
from stance.dashboard.pages.load.background_jobs import Jobs
from stance.dashboard.pages.load.checks_and_loads import register_refused
from stance.dashboard.pages.load.format_step import format_step, radios
from stance.dashboard.pages.load.rows_step import ALIAS
from stance.dashboard.parts.callbacks import browser_callback
from stance.dashboard.parts.components import (
    button,
    button_link,
    card,
    drop_place,
    facts,
    page_head,
    ways,
)
from stance.dashboard.parts.naming import named_formats
from stance.dashboard.parts.uploads import Uploads
from stance.files.reading.registry import MOST_BYTES
from stance.records.columns import OPTIONAL, REQUIRED
from stance.store import Store

_ORDERS = (
    {"value": "", "label": "As the file proves"},
    {"value": "dmy", "label": "Day first: 03/04/2003 is 3 April 2003"},
    {"value": "mdy", "label": "Month first: 03/04/2003 is 4 March 2003"},
)
_BAD_ROW_CHOICES = (
    {"value": "nothing", "label": "Load nothing until they are mended"},
    {"value": progress.SKIP, "label": "Leave them out and load the others"},
)

_WHAT_A_FILE_HOLDS = (
    ("Required", ", ".join(REQUIRED)),
    ("Optional", ", ".join(OPTIONAL)),
    ("Dates", "2003, 2003-06, 2003-06-17, 2003-06-17~ (approximate), 2003-06-01/2003-06-17"),
    ("Other names", "any: after the file is dropped you say which column is which"),
)


def layout(store: Store, address: Address) -> Component:
    """Build the page; with `batch` in its address it begins with that load."""
    batches = store.batches()
    lead = "Every row ends as stored, duplicate or refused. Loading twice changes nothing."
    others = ways(
        button_link("Type one statement", "/statements/new"),
        button_link("Review second reports", "/review"),
        button_link("Bin", "/bin"),
    )
    return html.Div(
        [
            page_head("Load statements", lead, aside=others),
            html.P(
                "Working…", id=stored_loads.WORKING, role="status", className="note", hidden=True
            ),
            html.Div(id=stored_loads.CHANGED),
            *(
                card(stored_loads.load_view(store, one))
                for one in batches
                if one.id == address.query.batch
            ),
            card(
                _drop(),
                html.Div(id="load-said"),
                format_step(),
                html.Div(id=survey.COLUMNS),
                _order_step(),
                html.Div(id=survey.REPORT),
                button("Stop", id=progress.STOP, hidden=True),
                _actions(),
                class_name="load-card",
            ),
            card(facts(_WHAT_A_FILE_HOLDS), title="What a file holds"),
            card(
                html.Div(stored_loads.batches_view(batches), id=stored_loads.BATCHES),
                title="Earlier loads",
            ),
            *(
                dcc.Store(id=id_)
                for id_ in (
                    survey.TOKEN,
                    survey.HEADER,
                    progress.MAP,
                    progress.JOB,
                    ALIAS,
                    stored_loads.CHANGE,
                )
            ),
            dcc.Interval(id=progress.WAIT, interval=700, disabled=True),
        ]
    )


def register(app: Dash, store: Store, _match: Match, *, uploads: Uploads | None) -> None:
    """Attach looking, checking, loading, and taking back."""
    jobs = Jobs()
    survey.register_look(app, store, uploads)
    browser_callback(
        app, "recallColumns", Output(progress.MAP, "data"), Input(survey.HEADER, "data")
    )
    progress.register(app, store, uploads, jobs)
    stored_loads.register_change(app, store)
    register_refused(app, jobs, uploads)


def _drop() -> Component:
    hint = f"{named_formats()}, up to {MOST_BYTES >> 20} MB. You see every row before it is stored."
    return drop_place(
        "Drop a file here",
        hint,
        button("Choose a file", "primary", id="load-choose", data_choose="load"),
        id="load-drop",
        data_upload="load",
        data_most_bytes=str(MOST_BYTES),
    )


def _order_step() -> Component:
    choices = radios(progress.ORDER, "Order of day and month", _ORDERS)
    return html.Div(choices, id=progress.ORDER_STEP, className="step", hidden=True)


def _actions() -> Component:
    bad_rows = radios(progress.BAD_ROWS, "Rows that cannot be loaded", _BAD_ROW_CHOICES)
    why = "Two files numbered 1, 2, 3 … clash: put a short text before every id of this one."
    prefix = dmc.TextInput(
        id=progress.PREFIX,
        label="A short text before every id",
        description=why,
        placeholder="nothing",
        size="sm",
        debounce=600,
    )
    return html.Div(
        [
            html.Div(bad_rows, id=progress.BAD_ROWS_STEP),
            prefix,
            button("Load", "primary", id=progress.GO),
        ],
        id=survey.ACTIONS,
        className="actions load-actions",
        hidden=True,
    )
