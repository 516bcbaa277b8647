"""Say under a field, while one types, how its date, name or address is understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.pages.statement import code_form
from stance.dashboard.pages.statement.form import FRAMES, READ_BACK, SAID, field_id, reading_id
from stance.dashboard.pages.statement.saving import MOST_CHARACTERS
from stance.dashboard.parts.callbacks import Answer, leave_alone, page_callback, text_in
from stance.dashboard.parts.components import button, is_web
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.naming import date_in_words
from stance.dashboard.parts.person import given_name, given_text
from stance.editing.statements import person
from stance.errors import BadDate
from stance.files.reading.foreign_dates import read_date
from stance.loading import actor_names, issue_names
from stance.records import MOST_NAME_BYTES
from stance.records.columns import Column, Kind
from stance.store import Store

ALIAS = "form-alias"


def register(app: Dash, store: Store) -> None:
    """Attach what is said under the fields, the frames of the issue and saving an alias."""
    for column in READ_BACK:
        _register_field(app, store, column)
    _register_frames(app, store)
    _register_alias(app, store)


def _register_field(app: Dash, store: Store, column: Column) -> None:
    name = column.name
    readers: dict[Kind, Callable[[str], Any]] = {
        Kind.DATE: _date,
        Kind.URL: _address,
        Kind.ISSUE: partial(_issue, store),
    }
    read = readers.get(column.kind) or partial(_actor, store, name)
    most = MOST_CHARACTERS if column.kind is Kind.URL else MOST_NAME_BYTES

    @page_callback(
        app,
        outputs={"told": Output(reading_id(name), "children")},
        inputs={"value": Input(field_id(name), "value")},
        at_start=True,
        refused=text_in("told"),
    )
    def show(value: Any) -> Answer:
        text = given_text(name, value, most=most).strip()
        return {"told": read(text) if text else None}


def _date(text: str) -> str:
    try:
        return f"Read as {date_in_words(read_date(text))}."
    except BadDate as bad:
        return str(bad)


def _address(text: str) -> str | None:
    if is_web(text):
        return None
    return "Will not be a link: the address of a web page begins with http:// or https://."


def _actor(store: Store, name: str, text: str) -> Any:
    understood = actor_names.read_actor(store, text)
    if understood.actor is not None:
        own = understood.actor.name
        return None if own == text else f"{text} is another name of {own}: stored as {own}."
    if not understood.near:
        return "A new actor: nobody is called so yet."
    keep = [ask_button(own, ask=ALIAS, alias=text, actor=own) for own in understood.near]
    return [
        html.Span(["Not known yet. Did you mean ", *_taking(name, understood.near)]),
        html.Span([f"Keep {text} as another name of ", *_parted(keep)]),
    ]


def _issue(store: Store, text: str) -> Any:
    understood = issue_names.read_issue(store.issues(), text)
    if (issue := understood.issue) is not None:
        return f"The issue {issue.title} (id {issue.slug})."
    if not understood.near:
        return "No issue is called so yet. Make a new issue? Then tick the box below."
    names = {issue.slug: name for name, issue in issue_names.called(store).items()}
    near = [names[issue.slug] for issue in understood.near]
    return [
        html.Span(["Not known yet. Did you mean ", *_taking("issue", near)]),
        html.Span("Make a new issue? Then tick the box below."),
    ]


def _parted(buttons: Sequence[Component]) -> list[Component | str]:
    """Line up a button a name, as in a question."""
    parts = [part for each in buttons for part in (each, " or ")]
    return [*parts[:-1], "?"]


def _taking(field: str, names: Sequence[str]) -> list[Component | str]:
    """Offer names, each of which a click puts into a field."""
    into = field_id(field)
    return _parted([button(name, "small", data_take=name, data_into=into) for name in names])


def _register_frames(app: Dash, store: Store) -> None:
    @page_callback(
        app,
        outputs={"boxes": Output(FRAMES, "children")},
        inputs={"value": Input(field_id("issue"), "value")},
        at_start=True,
        refused=leave_alone,
    )
    def offer(value: Any) -> Answer:
        text = given_text("issue", value, most=MOST_NAME_BYTES)
        issue = issue_names.read_issue(store.issues(), text).issue
        codebook = codebook_or_none(store, issue.slug) if issue else None
        return {"boxes": html.Div(code_form.frame_choices(codebook), className="frame-boxes")}


def _register_alias(app: Dash, store: Store) -> None:
    fields = ("actor", "about")
    values = {name: Output(field_id(name), "value", allow_duplicate=True) for name in fields}

    @page_callback(
        app,
        outputs={"fields": values, "said": Output(SAID, "children", allow_duplicate=True)},
        inputs={"asked": Input(ALIAS, "data")},
        states={"typed": {name: State(field_id(name), "value") for name in fields}},
        refused=text_in("said"),
    )
    def add(asked: Any, typed: Mapping[str, Any]) -> Answer:
        match asked:
            case {"alias": str(alias), "actor": str(name), "name": by}:
                known = actor_names.add_alias(store, alias, name, who=person(given_name(by))).name
                same = {field: known for field, value in typed.items() if value == alias}
                return {"fields": same, "said": f"{alias} is another name of {known} from now on."}
        return {}
