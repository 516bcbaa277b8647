"""The load page takes a load back, or brings back one that was undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from stance.dashboard.pages.load.one_load import CHANGE
from stance.dashboard.pages.load.report import batches_view, problem_table
from stance.dashboard.parts.callbacks import Answer, note_in, page_callback
from stance.dashboard.parts.components import counted
from stance.dashboard.parts.person import is_number
from stance.errors import BadFilter
from stance.store import Store

CHANGED = "load-changed"
WORKING = "load-working"
BATCHES = "load-batches"

_MOST_BATCHES = 2**31


def register_change(app: Dash, store: Store) -> None:
    """Attach undoing a load and bringing one back."""

    @page_callback(
        app,
        outputs={
            "changed": Output(CHANGED, "children"),
            "batches": Output(BATCHES, "children", allow_duplicate=True),
        },
        inputs={"asked": Input(CHANGE, "data")},
        needs="asked",
        refused=note_in("changed", "That did not work"),
        # A large load takes its time, and nothing else would tell that anything is done.
        running=[(Output(WORKING, "hidden"), False, True)],
    )
    def change(asked: Any) -> Answer:
        return {"changed": _changed(store, asked), "batches": batches_view(store.batches())}


def _changed(store: Store, asked: Any) -> Component:
    now = datetime.now(UTC)
    kept = None
    match asked:
        case {"deed": "undo", "batch": batch} if is_number(batch, below=_MOST_BATCHES):
            undone = store.undo(batch, at=now)
            said = f"Load {batch} is undone: {counted(undone.n_removed, 'statement')} removed."
            kept = problem_table(undone.kept) if undone.kept else None
        case {"deed": "bring_back", "batch": batch} if is_number(batch, below=_MOST_BATCHES):
            n = store.bring_back_load(batch, at=now)
            said = f"Load {batch} is back: {counted(n, 'statement')}."
        case _:
            raise BadFilter("load", str(asked), "it names neither a load nor what to do with it")
    return html.Div([html.P(said, role="status"), kept], className="note note-plain")
