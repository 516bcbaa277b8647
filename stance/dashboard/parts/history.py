"""A statement's history: who did what when, what it changed, and the way back to any state."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.components import button, counted, folded
from stance.editing.differences import GONE, KEPT, differences, word_changes
from stance.editing.statements import last_by_person
from stance.records.columns import BY_NAME
from stance.records.history import Change, Deed, State

ASKED = "statement-asked"
"""Where a button's request for one deed arrives."""

DONE = {
    Deed.LOAD: "Loaded",
    Deed.CODEBOOK: "Coded anew by the dictionary",
    Deed.TYPE: "Typed",
    Deed.EDIT: "Edited",
    Deed.CODE: "Coded",
    Deed.LINK: "Linked",
    Deed.REVERT: "Put back to an earlier state",
    Deed.DISCARD: "Put into the bin",
    Deed.BRING_BACK: "Brought back from the bin",
}


def ask_button(
    label: str,
    *,
    kind: str = "small",
    ask: str = ASKED,
    once: bool = False,
    aria_label: str | None = None,
    **what: object,
) -> Component:
    """Make a button that asks for a deed, in the name of who writes; `once`: then it is spent."""
    asked = {"data_ask": ask, "data_what": json.dumps(what), "aria_label": aria_label}
    if once:
        asked["data_once"] = "true"
    return button(label, kind, **asked)


def last_line(changes: Sequence[Change]) -> Component | None:
    """Tell the last thing a person did, with the way to take it back."""
    last = last_by_person(changes)
    if last is None:
        return None
    undo = ask_button("Undo", deed="undo", number=last.number)
    return html.Div([html.P(told(last)), undo], className="last-deed", role="status")


def told(change: Change) -> str:
    """Say in a line what was done, by whom, when."""
    by = change.told if change.deed.is_machines else f"by {change.who or 'nobody named'}"
    return f"{DONE[change.deed]} {by} · {change.at:%Y-%m-%d %H:%M} UTC"


def history_view(changes: Sequence[Change], now: State) -> Component:
    """List all changes, the latest first."""
    rows = [_row(change, now) for change in reversed(changes)]
    listed = html.Ol(rows, className="history", reversed=True)
    title = f"History ({counted(len(changes), 'change')})"
    return folded(title, listed, id="statement-history")


def _row(change: Change, now: State) -> Component:
    kind = "machine" if change.deed.is_machines else "person"
    parts: list[Component] = [html.P(told(change), className="history-head")]
    if not change.deed.is_machines and change.deed is not Deed.DISCARD:
        parts += differences_view(change.before, change.after)
    if change.after is not None and change.after.fingerprint == now.fingerprint:
        parts.append(html.P("This is how it stands now.", className="quiet"))
    elif change.after is not None:
        seen = now.fingerprint
        back = ask_button("Restore this state", deed="revert", number=change.number, seen=seen)
        parts.append(back)
    return html.Li(parts, className=f"history-{kind}")


def differences_view(before: State | None, after: State | None) -> list[Component]:
    """Show cell by cell what was taken out and put in."""
    shown: list[Component] = []
    for one in differences(before, after):
        column = BY_NAME.get(one.name)
        name = column.words if column else one.name.replace("_", " ")
        words = [_stretch(kind, text) for kind, text in word_changes(one.before, one.after)]
        cell = html.Span(words, dir="auto")
        shown.append(html.P([html.B(name), " ", cell], className="difference"))
    return shown


def _stretch(kind: str, text: str) -> Component | str:
    if kind == KEPT:
        return text
    # Those who do not see lines through words are told what they mean.
    said = "taken out: " if kind == GONE else "put in: "
    mark = html.Del if kind == GONE else html.Ins
    return mark([html.Span(said, className="visually-hidden"), text])
