"""The table of actors in whose wording no shift was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.answers.shift_sentences import who
from stance.answers.shifts import Pair
from stance.dashboard.parts.addresses import issue_href
from stance.dashboard.parts.components import card
from stance.dashboard.parts.shift import VERDICTS
from stance.dashboard.parts.tables import framed_table
from stance.filters import PageState
from stance.records import Voice

_HEAD = ("Who", "Looked at", "Verdict", "Probability of a change")


def without_shift_view(pairs: Sequence[Pair], state: PageState) -> Component:
    """List pairs without a shift, those with most statements first."""
    ordered = sorted(pairs, key=lambda pair: -pair.wording.n_statements)
    rows = [html.Tr(_cells(pair, state)) for pair in ordered]
    return card(
        html.P(
            "“Too few statements to tell” does not mean that nothing changed. A name leads to all "
            "that was found.",
            className="quiet",
        ),
        framed_table(_HEAD, rows, "Searched, and no shift found"),
        title="Searched, and no shift found",
        class_name="unshifted",
    )


def _cells(pair: Pair, state: PageState) -> list[Component]:
    query = replace(state.query, actors=(pair.actor,), voice=Voice(pair.voice))
    href = issue_href(pair.issue, PageState(query=query), part="/shifts")
    found = pair.wording
    return [
        html.Th(html.A(who(pair), href=href), scope="row"),
        html.Td(f"{found.n_statements:,}", className="number"),
        html.Td(_verdict(pair)),
        html.Td(f"{found.probability:.0%}", className="number"),
    ]


def _verdict(pair: Pair) -> str:
    said = VERDICTS[pair.wording.verdict]
    if pair.stance is None or pair.stance.verdict is pair.wording.verdict:
        return said
    return f"{said}; stance: {VERDICTS[pair.stance.verdict]} ({pair.stance.probability:.0%})"
