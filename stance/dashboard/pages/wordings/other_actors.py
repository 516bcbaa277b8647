"""Who else uses a frame or a wording, and since when: its first and last use by every actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.analysis.first_use import FirstUse
from stance.dashboard.parts.addresses import issue_href, statement_href, statements_href
from stance.dashboard.parts.components import counted, quiet
from stance.dashboard.parts.naming import VOICES
from stance.dashboard.parts.tables import framed_table, number_cell, table_row
from stance.filters import PageState
from stance.records import StatementQuery, Voice
from stance.records.dates import PartialDate
from stance.store.counts import FirstAndLast

_HEADINGS = ("Actor", "First", "Last", "Uses")


def everyone_view(
    name: Component | str, rows: Iterable[FirstUse], query: StatementQuery
) -> Component:
    """List the actors by their first use, then those who were searched without finding any."""
    known = list(rows)
    used = [(row, row.use) for row in known if row.use]
    used.sort(key=lambda one: (PartialDate.parse(one[1].first_date).middle, one[0].actor))
    voice = VOICES[query.voice or Voice.OWN].lower()
    searched = sum(row.n_searched for row in known)
    lead = (
        f"{counted(len(used), 'actor')} of {len(known)}, {voice}, "
        f"{counted(searched, query.unit.value)} searched, earliest first."
    )
    body = [_row(row, use, query) for row, use in used]
    return html.Section(
        [
            html.H2([name, ": who else, and since when"]),
            quiet(lead),
            framed_table(_HEADINGS, body, "First and last uses by every actor"),
            _never([row for row in known if not row.use]),
        ],
        className="everyone",
    )


def _row(row: FirstUse, use: FirstAndLast, query: StatementQuery) -> Component:
    own = replace(query, actors=(row.actor,))
    wordings = issue_href(query.issue, PageState(query=own), part="/wordings")
    told = f"{use.n_uses:,} of {row.n_searched:,}"
    # A tracked wording is no filter of statements.
    uses = told if row.is_tracked else html.A(told, href=statements_href(own))
    return table_row(
        html.A(row.actor, href=wordings),
        html.A(use.first_date, href=statement_href(use.first_statement)),
        html.A(use.last_date, href=statement_href(use.last_statement)),
        number_cell(uses),
    )


def _never(rows: list[FirstUse]) -> Component | None:
    if not rows:
        return None
    most = sorted(rows, key=lambda row: (-row.n_searched, row.actor))
    names = ", ".join(f"{row.actor} ({row.n_searched:,} searched)" for row in most)
    return html.P([html.B("Never: "), f"{names}."], className="caption")
