"""The page of an issue's shifts: what was found of each actor, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from stance.answers import comparison, shifts
from stance.answers.codebooks import codebook_or_none
from stance.answers.shift_sentences import (
    companions_sentence,
    shift_sentence,
    verdict_sentence,
    who,
)
from stance.answers.shifts import FoundShift, Pair
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.addresses import compare_href, issue_href
from stance.dashboard.parts.captions import nothing_coded
from stance.dashboard.parts.components import button_link, card, page_head, quiet, segment, segments
from stance.dashboard.parts.shift import (
    VERDICTS,
    badge,
    counts_table,
    frames_alone,
    moves_table,
    moves_told,
    rise_view,
    what_numbers_mean,
)
from stance.dashboard.parts.tables import framed_table, number_cell, table_row
from stance.filters import PageState
from stance.records import StatementQuery, Unit, Voice
from stance.store import Store

_WITHIN = (
    "Tests inside each value, so that a change in how often each occurs is not taken for one of "
    "wording."
)
_LEAD = (
    "Tested, not seen: every move is weighed against chance, starting from even odds. "
    "“Too few statements to tell” is an answer."
)
_HOW_TO_READ = (
    "With 15 statements only a near-complete reversal can be established; a moderate "
    "shift needs about 100, a subtle one about 500. The probability is the robust one: "
    "statements that copy each other count for less, and sources (or the tag you choose) "
    "are kept apart. A frame on its own can look more certain than the mix, because the "
    "mix pays for every frame that did not move."
)
_WITHOUT = "Searched, and no shift found"
_WITHOUT_HEAD = ("Who", "Looked at", "Verdict", "Probability of a change")

Halves = Mapping[tuple[str, str], date | None]
"""For an actor and a voice, the day that halves what is found, where there is one."""

_MOST_KEYS = 4
"""Choices of a tag that fit beside the heading."""


def layout(store: Store, address: Address) -> Component:
    """Build the page: a card for each actor and voice, a line for those without a shift."""
    state = address.state
    pairs = shifts.search(store, state.query)
    if not pairs:
        codebook = codebook_or_none(store, address.name)
        return nothing_coded("Nothing to test", state.query, codebook, "/shifts")
    # Shown whole is where a shift was found, and who was asked for by name.
    is_asked = bool(state.query.actors) or len(pairs) == 1
    whole = [pair for pair in pairs if is_asked or pair.shifts]
    brief = [pair for pair in pairs if not (is_asked or pair.shifts)]
    actors = ", ".join(dict.fromkeys(pair.actor for pair in (whole or brief)[:3]))
    title = f"{actors}: did the wording on {pairs[0].title} shift?"
    halves = comparison.halves_of_each(store, state.query)
    return html.Div(
        [
            page_head(title, _LEAD, aside=_strata(store, state)),
            *(_pair(pair, state, halves) for pair in whole),
            _without_shift(brief, state) if brief else None,
            card(
                html.P(_HOW_TO_READ),
                html.P([html.A("How it is computed", href="/about")]),
                title="How to read this",
            ),
        ],
        className="shifts",
    )


def _strata(store: Store, state: PageState) -> Component:
    """Offer to compare within the values of a tag: the occasion may differ, not the wording."""
    chosen = state.query.stratify
    told = _tags(store, state.query)
    links = []
    for key in ["", *dict.fromkeys([*list(told)[:_MOST_KEYS], *([chosen] if chosen else [])])]:
        other = replace(state, query=replace(state.query, stratify=key))
        href = issue_href(state.query.issue, other, part="/shifts")
        text = f"Within each {key or 'source'}"
        title = f"{_WITHIN} {told[key]}." if key in told else _WITHIN
        links.append(segment(text, href, is_here=chosen == key, title=title))
    return segments("What is kept apart", links)


def _tags(store: Store, query: StatementQuery) -> dict[str, str]:
    """Return the counts of each tag key that divides what is chosen, the most even first."""
    n = store.count(query)
    total = n.n_utterances if query.unit is Unit.UTTERANCE else n.n_statements
    parts: dict[str, list[tuple[str, int]]] = {}
    for facet in store.facets(query):
        key, _, value = facet.value.partition(":")
        if facet.facet == "tag":
            parts.setdefault(key, []).append((value, facet.n))
    for counts in parts.values():
        untagged = total - sum(n for _, n in counts)
        if untagged > 0:
            counts.append(("without", untagged))
    largest = {key: max(n for _, n in counts) for key, counts in parts.items()}
    useful = sorted((n, key) for key, n in largest.items() if n < total)
    return {key: ", ".join(f"{value} {n:,}" for value, n in parts[key]) for _, key in useful}


def _pair(pair: Pair, state: PageState, halves: Halves) -> Component:
    found = pair.wording
    parts: list[Component] = []
    # Only between two dates could a change fall.
    if found.gaps:
        parts += [html.H3("By when it had changed, if it did"), rise_view(found, found.shifts)]
    parts += [_shift(FoundShift(pair, shift), state) for shift in pair.shifts]
    if not pair.shifts:
        # No shift brings its own table.
        parts += [html.H3("What was looked at"), counts_table(pair)]
    alone = "Each frame looked at alone: probability that it changed at all (80% is marked)"
    day = pair.shifts[0].date if pair.shifts else halves.get((pair.actor, pair.voice))
    query = replace(_of_pair(pair, state.query), frames=())
    spans = compare_href(query, split=str(day))
    return card(
        html.Header([html.H2(who(pair)), badge(found.verdict)], className="pair-head"),
        *(html.P(verdict_sentence(search)) for search in pair.searches),
        what_numbers_mean(),
        *parts,
        html.H3(alone),
        frames_alone(found, pair.codebook),
        button_link("Compare any two spans", spans) if day else None,
    )


def _of_pair(pair: Pair, query: StatementQuery) -> StatementQuery:
    return replace(query, actors=(pair.actor,), voice=Voice(pair.voice))


def _shift(found: FoundShift, state: PageState) -> Component:
    pair, shift = found.pair, found.shift
    href = issue_href(pair.issue, state, part=f"/shift/{found.key}")
    return html.Div(
        [
            html.P([badge(shift.verdict), " ", shift_sentence(pair, shift)], className="told"),
            moves_told(found),
            moves_table(found),
            quiet(companions_sentence(shift)),
            button_link("The evidence, side by side", href, kind="primary"),
        ],
        className="shift-card",
    )


def _without_shift(pairs: Sequence[Pair], state: PageState) -> Component:
    """List pairs without a shift, those with most statements first."""
    told = (
        "“Too few statements to tell” does not mean that nothing changed. A name leads to all "
        "that was found."
    )
    rows = [
        table_row(
            html.A(who(pair), href=_alone_href(pair, state)),
            number_cell(pair.wording.n_statements),
            _verdict(pair),
            number_cell(f"{pair.wording.probability:.0%}"),
        )
        for pair in sorted(pairs, key=lambda pair: -pair.wording.n_statements)
    ]
    table = framed_table(_WITHOUT_HEAD, rows, _WITHOUT)
    return card(quiet(told), table, title=_WITHOUT, class_name="unshifted")


def _alone_href(pair: Pair, state: PageState) -> str:
    return issue_href(pair.issue, PageState(query=_of_pair(pair, state.query)), part="/shifts")


def _verdict(pair: Pair) -> str:
    said = VERDICTS[pair.wording.verdict]
    if pair.stance is None or pair.stance.verdict is pair.wording.verdict:
        return said
    return f"{said}; stance: {VERDICTS[pair.stance.verdict]} ({pair.stance.probability:.0%})"
