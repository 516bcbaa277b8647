"""The form for one statement: its fields, and the names it offers while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.pages.statement.code_form import frame_boxes
from stance.dashboard.pages.statement.link_form import link_fields
from stance.dashboard.parts.components import attributes, button, card, folded
from stance.dashboard.parts.naming import CHOICES
from stance.dashboard.parts.person import name_field
from stance.loading import issue_names
from stance.records import ActorKind
from stance.records.columns import COLUMNS, Column, Kind, Part, in_form
from stance.store import Reading

SAVE_NEW = "form-save-new"
SAVE_EDIT = "form-save-edit"
SAID = "form-said"
FRAMES = "field-frames"
NEW_ACTOR = "field-new-actor"
NEW_ISSUE = "field-new-issue"
KIND = "field-actor_kind"

_MOST_NAMES = 2000

FIELDS = tuple(column.name for part in Part for column in in_form(part))
"""The fields of words, in the order of the page."""

READ_BACK = tuple(
    column
    for column in COLUMNS
    if column.part and column.kind in (Kind.DATE, Kind.NAME, Kind.ISSUE, Kind.URL)
)
"""Columns whose fields are followed by how they are understood."""


def field_id(name: str) -> str:
    """Return the id of a field."""
    return f"field-{name}"


def reading_id(name: str) -> str:
    """Return the id of the line that says how a field is understood."""
    return f"reading-{name}"


def statement_form(store: Reading, cells: Mapping[str, str], *, is_new: bool) -> Component:
    """Build the form, filled with these cells."""
    names = _Names(store)

    def fields(part: Part) -> Component:
        wanted = (column for column in in_form(part) if is_new or column.kind is not Kind.ID)
        found = [_field(column, cells.get(column.name, ""), names) for column in wanted]
        return html.Div(found, className="form-grid")

    save, label = (SAVE_NEW, "Store the statement") if is_new else (SAVE_EDIT, "Save the changes")
    coding = "Those of the issue's codebook that the words carry, in your name; or none yet"
    link = html.Div(link_fields(chosen=""), className="hand-fields")
    new = [
        card(frame_boxes(FRAMES, (), label=coding), title="Frames"),
        folded("Link to another statement", link),
    ]
    return html.Div(
        [
            card(fields(Part.SAID), _new_names(is_new=is_new), title="What was said"),
            card(fields(Part.AROUND), title="Around it"),
            card(fields(Part.SOURCE), title="Source"),
            *(new if is_new else []),
            folded(
                "Claim: that somebody's wording changed",
                fields(Part.CLAIM),
                open=any(cells.get(column.name) for column in in_form(Part.CLAIM)),
            ),
            html.Div(
                [
                    name_field(),
                    button(label, "primary", id=save),
                    html.Div(id=SAID, className="form-said", **attributes(aria_live="assertive")),
                ],
                className="card hand-ways",
            ),
        ],
        className="statement-form",
    )


class _Names:
    """What the store's fields offer while one types."""

    def __init__(self, store: Reading) -> None:
        actors = store.actors()
        named = (name for actor in actors for name in (actor.name, *actor.aliases))
        self.actors = list(dict.fromkeys(named))[:_MOST_NAMES]
        issues = list(issue_names.called(store).items())[:_MOST_NAMES]
        self.issues = {name: issue.slug for name, issue in issues}


def _field(column: Column, value: str, names: _Names) -> Component:
    shared: dict[str, Any] = {
        "id": field_id(column.name),
        "label": column.form_label,
        "description": column.hint or None,
        "value": value,
        "size": "sm",
        # Hints below keep the fields of a row on one line.
        "inputWrapperOrder": ["label", "input", "description", "error"],
    }
    if column.is_required:
        shared |= {"withAsterisk": True, **attributes(aria_required="true")}
    made = [_made(column, shared, names)]
    if column in READ_BACK:
        aria = attributes(aria_live="polite")
        made.append(html.P(id=reading_id(column.name), className="form-reading", **aria))
    kind = "form-field"
    if column.kind is Kind.LINES:
        kind += " form-wide"
    elif column.is_long:
        kind += " form-long"
    return html.Div(made, className=kind)


def _made(column: Column, shared: dict[str, Any], names: _Names) -> Component:
    field: Component
    if column.choices is not None:
        labels = CHOICES[column.choices].items()
        choices = [{"value": one.value, "label": label} for one, label in labels]
        value = shared["value"] or None
        field = dmc.Select(data=choices, clearable=True, **(shared | {"value": value}))
    elif column.kind is Kind.NAME:
        field = dmc.Autocomplete(data=names.actors, limit=12, debounce=300, **shared)
    elif column.kind is Kind.ISSUE:
        ids = {"ids": names.issues}
        field = dmc.Autocomplete(
            data=list(names.issues),
            limit=12,
            debounce=300,
            filter={"function": "issuesFound", "options": ids},
            renderOption={"function": "issueOption", "options": ids},
            **shared,
        )
    elif column.kind is Kind.LINES:
        least, most = (4, 40) if column.is_required else (2, 24)
        field = dmc.Textarea(autosize=True, minRows=least, maxRows=most, **shared)
    else:
        field = dmc.TextInput(debounce=300, **shared)
    return field


def _new_names(*, is_new: bool) -> Component:
    kinds = [{"value": kind.value, "label": kind.value.capitalize()} for kind in ActorKind]
    kind = dmc.Select(
        id=KIND,
        label="Kind of a new actor",
        description="Empty: a government",
        data=kinds,
        value=None,
        clearable=True,
        size="sm",
        inputWrapperOrder=["label", "input", "description", "error"],
    )
    labels = {
        NEW_ACTOR: "This is a new actor, though the name resembles a known one",
        NEW_ISSUE: "This is a new issue",
    }
    boxes = [
        dmc.Checkbox(id=id_, label=label, size="sm", radius="sm") for id_, label in labels.items()
    ]
    return html.Div([*boxes, html.Div(kind, hidden=not is_new)], className="form-new-actor")
