"""The words around a timeline: under its title, under the figure, and in its place."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.answers.timeline import Timeline
from stance.dashboard.parts.addresses import codebook_href, issue_href, review_href
from stance.dashboard.parts.components import button_link, counted, note
from stance.dashboard.parts.naming import frame_labels
from stance.filters import PageState, query_pairs
from stance.records import Codebook, Codings, StatementQuery, Voice

_CODINGS = {
    Codings.EFFECTIVE: "codings by people where there are any, else by the dictionary",
    Codings.HUMAN: "codings by people only",
    Codings.DICTIONARY: "codings by the dictionary only",
}

HOW_TO_READ = {
    "Rows.": "One frame each, in the codebook's order. A statement with several frames stands in "
    "several rows; point at a dot to see them tied together.",
    "Dots.": "One statement each: filled where the actor speaks, hollow where others tell it. "
    "Small ones are further reports of an utterance. A bar is a date known only roughly.",
    "Lines.": "The share of a period's utterances with this frame, from 0 to 100%, with its 90% "
    "interval. Shares are never stacked: one utterance can carry several frames.",
    "Shaded stretches.": "A tested shift: the stretch is the 90% range of its date, the line the "
    "likeliest day, dashed where the shift is only possible. A thick foot in a row is that "
    "frame's own range. Its label leads to the evidence.",
    "Triangles.": "Somebody claims (filled) or denies (hollow) a change: click to see the record "
    "beside it.",
    "Bars below.": "How many utterances a period rests on. With few of them the band is wide: "
    "read it as “we cannot tell”.",
}

_VOICES = {Voice.OWN: "own voice", Voice.ATTRIBUTED: "as told by others", None: "both voices"}


def lead(shown: Timeline) -> str | list[Component | str]:
    """Say under the title who is shown, on how much it rests, and whose codings count."""
    query, n = shown.query, shown.count
    who = f"{', '.join(query.actors) or 'All actors'}, {_VOICES[query.voice]}"
    reach = f"{counted(n.n_utterances, 'utterance')} in {counted(n.n_statements, 'statement')}"
    said = f"{who} · {reach}, counted by {query.unit.value} · {_CODINGS[query.codings]}"
    if query.since is None and query.until is None:
        return said
    whole = PageState(query=replace(query, since=None, until=None))
    return [f"{said} · ", html.A("Whole time", href=issue_href(query.issue, whole))]


def caption(shown: Timeline) -> list[Component]:
    """Say under the figure where it comes from, what it leaves out and what never occurs."""
    slug, never = shown.issue.slug, shown.canvas.lanes.never
    said = [f"Source: {shown.issue.title}, {_drawn(shown)}."]
    if shown.n_left_out:
        left_out = counted(shown.n_left_out, shown.query.unit.value)
        said.append(
            f"{left_out} left out of the shares, because the date does not lie within one period."
        )
    if shown.count.n_uncoded:
        said.append(f"{counted(shown.count.n_uncoded, 'statement')} not coded by anybody.")
    said.append("Bands are 90% intervals. A period without statements is a gap, not a zero.")
    book: Component | str = ""
    if shown.codebook:
        book = html.A(f"Codebook version {shown.codebook.version}", href=codebook_href(slug))
    review = html.A("Look for second reports", href=review_href(slug))
    lines: list[Component] = [html.P([" ".join(said), " ", book, " · ", review])]
    if never and shown.count.n_statements:
        names = ", ".join(lane.label for lane in never)
        lines.append(html.P([html.B("Never in these statements: "), names, "."]))
    return lines


def _drawn(shown: Timeline) -> str:
    if not shown.bin_days:
        return f"{counted(len(shown.marks), 'statement')} drawn"
    n = counted(shown.count.n_statements, "statement")
    stretch = "a day" if shown.bin_days == 1 else f"{shown.bin_days} days"
    return f"{n} drawn as bubbles, one a frame and {stretch}: drag over a span to see it closer"


def nothing(shown: Timeline) -> Component:
    """Name the filters that leave nothing, and offer to clear them."""
    return note(
        "No statements with these filters",
        f"Nothing on {shown.issue.title} matches {active(shown.query, shown.codebook)}.",
        button_link("Clear the filters", issue_href(shown.issue.slug), kind="primary"),
    )


def uncoded(shown: Timeline) -> Component | None:
    """Offer a first codebook where an issue has none."""
    if shown.codebook is not None:
        return None
    return note(
        "These statements are not coded",
        f"{shown.issue.title} has no codebook, which says what frames there are and which words "
        "signal them. Only codings by people are drawn.",
        button_link("Write a codebook", codebook_href(shown.issue.slug), kind="primary"),
    )


def nothing_coded(
    title: str, query: StatementQuery, codebook: Codebook | None, part: str
) -> Component:
    """Say on a page of an issue's codings that the filters leave nothing coded."""
    said = f"No coded statement matches {active(query, codebook)}."
    every = issue_href(query.issue, part=part)
    return note(title, said, button_link("Clear the filters", every, kind="primary"), is_page=True)


def active(query: StatementQuery, codebook: Codebook | None) -> str:
    """Name the filters in force, for an empty page."""
    labels = frame_labels(codebook)
    said = [
        f"“{value}”" if name == "q" else f"{name} {labels.get(value, value)}"
        for name, value in query_pairs(query)
        if name not in ("issue", "period", "unit", "codings")
    ]
    return ", ".join(said) or "these filters"
