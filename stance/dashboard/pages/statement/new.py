"""Typing one statement: every problem at its field, and then the way to the statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, dcc, html, no_update
from dash.development.base_component import Component

from stance.dashboard.frame import browser
from stance.dashboard.frame.address import Address, statement_href
from stance.dashboard.pages.statement import form_readings
from stance.dashboard.pages.statement.form import (
    SAID,
    SAVE_NEW,
    SAVED,
    complaints,
    read_form,
    sent,
    statement_form,
    told,
)
from stance.dashboard.parts.components import page_head
from stance.dashboard.parts.person import given_name
from stance.editing.statements import type_statement
from stance.errors import LinkCycle, RowRefused, StanceError
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
            dcc.Store(id=SAVED),
            dcc.Store(id=form_readings.ALIAS),
        ]
    )


def register(app: Dash, store: Store) -> None:
    """Attach saving, and what both forms have."""
    form_readings.register(app, store)
    browser.attach(app, "goToSaved", Input(SAVED, "data"))

    @app.callback(
        Output(SAVED, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        *complaints(is_new=True),
        Input(SAVE_NEW, "n_clicks"),
        *sent(is_new=True),
        prevent_initial_call=True,
    )
    def save(n_clicks: Any, name: Any, new_actor: Any, new_issue: Any, *values: Any) -> Any:
        n_fields = len(complaints(is_new=True))
        if not n_clicks:
            return no_update, no_update, *(no_update for _ in range(n_fields))
        try:
            href = _typed(store, name, values, new_actor=new_actor, new_issue=new_issue)
        except (RowRefused, LinkCycle) as refused:
            return no_update, *complain(refused, is_new=True)
        except StanceError as problem:
            return no_update, str(problem), *(None for _ in range(n_fields))
        return href, None, *(None for _ in range(n_fields))


def _typed(
    store: Store, name: Any, values: Sequence[Any], *, new_actor: Any, new_issue: Any
) -> str:
    cells = read_form(values, is_new=True)
    id_ = type_statement(
        store,
        cells,
        by=given_name(name),
        at=datetime.now(UTC),
        is_new_actor=new_actor is True,
        is_new_issue=new_issue is True,
    )
    return statement_href(id_)


def complain(refused: RowRefused | LinkCycle, *, is_new: bool) -> tuple[Any, ...]:
    """Return what the form says as a whole, then what each field says."""
    problems = refused.problems if isinstance(refused, RowRefused) else [("link_to", str(refused))]
    at_fields, elsewhere = told(problems, is_new=is_new)
    n = sum(one is not None for one in at_fields)
    fields = f"{n} field{'s' if n > 1 else ''} above must be mended." if n else ""
    return " ".join(["Not stored.", *elsewhere, fields]).strip(), *at_fields
