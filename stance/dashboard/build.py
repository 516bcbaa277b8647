"""The dashboard as one app around a store: nothing global, so there can be several."""

from __future__ import annotations

from typing import Any

import plotly
from dash import Dash, Input, Output
from dash.development.base_component import Component
from flask import Flask

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame import search, shell
from stance.dashboard.frame.address import GoneStatement, Match
from stance.dashboard.frame.arrival import arrive, read_sent
from stance.dashboard.frame.page import match_any
from stance.dashboard.frame.rail import choices
from stance.dashboard.frame.refusals import answer_failures, guard_pages
from stance.dashboard.pages import pages_of
from stance.dashboard.parts.callbacks import Answer, leave_alone, page_callback
from stance.dashboard.parts.components import button_link, note
from stance.dashboard.parts.statement import read_statement, statement_view
from stance.dashboard.parts.uploads import Uploads
from stance.errors import StanceError
from stance.store import Store

# Frames need lines, dots and bars: the basic bundle holds them in a quarter of the bytes.
_PLOTLY = f"/assets/vendor/plotly-basic.min.js?m={plotly.__version__}"

# Of a font for other scripts a browser fetches the parts whose letters a page shows.
# The lists of these parts come last: no page waits for them.
_LISTS = "".join(
    f'<link rel="stylesheet" href="/assets/vendor/fonts/{script}.css?m=5.3.0">'
    for script in ("arabic", "chinese", "japanese", "korean")
)

_INDEX = f"""<!DOCTYPE html>
<html lang="en">
<head>
{{%metas%}}
<title>{{%title%}}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="preload" as="script" id="plotly-basic" href="{_PLOTLY}">
{{%css%}}
</head>
<body>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
{_LISTS}
</body>
</html>"""

_METAS = [
    {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    {"name": "color-scheme", "content": "light dark"},
]


def build_app(
    store: Store, *, assets: str, server: Flask | None = None, uploads: Uploads | None = None
) -> Dash:
    """Build the dashboard; `assets` is the absolute path of the folder with style and scripts."""
    app = Dash(
        "stance",
        server=server or Flask("stance"),  # type: ignore[arg-type]  # a Flask is what it takes
        assets_folder=assets,
        assets_path_ignore=["vendor"],
        title="Stance",
        update_title="",
        index_string=_INDEX,
        meta_tags=_METAS,
        serve_locally=True,
        suppress_callback_exceptions=True,
        add_log_handler=False,
    )
    pages = pages_of(uploads)
    app.layout = lambda: shell.frame(store, pages)
    shell.register(app)
    search.register(app, store)
    match = match_any(pages)
    _register_slots(app, store, pages, match)
    for page in pages:
        page.register(app, store, page.match)
    guard_pages(app, store, match)
    answer_failures(app)
    return app


def _register_slots(app: Dash, store: Store, pages: shell.Pages, match: Match) -> None:
    layouts = {page.key: page.layout for page in pages}

    @page_callback(
        app,
        outputs={"page": Output(shell.SLOT, "children")},
        inputs={"opened": Input(shell.OPENED, "data")},
        refused=lambda problem, _given: {"page": refused_note(problem)},
        running=shell.busy(shell.SLOT),
    )
    def open_page(opened: Any) -> Answer:
        with store.snapshot():
            address = arrive(store, match, opened)
            return {"page": layouts[address.page](store, address)}

    # Counting beside every choice takes longer than the chart, which need not wait for it.
    @page_callback(
        app,
        outputs={"rail": Output(shell.RAIL, "data")},
        inputs={"asked": Input(shell.RAIL_ADDRESS, "data")},
        refused=leave_alone,
    )
    def fill_rail(asked: Any) -> Answer:
        with store.snapshot():
            address = read_sent(store, match, asked)
            issue = address.query.issue
            codebook = codebook_or_none(store, issue) if issue else None
            facets = store.facets(address.query)
            return {"rail": choices(address.state, facets, store.issues(), codebook)}

    @page_callback(
        app,
        outputs={"aside": Output(shell.ASIDE, "children")},
        inputs={"id_": Input(shell.ASIDE_ADDRESS, "data")},
        refused=lambda problem, _given: {"aside": note("No such statement", str(problem))},
    )
    def open_aside(id_: Any) -> Answer:
        with store.snapshot():
            return {"aside": statement_view(read_statement(store, str(id_ or "")), is_page=False)}


def refused_note(problem: StanceError) -> Component:
    """Say in a page's place what was wrong with its address."""
    everything = button_link("All statements", "/statements")
    if isinstance(problem, GoneStatement):
        back = button_link(*problem.way, kind="primary")
        return note(problem.title, str(problem), back, everything, is_page=True)
    return note(
        "This page cannot be shown",
        str(problem),
        button_link("Back to the overview", "/"),
        everything,
        kind="bad",
        is_page=True,
    )
