"""The front page: every issue with a small picture, the latest statements and loads."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.answers.filter_checks import main_view
from stance.answers.series import answer_series
from stance.dashboard.frame.address import Address
from stance.dashboard.pages.overview.recent_shifts import changed_card
from stance.dashboard.pages.overview.yearly_shares import frame_strips
from stance.dashboard.parts.addresses import (
    codebook_href,
    issue_href,
    statement_href,
    statements_href,
)
from stance.dashboard.parts.components import (
    button_link,
    card,
    counted,
    note,
    page_head,
    quiet,
    ways,
)
from stance.dashboard.parts.naming import named_formats
from stance.dashboard.parts.quotation import gloss_of
from stance.filters import PageState
from stance.records import Batch, Entry, StatementQuery
from stance.store import Store
from stance.store.counts import IssueSummary

_MOST_LOADS = 5
_MOST_LATEST = 5
_MOST_WORDS = 140


def layout(store: Store, _address: Address) -> Component:
    """Build the page."""
    issues = store.issues()
    if not issues:
        return note(
            "Nothing is stored yet",
            f"Load a file of dated statements to begin: {named_formats()}.",
            button_link("Load a file", "/load", kind="primary"),
            button_link("What Stance does", "/about"),
            is_page=True,
        )
    n = sum(issue.n_statements for issue in issues)
    head = page_head("Overview", f"{counted(n, 'statement')} on {counted(len(issues), 'issue')}.")
    cards = [_issue_card(store, issue) for issue in issues]
    said = html.Div([*cards, _latest(store)], className="issue-cards")
    beside = html.Div([changed_card(), _loads(store.batches())], className="beside")
    return html.Div([head, html.Div([said, beside], className="overview")])


def _issue_card(store: Store, issue: IssueSummary) -> Component:
    main = main_view(store, issue.slug)
    href = issue_href(issue.slug, PageState(query=main))
    counts = (
        f"{counted(issue.n_statements, 'statement')} in {counted(issue.n_utterances, 'utterance')}",
        counted(issue.n_actors, "actor"),
        f"{issue.first_date} to {issue.last_date}" if issue.first_date else "no dates yet",
    )
    book = button_link("Codebook", codebook_href(issue.slug)) if issue.codebook_version else None
    return card(
        html.H2(html.A(issue.title, href=href)),
        quiet(", ".join(counts)),
        _small_picture(store, main),
        ways(
            button_link("Timeline", href, kind="primary"),
            button_link("Statements", statements_href(StatementQuery(issue=issue.slug))),
            book,
        ),
        class_name="issue-card",
    )


def _small_picture(store: Store, main: StatementQuery) -> Component:
    codebook = codebook_or_none(store, main.issue)
    strips = frame_strips(answer_series(store, main), codebook)
    if strips is None:
        return quiet("No coded statements yet.")
    who = ", ".join(main.actors) or "All actors"
    return html.Figure(
        [
            html.Figcaption(
                f"{who}, own voice: share of a year's utterances with each frame. "
                "A full box is all of them, an empty box none; without a box nothing was said."
            ),
            strips,
        ]
    )


def _latest(store: Store) -> Component:
    found = store.statements(StatementQuery(), limit=_MOST_LATEST, newest_first=True)
    return card(
        html.Ul([_line(entry) for entry in found], className="latest"),
        ways(button_link("All statements", "/statements?order=newest")),
        title="Latest statements",
    )


def _line(entry: Entry) -> Component:
    said = entry.statement
    text = said.text if len(said.text) <= _MOST_WORDS else said.text[:_MOST_WORDS].rstrip() + "…"
    return html.Li(
        [
            html.A(f"{said.actor}, {said.date}", href=statement_href(said.id)),
            html.Span(f" {said.source.name}", className="quiet"),
            html.Blockquote(text, lang=said.language or None, dir="auto"),
            gloss_of(said),
        ]
    )


def _loads(batches: list[Batch]) -> Component:
    rows = [_load(batch) for batch in reversed(batches[-_MOST_LOADS:])]
    return card(
        html.Ul(rows, className="plain-list") if rows else quiet("No loads yet."),
        ways(button_link("Load a file", "/load")),
        title="Latest loads",
    )


def _load(batch: Batch) -> Component:
    href = statements_href(StatementQuery(batch=batch.id))
    undone = ", undone" if batch.undone_at else ""
    n = counted(batch.n_stored, "statement")
    told = f" {batch.loaded_at:%Y-%m-%d %H:%M} UTC, {n}{undone}"
    return html.Li([html.A(batch.file_name, href=href), html.Span(told, className="quiet")])
