"""What a check or a load answers on the page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from stance.dashboard.pages.load.checks_and_loads import Checked, refused_href
from stance.dashboard.pages.load.rows_step import order_sentence, preview_view
from stance.dashboard.pages.load.stored_loads import counts_view, load_view
from stance.dashboard.parts.components import attributes, counted, note
from stance.dashboard.parts.page_words import ON_LOAD_PAGE
from stance.errors import StanceError
from stance.loading.results import LoadResult
from stance.store import Reading


def checked_view(checked: Checked, key: str) -> Component:
    """Show a check: its counts first, then notes, then why rows are refused, then the rows."""
    result = checked.preview.result
    order = order_sentence(checked.preview)
    notes = dict.fromkeys([*result.notes, *([order] if order else [])])
    return html.Div(
        [
            html.H2(_verdict(result)),
            counts_view(result.n_stored, result.n_duplicates, result.n_refused, stored="to store"),
            *([html.Ul([html.Li(text) for text in notes], className="heeded")] if notes else []),
            preview_view(checked.preview, refused_href(key)),
        ],
        className="report",
    )


def loaded_view(store: Reading, checked: Checked, key: str) -> Component:
    """Show how a load ended."""
    result = checked.loaded or checked.preview.result
    batch = next((one for one in store.batches() if one.id == result.batch), None)
    left = []
    if result.problems:
        text = f"Download the {counted(result.n_refused, 'row')} left out, with reasons (CSV)"
        left = [html.A(text, href=refused_href(key), download="refused.csv")]
    if batch is not None:
        return load_view(store, batch, *left)
    why = (
        "Nothing was stored: the store is as it was."
        if result.n_refused
        else "Every row of it is in the store already; nothing was changed."
    )
    return html.Div([html.H2(_verdict(result)), html.P(why), *left], className="report")


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


def _verdict(result: LoadResult) -> str:
    refused = counted(result.n_refused, "row")
    match result.is_dry_run, result.n_refused > 0:
        case True, True:
            said = f"{refused} cannot be loaded"
        case True, False:
            said = "ready to load" if result.n_stored else "nothing new in it"
        case False, True:
            said = f"not loaded: {refused} refused"
        case _:
            said = "nothing new in it"
    return f"{result.file_name}: {said}"
