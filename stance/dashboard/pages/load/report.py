"""What a check or a load answers on the page, and the list of earlier loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from stance.dashboard.pages.load.checks_and_loads import Checked, refused_href
from stance.dashboard.pages.load.one_load import CHANGE, counts_view, load_view
from stance.dashboard.pages.load.rows_step import order_sentence, preview_view
from stance.dashboard.parts.addresses import statements_href
from stance.dashboard.parts.components import attributes, counted, note, quiet
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.page_words import ON_LOAD_PAGE
from stance.dashboard.parts.tables import framed_table, number_cell
from stance.errors import StanceError
from stance.loading.reports import LoadReport
from stance.records import Batch, Problem, StatementQuery
from stance.store import Reading

_MOST_PROBLEMS = 200


def checked_view(checked: Checked, key: str) -> Component:
    """Show a check: its counts first, then notes, then why rows are refused, then the rows."""
    report = checked.preview.report
    order = order_sentence(checked.preview)
    notes = dict.fromkeys([*report.notes, *([order] if order else [])])
    return html.Div(
        [
            html.H2(_verdict(report)),
            counts_view(report.n_stored, report.n_duplicates, report.n_refused, stored="to store"),
            *([html.Ul([html.Li(text) for text in notes], className="heeded")] if notes else []),
            preview_view(checked.preview, refused_href(key)),
        ],
        className="report",
    )


def loaded_view(store: Reading, checked: Checked, key: str) -> Component:
    """Show how a load ended."""
    report = checked.loaded or checked.preview.report
    batch = next((one for one in store.batches() if one.id == report.batch), None)
    left = []
    if report.problems:
        text = f"Download the {counted(report.n_refused, 'row')} left out, with reasons (CSV)"
        left = [html.A(text, href=refused_href(key), download="refused.csv")]
    if batch is not None:
        return load_view(store, batch, *left)
    why = (
        "Nothing was stored: the store is as it was."
        if report.n_refused
        else "Every row of it is in the store already; nothing was changed."
    )
    return html.Div([html.H2(_verdict(report)), html.P(why), *left], className="report")


def refused_view(problem: StanceError) -> Component:
    """Say why a file could not be read at all."""
    return note("This file cannot be loaded", problem.in_words(ON_LOAD_PAGE), kind="bad")


def waiting_view(what: str, n_done: int, n_total: int) -> Component:
    """Show how far a check or a load is, with the way to break it off."""
    share = f"{n_done:,} of {n_total:,} statements" if n_total else f"{n_done:,} rows read"
    # A bar without numbers runs on, where nobody knows how much is left.
    known: dict[str, Any] = {"max": str(n_total), "value": str(n_done)} if n_total else {}
    bar = html.Progress(**known, **attributes(aria_label=f"{what}: {share}"))
    said = html.P(f"{what}: {share} …", role="status")
    return html.Div([said, bar], className="report waiting")


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


def _verdict(report: LoadReport) -> str:
    refused = counted(report.n_refused, "row")
    match report.is_dry_run, report.n_refused > 0:
        case True, True:
            said = f"{refused} cannot be loaded"
        case True, False:
            said = "ready to load" if report.n_stored else "nothing new in it"
        case False, True:
            said = f"not loaded: {refused} refused"
        case _:
            said = "nothing new in it"
    return f"{report.file_name}: {said}"
