"""Who claims that something changed, and who denies it, over all actors of an issue."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from stance.answers.claims import claims_and_denials
from stance.answers.codebooks import codebook_or_none
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.addresses import claim_href, issue_href, statement_href
from stance.dashboard.parts.components import button_link, card, counted, note, page_head, quiet
from stance.dashboard.parts.frames import looks_of
from stance.dashboard.parts.quotation import marked_quote
from stance.records import Codebook, Entry, Voice
from stance.store import Store


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    issue = store.issue(address.name)
    found = claims_and_denials(store, issue.slug)
    if not found.claims and not found.denials:
        return note(
            "Nobody claims or denies a change",
            "No statement of this issue has a link or a frame that claims or denies a change. "
            "Give statements link_type claims_change or denies, or a frame that means it.",
            button_link("Timeline", issue_href(issue.slug)),
            is_page=True,
        )
    codebook = codebook_or_none(store, issue.slug)
    counts = f"{_told(found.claims, 'claim')} and {_told(found.denials, 'denial')}"
    columns = [
        _column("Says that something changed", found.claims, codebook, is_claim=True),
        _column("Denies it", found.denials, codebook, is_claim=False),
    ]
    return html.Div(
        [
            page_head(
                f"{issue.title}: claimed and denied", f"{counts}, over all actors, oldest first."
            ),
            html.Div(columns, className="sides"),
        ]
    )


def _told(entries: Sequence[Entry], what: str) -> str:
    n = len({entry.utterance for entry in entries})
    return f"{counted(n, what)} in {counted(len(entries), 'report')}"


def _column(
    title: str, entries: Sequence[Entry], codebook: Codebook | None, *, is_claim: bool
) -> Component:
    reports: dict[str, list[Entry]] = {}
    for entry in entries:
        reports.setdefault(entry.utterance, []).append(entry)
    items = [_item(each, codebook, is_claim=is_claim) for each in reports.values()]
    return card(html.H2(title), html.Ol(items, className="moves"))


def _item(reports: Sequence[Entry], codebook: Codebook | None, *, is_claim: bool) -> Component:
    said = reports[0].statement
    href = claim_href(said.id) if is_claim else statement_href(said.id)
    told = "" if said.voice is Voice.OWN else " (as told by others)"
    more = f" · {len(reports)} reports" if len(reports) > 1 else ""
    line = " · ".join(part for part in (said.speaker or said.role, said.source.name) if part)
    return html.Li(
        [
            html.H3(html.A(f"{said.date} {said.actor}{told}", href=href)),
            quiet(f"{line}{more}"),
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
    way = html.A("see the record", href=claim_href(said.id))
    return html.P([since, *chips, " ", way], className="chips")
