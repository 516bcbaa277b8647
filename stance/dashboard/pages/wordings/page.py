"""The ledger of an issue: when each frame and wording was first and last used."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from stance.answers import first_uses
from stance.answers.codebooks import codebook_or_none
from stance.answers.filter_checks import main_view
from stance.answers.series import answer_coverage
from stance.dashboard.frame.address import Address, claim_href, issue_href, statement_href
from stance.dashboard.pages.wordings.other_actors import everyone_view
from stance.dashboard.parts.captions import active
from stance.dashboard.parts.components import (
    attributes,
    button_link,
    counted,
    frame_chip,
    note,
    page_head,
)
from stance.dashboard.parts.naming import VOICES, frame_labels
from stance.dashboard.parts.span_line import SpanRow, span_view
from stance.figures.palette import styles
from stance.figures.uses import Axis, Tick, axis_of, gaps, ticks
from stance.filters import PageState
from stance.records import Codebook, Mode, StatementQuery, Voice
from stance.records.dates import PartialDate
from stance.store import Store

QUOTED = (Mode.OFFICIAL_TEXT, Mode.DIRECT_QUOTE, Mode.PARTIAL_QUOTE)
_MODES: tuple[tuple[str, tuple[Mode, ...]], ...] = (
    ("Any mode", ()),
    ("Quoted or official", QUOTED),
    ("Official text only", (Mode.OFFICIAL_TEXT,)),
)
_CHANCE = html.Abbr(
    "Chance of so late",
    title="How often a first use would come this late if the uses were spread at random: p",
)
_HEADINGS = ("", "First", "Last", "Uses", "Searched before", _CHANCE, "Claimed")


def layout(store: Store, address: Address) -> Component:
    """Build the page for one actor's voice: the figure, then the same as a table."""
    state = _one_pair(store, address.state)
    query = state.query
    table = first_uses.first_uses(store, query)
    codebook = codebook_or_none(store, query.issue)
    if table.empty:
        return _nothing(query, codebook)
    return html.Section(
        [
            page_head(
                _title(table, query, codebook), _lead(table, query), aside=_mode_switch(state)
            ),
            _figure(store, query, table, codebook),
            _ledger(table, codebook, state),
            *_everyone(store, query, codebook),
            _caption(),
        ],
        className="card figure ledger",
    )


def _everyone(store: Store, query: StatementQuery, codebook: Codebook | None) -> list[Component]:
    """Set the other actors beside this one, where the address asks about a single frame."""
    if len(query.frames) != 1:
        return []
    rows = _rows(first_uses.first_uses(store, replace(query, actors=())))
    return [everyone_view(_name(rows[0], codebook), rows, query)] if rows else []


def _one_pair(store: Store, state: PageState) -> PageState:
    """Speak of one actor's own voice where the address does not say whose."""
    query = state.query
    main = main_view(store, query.issue)
    asked = replace(query, actors=(query.actors or main.actors)[:1], voice=query.voice or Voice.OWN)
    return replace(state, query=asked)


def _title(
    table: pd.DataFrame, query: StatementQuery, codebook: Codebook | None
) -> list[Component | str]:
    """Answer where one frame or wording is asked for; else say what is set out."""
    who = ", ".join(query.actors)
    if len(table) != 1:
        return [f"{who}: when each wording was first and last used"]
    (row,) = _rows(table)
    key = row["frame"] or row["wording"]
    what = f"‘{frame_labels(codebook).get(key, key)}’"
    searched = counted(row["n_statements"], query.unit.value)
    if not row["n_uses"]:
        return [f"{who}: {what} never, in {searched} searched"]
    # A day is no place to break a line at.
    first, last = (
        html.Span(row[f"{which}_date"], className="whole-day") for which in ("first", "last")
    )
    count = f" in {row['n_uses']:,} of {searched}"
    if row["first_date"] == row["last_date"]:
        return [f"{who}: {what} on ", first, count]
    return [f"{who}: {what} first on ", first, " and last on ", last, count]


def _lead(table: pd.DataFrame, query: StatementQuery) -> str:
    n = int(table["n_statements"].max())
    voice = VOICES[query.voice or Voice.OWN].lower()
    frames = table[table["frame"] != ""]
    n_used = (frames["n_uses"] > 0).sum()
    searched = counted(n, query.unit.value)
    found = f"; {n_used} of {len(frames)} frames found" if len(frames) > 1 else ""
    return (
        f"{voice.capitalize()}, {searched} searched{found}. "
        "“First” means earliest in this corpus, never first ever."
    )


def _mode_switch(state: PageState) -> Component:
    links = []
    for text, modes in _MODES:
        other = replace(state, query=replace(state.query, modes=modes))
        mark = attributes(aria_current="page" if state.query.modes == modes else None)
        href = issue_href(state.query.issue, other, part="/wordings")
        links.append(html.A(text, href=href, className="segment", **mark))
    return html.Nav(links, className="segments", **attributes(aria_label="Which words count"))


