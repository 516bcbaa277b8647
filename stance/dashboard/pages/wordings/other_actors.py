"""Who else uses a frame or a wording, and since when: its first and last use by every actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from stance.dashboard.frame.address import issue_href, statement_href, statements_href
from stance.dashboard.parts.components import attributes, counted
from stance.dashboard.parts.naming import VOICES
from stance.filters import PageState
from stance.records import StatementQuery, Voice
from stance.records.dates import PartialDate

_HEADINGS = ("Actor", "First", "Last", "Uses")

Row = dict[str, Any]


def everyone_view(name: Component | str, rows: Iterable[Row], query: StatementQuery) -> Component:
    """List the actors by their first use, then those who were searched without finding any."""
    known = list(rows)
    used = sorted((row for row in known if row["n_uses"]), key=_place)
    voice = VOICES[query.voice or Voice.OWN].lower()
    searched = sum(int(row["n_statements"]) for row in known)
    lead = (
        f"{counted(len(used), 'actor')} of {len(known)}, {voice}, "
        f"{counted(searched, query.unit.value)} searched, earliest first."
    )
    head = html.Tr([html.Th(text, scope="col") for text in _HEADINGS])
    body = [html.Tr(_cells(row, query)) for row in used]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="table")
    return html.Section(
        [
            html.H2([name, ": who else, and since when"]),
            html.P(lead, className="quiet"),
            html.Div(
                table,
                className="table-frame",
                tabIndex=0,
                role="region",
                **attributes(aria_label="First and last uses by every actor"),
            ),
            _never([row for row in known if not row["n_uses"]]),
        ],
        className="everyone",
    )


def _place(row: Row) -> tuple[int, str]:
    return PartialDate.parse(row["first_date"]).middle.toordinal(), str(row["actor"])


def _cells(row: Row, query: StatementQuery) -> list[Component]:
    own = replace(query, actors=(row["actor"],))
    ledger = issue_href(query.issue, PageState(query=own), part="/wordings")
    is_frame = bool(row["frame"])
    told = f"{row['n_uses']:,} of {row['n_statements']:,}"
    # A tracked wording is no filter of statements.
    uses = html.A(told, href=statements_href(own)) if is_frame else told
    return [
        html.Th(html.A(row["actor"], href=ledger), scope="row"),
        html.Td(html.A(row["first_date"], href=statement_href(row["first_statement"]))),
        html.Td(html.A(row["last_date"], href=statement_href(row["last_statement"]))),
        html.Td(uses, className="number"),
    ]


def _never(rows: list[Row]) -> Component | None:
    if not rows:
        return None
    most = sorted(rows, key=lambda row: (-int(row["n_statements"]), str(row["actor"])))
    names = ", ".join(f"{row['actor']} ({row['n_statements']:,} searched)" for row in most)
    return html.P([html.B("Never: "), f"{names}."], className="caption")
