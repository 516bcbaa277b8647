"""The list of statements: every filter, full-text search, rows that come as it is scrolled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame.address import Address, Match, read_address
from stance.dashboard.parts.addresses import new_statement_href, statements_href
from stance.dashboard.parts.callbacks import Answer, browser_callback, page_callback
from stance.dashboard.parts.captions import active
from stance.dashboard.parts.components import (
    attributes,
    button,
    button_link,
    counted,
    note,
    page_head,
    segment,
    segments,
    ways,
)
from stance.dashboard.parts.row_requests import read_block, read_length
from stance.dashboard.parts.statement_grid import GRID, answer_block, statement_grid
from stance.dashboard.parts.statement_rows import FURTHER
from stance.files.writing import FORMATS
from stance.files.writing.statements import statement_rows
from stance.filters import PageState, page_string
from stance.records import StatementQuery
from stance.records.columns import STATEMENTS
from stance.store import Store

_EXPORT = "statements-export"
_FILE = "statements-file"
_SAID = "statements-said"
_BEGUN = "statements-begun"
_ASKED = "statements-asked"
_GIVEN = "statements-given"
_CHOSEN = "statements-chosen"
_SEARCH = "statements-search"
_PLACES = "statements-places"
_LENGTH = "statements-length"
_MOST_CHOSEN = 2_000
"""Rows that can be saved by choosing them; whole lists are taken out as files."""


def layout(store: Store, address: Address) -> Component:
    """Build the page: its grid fetches the rows, in the order its address asks for."""
    state = address.state
    n = store.count(state.query)
    told = f"{counted(n.n_statements, 'statement')} in {counted(n.n_utterances, 'utterance')}"
    lead = f"{told} with “{state.query.text}”." if state.query.text else f"{told}."
    by_hand = button_link(
        "New statement", new_statement_href(state.query.issue, state.query.actors)
    )
    if not _has_rows(store, state, n.n_statements):
        head = page_head("Statements", lead, aside=html.Div(by_hand, className="head-ways"))
        return html.Section([head, _nothing(store, state)], className="card figure")
    above = html.Div([by_hand, _columns(), _order(state)], className="head-ways")
    head = page_head("Statements", lead, aside=above)
    # Where the list begins further on, nobody has counted what is left of it.
    length = None if state.after else n.n_statements
    memory = [
        dcc.Store(id=_SEARCH, data=page_string(state)),
        dcc.Store(id=_LENGTH, data=length),
        dcc.Store(id=_PLACES),
        dcc.Store(id=_CHOSEN),
        *(dcc.Store(id=id_) for id_ in (_BEGUN, _ASKED, _GIVEN)),
    ]
    grid = statement_grid(state, n.n_statements, is_narrow=address.is_narrow)
    return html.Section([head, grid, _ways(state), *memory], className="card figure")


def register(app: Dash, store: Store, match: Match) -> None:
    """Fetch rows as they are scrolled to, open one that is clicked, write chosen ones to a file."""
    browser_callback(app, "pickRow", Input(GRID, "cellClicked"))
    # A callback without an output is not called when its page comes.
    wires = (Output(_BEGUN, "data"), Input(_SEARCH, "data"))
    browser_callback(app, "beginList", *wires, at_start=True)
    browser_callback(app, "listRows", Input(_GIVEN, "data"))
    browser_callback(app, "countChosen", Output(_CHOSEN, "data"), Input(GRID, "selectedRows"))
    _register_rows(app, store, match)

    @page_callback(
        app,
        outputs={"file": Output(_FILE, "data"), "said": Output(_SAID, "children")},
        inputs={"_clicks": Input(_EXPORT, "n_clicks")},
        states={"chosen": State(_CHOSEN, "data")},
        needs="_clicks",
        refused=lambda problem, _given: {"said": f"Nothing was saved. {problem}"},
    )
    def export(_clicks: Any, chosen: Any) -> Answer:
        if not isinstance(chosen, list):
            return {}
        return {"file": _file(store, chosen), "said": ""}


def _register_rows(app: Dash, store: Store, match: Match) -> None:
    @page_callback(
        app,
        outputs={"given": Output(_GIVEN, "data"), "places": Output(_PLACES, "data")},
        inputs={"asked": Input(_ASKED, "data")},
        states={
            "search": State(_SEARCH, "data"),
            "known": State(_PLACES, "data"),
            "length": State(_LENGTH, "data"),
        },
        refused=lambda _problem, given: {
            "given": {"number": _number(given["asked"]), "refused": True},
            "places": None,
        },
    )
    def rows(asked: Any, search: Any, known: Any, length: Any) -> Answer:
        block = read_block(asked)
        with store.snapshot():
            state = read_address(store, match, "/statements", str(search or "")).state
            shown, places = answer_block(store, state, block, known, read_length(length))
        return {"given": {"number": _number(asked), **shown}, "places": places}


def _number(asked: Any) -> Any:
    """Return the number of a question of the grid, which its answer bears."""
    return asked.get("number") if isinstance(asked, dict) else None


def _has_rows(store: Store, state: PageState, n: int) -> bool:
    if not state.after:
        return n > 0
    order = state.newest_first
    return any(store.statements(state.query, after=state.after, limit=1, newest_first=order))


def _file(store: Store, chosen: list[Any]) -> dict[str, Any]:
    """Return the chosen statements, at most as many as may be chosen, as in statements.csv."""
    ids = list(dict.fromkeys(str(id_) for id_ in chosen[:_MOST_CHOSEN]))
    content = b"".join(FORMATS["csv"].write(STATEMENTS, statement_rows(store.entries(ids))))
    told = {"filename": "stance-statements-chosen.csv", "type": "text/csv", "base64": False}
    return {"content": content.decode("utf-8"), **told}


def _order(state: PageState) -> Component:
    links = []
    for text, is_newest in (("Oldest first", False), ("Newest first", True)):
        other = replace(state, newest_first=is_newest, after="", statement="")
        links.append(segment(text, _href(other), is_here=state.newest_first is is_newest))
    return segments("Order", links)


def _columns() -> Component:
    """Offer the columns that are hidden at first."""
    boxes = [
        html.Button(name, type="button", **attributes(data_column=field, aria_pressed="false"))
        for field, name in FURTHER
    ]
    return html.Details(
        [html.Summary("Columns", className="button small"), html.Div(boxes, className="drop-list")],
        className="drop-menu wide-menu",
    )


def _ways(state: PageState) -> Component:
    whole = _href(replace(state, after="", statement=""))
    back = button_link("From the beginning", whole) if state.after else None
    chosen = button(
        "Save the chosen rows (CSV)", id=_EXPORT, disabled=True, data_most=str(_MOST_CHOSEN)
    )
    said = html.P(id=_SAID, role="status", className="quiet")
    return ways(back, chosen, said, dcc.Download(id=_FILE))


def _nothing(store: Store, state: PageState) -> Component:
    if state.after:
        return note(
            "Nothing further",
            "This is the end of the list.",
            button_link("From the beginning", _href(replace(state, after=""))),
        )
    issue = state.query.issue
    where = f"on {store.issue(issue).title}" if issue else "in this store"
    codebook = codebook_or_none(store, issue) if issue else None
    # Frames are those of one issue.
    everywhere = statements_href(replace(state.query, issue="", frames=()))
    return note(
        "No statements with these filters",
        f"Nothing {where} matches {active(state.query, codebook)}.",
        button_link(
            "Clear the filters", statements_href(StatementQuery(issue=issue)), kind="primary"
        ),
        *([button_link("Look on every issue", everywhere)] if issue else []),
    )


def _href(state: PageState) -> str:
    query = page_string(state)
    return f"/statements?{query}" if query else "/statements"
