"""The titles, tables and quotes of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from stance.answers.comparison import LEAST, ActorsCompared, Share, Side, SpansCompared, differ
from stance.dashboard.parts.addresses import codebook_href, statement_href, statements_href
from stance.dashboard.parts.components import counted, quiet
from stance.dashboard.parts.frames import FrameLooks, looks_of
from stance.dashboard.parts.quotation import gloss_of, marked_quote
from stance.dashboard.parts.tables import framed_table
from stance.figures.two_sides import FrameSides
from stance.records import Codebook, Entry, Unit, Voice

HOW_TO_READ = {
    "Actors.": "A panel each, drawn as on the timeline, all with the same rows and the same "
    "years, so that what stands at the same height and place can be compared.",
    "Two spans.": "Hollow is the first span, filled the second; the bars are 90% intervals. Where "
    "the bars of a frame do not meet, its share differs by more than chance would make likely.",
    "Where the spans part.": "The split offered first is the new year that most evenly halves "
    "what was found, and says nothing about a change: type any other dates above.",
    "Not a test.": "You chose the spans, so a difference between them is no tested shift: that "
    "stands on the page of shifts, which looks for the date itself.",
}
"""What is seen on the page, and what it means."""

_VOICES = {Voice.OWN: "in own voice", Voice.ATTRIBUTED: "as told by others", None: "in both voices"}


def actors_title(shown: ActorsCompared) -> str:
    """Say in which frame the actors lie furthest apart."""
    sides = [side for side in shown.sides if side.n >= LEAST]
    if len(sides) < 2:
        return f"{shown.issue.title}: too few statements to compare"
    frames = [
        sorted(zip(shares, sides, strict=True), key=lambda one: one[0].share)
        for shares in _by_frame(sides)
    ]
    ends = max(frames, key=lambda found: found[-1][0].share - found[0][0].share)
    (low, least), (high, most) = ends[0], ends[-1]
    label = looks_of(shown.codebook).label(low.frame)
    return (
        f"Furthest apart in '{label}': {most.name} in {high.n_with:,} of {high.n:,}, "
        f"{least.name} in {low.n_with:,} of {low.n:,}"
    )


def spans_title(shown: SpansCompared) -> str:
    """Say which frame differs most between the sides, or that none can be told apart."""
    first, second = shown.sides
    if min(first.n, second.n) < LEAST:
        return f"{_who(shown)}: too few statements to compare"
    pairs = _by_frame(shown.sides)
    parted = [pair for pair in pairs if differ(*pair)]
    before, after = max(parted or pairs, key=lambda pair: abs(pair[0].share - pair[1].share))
    label = looks_of(shown.codebook).label(before.frame)
    counts = _counted_on_sides(shown, before, after, f"{first.query.unit.value}s")
    if parted:
        return f"{_who(shown)}: '{label}' in {counts}"
    return f"{_who(shown)}: no frame can be told apart ('{label}': {counts})"


def lead(title: str, sides: Sequence[Side], unit: Unit, voice: Voice | None) -> str:
    """Say under the title what is compared, and how many statements it rests on."""
    told = ", ".join(f"{side.name} ({counted(side.n, unit.value)})" for side in sides)
    return f"{title}, {_VOICES[voice]} · {told}"


def shares_table(sides: Sequence[Side], codebook: Codebook | None) -> Component:
    """Return every frame's count and share on every side as a table."""
    looks = looks_of(codebook)
    rows = [
        html.Tr(
            [
                html.Th(looks.chip(frame), scope="row", className="plain-chip"),
                *(html.Td(_cell(side, share)) for side, share in zip(sides, shares, strict=True)),
            ]
        )
        for shares in _by_frame(sides)
        for frame in [shares[0].frame]
        if any(share.n_with for share in shares)
    ]
    return framed_table(("Frame", *(side.name for side in sides)), rows, "Shares", kind="shares")


def quotes_view(shown: SpansCompared) -> Component:
    """Show a few quotes of every frame on either side; those that differ most are open."""
    told = [pair for pair in _by_frame(shown.sides) if pair[0].n_with or pair[1].n_with]
    told.sort(key=lambda pair: (not differ(*pair), -abs(pair[0].share - pair[1].share)))
    blocks = [_block(shown, *pair, is_open=place < 3) for place, pair in enumerate(told)]
    return html.Div(blocks, className="frame-quotes")


