"""Editing one statement: only what was changed is written, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, statement_href
from stance.dashboard.frame.gone import GoneStatement
from stance.dashboard.pages.statement import form_readings
from stance.dashboard.pages.statement.form import (
    BEGAN,
    MOST_CHARACTERS,
    SAID,
    SAVE_EDIT,
    SAVED,
    complaints,
    read_form,
    sent,
    statement_form,
)
from stance.dashboard.pages.statement.new import complain
from stance.dashboard.parts.components import button_link, page_head
from stance.dashboard.parts.history import differences_view
from stance.dashboard.parts.person import given_name, given_text
from stance.editing.statements import edit_statement, form_cells, last_by_person
from stance.errors import BadFilter, LinkCycle, NotFound, Overtaken, RowRefused, StanceError
from stance.loading import issue_names
from stance.records.history import state_of
from stance.store import Store

_LEAD = "Frames and links are changed on the statement's own page. The history keeps how it stood."


def layout(store: Store, address: Address) -> Component:
    """Build the form, filled."""
    entry = store.statement(address.name)
    said = entry.statement
    cells = form_cells(said) | {"issue": issue_names.name_of(store, said.issue)}
    began = {"id": said.id, "fingerprint": state_of(entry).fingerprint, "cells": cells}
    back = button_link("Back to the statement", statement_href(said.id), kind="back")
    return html.Div(
        [
            html.Nav(back, className="crumbs"),
            page_head(f"Edit: {said.actor}, {said.date}", _LEAD),
            statement_form(store, cells, is_new=False),
            dcc.Store(id=BEGAN, data=began),
            dcc.Store(id=SAVED),
            dcc.Store(id=form_readings.ALIAS),
        ]
    )


def register(app: Dash, store: Store) -> None:
    """Attach saving; what both forms have is attached by the page for new statements."""

    @app.callback(
        Output(SAVED, "data"),
        Output(BEGAN, "data"),
        Output(SAID, "children"),
        *complaints(is_new=False),
        Input(SAVE_EDIT, "n_clicks"),
        State(BEGAN, "data"),
        *sent(is_new=False),
        prevent_initial_call=True,
    )
    def save(
        n_clicks: Any, began: Any, name: Any, new_actor: Any, new_issue: Any, *values: Any
    ) -> tuple[Any, ...]:
        n_fields = len(complaints(is_new=False))
        if not n_clicks:
            return no_update, no_update, no_update, *(no_update for _ in range(n_fields))
        try:
            id_ = _edited(store, began, name, values, new_actor=new_actor, new_issue=new_issue)
        except (RowRefused, LinkCycle) as refused:
            return no_update, no_update, *complain(refused, is_new=False)
        except Overtaken as overtaken:
            shown = overtaken_by(store, began, overtaken)
            return no_update, *shown, *(None for _ in range(n_fields))
        except NotFound as missing:
            said = _where_it_is(store, began, missing)
            return no_update, no_update, said, *(None for _ in range(n_fields))
        except StanceError as problem:
            return no_update, no_update, str(problem), *(None for _ in range(n_fields))
        return statement_href(id_), no_update, None, *(None for _ in range(n_fields))


def _edited(
    store: Store,
    began: Any,
    name: Any,
    values: Sequence[Any],
    *,
    new_actor: Any,
    new_issue: Any,
) -> str:
    id_, fingerprint, before = _read_began(began)
    given = read_form(values, is_new=False)
    # Only what was changed here is sent on: another's change of another field then stays.
    changed = {column: text for column, text in given.items() if text != before.get(column, "")}
    edit_statement(
        store,
        id_,
        changed,
        based_on=fingerprint,
        by=given_name(name),
        at=datetime.now(UTC),
        is_new_actor=new_actor is True,
        is_new_issue=new_issue is True,
    )
    return id_


def overtaken_by(store: Store, began: Any, overtaken: Overtaken) -> tuple[Any, Any]:
    """Show what somebody else changed; the next save goes on from there.

    They may have discarded it since: then say where it is.
    """
    id_, _, _ = _read_began(began)
    try:
        now = state_of(store.statement(id_))
        last = last_by_person(store.history(id_))
    except NotFound as missing:
        return no_update, _where_it_is(store, began, missing)
    changed = differences_view(last.before if last else None, now)
    said = html.Div([html.P(str(overtaken)), *changed])
    return began | {"fingerprint": now.fingerprint}, said


def _where_it_is(store: Store, began: Any, missing: NotFound) -> Any:
    id_, _, _ = _read_began(began)
    gone = store.gone(id_)
    if gone is None:
        return str(missing)
    told = GoneStatement(id_, gone)
    return html.Div([html.P(str(told)), button_link(*told.way)])


def _read_began(began: Any) -> tuple[str, str, Mapping[str, str]]:
    match began:
        case {"id": str(id_), "fingerprint": str(fingerprint), "cells": dict(cells)}:
            before = {
                given_text("cell", name, most=MOST_CHARACTERS): given_text(
                    "cell", text, most=MOST_CHARACTERS
                )
                for name, text in cells.items()
            }
            return id_, fingerprint, before
    raise BadFilter("began", str(began), "open the form again")
