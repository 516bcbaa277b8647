"""One statement on a page of its own: its address, its history, what can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, Match
from stance.dashboard.pages.statement import code_form, link_form
from stance.dashboard.parts.addresses import edit_href, issue_href
from stance.dashboard.parts.callbacks import Answer, leave_alone, page_callback
from stance.dashboard.parts.components import attributes, button_link, note
from stance.dashboard.parts.history import ASKED, ask_button, history_view, last_line
from stance.dashboard.parts.page_words import ON_FORM
from stance.dashboard.parts.person import NAME, given_name, given_text, is_number, name_field
from stance.dashboard.parts.statement import StatementShown, read_statement, statement_view
from stance.editing import statements as editing
from stance.errors import BadFilter, NotFound
from stance.filters import PageState
from stance.records import StatementQuery
from stance.records.history import state_of
from stance.store import Store

Does = Callable[..., str]
"""Does something to a statement of a store with the values given; returns what to say then."""

_HEAD = "statement-head"
_BODY = "statement-body"
_SAID = "statement-said"
_ID = "statement-id"
_MOST_CHARACTERS = 2000
_MOST_FRAMES = 200
_MOST_NUMBER = 2**31


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    told = read_statement(store, address.name)
    return html.Div(
        [
            html.Div(_head(told), id=_HEAD),
            html.Div(id=_SAID, **attributes(aria_live="polite")),
            html.Div(_body(store, told), id=_BODY),
            dcc.Store(id=_ID, data=told.entry.statement.id),
            dcc.Store(id=ASKED),
        ]
    )


def _head(told: StatementShown) -> list[Component]:
    said = told.entry.statement
    query = StatementQuery(issue=said.issue, actors=(said.actor,), voice=said.voice)
    way = issue_href(said.issue, PageState(query=query, statement=said.id))
    name = told.codebook.title if told.codebook else said.issue
    return [
        html.H1(f"Statement of {said.actor}, {said.date}", className="visually-hidden"),
        html.Nav(button_link(f"{said.actor} on {name}", way, kind="back"), className="crumbs"),
    ]


def _body(store: Store, told: StatementShown) -> list[Component | None]:
    id_ = told.entry.statement.id
    changes = editing.history(store, id_)
    by_hand = [
        name_field(),
        button_link("Edit", edit_href(id_)),
        ask_button("Discard", kind="", deed="discard"),
    ]
    return [
        last_line(changes),
        html.Div(statement_view(told, is_page=True), className="card statement-page"),
        html.Div(by_hand, className="card hand-ways"),
        code_form.code_form(told.entry, told.codebook),
        link_form.link_form(told.entry),
        history_view(changes, state_of(told.entry)),
    ]


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach what can be done to a statement."""
    link_form.register(app, store)
    _attach(app, store, to=Input(ASKED, "data"), does=_done)
    by, clicks = State(NAME, "value"), "n_clicks"
    coding = {
        "name": by,
        "frames": State(code_form.FRAMES, "value"),
        "score": State(code_form.SCORE, "value"),
        "shown": State(code_form.SHOWN, "data"),
    }
    _attach(app, store, to=Input(code_form.SAVE, clicks), given=coding, does=_code)
    link = {"name": by, "kind": State(link_form.TYPE, "value"), "end": State(link_form.TO, "value")}
    _attach(app, store, to=Input(link_form.ADD, clicks), given=link, does=_link)

    # Whose frames are ticked depends on who looks.
    @page_callback(
        app,
        outputs={
            "ticked": Output(code_form.FRAMES, "value"),
            "filled": Output(code_form.FILLED, "data"),
        },
        inputs={"name": Input(NAME, "value")},
        states={
            "id_": State(_ID, "data"),
            "ticked": State(code_form.FRAMES, "value"),
            "filled": State(code_form.FILLED, "data"),
        },
        at_start=True,
        refused=leave_alone,
    )
    def fill_own(name: Any, id_: Any, ticked: Any, filled: Any) -> Answer:
        coder = given_name(name).strip()
        codings = store.statement(_id(id_)).codings
        # Who ticks first and gives a name then means those ticks.
        if set(_frames(ticked)) != set(_frames(filled)):
            return {}
        own = [coding.frame for coding in codings if coding.coder == coder]
        return {"ticked": own, "filled": own}


