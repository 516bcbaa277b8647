"""Who claims that something changed, and who denies it, over all actors of an issue."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from stance.answers.claims import claims_and_denials
from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.addresses import claim_href, issue_href, statement_href
from stance.dashboard.parts.components import button_link, counted, note, page_head
from stance.dashboard.parts.frames import looks_of
from stance.dashboard.parts.quotation import marked_quote
from stance.records import Codebook, Entry, Voice
from stance.store import Store
from stance.store.counts import ClaimsAndDenials


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    issue = store.issue(address.name)
    found = claims_and_denials(store, issue.slug)
    codebook = codebook_or_none(store, issue.slug)
    head = page_head(f"{issue.title}: claimed and denied", _lead(found))
    if not found.claims and not found.denials:
        return _nothing(issue.slug)
    return html.Div(
        [
            head,
            html.Div(
                [
                    _column("Says that something changed", found.claims, codebook, is_claim=True),
                    _column("Denies it", found.denials, codebook, is_claim=False),
                ],
                className="sides",
            ),
        ]
    )


def _lead(found: ClaimsAndDenials) -> str:
    claims = _told(found.claims, "claim")
    return f"{claims} and {_told(found.denials, 'denial')}, over all actors, oldest first."


def _told(entries: Sequence[Entry], what: str) -> str:
    n = len({entry.utterance for entry in entries})
    return f"{counted(n, what)} in {counted(len(entries), 'report')}"


def _column(
    title: str, entries: Sequence[Entry], codebook: Codebook | None, *, is_claim: bool
) -> Component:
    roots = list(dict.fromkeys(entry.utterance for entry in entries))
    items = [
        _item([entry for entry in entries if entry.utterance == root], codebook, is_claim=is_claim)
        for root in roots
    ]
    return html.Section([html.H2(title), html.Ol(items, className="moves")], className="card")


def _item(reports: Sequence[Entry], codebook: Codebook | None, *, is_claim: bool) -> Component:
    said = reports[0].statement
    href = claim_href(said.id) if is_claim else statement_href(said.id)
    told = "" if said.voice is Voice.OWN else " (as told by others)"
    more = f" · {len(reports)} reports" if len(reports) > 1 else ""
    line = " · ".join(part for part in (said.speaker or said.role, said.source.name) if part)
    return html.Li(
        [
            html.H3(html.A(f"{said.date} {said.actor}{told}", href=href)),
            html.P(f"{line}{more}", className="quiet"),
            marked_quote(reports[0], looks_of(codebook)),
            html.P(said.summary, className="summary") if said.summary else None,
            _claimed(reports[0], codebook) if is_claim else None,
        ]
    )


def _claimed(entry: Entry, codebook: Codebook | None) -> Component | None:
    said = entry.statement
    if not said.claimed:
        return None
    chips = [looks_of(codebook).chip(key) for key in said.claimed]
    since = f"new since {said.claimed_first_date}: " if said.claimed_first_date else "new: "
    return html.P(
        [since, *chips, " ", html.A("see the record", href=claim_href(said.id))], className="chips"
    )


def _nothing(issue: str) -> Component:
    return note(
        "Nobody claims or denies a change",
        "No statement of this issue has a link or a frame that claims or denies a change. "
        "Give statements link_type claims_change or denies, or a frame that means it.",
        button_link("Timeline", issue_href(issue)),
        is_page=True,
    )
