"""Comparing: several actors on one issue, or two spans of one actor, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.answers import comparison, keyness
from stance.dashboard.frame import shell
from stance.dashboard.frame.address import Address, Match, NoPage
from stance.dashboard.frame.arrival import arrive, read_sent
from stance.dashboard.pages.compare import words as compare_words
from stance.dashboard.parts import figure_card
from stance.dashboard.parts.addresses import compare_href
from stance.dashboard.parts.callbacks import Answer, browser_callback, page_callback
from stance.dashboard.parts.components import attributes, button_link, note, quiet, segment
from stance.dashboard.parts.keyness import words_table
from stance.errors import StanceError
from stance.figures.panels import panels_figure
from stance.figures.two_sides import spans_figure
from stance.filters import Sides
from stance.records import StatementQuery
from stance.store import Store

_ADDRESS = "compare-address"
_TITLE = "compare-title"
_LEAD = "compare-lead"
_MODES = "compare-modes"
_DRAWING = "compare-drawing"
_GRAPH = "compare-graph"
_CAPTION = "compare-caption"
_BELOW = "compare-below"
_SPANS = ("compare-from", "compare-to", "compare-from-2", "compare-to-2")
_NO_DAYS = [""] * len(_SPANS)
_FORM = "compare-spans"
_DAYS = "compare-days"
"""The days that the address names: fields that hold others were typed into."""

_MOST_READ = 5_000
"""With more units than these, comparing every word keeps a reader waiting."""


def layout(_store: Store, _address: Address) -> Component:
    """Lay out the page once; everything on it follows the address."""
    words = html.Div([html.H1(id=_TITLE), html.P(id=_LEAD, className="lead")])
    modes = html.Nav(id=_MODES, className="segments no-print")
    labels = ("First span from", "to", "Second span from", "to")
    days = [
        dmc.TextInput(id=id_, label=label, placeholder="2003-06", debounce=True, size="sm", w=140)
        for id_, label in zip(_SPANS, labels, strict=True)
    ]
    return html.Section(
        [
            html.Header([words, modes], className="page-head"),
            html.Div(days, id=_FORM, className="span-form no-print", hidden=True),
            html.Div(className="skeleton", **attributes(aria_hidden="true")),
            html.Div(figure_card.empty_graph(_GRAPH), id="compare-chart"),
            figure_card.foot("compare"),
            figure_card.how_to_read(compare_words.HOW_TO_READ),
            html.Div(id=_BELOW, className="below"),
            dcc.Store(id=_DRAWING),
            dcc.Store(id=_DAYS),
        ],
        id="compare-card",
        className="card figure is-waiting",
    )


def register(app: Dash, store: Store, match: Match) -> None:
    """Attach the callback that follows the address."""

    @page_callback(
        app,
        outputs={
            "title": Output(_TITLE, "children"),
            "lead": Output(_LEAD, "children"),
            "modes": Output(_MODES, "children"),
            "has_no_spans": Output(_FORM, "hidden"),
            "spans": {id_: Output(id_, "value") for id_ in _SPANS},
            "days": Output(_DAYS, "data"),
            "drawing": Output(_DRAWING, "data"),
            "caption": Output(_CAPTION, "children"),
            "below": Output(_BELOW, "children"),
        },
        inputs={"asked": Input(_ADDRESS, "data")},
        refused=_refusal,
        running=shell.busy(shell.slot_of("compare")),
    )
    def follow(asked: Any) -> Answer:
        with store.snapshot():
            return _answer(store, arrive(store, match, asked))

    def queries(drawn: Any) -> Sequence[StatementQuery]:
        address = read_sent(store, match, drawn)
        return address.sides or [address.query]

    figure_card.register_source(app, store, "compare", queries)
    wires = (Output(_GRAPH, "figure"), Input(_DRAWING, "data"), Input(shell.THEME, "data"))
    browser_callback(app, "dressCompare", *wires, State("shell-twins", "data"))
    typed = [Input(id_, "value") for id_ in _SPANS]
    browser_callback(app, "spanDates", *typed, State(_DAYS, "data"))


def _answer(store: Store, address: Address) -> Answer:
    query, sides, is_narrow = address.query, address.sides, address.is_narrow
    if not query.issue:
        raise NoPage("/compare without an issue")
    modes = _modes(store, query, is_spans=sides is not None)
    shown = _actors(store, query, is_narrow) if sides is None else _spans(store, sides, is_narrow)
    return {"modes": modes, "has_no_spans": sides is None, **shown}


def _actors(store: Store, query: StatementQuery, is_narrow: bool) -> Answer:
    shown = comparison.compare_actors(store, query)
    drawn = {"marks": shown.marks, "series": shown.series, "coverage": shown.coverage}
    drawing = panels_figure(query, shown.codebook, **drawn, is_narrow=is_narrow)
    title = shown.issue.title
    return {
        "title": compare_words.actors_title(shown),
        "lead": compare_words.lead(title, shown.sides, query.unit, query.voice),
        **_spans_at(_NO_DAYS),
        "drawing": figure_card.packed(drawing),
        "caption": compare_words.caption(shown.codebook, title, shown.n_marks_left_out),
        "below": compare_words.shares_table(shown.sides, shown.codebook),
    }


def _spans(store: Store, sides: Sides, is_narrow: bool) -> Answer:
    shown = comparison.compare_spans(store, *sides)
    title = shown.issue.title
    days = [str(day or "") for side in sides for day in (side.since, side.until)]
    return {
        "title": compare_words.spans_title(shown),
        "lead": compare_words.lead(title, shown.sides, sides[0].unit, sides[0].voice),
        **_spans_at(days),
        "drawing": figure_card.packed(
            spans_figure(compare_words.pairs_of(shown), is_narrow=is_narrow)
        ),
        "caption": compare_words.caption(shown.codebook, title, 0),
        "below": [
            compare_words.shares_table(shown.sides, shown.codebook),
            html.H2("Which words set the two apart"),
            _words(store, shown),
            html.H2("In their words"),
            compare_words.quotes_view(shown),
        ],
    }


def _words(store: Store, shown: comparison.SpansCompared) -> Component:
    """Compare both sides word for word, unless a reader would wait too long."""
    first, second = shown.sides
    if first.n + second.n > _MOST_READ:
        return quiet(
            f"Words are compared up to {_MOST_READ:,} {first.query.unit.value}s: narrow "
            "the filters, or take keyness out as a file."
        )
    sides = (first.query, second.query)
    return words_table(keyness.telling_words(store, *sides), sides)


def _spans_at(days: list[str]) -> Answer:
    """Return the days for the fields of each span, and a list of all of them."""
    return {"spans": dict(zip(_SPANS, days, strict=True)), "days": days}


def _modes(store: Store, query: StatementQuery, *, is_spans: bool) -> list[Component]:
    """Link both ways of comparing, each with an address that says all of it."""
    busiest = comparison.busiest_actors
    actors = query if len(query.actors) > 1 else replace(query, actors=busiest(store, query))
    alone = query if is_spans or len(query.actors) == 1 else _with_one_actor(store, query)
    day = comparison.halves(store, alone)
    links = [segment("Actors", compare_href(actors), is_here=not is_spans)]
    if day:
        two = compare_href(alone, split=str(day))
        links.append(segment("Two spans", two, is_here=is_spans))
    return links


def _with_one_actor(store: Store, query: StatementQuery) -> StatementQuery:
    """Choose the busiest of the actors asked for: two spans of several would pool their mix."""
    busiest = comparison.busiest_actors(store, query, most=None)
    asked = [actor for actor in busiest if not query.actors or actor in query.actors]
    return replace(query, actors=tuple(asked[:1]))


def _refusal(problem: StanceError, _given: Any) -> Answer:
    told = note("This cannot be compared", str(problem), button_link("Overview", "/"), kind="bad")
    return {
        "title": "This page cannot be shown",
        "lead": "",
        "modes": [],
        "has_no_spans": True,
        **_spans_at(_NO_DAYS),
        "drawing": {"data": [], "layout": {"height": 1}},
        "caption": "",
        "below": told,
    }