def _attach(
    app: Dash, store: Store, *, to: Input, given: Mapping[str, State] | None = None, does: Does
) -> None:
    """Let an input do something to the statement with the values of the fields that are given."""

    # Several inputs write to the same places.
    @page_callback(
        app,
        outputs={
            "body": Output(_BODY, "children", allow_duplicate=True),
            "said": Output(_SAID, "children", allow_duplicate=True),
            "head": Output(_HEAD, "children", allow_duplicate=True),
        },
        inputs={"asked": to},
        states={"id_": State(_ID, "data"), **(given or {})},
        needs="asked",
        refused=lambda problem, _given: {
            "said": note("Not stored", problem.in_words(ON_FORM), kind="bad")
        },
    )
    def do(asked: Any, id_: Any, **fields: Any) -> Answer:
        statement = _id(id_)
        said = does(store, statement, **(fields or {"asked": asked}))
        return _as_it_is(store, statement, said)


def _as_it_is(store: Store, id_: str, said: str) -> Answer:
    """Show the statement as it is after a deed, and say what was done."""
    try:
        told = read_statement(store, id_)
    except NotFound:
        back = ask_button("Bring it back", kind="primary", deed="bring_back")
        said = f"{id_} is in the bin, with its codings and links. Nothing of it is lost."
        gone = note("Discarded", said, back, button_link("The bin", "/bin"))
        return {"body": gone, "said": None}
    done = html.P(said, role="status", className="done")
    return {"body": _body(store, told), "said": done, "head": _head(told)}


def _code(store: Store, id_: str, *, name: Any, frames: Any, score: Any, shown: Any) -> str:
    typed = given_text("stance", score, most=_MOST_CHARACTERS)
    changed = editing.code_statement(
        store,
        id_,
        _frames(frames),
        # Somebody else may have given a score since the form was drawn.
        stance=None if typed == shown else typed,
        by=given_name(name),
        at=datetime.now(UTC),
    )
    return "Your coding is stored." if changed else "Nothing was changed."


def _link(store: Store, id_: str, *, name: Any, kind: Any, end: Any) -> str:
    given = link_form.read_link(id_, kind, end)
    editing.add_link(store, given, by=given_name(name), at=datetime.now(UTC))
    return "The link is added."


def _done(store: Store, id_: str, *, asked: Any) -> str:
    at = datetime.now(UTC)
    match asked:
        case {"deed": "discard", "name": name}:
            editing.discard(store, id_, by=given_name(name), at=at)
            return "It is in the bin."
        case {"deed": "bring_back", "name": name}:
            editing.bring_back(store, id_, by=given_name(name), at=at)
            return "It is back from the bin."
        case {"deed": "undo", "number": number, "name": name} if is_number(
            number, below=_MOST_NUMBER
        ):
            editing.undo_last(store, id_, number, by=given_name(name), at=at)
            return "The last change is undone."
        case {"deed": "revert", "number": number, "seen": str(seen), "name": name} if (
            seen and is_number(number, below=_MOST_NUMBER)
        ):
            editing.revert(store, id_, number, based_on=seen, by=given_name(name), at=at)
            return "The earlier state is back; the later ones stay in the history."
        case {"deed": "unlink", "type": kind, "to": end, "name": name}:
            editing.remove_link(
                store, link_form.read_link(id_, kind, end), by=given_name(name), at=at
            )
            return "The link is taken back."
    raise BadFilter("deed", str(asked), "it names nothing that can be done")


def _id(value: Any) -> str:
    return given_text("statement", value, most=_MOST_CHARACTERS)


def _frames(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > _MOST_FRAMES:
        raise BadFilter("frames", str(value), "a list of frames is expected")
    return [given_text("frame", one, most=_MOST_CHARACTERS) for one in value]
