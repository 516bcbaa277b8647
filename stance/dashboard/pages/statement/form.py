"""The form for one statement: its fields, and the names it offers while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.pages.statement.code_form import frame_boxes
from stance.dashboard.pages.statement.link_form import link_fields
from stance.dashboard.parts.components import attributes
from stance.dashboard.parts.naming import MODES, VOICES
from stance.dashboard.parts.person import name_field
from stance.editing.statements import MANY_LINES
from stance.loading import issue_names
from stance.records import ActorKind
from stance.store import Reading

SAVE_NEW = "form-save-new"
SAVE_EDIT = "form-save-edit"
SAID = "form-said"
FRAMES = "field-frames"
NEW_ACTOR = "field-new-actor"
NEW_ISSUE = "field-new-issue"
KIND = "field-actor_kind"

_MOST_NAMES = 2000

_LABELS = {
    "date": "Date",
    "actor": "Actor",
    "issue": "Issue",
    "text": "Words",
    "source_url": "Address (URL)",
    "source_archive_url": "Archived copy (URL)",
    "source_title": "Title",
    "source_publisher": "Publisher",
    "source_date": "Date of the source",
    "claimed": "Claims the use of",
    "claimed_first_date": "since",
    "addressee": "To",
    "about": "About",
    "reported_by": "Reported by",
}
_HINTS = {
    "date": "2003, 2003-06, 2003-06-17, 2003-06-17~ (about), 2003-06-01/2003-06-17",
    "actor": "Who is committed by the words",
    "issue": "A title or an id; a new one is asked about",
    "language": "A tag such as en, zh or pt-BR",
    "about": "The actor whose policy it concerns",
    "reported_by": "Who relays it; empty for an official text",
    "tags": "key:value, several parted by ;",
    "claimed": "Frames or tracked wordings, parted by ;",
    "stance": "From -2 to 2, or empty",
    "id": "Left empty, one is made",
}
_REQUIRED = ("date", "actor", "issue", "text")
_SAID = ("date", "actor", "issue", "language", "text", "mode", "voice", "speaker", "role")
_AROUND = ("about", "addressee", "reported_by", "stance", "tags")
_NOTES = ("summary", "note")
_SOURCE = (
    "source_title",
    "source_publisher",
    "source_date",
    "source_url",
    "source_archive_url",
)
_CLAIM = ("claimed", "claimed_first_date")
_LONG = frozenset({"tags", "source_title", "source_url", "source_archive_url", "claimed"})
FIELDS = (*_SAID, *_AROUND, *_NOTES, *_SOURCE, *_CLAIM, "id")
"""The fields of words, in the order of the page."""

READ_BACK = (
    "date",
    "source_date",
    "claimed_first_date",
    "actor",
    "issue",
    "about",
    "source_url",
    "source_archive_url",
)
"""Fields under which stands how they are understood."""


def field_id(name: str) -> str:
    """Return the id of a field."""
    return f"field-{name}"


def reading_id(name: str) -> str:
    """Return the id of the line that says how a field is understood."""
    return f"reading-{name}"


def statement_form(store: Reading, cells: Mapping[str, str], *, is_new: bool) -> Component:
    """Build the form, filled with these cells."""
    names = _Names(store)

    def fields(wanted: Iterable[str]) -> Component:
        found = [_field(name, cells.get(name, ""), names) for name in wanted]
        return html.Div(found, className="form-grid")

    own = ("id",) if is_new else ()
    new = [_coding(), _link()] if is_new else []
    return html.Div(
        [
            _part("What was said", fields(_SAID), _new_names(is_new=is_new)),
            _part("Around it", fields((*_AROUND, *own, *_NOTES))),
            _part("Source", fields(_SOURCE)),
            *new,
            _folded(
                "Claim: that somebody's wording changed",
                fields(_CLAIM),
                is_open=any(cells.get(name) for name in _CLAIM),
            ),
            _end(is_new=is_new),
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


def _part(title: str, *children: Component) -> Component:
    return html.Section([html.H2(title, className="card-title"), *children], className="card")


def _folded(title: str, *children: Component, is_open: bool = False) -> Component:
    """Keep back what few statements need."""
    return html.Details([html.Summary(title), *children], className="card how", open=is_open)


def _field(name: str, value: str, names: _Names) -> Component:
    label = _LABELS.get(name, name.replace("_", " ").capitalize())
    shared: dict[str, Any] = {
        "id": field_id(name),
        "label": label,
        "description": _HINTS.get(name),
        "value": value,
        "size": "sm",
        # Hints below keep the fields of a row on one line.
        "inputWrapperOrder": ["label", "input", "description", "error"],
    }
    if name in _REQUIRED:
        shared |= {"withAsterisk": True, **attributes(aria_required="true")}
    made = _MAKERS.get(name, _text)(shared, names)
    reading = html.P(
        id=reading_id(name), className="form-reading", **attributes(aria_live="polite")
    )
    kind = "form-field"
    if name in MANY_LINES:
        kind += " form-wide"
    elif name in _LONG:
        kind += " form-long"
    return html.Div([made, *([reading] if name in READ_BACK else [])], className=kind)


def _text(shared: dict[str, Any], _names: _Names) -> Component:
    field: Component = dmc.TextInput(debounce=300, **shared)
    return field


def _lines(shared: dict[str, Any], _names: _Names) -> Component:
    field: Component = dmc.Textarea(autosize=True, minRows=2, maxRows=24, **shared)
    return field


def _words(shared: dict[str, Any], _names: _Names) -> Component:
    field: Component = dmc.Textarea(autosize=True, minRows=4, maxRows=40, **shared)
    return field


def _actor(shared: dict[str, Any], names: _Names) -> Component:
    field: Component = dmc.Autocomplete(data=names.actors, limit=12, debounce=300, **shared)
    return field


def _issue(shared: dict[str, Any], names: _Names) -> Component:
    ids = {"ids": names.issues}
    field: Component = dmc.Autocomplete(
        data=list(names.issues),
        limit=12,
        debounce=300,
        filter={"function": "issuesFound", "options": ids},
        renderOption={"function": "issueOption", "options": ids},
        **shared,
    )
    return field


def _choice(labels: Mapping[Any, str]) -> Callable[[dict[str, Any], _Names], Component]:
    def make(shared: dict[str, Any], _names: _Names) -> Component:
        choices = [{"value": one.value, "label": label} for one, label in labels.items()]
        value = shared["value"] or None
        field: Component = dmc.Select(data=choices, clearable=True, **(shared | {"value": value}))
        return field

    return make


_MAKERS: dict[str, Callable[[dict[str, Any], _Names], Component]] = {
    "actor": _actor,
    "about": _actor,
    "issue": _issue,
    "text": _words,
    "summary": _lines,
    "note": _lines,
    "mode": _choice(MODES),
    "voice": _choice(VOICES),
}


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


def _coding() -> Component:
    label = "Those of the issue's codebook that the words carry, in your name; or none yet"
    return _part("Frames", frame_boxes(FRAMES, (), label=label))


def _link() -> Component:
    fields = html.Div(link_fields(chosen=""), className="hand-fields")
    return _folded("Link to another statement", fields)


def _end(*, is_new: bool) -> Component:
    save, label = (SAVE_NEW, "Store the statement") if is_new else (SAVE_EDIT, "Save the changes")
    return html.Div(
        [
            name_field(),
            html.Button(label, id=save, type="button", className="button primary"),
            html.Div(id=SAID, className="form-said", **attributes(aria_live="assertive")),
        ],
        className="card hand-ways",
    )
