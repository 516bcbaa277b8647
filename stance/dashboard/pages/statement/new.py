"""Typing one statement: every problem at its field, and then the way to the statement."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from dash import Dash, Input, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, Match
from stance.dashboard.pages.statement import saving, understood_names
from stance.dashboard.pages.statement.form import SAVE_NEW, statement_form
from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.callbacks import Answer, browser_callback, page_callback
from stance.dashboard.parts.components import page_head
from stance.editing.statements import type_statement
from stance.loading import issue_names
from stance.store import Store

_LEAD = (
    "One statement, typed by hand. It goes through the same rules as a row of a file; "
    "the history keeps that you typed it."
)


def layout(store: Store, address: Address) -> Component:
    """Build the page; issue and actor of the address are filled in."""
    query = address.query
    issue = issue_names.name_of(store, query.issue)
    cells = {"issue": issue, "actor": query.actors[0] if query.actors else "", "voice": "own"}
    return html.Div(
        [
            page_head("New statement", _LEAD),
            statement_form(store, cells, is_new=True),
            dcc.Store(id=saving.SAVED),
            dcc.Store(id=understood_names.ALIAS),
        ]
    )


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach saving, and what both forms have."""
    understood_names.register(app, store)
    browser_callback(app, "go", Input(saving.SAVED, "data"))

    @page_callback(
        app,
        outputs=saving.outputs(is_new=True),
        inputs={"_clicks": Input(SAVE_NEW, "n_clicks")},
        states=saving.states(is_new=True),
        needs="_clicks",
        refused=partial(saving.not_saved, is_new=True),
    )
    def save(_clicks: Any, **fields: Any) -> Answer:
        sent = saving.read_form(**fields)
        id_ = type_statement(
            store,
            sent.cells,
            by=sent.by,
            at=datetime.now(UTC),
            is_new_actor=sent.is_new_actor,
            is_new_issue=sent.is_new_issue,
        )
        return saving.answered(is_new=True, saved=statement_href(id_))