def _figure(
    store: Store, query: StatementQuery, table: pd.DataFrame, codebook: Codebook | None
) -> Component:
    uses = store.uses(query)
    coverage = answer_coverage(store, query)
    axis = axis_of([*coverage["period_start"], *uses["first"], *uses["last"]])
    used = [row for row in _rows(table) if row["n_uses"]]
    if axis is None or not used:
        return html.Div()
    lanes = [_lane(row, uses, axis, codebook) for row in used]
    return span_view(lanes, axis, gaps(coverage, axis))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _lane(
    row: dict[str, Any], uses: pd.DataFrame, axis: Axis, codebook: Codebook | None
) -> SpanRow:
    key = row["frame"] or row["wording"]
    held = uses[(uses["key"] == key) & (uses["is_tracked"] == (row["wording"] != ""))]
    hue = styles(codebook.frame_ids if codebook else ()).get(key)
    return SpanRow(
        label=_name(row, codebook),
        ticks=ticks(held, axis),
        hue=f"hue-{hue.hue}" if hue else "hue-tracked",
        told=f"{row['n_uses']:,} of {row['n_statements']:,}",
        marks=_claimed_ticks(row, axis),
    )


def _claimed_ticks(row: dict[str, Any], axis: Axis) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            axis.at(PartialDate.parse(since).first),
            0,
            claim,
            since,
            f"claimed since {since}: {status}",
        )
        for since, claim, status in _claims(row)
    )


def _claims(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    if not row["claim_statement"]:
        return []
    parts = (
        row[name].split(";") for name in ("claimed_first_date", "claim_statement", "claim_status")
    )
    return list(zip(*parts, strict=True))


def _name(row: dict[str, Any], codebook: Codebook | None) -> Component | str:
    labels = frame_labels(codebook)
    if row["wording"]:
        return html.Span(
            f"“{labels.get(row['wording'], row['wording'])}”", className="tracked-name"
        )
    look = styles(codebook.frame_ids if codebook else ()).get(row["frame"])
    return frame_chip(labels.get(row["frame"], row["frame"]), look)


def _ledger(table: pd.DataFrame, codebook: Codebook | None, state: PageState) -> Component:
    head = html.Tr([html.Th(text, scope="col") if text else html.Td() for text in _HEADINGS])
    body = [html.Tr(_cells(row, codebook, state)) for row in _rows(table)]
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(body)], className="table"),
        className="table-frame",
        tabIndex=0,
        role="region",
        **attributes(aria_label="First and last uses"),
    )


def _cells(row: dict[str, Any], codebook: Codebook | None, state: PageState) -> list[Component]:
    alone = replace(state.query, frames=(row["frame"] or row["wording"],))
    href = issue_href(alone.issue, replace(state, query=alone), part="/wordings")
    way = html.A(_name(row, codebook), href=href, title="Who else, and since when?")
    name = html.Th(way, scope="row")
    if not row["n_uses"]:
        never = f"never, in {row['n_statements']:,} searched"
        return [name, html.Td(never, colSpan=5, className="quiet"), html.Td(_claim_links(row))]
    return [
        name,
        html.Td(_use(row, "first")),
        html.Td(_use(row, "last")),
        html.Td(f"{row['n_uses']:,} of {row['n_statements']:,}", className="number"),
        html.Td(f"{row['n_searched_before']:,}", className="number"),
        html.Td(f"{row['surprise_p']:.3f}", className="number"),
        html.Td(_claim_links(row)),
    ]


def _use(row: dict[str, Any], which: str) -> Component:
    return html.A(row[f"{which}_date"], href=statement_href(row[f"{which}_statement"]))


def _claim_links(row: dict[str, Any]) -> list[Component]:
    return [
        html.A([f"since {since}: ", html.B(status)], href=claim_href(claim), className=status)
        for since, claim, status in _claims(row)
    ]


def _caption() -> Component:
    return html.Footer(
        [
            html.P(
                "A tick is a statement with the frame or wording; grey stretches are years in "
                "which nothing was found, so nothing could be seen. A flag is a date that "
                "somebody claims to be the first. The name of a frame or wording leads to every "
                "actor who uses it."
            ),
            html.P(
                "“Chance of so late” (p) is the chance of a first use as late as this if the "
                "uses were spread at random over what was searched: only a small one makes "
                "a late first use news. Wordings in quotation marks are looked for in the "
                "quoted words alone, in every language the codebook knows."
            ),
        ],
        className="caption",
    )


def _nothing(query: StatementQuery, codebook: Codebook | None) -> Component:
    said = active(query, frame_labels(codebook))
    way = button_link(
        "Clear the filters", issue_href(query.issue, part="/wordings"), kind="primary"
    )
    return note("Nothing was searched", f"No coded statement matches {said}.", way, is_page=True)
