"""The bin: what was discarded, by whom and when, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, Match
from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.callbacks import Answer, note_in, page_callback
from stance.dashboard.parts.components import (
    attributes,
    button_link,
    note,
    page_head,
    quiet,
    shortened,
)
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.person import given_name, given_text, name_field
from stance.editing.statements import bring_back
from stance.records.history import Discarded
from stance.store import Store

_ASKED = "bin-asked"
_SAID = "bin-said"
_LIST = "bin-list"
_MOST = 500
_MOST_WORDS = 240
_MOST_CHARACTERS = 2000


def layout(store: Store, _address: Address) -> Component:
    """Build the page."""
    lead = "Discarded statements wait here with their codings and links. Nothing is ever erased."
    return html.Div(
        [
            page_head("Bin", lead),
            # Where nothing waits, nobody needs to say who brings it back.
            html.Div(name_field(), className="card hand-ways", hidden=not store.trash(limit=1)),
            html.Div(id=_SAID, **attributes(aria_live="polite")),
            html.Div(_listed(store), id=_LIST),
            dcc.Store(id=_ASKED),
        ]
    )


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach bringing back."""

    @page_callback(
        app,
        outputs={"listed": Output(_LIST, "children"), "said": Output(_SAID, "children")},
        inputs={"asked": Input(_ASKED, "data")},
        refused=note_in("said", "That did not work"),
    )
    def bring_back_one(asked: Any) -> Answer:
        if not isinstance(asked, dict) or not {"id", "name"} <= asked.keys():
            return {}
        statement = given_text("statement", asked["id"], most=_MOST_CHARACTERS)
        bring_back(store, statement, by=given_name(asked["name"]), at=datetime.now(UTC))
        way = html.A("See it.", href=statement_href(statement))
        told = html.P([f"{statement} is back. ", way], role="status", className="done")
        return {"listed": _listed(store), "said": told}


def _listed(store: Store) -> Component:
    found = store.trash(limit=_MOST)
    if not found:
        way = button_link("All statements", "/statements")
        return note("The bin is empty", "What is discarded on a statement's page comes here.", way)
    more = f"The last {_MOST} are listed." if len(found) == _MOST else ""
    rows = html.Ul([_row(kept) for kept in found], className="bin-list")
    return html.Div([rows, quiet(more)], className="card")


def _row(kept: Discarded) -> Component:
    said = kept.state.statement
    words = shortened(said.text, _MOST_WORDS)
    when = f"Discarded by {kept.who} · {kept.at:%Y-%m-%d %H:%M} UTC"
    return html.Li(
        [
            html.H2(f"{said.actor} on {kept.issue_title or said.issue}, {said.date}"),
            html.P(words, lang=said.language or None, dir="auto"),
            quiet([when, " · ", html.Code(said.id)]),
            ask_button("Bring back", ask=_ASKED, id=said.id),
        ]
    )
