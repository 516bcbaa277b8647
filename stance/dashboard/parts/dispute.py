"""The parts of a dispute: its line of time, the evidence as a table, quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from stance.answers.claims import Dispute, Finding
from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.components import outside_link
from stance.dashboard.parts.frames import looks_of
from stance.dashboard.parts.naming import MODES
from stance.dashboard.parts.quotation import gloss_of, marked_quote, marked_words
from stance.dashboard.parts.span_line import SpanRow, span_view
from stance.dashboard.parts.tables import framed_table
from stance.figures.uses import Axis, Tick, axis_of, ticks
from stance.records import Codebook, Entry
from stance.store import Store


def quotes_of(entries: Sequence[Entry], codebook: Codebook | None) -> list[Component]:
    """Show each utterance by its first report here, and say how many there are."""
    reports = Counter(entry.utterance for entry in entries)
    first = {entry.utterance: entry for entry in reversed(entries)}
    return [
        quote_of(first[utterance], codebook, n_reports=reports[utterance])
        for utterance in dict.fromkeys(entry.utterance for entry in entries)
    ]


def quote_of(entry: Entry, codebook: Codebook | None, *, n_reports: int = 1) -> Component:
    """Show a statement's words, the coded ones marked, with who, when, where, and a link to it."""
    said = entry.statement
    who = ", ".join(part for part in (said.speaker, said.role, said.actor) if part)
    line = html.A(f"{said.date}, {who}", href=statement_href(said.id))
    where = said.source.title or said.source.name
    source = outside_link(said.source.url, where) if said.source.url else where
    more = [f" · {n_reports} reports"] if n_reports > 1 else []
    return html.Figure(
        [
            marked_quote(entry, looks_of(codebook)),
            html.Figcaption([line, " · ", source, *more]),
            html.P(said.summary, className="summary") if said.summary else None,
        ],
        className="quote",
    )


def dispute_line(found: Dispute) -> Component:
    """Draw each claimed wording's uses, the claim and the denials on one line of time."""
    uses = found.uses
    moves = [found.entry, *found.denials]
    days = [entry.statement.date.first.isoformat() for entry in moves]
    # What came after the last word of the dispute says nothing about it.
    uses = uses[uses["last"] <= f"{max(days)[:4]}-12-31"]
    axis = axis_of([*uses["first"], *uses["last"], *days])
    if axis is None:
        return html.Div()
    looks = looks_of(found.codebook)
    lanes = [
        SpanRow(
            label=finding.label,
            ticks=ticks(uses[uses["key"] == finding.key], axis),
            hue=looks.hue(finding.key),
            told=found.claim.concerned,
        )
        for finding in found.findings
    ]
    claimed = SpanRow("Claimed", _marks([found.entry], axis), told=found.entry.statement.actor)
    denied = SpanRow("Denied", _marks(list(found.denials), axis), told=found.claim.concerned)
    return span_view([*lanes, claimed, denied], axis, ())


def _marks(entries: list[Entry], axis: Axis) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            axis.at(entry.statement.date.middle),
            0,
            entry.statement.id,
            str(entry.statement.date),
            f"{entry.statement.date}: {entry.statement.text[:90]}",
        )
        for entry in entries
    )


def earlier_table(found: Dispute, finding: Finding) -> Component:
    """List the utterances that came before, in order, each with its words."""
    head = ("Date", "Days before", "Speaker", "Mode", "Also", "Words")
    looks = looks_of(found.codebook)
    rows = []
    for each in finding.earlier:
        entry = found.entries[each.statement]
        said = entry.statement
        also = [frame for frame in entry.frames() or () if frame != finding.key]
        words = marked_words(said.text, entry.hits, looks)
        cells = [
            html.Td(html.A(str(said.date), href=statement_href(said.id))),
            html.Td([f"{each.days_before:,}", html.Span(" days before", className="narrow-only")]),
            html.Td(said.speaker or said.role),
            html.Td(MODES[said.mode] if said.mode else ""),
            html.Td(html.Div([looks.chip(frame) for frame in also], className="chips small-chips")),
            html.Td(
                [html.Div(words, lang=said.language or None, dir="auto"), gloss_of(said)],
                className="words",
            ),
        ]
        rows.append(html.Tr(cells))
    return framed_table(head, rows, f"Earlier {finding.label}", kind="earlier")


def texts_that_day(store: Store, found: Dispute, contested: Entry) -> Component:
    """Say which reports of the contested utterance carry what is claimed, and which drop it."""
    looks = looks_of(found.codebook)
    items = []
    for report in store.utterance(contested.statement.id):
        said = report.statement
        carried = {*(report.frames() or ()), *(hit.key for hit in report.hits if hit.is_tracked)}
        held = [key for key in found.claim.claimed if key in carried]
        lost = [f"‘{looks.label(key)}’" for key in found.claim.claimed if key not in carried]
        dropped = f"Does not print {' and '.join(lost)}."
        items.append(
            html.Li(
                [
                    html.A(said.source.name or said.id, href=statement_href(said.id)),
                    marked_quote(report, looks),
                    gloss_of(said),
                    html.P([looks.chip(key) for key in held]),
                    html.P(dropped, className="quiet") if lost else None,
                ]
            )
        )
    return html.Ul(items, className="reports-grid")
