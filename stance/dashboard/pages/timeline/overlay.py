"""What is laid over an issue's timeline once it stands, and the same as lists of links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from stance.analysis.shifts.results import FrameMove, Shift
from stance.analysis.shifts.verdicts import Verdict
from stance.answers import claims, shifts
from stance.answers.codebooks import codebook_or_none
from stance.answers.shift_sentences import day, move_sentence, shift_sentence
from stance.answers.shifts import Pair
from stance.answers.timeline import answer_canvas
from stance.dashboard.parts.addresses import claim_href, issue_href
from stance.dashboard.parts.components import quiet
from stance.dashboard.parts.frames import FrameLooks
from stance.dashboard.parts.naming import frame_labels
from stance.dashboard.parts.shift import looks_of
from stance.figures.contest_marks import ContestMark
from stance.figures.shift_bands import FrameBand, ShiftBand
from stance.figures.timeline import overlay
from stance.filters import PageState
from stance.records import Codebook, StatementQuery
from stance.store import Reading

MOST_TESTED = 5_000
"""Statements up to which a timeline tests for shifts unasked: more can take some seconds."""

_NONE_ESTABLISHED = {
    Verdict.TOO_FEW: "too few statements to tell",
    Verdict.UNCLEAR: "nor is its absence",
    Verdict.NO_SIGN: "no sign of one",
}
_MOST_CONTESTS = 60
_MOST_WORDS = 90


def marks_over(
    store: Reading, query: StatementQuery, *, is_narrow: bool
) -> tuple[dict[str, Any] | None, list[Component]]:
    """Return what is added to the drawn timeline of one actor, and its twin in words."""
    href = issue_href(query.issue, PageState(query=query), part="/shifts")
    if len(query.actors) != 1:
        said = "Shifts, claims and denials are drawn for one actor at a time: choose one, or see "
        return None, [quiet([said, html.A("all tested shifts", href=href), "."])]
    codebook = codebook_or_none(store, query.issue)
    n = store.count(query).n_statements
    pairs = shifts.search(store, query) if n <= MOST_TESTED else ()
    bands = [band for pair in pairs for band in _bands(pair, query, codebook)]
    contests = contest_marks(store, query, codebook)
    note = "" if bands else _no_band(pairs, n)
    canvas = answer_canvas(store, query, is_narrow=is_narrow)
    drawn = overlay(canvas, bands, contests, note=note, href=href)
    return drawn, [_shift_list(bands, note, href, codebook), *_contest_list(contests, query.issue)]


def contest_marks(
    store: Reading, query: StatementQuery, codebook: Codebook | None
) -> list[ContestMark]:
    """Return the claims and denials about the query's actor within its dates."""
    found = claims.contests_about(store, query.issue, query.actors[0])
    # The query's other filters choose the evidence, never the claims.
    since, until = query.since or date.min, query.until or date.max
    seen = [one for one in found if since <= one.entry.statement.date.middle <= until]
    labels = frame_labels(codebook)
    every = issue_href(query.issue, part="/claims")
    marks = [
        ContestMark(
            day=one.entry.statement.date.middle.isoformat(),
            is_claim=one.is_claim,
            told=_told(one, labels),
            href=claim_href(one.claim) if one.claim else every,
        )
        for one in seen
    ]
    return sorted(marks, key=lambda mark: mark.day)[:_MOST_CONTESTS]


def _told(contest: claims.Contest, labels: dict[str, str]) -> str:
    said = contest.entry.statement
    verb = "claims a change" if contest.is_claim else "denies a change"
    new = ", ".join(f"‘{labels.get(key, key)}’" for key in said.claimed)
    since = f", {new} new since {said.claimed_first_date}" if new else ""
    words = said.text if len(said.text) <= _MOST_WORDS else said.text[:_MOST_WORDS].rstrip() + "…"
    return f"{said.actor} {verb} ({said.date}{since}): {words}"


# --- shifts ------------------------------------------------------------------------------


def _bands(pair: Pair, query: StatementQuery, codebook: Codebook | None) -> Iterable[ShiftBand]:
    for shift in pair.shifts:
        moved = shift.told_moves
        search = pair.search_of(shift)
        told = [move_sentence(move, codebook, search) for move in moved]
        part = f"/shift/{pair.key_of(shift)}"
        yield ShiftBand(
            day=shift.date.isoformat(),
            low=shift.date_low.isoformat(),
            high=shift.date_high.isoformat(),
            label=_label(shift, moved, codebook, most=2),
            short=_label(shift, moved, codebook, most=1),
            told="\n".join([shift_sentence(pair, shift), *told]),
            href=issue_href(query.issue, PageState(query=query), part=part),
            is_sure=shift.verdict is Verdict.SHIFT,
            moves=tuple(_frame_band(move) for move in moved),
        )


def _frame_band(move: FrameMove) -> FrameBand:
    days = (move.date, move.date_low, move.date_high)
    return FrameBand(move.frame, *(each.isoformat() for each in days))


def _label(
    shift: Shift, moved: Sequence[FrameMove], codebook: Codebook | None, *, most: int
) -> str:
    """Say in few words which frames went which way, and how surely the mix changed."""
    doubt = "" if shift.verdict is Verdict.SHIFT else "possible: "
    looks = looks_of(codebook)
    ways = [
        f"{looks.label(move.frame)} {'↑' if move.share_after > move.share_before else '↓'}"
        for move in moved[:most]
    ]
    more = [f"+{len(moved) - most}"] if len(moved) > most else []
    rounded = f"{shift.probability:.2f}"
    sure = "P > .99" if rounded == "1.00" else f"P {rounded.removeprefix('0')}"
    return f"{doubt}{', '.join([*ways, *more]) or 'the mix'}, {sure}"


def _no_band(pairs: Sequence[Pair], n: int) -> str:
    if n > MOST_TESTED:
        return f"Not tested here: {n:,} statements take a while"
    if not pairs:
        return "Nothing to test"
    return f"No shift is established: {_NONE_ESTABLISHED[pairs[0].wording.verdict]}"


# --- the twin in words -------------------------------------------------------------------


def _shift_list(
    bands: Sequence[ShiftBand], note: str, href: str, codebook: Codebook | None
) -> Component:
    if note:
        return html.P([html.B("Tested shifts: "), html.A(note, href=href), "."])
    looks = looks_of(codebook)
    items = [
        html.Li([html.A(band.label, href=band.href), f" {_reach(band, looks)}"])
        for band in sorted(bands, key=lambda band: band.day)
    ]
    return html.Div([html.B("Tested shifts: "), html.Ul(items)], className="lines")


def _reach(band: ShiftBand, looks: FrameLooks) -> str:
    """Give the range of the mix and of each frame named: they answer two questions."""
    own = [f"{looks.label(move.frame)} {_span(move)}" for move in band.moves]
    whole = f"90% range of the mix {_span(band)}"
    return f"({'; '.join([whole, *own])})"


def _span(band: ShiftBand | FrameBand) -> str:
    low, high = (day(date.fromisoformat(each)) for each in (band.low, band.high))
    return f"{low} to {high}"


def _contest_list(marks: Sequence[ContestMark], issue: str) -> list[Component]:
    if not marks:
        return []
    items = [html.Li(html.A(mark.told, href=mark.href)) for mark in marks]
    head = html.Summary(f"Claims and denials ({len(marks)})")
    every = html.A("All claims and denials", href=issue_href(issue, part="/claims"))
    return [html.Details([head, html.Ul(items), html.P(every)], className="lines")]
