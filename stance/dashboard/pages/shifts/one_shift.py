"""One shift: when, from what to what, how sure, and the words on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import Shift
from stance.answers import keyness
from stance.answers.one_shift import QuotedShift, quoted_shift
from stance.answers.shift_sentences import (
    chance,
    companions_sentence,
    shift_sentence,
    verdict_sentence,
)
from stance.answers.shifts import FoundShift
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.addresses import export_href, issue_href, statements_href
from stance.dashboard.parts.components import button_link, card, quiet
from stance.dashboard.parts.dispute import quote_of
from stance.dashboard.parts.figure_card import source_note
from stance.dashboard.parts.keyness import words_table
from stance.dashboard.parts.naming import label_name
from stance.dashboard.parts.shift import (
    badge,
    close_view,
    looks_of,
    moves_table,
    moves_told,
    rise_view,
    what_numbers_mean,
)
from stance.dashboard.parts.tables import framed_table, number_cell, table_row
from stance.filters import Sides
from stance.records import Codebook, Entry, StatementQuery, Voice
from stance.store import Store

_SIDES = ("Before", "After")
_LIMITS = (
    "That the wording changed, not why. Where sources, coders or occasions changed at the same "
    "time, the two cannot be told apart; keep the values of a tag apart on the page of shifts to "
    "see what is left. A gradual drift is told as changes at its steepest places."
)


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    _, _, key = address.name.partition("/")
    shown = quoted_shift(store, address.query, key)
    pair, sides = shown.found.pair, shown.sides
    words = keyness.telling_words(store, *sides)
    mine = replace(address.query, issue=pair.issue, actors=(pair.actor,), voice=Voice(pair.voice))
    back = button_link("All shifts", issue_href(pair.issue, address.state, part="/shifts"))
    parts = [
        html.Nav(back, className="crumbs"),
        _head(shown.found),
        card(moves_table(shown.found), _files(sides), title="From what to what"),
        *_sides(shown),
        card(_beside(shown.found.shift), title="What else changed then"),
        card(words_table(words, sides, _SIDES), title="Which words came, and which went"),
        card(html.P(_LIMITS), title="What this cannot say"),
        card(source_note(store, [mine], shift_sentence(pair, shown.found.shift)), title="Source"),
    ]
    return html.Div(parts, className="dispute")


def _head(found: FoundShift) -> Component:
    search = found.pair.search_of(found.shift)
    return html.Header(
        [
            html.P(badge(found.shift.verdict)),
            html.H1(shift_sentence(found.pair, found.shift)),
            moves_told(found),
            quiet(verdict_sentence(search)),
            what_numbers_mean(),
            html.H2("By when it had changed"),
            rise_view(search, (found.shift,)),
            *close_view(search, found.shift),
        ],
        className="card verdict shift-head",
    )


def _files(sides: Sides) -> Component:
    """Offer all that the counts rest on, not only the quotes below."""
    before, after = (export_href("statements.csv", side) for side in sides)
    ways = (html.A("before the shift (CSV)", href=before), html.A("after it (CSV)", href=after))
    return quiet(["The statements behind these counts: ", ways[0], " · ", ways[1]])


def _sides(shown: QuotedShift) -> list[Component]:
    codebook, sides = shown.found.pair.codebook, shown.sides
    looks = looks_of(codebook)
    cards = []
    for frame, (before, after) in shown.quotes.items():
        columns = [
            _side("Last before", before, codebook, _all_href(sides[0], frame)),
            _side("First after", after, codebook, _all_href(sides[1], frame)),
        ]
        cards.append(card(html.H2(looks.chip(frame)), html.Div(columns, className="sides")))
    return cards


def _side(
    title: str, entries: Sequence[Entry], codebook: Codebook | None, all_href: str
) -> Component:
    if not entries:
        return html.Div([html.H3(title), quiet("No statement on this side has it.")])
    quotes = [quote_of(entry, codebook) for entry in entries]
    every = html.A("Every statement on this side that has it", href=all_href)
    return html.Div([html.H3(title), *quotes, quiet(every)])


def _all_href(side: StatementQuery, frame: str) -> str:
    # A score is no frame that a list could be narrowed to.
    return statements_href(side if frame == STANCE else replace(side, frames=(frame,)))


def _beside(shift: Shift) -> Component:
    rows = [
        table_row(
            one.what.capitalize(),
            _labels(one.what, one.before),
            _labels(one.what, one.after),
            number_cell(chance(one.probability)),
        )
        for one in shift.companions
        if not one.is_constant and (one.before or one.after)
    ]
    differs = html.Abbr("Mix differs", title="Probability that the mix differs, from even odds")
    head = ("What", "Most before", "Most after", differs)
    table = framed_table(head, rows, "What else changed")
    return html.Div([html.P(companions_sentence(shift)), table])


def _labels(what: str, counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{label_name(what, label) or 'not given'} ({n:,})" for label, n in counts)
