"""Likely second reports of one utterance, side by side, to be joined or dismissed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from stance.analysis.second_reports import Reason, ReportPair, shared_places
from stance.answers.filter_checks import check_query
from stance.dashboard.frame.address import Address, Match
from stance.dashboard.frame.choices import MOST_QUERY
from stance.dashboard.parts import person
from stance.dashboard.parts.addresses import review_href, statement_href
from stance.dashboard.parts.callbacks import Answer, note_in, page_callback
from stance.dashboard.parts.components import (
    attributes,
    button_link,
    card,
    counted,
    current,
    note,
    page_head,
    quiet,
    ways,
)
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.naming import MODES, language_name
from stance.dashboard.parts.quotation import gloss_of
from stance.editing.statements import add_link, dismiss, remove_link
from stance.errors import BadFilter
from stance.filters import PageState, page_string, parse_page
from stance.loading import second_reports as seconds
from stance.records import MOST_NAME_BYTES, Entry, Link, LinkType, StatementQuery
from stance.store import Reading, Store

_LIST = "review-list"
_SAID = "review-said"
_ASKED = "review-asked"
_PAGE = 20
"""Pairs shown at once."""

_JOIN, _APART, _DISMISS, _RECALL = "join", "apart", "dismiss", "recall"


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    lead = (
        "One answer to the press often comes in several reports. Joined, they count as one "
        "utterance; nothing is joined unless you say so."
    )
    return html.Div(
        [
            page_head("Review: said once, reported twice?", lead),
            _issues(store, address.query),
            html.Div(person.name_field(), className="card hand-ways"),
            html.Div(id=_SAID, **attributes(aria_live="polite")),
            html.Div(_listed(store, address.state), id=_LIST),
            dcc.Store(id=_ASKED),
        ]
    )


def register(app: Dash, store: Store, _match: Match) -> None:
    """Attach joining, dismissing, and taking either back."""

    @page_callback(
        app,
        outputs={"said": Output(_SAID, "children"), "listed": Output(_LIST, "children")},
        inputs={"asked": Input(_ASKED, "data")},
        states={"name": State(person.NAME, "value")},
        needs="asked",
        refused=note_in("said", "That did not work"),
    )
    def decide(asked: Any, name: Any) -> Answer:
        said = _decided(store, asked, person.given_name(name))
        return {"said": said, "listed": _listed(store, _state_of(store, asked))}


def _decided(store: Store, asked: Any, by: str) -> Component:
    deed, one, other = _pair_of(asked)
    now = datetime.now(UTC)
    link = Link(other, LinkType.REPORTS, one)
    if deed == _JOIN:
        add_link(store, link, by=by, at=now)
        return _told(f"{other} is joined as a report of {one}.", _APART, one, other)
    if deed == _APART:
        remove_link(store, link, by=by, at=now)
        return _told(f"{other} and {one} are two utterances again.", "", one, other)
    dismiss(store, (one, other), by=by, at=now, is_dismissed=deed == _DISMISS)
    if deed == _DISMISS:
        return _told(f"{one} and {other} are not asked about again.", _RECALL, one, other)
    return _told(f"{one} and {other} are asked about again.", "", one, other)


def _pair_of(asked: Any) -> tuple[str, str, str]:
    match asked:
        case {"deed": str(deed), "one": str(one), "other": str(other)} if (
            deed in (_JOIN, _APART, _DISMISS, _RECALL)
            and 0 < len(one) <= MOST_NAME_BYTES
            and 0 < len(other) <= MOST_NAME_BYTES
        ):
            return deed, one, other
    raise BadFilter("pair", str(asked), "it names no two statements and what to do with them")


def _state_of(store: Reading, asked: Any) -> PageState:
    search = asked.get("search")
    if not isinstance(search, str) or len(search) > MOST_QUERY:
        return PageState()
    state = parse_page(parse_qsl(search.removeprefix("?"), keep_blank_values=True))
    return replace(state, query=check_query(store, state.query))


def _told(text: str, undo: str, one: str, other: str) -> Component:
    back = [_button("Undo", undo, one, other)] if undo else []
    return html.Div([html.P(text, role="status"), *back], className="note note-plain decided")


def _button(label: str, deed: str, one: str, other: str, *, kind: str = "") -> Component:
    kind = f"small {kind}".strip()
    return ask_button(label, kind=kind, ask=_ASKED, once=True, deed=deed, one=one, other=other)


# --- the list ----------------------------------------------------------------------------


def _issues(store: Reading, query: StatementQuery) -> Component | None:
    issues = store.issues()
    if len(issues) < 2:
        return None
    places = [("", "All", "/review")]
    places += [(issue.slug, issue.title, review_href(issue.slug)) for issue in issues]
    links = [html.A(text, href=href, **current(slug == query.issue)) for slug, text, href in places]
    return html.Nav(links, className="review-issues", **attributes(aria_label="Issues"))


def _listed(store: Reading, state: PageState) -> Component:
    seen = seconds.review(store, state.query, most=_PAGE, place=state.place)
    looked = f"{counted(seen.n_looked_at, 'statement')} looked at"
    if seen.is_cut:
        most = seconds.MOST_LOOKED_AT
        looked += f", the first {most:,}: choose an issue, or dates in the address"
    if seen.n_dismissed:
        looked += f"; {counted(seen.n_dismissed, 'pair')} dismissed"
    if not seen.pairs:
        text = f"No two statements look like reports of one utterance ({looked})."
        return note("Nothing to review", text, button_link("Load statements", "/load"))
    return html.Div(
        [
            quiet(f"{_which(seen)}. {looked}."),
            *(_pair(pair, seen.entries[pair.one], seen.entries[pair.other]) for pair in seen.pairs),
            _turned(seen, state),
        ],
        className="review",
    )


def _which(seen: seconds.Review) -> str:
    """Say which pairs of how many are shown."""
    if seen.n_pairs == len(seen.pairs):
        return counted(seen.n_pairs, "pair")
    last = seen.place + len(seen.pairs) - 1
    return f"Pairs {seen.place:,} to {last:,} of {seen.n_pairs:,}, the likeliest first"


def _turned(seen: seconds.Review, state: PageState) -> Component | None:
    """Lead to the pairs before and after."""
    links = []
    if seen.place > 1:
        links.append(button_link(f"Previous {_PAGE}", _href(state, max(seen.place - _PAGE, 1))))
    if rest := seen.n_pairs - seen.place - len(seen.pairs) + 1:
        after = _href(state, seen.place + _PAGE)
        links.append(button_link(f"Next {min(rest, _PAGE)}", after, kind="primary"))
    if not links:
        return None
    return html.Nav(links, className="ways", **attributes(aria_label="More pairs"))


def _href(state: PageState, place: int) -> str:
    query = page_string(replace(state, place=place))
    return f"/review?{query}" if query else "/review"


def _pair(pair: ReportPair, one: Entry, other: Entry) -> Component:
    first, second = pair.one, pair.other
    joined = "One utterance, the {} is the original"
    return card(
        html.H2([one.statement.actor, html.Span(f" · {_why(pair)}", className="quiet")]),
        html.Div([_side(one, other), _side(other, one)], className="two-sides"),
        ways(
            _button(joined.format("first"), _JOIN, first, second, kind="primary"),
            _button(joined.format("second"), _JOIN, second, first),
            _button("Two utterances: do not ask again", _DISMISS, first, second),
        ),
        class_name="review-pair",
    )


def _why(pair: ReportPair) -> str:
    when = "same day" if pair.n_days == 0 else f"{counted(pair.n_days, 'day')} apart"
    if pair.reason is Reason.LANGUAGE:
        return f"{when}, in another language"
    if pair.reason is Reason.QUOTE:
        return f"{when}, a quoted piece stands in both"
    return f"{when}, {pair.likeness:.0%} of the shorter text's words by weight in both"


def _side(entry: Entry, other: Entry) -> Component:
    said = entry.statement
    mode = MODES[said.mode] if said.mode else ""
    facts = (said.source.name or said.reported_by, mode, language_name(said.language))
    words = _marked(said.text, other.statement.text)
    return html.Div(
        [
            html.H3([html.A(str(said.date), href=statement_href(said.id)), f" · {said.id}"]),
            html.Blockquote(words, lang=said.language or None, dir="auto"),
            gloss_of(said),
            quiet(" · ".join(part for part in facts if part)),
        ]
    )


def _marked(text: str, other: str) -> list[Component | str]:
    pieces: list[Component | str] = []
    done = 0
    for start, end in shared_places(text, other):
        pieces += [text[done:start], html.Mark(text[start:end], className="found")]
        done = end
    return [*pieces, text[done:]]
