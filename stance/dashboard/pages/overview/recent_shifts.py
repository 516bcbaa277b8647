"""The card of recent shifts on the front page, with few false finds."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from stance.answers import shifts
from stance.answers.shift_sentences import day
from stance.answers.shifts import FoundShift, LatestShifts
from stance.dashboard.frame.address import Match
from stance.dashboard.parts.addresses import issue_href
from stance.dashboard.parts.callbacks import Answer, page_callback, text_in
from stance.dashboard.parts.components import card, counted, quiet
from stance.dashboard.parts.naming import frame_labels
from stance.dashboard.parts.shift import badge
from stance.filters import PageState
from stance.records import StatementQuery, Voice
from stance.store import Store

_ASKED = "changed-asked"
_ANSWER = "changed-answer"

_MOST_ISSUES = 5


def changed_card() -> Component:
    """Return a card that waits for the answer, which takes longer than the page."""
    waiting = html.Div(quiet("Testing every actor on every issue…"), id=_ANSWER)
    return card(dcc.Store(id=_ASKED, data=True), waiting, title="What changed lately")


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach the callback that fills the card once the page is there."""

    @page_callback(
        app,
        outputs={"answer": Output(_ANSWER, "children")},
        inputs={"_asked": Input(_ASKED, "data")},
        at_start=True,
        refused=text_in("answer"),
    )
    def answer(_asked: bool) -> Answer:
        with store.snapshot():
            latest = shifts.latest(store, StatementQuery(voice=Voice.OWN))
            lines = [_line(one) for one in latest.found]
            listed = html.Ul(lines, className="latest") if lines else html.P(_nothing(store))
            return {"answer": [listed, _foot(latest)]}


def _nothing(store: Store) -> list[Component | str]:
    """Say that the list is empty, and link to what was found on each issue."""
    said: list[Component | str] = [
        (
            "No shift is sure enough for a list in which at most 5% are false. What was found of "
            "each actor, surer or less sure: "
        )
    ]
    for number, issue in enumerate(store.issues()[:_MOST_ISSUES]):
        said += [", "] if number else []
        said.append(html.A(issue.title, href=issue_href(issue.slug, part="/shifts")))
    return [*said, "."]


def _line(found: FoundShift) -> Component:
    pair, shift = found.pair, found.shift
    labels = frame_labels(pair.codebook)
    query = StatementQuery(issue=pair.issue, actors=(pair.actor,), voice=Voice(pair.voice))
    href = issue_href(pair.issue, PageState(query=query), part=f"/shift/{found.key}")
    moved = ", ".join(
        f"{labels.get(move.frame, move.frame)} {move.share_before:.0%} → {move.share_after:.0%}"
        for move in shift.told_moves
    )
    return html.Li(
        [
            html.A(f"{pair.actor} on {pair.title}", href=href),
            " ",
            badge(shift.verdict),
            html.P(f"{moved}, between {day(shift.date_low)} and {day(shift.date_high)}"),
        ]
    )


def _foot(latest: LatestShifts) -> Component:
    pairs = counted(latest.n_pairs, "pair of actor and issue", "pairs of actor and issue")
    said = f"{pairs} tested in own voice."
    if latest.found:
        said += f" Expected share of false finds in the list: {latest.expected_false:.1%}."
    return quiet(said)
