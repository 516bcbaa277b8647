"""The loads of a store, one in full and all in a list, each with the way to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import issue_href, statements_href
from stance.dashboard.parts.callbacks import Answer, note_in, page_callback
from stance.dashboard.parts.components import button_link, counted, quiet, ways
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.person import is_number
from stance.dashboard.parts.tables import framed_table, number_cell
from stance.errors import BadFilter
from stance.filters import PageState
from stance.records import Batch, Problem, StatementQuery, Unit
from stance.store import Reading, Store

CHANGE = "load-change"
"""Where it arrives that a load is to be undone or brought back."""

CHANGED = "load-changed"
WORKING = "load-working"
BATCHES = "load-batches"

_MOST_ACTORS = 8
_MOST_ISSUES = 12
_MOST_PROBLEMS = 200
_MOST_BATCHES = 2**31


def load_view(store: Reading, batch: Batch, *children: Component) -> Component:
    """Show a load: its counts, what was stored where, and what can be done now."""
    when = f"{batch.loaded_at:%Y-%m-%d %H:%M} UTC"
    return html.Div(
        [
            html.H2(f"{batch.file_name}: {'undone' if batch.undone_at else 'loaded'}"),
            quiet(f"Load {batch.id}, {when}"),
            counts_view(batch.n_stored, batch.n_duplicates, batch.n_refused, stored="stored"),
            *([] if batch.undone_at else [_where(store, batch)]),
            _ways(batch),
            *children,
        ],
        className="report landed",
    )


def counts_view(n_stored: int, n_duplicates: int, n_refused: int, *, stored: str) -> Component:
    """Set out how the rows ended, in numbers."""
    counts = (
        (n_stored, stored, "good"),
        (n_duplicates, "duplicate" if n_duplicates == 1 else "duplicates", "plain"),
        (n_refused, "refused", "bad" if n_refused else "plain"),
    )
    rows = [
        html.Div([html.Dt(name), html.Dd(f"{n:,}")], className=f"count count-{kind}")
        for n, name, kind in counts
    ]
    return html.Dl(rows, className="counts")


def _where(store: Reading, batch: Batch) -> Component:
    rows = []
    for issue in store.issues():
        query = StatementQuery(issue=issue.slug, batch=batch.id, unit=Unit.STATEMENT)
        n = store.count(query).n_statements
        if not n:
            continue
        actors = [facet for facet in store.facets(query) if facet.facet == "actor"]
        told = ", ".join(f"{one.value} {one.n:,}" for one in actors[:_MOST_ACTORS])
        if len(actors) > _MOST_ACTORS:
            told += f" and {len(actors) - _MOST_ACTORS} more"
        chart = PageState(query=StatementQuery(issue=issue.slug, batch=batch.id))
        way = html.A(issue.title, href=issue_href(issue.slug, chart))
        rows.append(html.Li([way, f": {counted(n, 'statement')} ({told})"]))
    n_more = len(rows) - _MOST_ISSUES
    more = [html.Li(f"and {n_more} more issues")] if n_more > 0 else []
    return html.Ul([*rows[:_MOST_ISSUES], *more], className="plain-list")


def _ways(batch: Batch) -> Component:
    deed, label = ("bring_back", "Bring back") if batch.undone_at else ("undo", "Undo this load")
    button = ask_button(label, kind="", ask=CHANGE, once=True, deed=deed, batch=batch.id)
    if batch.undone_at:
        return ways(button)
    statements = statements_href(StatementQuery(batch=batch.id))
    return ways(
        button_link("See the statements", statements, kind="primary"),
        button_link("Look for second reports", f"/review?{urlencode({'batch': batch.id})}"),
        button,
    )


def problem_table(problems: Sequence[Problem]) -> Component:
    """List problems with line, column and reason."""
    rows = [
        html.Tr([html.Td(problem.line), html.Td(problem.column), html.Td(problem.reason)])
        for problem in problems[:_MOST_PROBLEMS]
    ]
    left_off = len(problems) - len(rows)
    more = quiet(f"{left_off:,} more are not listed here.") if left_off else None
    return framed_table(("Line", "Column", "Reason"), rows, "Problems", below=more)


def batches_view(batches: Iterable[Batch]) -> Component:
    """List the loads, the latest first, each with the way to take it back or bring it back."""
    rows = [_batch_row(batch) for batch in sorted(batches, key=lambda one: -one.id)]
    if not rows:
        return quiet("Nothing was loaded yet.")
    names = ("Load", "Time (UTC)", "File", "Stored", "Duplicates", "Refused", "")
    return framed_table(names, rows, "Earlier loads")


def _batch_row(batch: Batch) -> Component:
    href = statements_href(StatementQuery(batch=batch.id))
    name = (
        html.Span(f"{batch.file_name} (undone)", className="quiet")
        if batch.undone_at
        else html.A(batch.file_name, href=href)
    )
    deed, label = ("bring_back", "Bring back") if batch.undone_at else ("undo", "Undo")
    told = f"{label} load {batch.id}"
    button = ask_button(label, ask=CHANGE, once=True, aria_label=told, deed=deed, batch=batch.id)
    numbers = (batch.n_stored, batch.n_duplicates, batch.n_refused)
    return html.Tr(
        [
            html.Td(html.A(batch.id, href=f"/load?batch={batch.id}")),
            html.Td(f"{batch.loaded_at:%Y-%m-%d %H:%M}"),
            html.Td(name),
            *map(number_cell, numbers),
            html.Td(button),
        ]
    )


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
