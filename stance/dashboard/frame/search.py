"""Looking for a word in everything: statements with counts, and names of every kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame import shell
from stance.dashboard.parts.addresses import issue_href, statements_href
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.components import counted
from stance.filters import parse_query
from stance.records import Codebook, StatementQuery, folded
from stance.store import Store
from stance.store.counts import FacetCount

_MOST = 6
_MOST_MORE = 100

Row = tuple[str, str, str]
"""What is found, the address it leads to, and what is said behind it."""


def register(app: Dash, store: Store) -> None:
    """Attach the panel that follows what is typed into the search box."""

    @page_callback(
        app,
        outputs={"found": Output(shell.FOUND, "children")},
        inputs={"sought": Input(shell.SOUGHT, "data")},
        refused=lambda problem: {"found": [html.P(str(problem), className="quiet")]},
    )
    def look(sought: Any) -> Answer:
        query = parse_query([("q", str(sought or ""))])
        with store.snapshot():
            return {"found": found_view(store, query.text) if query.text else []}


def found_view(store: Store, text: str) -> list[Component]:
    """Show where a text occurs: first the statements, by issue and actor, then names."""
    query = StatementQuery(text=text)
    n = store.count(query)
    said = counted(n.n_statements, "statement")
    reach = f" in {counted(n.n_utterances, 'utterance')}"
    head = (
        html.A([html.B(said), reach, f" with “{text}”"], href=statements_href(query))
        if n.n_statements
        else html.P(f"No statement holds “{text}”.")
    )
    codebooks = [book for issue in store.issues() if (book := _book(store, issue.slug))]
    facets = store.facets(query) if n.n_statements else []
    groups = [
        ("By actor", _by_actor(facets, query)),
        ("By issue", _by_issue(store, query) if n.n_statements else []),
        ("Issues", _issues(store, text)),
        ("Actors", _actors(store, text)),
        ("Speakers", _speakers(facets, text)),
        ("Frames", _frames(codebooks, text)),
        ("Tracked wordings", _tracked(codebooks, text)),
    ]
    return [html.Div(head, className="search-found-head"), *_listed(groups)]


def _listed(groups: Iterable[tuple[str, Sequence[Row]]]) -> list[Component]:
    return [
        html.Div([html.H2(name), html.Ul([_line(row) for row in rows[:_MOST]]), *_more(rows)])
        for name, rows in groups
        if rows
    ]


def _more(rows: Sequence[Row]) -> list[Component]:
    """Say how many more are found and hold them behind it, as far as anybody reads on."""
    rest = rows[_MOST:]
    if not rest:
        return []
    beyond = len(rest) - _MOST_MORE
    last = [html.P(f"{beyond:,} further: a longer text finds fewer.", className="quiet")]
    return [
        html.Details(
            [
                html.Summary(f"{len(rest):,} more"),
                html.Ul([_line(row) for row in rest[:_MOST_MORE]]),
                *(last if beyond > 0 else []),
            ]
        )
    ]


def _line(row: Row) -> Component:
    label, href, told = row
    return html.Li(html.A([html.Span(label), html.Span(told, className="quiet")], href=href))


def _book(store: Store, issue: str) -> Codebook | None:
    return codebook_or_none(store, issue)


def _by_actor(facets: Iterable[FacetCount], query: StatementQuery) -> list[Row]:
    return [
        (facet.value, statements_href(query, actor=facet.value), f"{facet.n:,}")
        for facet in facets
        if facet.facet == "actor"
    ]


def _speakers(facets: Iterable[FacetCount], text: str) -> list[Row]:
    """Return those of this name: a search looks through speakers too, so that all are counted."""
    return [
        (facet.value, statements_href(StatementQuery(speaker=facet.value)), f"{facet.n:,}")
        for facet in facets
        if facet.facet == "speaker" and _holds(text, facet.value)
    ]


def _by_issue(store: Store, query: StatementQuery) -> list[Row]:
    issues = store.issues()
    if len(issues) < 2:
        return []
    found = []
    for issue in issues:
        n = store.count(replace(query, issue=issue.slug)).n_utterances
        if n:
            found.append((n, issue.title, statements_href(query, issue=issue.slug)))
    ranked = sorted(found, key=lambda row: -row[0])
    return [(title, href, f"{n:,}") for n, title, href in ranked]


def _issues(store: Store, text: str) -> list[Row]:
    return [
        (issue.title, issue_href(issue.slug), counted(issue.n_utterances, "utterance"))
        for issue in store.issues()
        if _holds(text, issue.title, issue.slug)
    ]


def _actors(store: Store, text: str) -> list[Row]:
    return [
        (actor.name, statements_href(StatementQuery(actors=(actor.name,))), str(actor.kind or ""))
        for actor in store.actors()
        if _holds(text, actor.name, *actor.aliases)
    ]


def _frames(codebooks: Iterable[Codebook], text: str) -> list[Row]:
    return [
        (
            frame.label,
            statements_href(StatementQuery(issue=book.issue, frames=(frame.id,))),
            book.title,
        )
        for book in codebooks
        for frame in book.frames
        if _holds(text, frame.label, frame.id)
    ]


def _tracked(codebooks: Iterable[Codebook], text: str) -> list[Row]:
    return [
        (one.label, issue_href(book.issue, part="/wordings"), book.title)
        for book in codebooks
        for one in book.tracked
        if _holds(text, one.label, *(word for words in one.wordings.values() for word in words))
    ]


def _holds(text: str, *names: str) -> bool:
    sought = folded(text).strip()
    return any(sought in folded(name) for name in names)
