"""Editing one statement: only what was changed is written, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, GoneStatement, Match
from stance.dashboard.pages.statement import saving, understood_names
from stance.dashboard.pages.statement.form import SAVE_EDIT, statement_form
from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.components import button_link, page_head
from stance.dashboard.parts.history import differences_view
from stance.dashboard.parts.person import given_text
from stance.editing.statements import edit_statement, form_cells, last_by_person
from stance.errors import BadFilter, NotFound, Overtaken
from stance.loading import issue_names
from stance.records.history import state_of
from stance.store import Store

BEGAN = "form-began"
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
            dcc.Store(id=saving.SAVED),
            dcc.Store(id=understood_names.ALIAS),
        ]
    )


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach saving; what both forms have is attached by the page for new statements."""

    @page_callback(
        app,
        outputs={"began": Output(BEGAN, "data"), **saving.outputs(is_new=False)},
        inputs={"_clicks": Input(SAVE_EDIT, "n_clicks")},
        states={"began": State(BEGAN, "data"), **saving.states(is_new=False)},
        needs="_clicks",
        refused=partial(saving.not_saved, is_new=False),
    )
    def save(began: Any, _clicks: Any, **fields: Any) -> Answer:
        sent = saving.read_form(**fields)
        id_, fingerprint, before = _read_began(began)
        # Only what was changed here is sent on: another's change of another field then stays.
        changed = {name: text for name, text in sent.cells.items() if text != before.get(name, "")}
        try:
            edit_statement(
                store,
                id_,
                changed,
                based_on=fingerprint,
                by=sent.by,
                at=datetime.now(UTC),
                is_new_actor=sent.is_new_actor,
                is_new_issue=sent.is_new_issue,
            )
        except Overtaken as overtaken:
            return saving.answered(is_new=False, **overtaken_by(store, began, overtaken))
        except NotFound as missing:
            return saving.answered(is_new=False, said=_where_it_is(store, id_, missing))
        return saving.answered(is_new=False, saved=statement_href(id_))


def overtaken_by(store: Store, began: Any, overtaken: Overtaken) -> Answer:
    """Show what somebody else changed, or where it is now; the next save goes on from there."""
    id_, _, _ = _read_began(began)
    try:
        now = state_of(store.statement(id_))
        last = last_by_person(store.history(id_))
    except NotFound as missing:
        return {"said": _where_it_is(store, id_, missing)}
    changed = differences_view(last.before if last else None, now)
    said = html.Div([html.P(str(overtaken)), *changed])
    return {"began": began | {"fingerprint": now.fingerprint}, "said": said}


def _where_it_is(store: Store, id_: str, missing: NotFound) -> Any:
    gone = store.gone(id_)
    if gone is None:
        return str(missing)
    told = GoneStatement(id_, gone)
    return html.Div([html.P(str(told)), button_link(*told.way)])


def _read_began(began: Any) -> tuple[str, str, Mapping[str, str]]:
    match began:
        case {"id": str(id_), "fingerprint": str(fingerprint), "cells": dict(cells)}:
            most = saving.MOST_CHARACTERS
            before = {name: given_text("cell", text, most=most) for name, text in cells.items()}
            return id_, fingerprint, before
    raise BadFilter("began", str(began), "open the form again")
