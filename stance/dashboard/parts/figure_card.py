"""What every figure shares: how plotly is set up, its fingerprint, and how to cite it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.answers import tables
from stance.answers.codebooks import codebook_or_none
from stance.dashboard.parts.callbacks import Answer, page_callback
from stance.dashboard.parts.citations import as_text, cite_buttons, fingerprint, view_citation
from stance.files.writing import FORMATS
from stance.filters import query_pairs
from stance.records import StatementQuery
from stance.store import Reading, Store

_MOST_FINDING = 500

Read = Callable[[Any], Sequence[StatementQuery]]
"""Turns what the browser says it has drawn into the queries behind it; raises StanceError."""

GRAPH_CONFIG: Any = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toImage", "sendChartToCloud"],
    "responsive": True,
    "doubleClick": "reset",
}


def packed(drawing: dict[str, Any]) -> str:
    """Write a figure as JSON once; among components, Dash would walk through every point of it."""
    # A dot means a statement by its place in `layout.meta.statements`, where every id stands once:
    # ids hardly compress, and a statement has a dot in each of its lanes. assets/figure.js unpacks.
    statements = drawing["layout"].get("meta", {}).get("statements", ())
    places = {told[0]: place for place, told in enumerate(statements)}
    short = {**drawing, "data": [_short(trace, places) for trace in drawing["data"]]}
    return orjson.dumps(short, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def _short(trace: dict[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    meant = trace.get("customdata") or [None]
    if not meant[0] or meant[0][0] != "statement":
        return trace
    return {**trace, "customdata": [places[id_] for _, id_ in meant]}


def empty_graph(id_: str) -> Component:
    """Lay out the place of a figure: it stays mounted, and each drawing is put into it."""
    return dcc.Graph(
        id=id_, figure={"data": [], "layout": {"height": 600}}, config=GRAPH_CONFIG, responsive=True
    )


def foot(page: str) -> Component:
    """Lay out what stands under a figure: its caption, and the place for its source note."""
    # What is unfolded stays mounted: another figure's citation must not shut it in a reader's hand.
    return html.Footer(
        [
            html.Div(id=f"{page}-caption"),
            html.Div(id=f"{page}-source"),
            _cite_this(f"{page}-cite"),
            dcc.Store(id=f"{page}-drawn"),
        ],
        className="caption",
    )


def how_to_read(reading: Mapping[str, str]) -> Component:
    """Explain a figure, for those who ask: what is seen, and what it means."""
    return html.Details(
        [
            html.Summary("How to read this"),
            html.Ul([html.Li([html.B(head), f" {text}"]) for head, text in reading.items()]),
            html.P(
                [html.A("The method", href="/about"), " says how frames are coded and counted."]
            ),
        ],
        className="how",
    )


def register_source(app: Dash, store: Store, page: str, read: Read) -> None:
    """Attach the source note, which is asked for once the figure stands."""

    @page_callback(
        app,
        outputs={
            "source": Output(f"{page}-source", "children"),
            "cite": Output(f"{page}-cite", "children"),
        },
        inputs={"drawn": Input(f"{page}-drawn", "data")},
        states={"finding": State(f"{page}-title", "children")},
        refused=lambda _problem, _given: {"source": None, "cite": None},
    )
    def note_source(drawn: Any, finding: Any) -> Answer:
        with store.snapshot():
            told, ways = _print_and_ways(store, read(drawn), str(finding or "")[:_MOST_FINDING])
        return {"source": told, "cite": ways}


def source_note(store: Reading, queries: Sequence[StatementQuery], finding: str) -> Component:
    """Show the fingerprint of a page's numbers, and offer its citation."""
    told, ways = _print_and_ways(store, queries, finding)
    return html.Div([told, _cite_this("cite", ways)])


def _cite_this(id_: str, ways: Sequence[Component] | None = None) -> Component:
    return html.Details(
        [html.Summary("Cite this"), html.Div(ways, id=id_, className="ways")], className="how"
    )


def _print_and_ways(
    store: Reading, queries: Sequence[StatementQuery], finding: str
) -> tuple[Component, list[Component]]:
    """Return the fingerprint, and the citation in its forms."""
    # Anybody can check it: it is that of series.csv of the same view.
    series = [tables.export(store, "series", query_pairs(query)) for query in queries]
    csv = [FORMATS["csv"].write(table.columns, table.rows) for table in series]
    print_ = " and ".join(map(fingerprint, csv))
    issue = queries[0].issue
    codebook = codebook_or_none(store, issue)
    cited = view_citation(finding, codebook, store.issue(issue).title, print_)
    how = "The first 12 digits of the SHA-256 of this view's series.csv"
    told = html.P(["Data fingerprint ", html.Code(print_, title=how)], className="print")
    shown = html.P(as_text(replace(cited, address="")), className="cited")
    return told, [shown, *cite_buttons(cited)]
