"""Looking for a word in everything: statements with counts, and names of every kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame import shell
from stance.dashboard.parts.addresses import issue_href, statements_href
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.components import counted, quiet
from stance.filters import parse_query
from stance.records import Codebook, StatementQuery, folded
from stance.store import Store
from stance.store.counts import FacetCount

_MOST = 6
_MOST_MORE = 100


class Row(NamedTuple):
    """What is found: its kind, its name, where it leads, and what is said behind it."""

    group: str
    label: str
    href: str
    told: str


def register(app: Dash, store: Store) -> None:
    """Attach the panel that follows what is typed into the search box."""

    @page_callback(
        app,
        outputs={"found": Output(shell.FOUND, "children")},
        inputs={"sought": Input(shell.SOUGHT, "data")},
        refused=lambda problem, _given: {"found": [quiet(str(problem))]},
    )
    def look(sought: Any) -> Answer:
        query = parse_query([("q", str(sought or ""))])
        with store.snapshot():
            return {"found": found_view(store, query.text) if query.text else []}


def found_view(store: Store, text: str) -> list[Component]:
    """Show where a text occurs: first the statements, by issue and actor, then names."""
    query = StatementQuery(text=text)
    n = store.count(query)
    head: Component = html.P(f"No statement holds “{text}”.")
    facets: Sequence[FacetCount] = []
    if n.n_statements:
        said = counted(n.n_statements, "statement")
        reach = f" in {counted(n.n_utterances, 'utterance')}"
        head = html.A([html.B(said), reach, f" with “{text}”"], href=statements_href(query))
        facets = store.facets(query)
    groups: dict[str, list[Row]] = {}
    for row in (*_counts(store, facets, query), *_names(store, facets, text)):
        groups.setdefault(row.group, []).append(row)
    listed = [
        html.Div([html.H2(name), html.Ul([_line(row) for row in rows[:_MOST]]), *_more(rows)])
        for name, rows in groups.items()
    ]
    return [html.Div(head, className="search-found-head"), *listed]


def _more(rows: Sequence[Row]) -> list[Component]:
    """Say how many more are found and hold them behind it, as far as anybody reads on."""
    rest = rows[_MOST:]
    if not rest:
        return []
    listed: list[Component] = [
        html.Summary(f"{len(rest):,} more"),
        html.Ul([_line(row) for row in rest[:_MOST_MORE]]),
    ]
    if (beyond := len(rest) - _MOST_MORE) > 0:
        last = f"{beyond:,} further: a longer text finds fewer."
        listed.append(html.P(last, className="quiet"))
    return [html.Details(listed)]


def _line(row: Row) -> Component:
    told = html.Span(row.told, className="quiet")
    return html.Li(html.A([html.Span(row.label), told], href=row.href))


def _counts(store: Store, facets: Sequence[FacetCount], query: StatementQuery) -> Iterator[Row]:
    """Yield how many of the statements found each actor and each issue has."""
    for one in facets:
        if one.facet == "actor":
            href = statements_href(query, actor=one.value)
            yield Row("By actor", one.value, href, f"{one.n:,}")
    issues = store.issues()
    if facets and len(issues) > 1:
        spread = [(store.count(replace(query, issue=one.slug)).n_utterances, one) for one in issues]
        for n, issue in sorted(spread, key=lambda each: -each[0]):
            if n:
                href = statements_href(query, issue=issue.slug)
                yield Row("By issue", issue.title, href, f"{n:,}")


def _names(store: Store, facets: Sequence[FacetCount], text: str) -> Iterator[Row]:
    """Yield the names that hold a text, one kind after the other."""
    issues = store.issues()
    for issue in issues:
        if _holds(text, issue.title, issue.slug):
            told = counted(issue.n_utterances, "utterance")
            yield Row("Issues", issue.title, issue_href(issue.slug), told)
    for actor in store.actors():
        if _holds(text, actor.name, *actor.aliases):
            href = statements_href(StatementQuery(actors=(actor.name,)))
            yield Row("Actors", actor.name, href, str(actor.kind or ""))
    # A search looks through speakers too, so that all of this name are among the facets.
    for one in facets:
        if one.facet == "speaker" and _holds(text, one.value):
            href = statements_href(StatementQuery(speaker=one.value))
            yield Row("Speakers", one.value, href, f"{one.n:,}")
    books = [book for issue in issues if (book := codebook_or_none(store, issue.slug))]
    yield from _codebook_names(books, text)


def _codebook_names(books: Sequence[Codebook], text: str) -> Iterator[Row]:
    for book in books:
        for frame in book.frames:
            if _holds(text, frame.label, frame.id):
                href = statements_href(StatementQuery(issue=book.issue, frames=(frame.id,)))
                yield Row("Frames", frame.label, href, book.title)
    for book in books:
        for tracked in book.tracked:
            if _holds(text, tracked.label, *chain.from_iterable(tracked.wordings.values())):
                href = issue_href(book.issue, part="/wordings")
                yield Row("Tracked wordings", tracked.label, href, book.title)


def _holds(text: str, *names: str) -> bool:
    sought = folded(text).strip()
    return any(sought in folded(name) for name in names)
