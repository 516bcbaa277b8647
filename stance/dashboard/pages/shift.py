"""One shift: when, from what to what, how sure, and the words on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance import keywords, services, shifting
from stance.dashboard.components import button_link, card, frame_chip
from stance.dashboard.dispute_view import quote_of
from stance.dashboard.figure_card import source_note
from stance.dashboard.keyness_view import words_table
from stance.dashboard.naming import label_name
from stance.dashboard.shift_view import (
    badge,
    framed_table,
    looks_of,
    moves_table,
    moves_told,
    rise_view,
    what_numbers_mean,
)
from stance.dashboard.state import Address, issue_href
from stance.records import Codebook, Entry, Voice
from stance.shift_sentences import (
    chance,
    companions_sentence,
    shift_sentence,
    verdict_sentence,
)
from stance.shifting import ShiftEvidence
from stance.store import Store

_SIDES = ("Before", "After")


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    _, _, key = address.name.partition("/")
    found = shifting.shift(store, address.query, key)
    pair, codebook = found.pair, services.codebook_or_none(store, found.pair.issue)
    sides = shifting.sides_of(address.query, found)
    words = keywords.telling_words(store, *sides)
    mine = replace(address.query, issue=pair.issue, actors=(pair.actor,), voice=Voice(pair.voice))
    parts = [
        html.Nav(
            button_link("All shifts", issue_href(pair.issue, address.state, part="/shifts")),
            className="crumbs",
        ),
        _head(found, codebook),
        card(moves_table(found.shift, pair, codebook), title="From what to what"),
        *_sides(found, codebook),
        card(_beside(found), title="What else changed then"),
        card(words_table(words, sides, _SIDES), title="Which words came, and which went"),
        _limits(),
        card(source_note(store, [mine], shift_sentence(pair, found.shift)), title="Source"),
    ]
    return html.Div(parts, className="dispute")


def _head(found: ShiftEvidence, codebook: Codebook | None) -> Component:
    search = found.pair.search_of(found.shift)
    return html.Header(
        [
            html.P(badge(found.shift.verdict)),
            html.H1(shift_sentence(found.pair, found.shift)),
            moves_told(found.shift, found.pair, codebook),
            html.P(verdict_sentence(search), className="quiet"),
            what_numbers_mean(),
            html.H2("By when it had changed"),
            rise_view(search, (found.shift,)),
        ],
        className="card verdict shift-head",
    )


def _sides(found: ShiftEvidence, codebook: Codebook | None) -> list[Component]:
    looks, labels = looks_of(codebook)
    return [
        card(
            html.H2(frame_chip(labels.get(frame, frame), looks.get(frame))),
            html.Div(
                [_side("Last before", before), _side("First after", after)], className="sides"
            ),
        )
        for frame, (before, after) in found.quotes.items()
    ]


def _side(title: str, entries: Sequence[Entry]) -> Component:
    quotes = [quote_of(entry) for entry in entries]
    none = html.P("No statement on this side has it.", className="quiet")
    return html.Div([html.H3(title), *(quotes or [none])])


def _beside(found: ShiftEvidence) -> Component:
    rows = [
        html.Tr(
            [
                html.Th(one.what.capitalize(), scope="row"),
                html.Td(_labels(one.what, one.before)),
                html.Td(_labels(one.what, one.after)),
                html.Td(chance(one.probability), className="number"),
            ]
        )
        for one in found.shift.companions
        if not one.is_constant and (one.before or one.after)
    ]
    differs = html.Abbr("Mix differs", title="Probability that the mix differs, from even odds")
    head = ("What", "Most before", "Most after", differs)
    told = html.P(companions_sentence(found.shift))
    return html.Div([told, framed_table(head, rows, "What else changed")])


def _labels(what: str, counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{label_name(what, label) or 'not given'} ({n:,})" for label, n in counts)


def _limits() -> Component:
    return card(
        html.P(
            "That the wording changed, not why. Where sources, coders or occasions changed at "
            "the same time, the two cannot be told apart; keep the values of a tag "
            "apart on the page of shifts to see what is left. A gradual "
            "drift is told as changes at its steepest places."
        ),
        title="What this cannot say",
    )
