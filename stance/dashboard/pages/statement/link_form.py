"""Linking a statement to another, which is found by its words; and taking links back."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.callbacks import Answer, page_callback, text_in
from stance.dashboard.parts.components import attributes, button, counted, folded, quiet, shortened
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.naming import LINKS_OUT
from stance.dashboard.parts.person import given_text
from stance.editing.statements import find_ends
from stance.errors import BadFilter
from stance.records import MOST_NAME_BYTES, Entry, Link, LinkType
from stance.store import Store

TYPE = "link-type"
TO = "link-to"
ADD = "link-add"
_WORDS = "link-words"
_FOUND = "link-found"
_MOST_FOUND = 20
_MOST_WORDS = 110


def link_fields(*, chosen: str = "denies") -> list[Component]:
    """Ask for the type of a link, and for the other statement by words in it."""
    types = [{"value": kind.value, "label": text} for kind, text in LINKS_OUT.items()]
    first = "Write some of its words first"
    small = {"clearable": True, "size": "sm"}
    words = "a statement with these words, or this id"
    return [
        dmc.Select(id=TYPE, label="This statement", data=types, value=chosen or None, **small),
        dmc.TextInput(id=_WORDS, label=words, debounce=300, size="sm"),
        dmc.Select(id=TO, label="namely", data=[], placeholder=first, className="wide", **small),
        html.P(id=_FOUND, className="quiet", **attributes(aria_live="polite")),
    ]


def link_form(entry: Entry) -> Component:
    """Show the links that start at a statement, and a form for one more."""
    add = button("Add the link", "primary", id=ADD)
    return folded(
        "Link it to another statement, or take a link back",
        html.Div(_listed(entry)),
        html.Div([*link_fields(), add], className="hand-fields"),
    )


def register(app: Dash, store: Store) -> None:
    """Attach the search for the other statement."""

    @page_callback(
        app,
        outputs={"choices": Output(TO, "data"), "found": Output(_FOUND, "children")},
        inputs={"words": Input(_WORDS, "value")},
        refused=text_in("found"),
    )
    def look(words: Any) -> Answer:
        sought = given_text("words", words, most=MOST_NAME_BYTES).strip()
        if not sought:
            return {"found": ""}
        found = [entry.statement for entry in find_ends(store, sought, limit=_MOST_FOUND)]
        choices = [
            {
                "value": said.id,
                "label": f"{said.actor}, {said.date}: {shortened(said.text, _MOST_WORDS)}",
            }
            for said in found
        ]
        n = len(found)
        told = f"{counted(n, 'statement')} found: choose one." if n else "No statement holds them."
        if n >= _MOST_FOUND:
            told = f"The latest {n} are listed: more words find fewer."
        return {"choices": choices, "found": told}


def read_link(start: Any, kind: Any, end: Any) -> Link:
    """Read a link that a browser sent; raise BadFilter where a part is missing."""
    ids = [given_text("link", one, most=MOST_NAME_BYTES).strip() for one in (start, end)]
    if not all(ids):
        raise BadFilter("link", str(end), "choose the statement it leads to")
    if not isinstance(kind, str) or kind not in set(LinkType):
        raise BadFilter("link", str(kind), f"choose one of {', '.join(LinkType)}")
    return Link(ids[0], LinkType(kind), ids[1])


def _listed(entry: Entry) -> Component:
    if not entry.links:
        return quiet("No link starts here.")
    rows = []
    for link in entry.links:
        end = html.A(link.to_id, href=statement_href(link.to_id))
        back = ask_button("Take back", deed="unlink", type=link.type.value, to=link.to_id)
        rows.append(html.Li([f"{LINKS_OUT[link.type]} ", end, " ", back]))
    return html.Ul(rows, className="plain-list")