def caption(codebook: Codebook | None, issue_title: str, n_left_out: int) -> list[Component | str]:
    """Say under the figure where it comes from, and that it is no test."""
    left = (
        f"{counted(n_left_out, 'statement')} not drawn as dots; shares count them all. "
        if n_left_out
        else ""
    )
    said = (
        f"Source: {issue_title}. {left}Bands are 90% intervals. A comparison of what you chose, "
        "not a tested shift. "
    )
    if codebook is None:
        return [said]
    book = f"Codebook version {codebook.version}"
    return [said, html.A(book, href=codebook_href(codebook.issue))]


def pairs_of(shown: SpansCompared) -> list[FrameSides]:
    """Return what the figure of two sides draws."""
    looks = looks_of(shown.codebook)
    first, second = shown.sides
    return [
        FrameSides(
            looks.label(one.frame),
            looks.styles[one.frame],
            _drawn(first, one),
            _drawn(second, other),
        )
        for one, other in _by_frame(shown.sides)
        if one.n_with or other.n_with
    ]


def _drawn(side: Side, share: Share) -> tuple[float, float, float, str]:
    told = "nothing here"
    if share.n:
        rate = f"{share.share:.0%} (90% interval {share.low:.0%} to {share.high:.0%})"
        told = f"{share.n_with:,} of {share.n:,}, {rate}"
    return (share.share, share.low, share.high, f"{side.name}: {told}")


def _cell(side: Side, share: Share) -> Component:
    if not share.n:
        return html.Span("none", className="quiet")
    query = side.query
    href = statements_href(query, frame=share.frame) if not query.frames else statements_href(query)
    counts = html.A(f"{share.n_with:,} of {share.n:,}", href=href)
    rate = f" {share.share:.0%} ({share.low:.0%} to {share.high:.0%})"
    return html.Span([counts, html.Span(rate, className="quiet")])


def _block(shown: SpansCompared, one: Share, other: Share, *, is_open: bool) -> Component:
    looks = looks_of(shown.codebook)
    verdict = "unlikely to be chance" if differ(one, other) else "may be chance"
    counts = f"{one.n_with:,} of {one.n:,}, then {other.n_with:,} of {other.n:,}: {verdict}"
    columns = [
        html.Div([html.H3(side.name), *_quotes(shown.quotes.get((place, one.frame), ()), looks)])
        for place, side in enumerate(shown.sides)
    ]
    summary = html.Summary([looks.chip(one.frame), html.Span(counts)])
    quotes = html.Div(columns, className="two-sides")
    return html.Details([summary, quotes], open=is_open, className="frame-block")


def _quotes(entries: Iterable[Entry], looks: FrameLooks) -> list[Component]:
    found: list[Component] = []
    for entry in entries:
        said = entry.statement
        way = html.A(f"{said.speaker or said.actor}, {said.date}", href=statement_href(said.id))
        parts = [marked_quote(entry, looks), gloss_of(said), way]
        found.append(html.Div(parts, className="examples"))
    return found or [quiet("Nothing with this frame.")]


def _by_frame(sides: Sequence[Side]) -> list[tuple[Share, ...]]:
    return list(zip(*(side.shares for side in sides), strict=True))


def _counted_on_sides(shown: SpansCompared, before: Share, after: Share, unit: str) -> str:
    """Give a frame's counts on both sides; where their actors differ, each with its own."""
    first, second = f"{before.n_with:,} of {before.n:,} {unit}", f"{after.n_with:,} of {after.n:,}"
    if shown.sides[0].query.actors == shown.sides[1].query.actors:
        return f"{first}, then {second}"
    one, other = (_actors_of(side) for side in shown.sides)
    return f"{first} by {one}, {second} by {other}"


def _actors_of(side: Side) -> str:
    return ", ".join(side.query.actors) or "all actors"


def _who(shown: SpansCompared) -> str:
    names = dict.fromkeys(_actors_of(side) for side in shown.sides)
    told = " and ".join(names)
    return f"{told[0].upper()}{told[1:]}"
