"""The wordings of an issue: when each frame and wording was first and last used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash import html
from dash.development.base_component import Component

from stance.analysis.first_use import FirstUse, JudgedClaim
from stance.answers.codebooks import codebook_or_none
from stance.answers.filter_checks import one_voice
from stance.answers.first_uses import first_uses
from stance.answers.series import answer_coverage
from stance.dashboard.frame.address import Address
from stance.dashboard.pages.wordings.other_actors import everyone_view
from stance.dashboard.parts.addresses import claim_href, issue_href, statement_href
from stance.dashboard.parts.captions import nothing_coded
from stance.dashboard.parts.components import counted, page_head, segment, segments
from stance.dashboard.parts.frames import looks_of
from stance.dashboard.parts.naming import QUOTED, VOICES, frame_labels
from stance.dashboard.parts.span_line import SpanRow, span_view
from stance.dashboard.parts.tables import framed_table, number_cell, table_row
from stance.figures.uses import Axis, Tick, axis_of, gaps, ticks
from stance.filters import PageState
from stance.records import Codebook, Mode, StatementQuery, Voice
from stance.records.dates import PartialDate
from stance.store import Store

_MODES: tuple[tuple[str, tuple[Mode, ...]], ...] = (
    ("Any mode", ()),
    ("Quoted or official", QUOTED),
    ("Official text only", (Mode.OFFICIAL_TEXT,)),
)
_CHANCE = html.Abbr(
    "Chance of so late",
    title="How often a first use would come this late if the uses were spread at random: p",
)
_HOW_TO_READ = (
    (
        "A tick is a statement with the frame or wording; grey stretches are years in which "
        "nothing was found, so nothing could be seen. A flag is a date that somebody claims to be "
        "the first. The name of a frame or wording leads to every actor who uses it."
    ),
    (
        "“Chance of so late” (p) is the chance of a first use as late as this if the uses were "
        "spread at random over what was searched: only a small one makes a late first use news. "
        "Wordings in quotation marks are looked for in the quoted words alone, in every language "
        "the codebook knows."
    ),
)
_HEADINGS = ("", "First", "Last", "Uses", "Searched before", _CHANCE, "Claimed")


def layout(store: Store, address: Address) -> Component:
    """Build the page for one actor's voice: the figure, then the same as a table."""
    query = one_voice(store, address.query)
    state = replace(address.state, query=query)
    rows = first_uses(store, query)
    codebook = codebook_or_none(store, query.issue)
    if not rows:
        return nothing_coded("Nothing was searched", query, codebook, "/wordings")
    title, lead = _title(rows, query, codebook), _lead(rows, query)
    # Other actors are set beside this one where the address asks about a single frame.
    everyone = first_uses(store, replace(query, actors=())) if len(query.frames) == 1 else []
    body = [_row(row, codebook, state) for row in rows]
    parts = [
        page_head(title, lead, aside=_mode_switch(state)),
        _figure(store, query, rows, codebook),
        framed_table(_HEADINGS, body, "First and last uses"),
        everyone_view(_name(everyone[0], codebook), everyone, query) if everyone else None,
        html.Footer([html.P(text) for text in _HOW_TO_READ], className="caption"),
    ]
    return html.Section(parts, className="card figure ledger")


def _title(
    rows: Sequence[FirstUse], query: StatementQuery, codebook: Codebook | None
) -> list[Component | str]:
    """Answer where one frame or wording is asked for; else say what is set out."""
    who = ", ".join(query.actors)
    if len(rows) != 1:
        return [f"{who}: when each wording was first and last used"]
    (row,) = rows
    what = f"‘{frame_labels(codebook).get(row.key, row.key)}’"
    searched = counted(row.n_searched, query.unit.value)
    use = row.use
    if use is None:
        return [f"{who}: {what} never, in {searched} searched"]
    # A day is no place to break a line at.
    first, last = (html.Span(day, className="whole-day") for day in (use.first_date, use.last_date))
    count = f" in {use.n_uses:,} of {searched}"
    if use.first_date == use.last_date:
        return [f"{who}: {what} on ", first, count]
    return [f"{who}: {what} first on ", first, " and last on ", last, count]


def _lead(rows: Sequence[FirstUse], query: StatementQuery) -> str:
    voice = VOICES[query.voice or Voice.OWN].lower()
    frames = [row for row in rows if not row.is_tracked]
    n_used = sum(row.use is not None for row in frames)
    searched = counted(max(row.n_searched for row in rows), query.unit.value)
    found = f"; {n_used} of {len(frames)} frames found" if len(frames) > 1 else ""
    return (
        f"{voice.capitalize()}, {searched} searched{found}. "
        "“First” means earliest in this corpus, never first ever."
    )


def _mode_switch(state: PageState) -> Component:
    links = []
    for text, modes in _MODES:
        other = replace(state, query=replace(state.query, modes=modes))
        href = issue_href(state.query.issue, other, part="/wordings")
        links.append(segment(text, href, is_here=state.query.modes == modes))
    return segments("Which words count", links)


def _figure(
    store: Store, query: StatementQuery, rows: Sequence[FirstUse], codebook: Codebook | None
) -> Component:
    uses = store.uses(query)
    coverage = answer_coverage(store, query)
    axis = axis_of([*coverage["period_start"], *uses["first"], *uses["last"]])
    used = [row for row in rows if row.use]
    if axis is None or not used:
        return html.Div()
    lanes = [_lane(row, uses, axis, codebook) for row in used]
    return span_view(lanes, axis, gaps(coverage, axis))


def _lane(row: FirstUse, uses: pd.DataFrame, axis: Axis, codebook: Codebook | None) -> SpanRow:
    held = uses[(uses["key"] == row.key) & (uses["is_tracked"] == row.is_tracked)]
    return SpanRow(
        label=_name(row, codebook),
        ticks=ticks(held, axis),
        hue=looks_of(codebook).hue(row.key),
        told=f"{row.n_uses:,} of {row.n_searched:,}",
        marks=tuple(_claimed_tick(one, axis) for one in row.claims),
    )


def _claimed_tick(one: JudgedClaim, axis: Axis) -> Tick:
    since = str(one.claim.since)
    told = f"claimed since {since}: {one.status}"
    return Tick(axis.at(PartialDate.parse(since).first), 0, one.claim.statement, since, told)


def _name(row: FirstUse, codebook: Codebook | None) -> Component | str:
    looks = looks_of(codebook)
    if row.is_tracked:
        return html.Span(f"“{looks.label(row.key)}”", className="tracked-name")
    return looks.chip(row.key)


def _row(row: FirstUse, codebook: Codebook | None, state: PageState) -> Component:
    alone = replace(state.query, frames=(row.key,))
    href = issue_href(alone.issue, replace(state, query=alone), part="/wordings")
    way = html.A(_name(row, codebook), href=href, title="Who else, and since when?")
    claims = [_claim_link(one) for one in row.claims]
    use = row.use
    if use is None:
        never = f"never, in {row.n_searched:,} searched"
        return table_row(way, html.Td(never, colSpan=5, className="quiet"), claims)
    return table_row(
        way,
        html.A(use.first_date, href=statement_href(use.first_statement)),
        html.A(use.last_date, href=statement_href(use.last_statement)),
        number_cell(f"{use.n_uses:,} of {row.n_searched:,}"),
        number_cell(use.n_before),
        number_cell(f"{row.surprise_p:.3f}"),
        claims,
    )


def _claim_link(one: JudgedClaim) -> Component:
    told: list[Component | str] = [f"since {one.claim.since}: ", html.B(str(one.status))]
    return html.A(told, href=claim_href(one.claim.statement), className=str(one.status))
