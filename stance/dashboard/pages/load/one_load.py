"""What one load stored, by issue and actor, with the way to take it back."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import issue_href, statements_href
from stance.dashboard.parts.components import button_link, counted, quiet, ways
from stance.dashboard.parts.history import ask_button
from stance.filters import PageState
from stance.records import Batch, StatementQuery, Unit
from stance.store import Reading

CHANGE = "load-change"
"""Where it arrives that a load is to be undone or brought back."""

_MOST_ACTORS = 8
_MOST_ISSUES = 12


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
