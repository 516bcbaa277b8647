"""One dispute: the claim, the denials, and what the record says, a click apart."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.analysis.first_use import ClaimStatus
from stance.answers import claims
from stance.answers.claims import Dispute, Finding
from stance.dashboard.frame.address import Address
from stance.dashboard.parts.addresses import claim_href, issue_href
from stance.dashboard.parts.components import (
    attributes,
    button_link,
    card,
    counted,
    current,
    outside_link,
    quiet,
)
from stance.dashboard.parts.dispute import (
    dispute_line,
    earlier_table,
    quote_of,
    quotes_of,
    texts_that_day,
)
from stance.dashboard.parts.naming import QUOTED, frame_labels
from stance.filters import PageState, query_string
from stance.records import StatementQuery, Voice
from stance.store import Store

_SCOPE = "scope:"
_SCOPE_MEANS = (
    ". A reading named after an occasion counts only statements tagged with the same scope as what "
    "is contested: policy at large (general), say, rather than one case."
)


def layout(store: Store, address: Address) -> Component:
    """Build the page."""
    found = claims.dispute(store, address.name, address.query)
    codebook = found.codebook
    back = button_link("All claims", issue_href(found.entry.statement.issue, part="/claims"))
    tested: list[Component] = []
    if found.findings:
        line = card(dispute_line(found), title="In time")
        tested = [_readings(store, found, address.query), _finer(found), line]
    sides = [
        card(quote_of(found.entry, codebook), title="Who claims it"),
        card(*_denials(found), title="Denials of this claim"),
    ]
    contested = found.contested if found.findings else ()
    answers = quotes_of(found.answers, codebook)
    parts = [
        html.Nav(back, className="crumbs"),
        _head(found),
        *tested,
        html.Div(sides, className="sides"),
        *_other_denials(found),
        *(_evidence(found, finding) for finding in found.findings),
        *(
            card(texts_that_day(store, found, entry), title="The texts of that utterance")
            for entry in contested
        ),
        *([card(*answers, title="Answers to the claim")] if answers else []),
        _limits(found),
    ]
    return html.Div(parts, className="dispute")


def _head(found: Dispute) -> Component:
    said = found.entry.statement
    who = said.actor + (f" ({said.speaker})" if said.speaker else "")
    labels = frame_labels(found.codebook)
    what = " and ".join(f"‘{labels.get(key, key)}’" for key in found.claim.claimed)
    since = f" on {found.claim.since}" if found.claim.since else ""
    claim = f" that {found.claim.concerned} first said {what}{since}" if what else " a change"
    untested = "The claim names no frame or wording with a date, so the record cannot test it."
    told = [
        html.P(_sentence(found, one), className=f"status {one.status or ''}".strip())
        for one in found.findings
    ] or [html.P(untested, className="status")]
    title = html.H1(f"{who} claimed on {said.date}{claim}")
    return html.Header([title, *told], className="card verdict")


def _sentence(found: Dispute, finding: Finding) -> str:
    who, since = found.claim.concerned, found.claim.since
    if finding.status is ClaimStatus.CONTESTED:
        first = finding.earlier[0]
        times = counted(len(finding.earlier), "earlier utterance")
        return (
            f"Contested: ‘{finding.label}’ stands in {times} of {who}, "
            f"the first on {first.date}, {first.days_before:,} days before."
        )
    return (
        f"Consistent: of {counted(finding.n_searched, 'utterance')} of {who} that these filters "
        f"choose, none before {since} has ‘{finding.label}’."
    )


def _readings(store: Store, found: Dispute, query: StatementQuery) -> Component:
    """Set the readings of a claim side by side: who is meant, and which words count."""
    links = [_reading(store, found, query, *choice) for choice in _choices(found)]
    return html.Nav(links, className="readings", **attributes(aria_label="Readings of the claim"))


def _finer(found: Dispute) -> Component:
    """Say what a reading tests, and lead to the wordings that are finer than a frame."""
    issue = found.entry.statement.issue
    voice = StatementQuery(issue=issue, actors=(found.claim.concerned,), voice=Voice.OWN)
    href = issue_href(issue, PageState(query=voice), part="/wordings")
    way = html.A("when each wording was first used", href=href)
    return quiet(["A frame is tested whole, whichever words carry it: see ", way, _SCOPE_MEANS])


def _choices(found: Dispute) -> list[tuple[str, StatementQuery]]:
    """Narrow the evidence to quoted words, to the occasion of what is contested, and to both."""
    choices = [
        ("As stated", StatementQuery()),
        ("Quoted or official words only", StatementQuery(modes=QUOTED)),
    ]
    tags = [tag for entry in found.contested for tag in entry.statement.tags]
    for tag in dict.fromkeys(tag for tag in tags if tag.startswith(_SCOPE)):
        meant = tag.removeprefix(_SCOPE).capitalize()
        choices += [
            (f"{meant} statements only", StatementQuery(tags=(tag,))),
            (f"{meant}, quoted or official", StatementQuery(tags=(tag,), modes=QUOTED)),
        ]
    return choices


def _reading(
    store: Store, found: Dispute, query: StatementQuery, title: str, asked: StatementQuery
) -> Component:
    evidence = claims.evidence_query(found.claim, found.entry.statement.issue, asked)
    findings = (
        found.findings
        if evidence == found.query
        else claims.findings(store, found.claim, evidence, found.codebook, store.uses(evidence))
    )
    address = query_string(asked)
    href = claim_href(found.claim.statement) + (f"?{address}" if address else "")
    is_here = replace(query, issue="") == asked
    told: list[Component] = [html.B(title)]
    for one in findings:
        n = f", {len(one.earlier)} earlier" if one.earlier else ""
        said = f"{one.label}: {one.status}{n}"
        told.append(html.Span(said, className=str(one.status or "")))
    return html.A(told, href=href, className="reading", **current(is_here))


def _denials(found: Dispute) -> list[Component]:
    quotes = quotes_of(claims.denials_apart(found).of_claim, found.codebook)
    none = f"None in this corpus: nothing linked as {found.claim.concerned}’s denial answers it."
    return quotes or [quiet(none)]


def _other_denials(found: Dispute) -> list[Component]:
    apart = claims.denials_apart(found)
    told = "They deny a change, before the claim or after it, but not as an answer to this claim."
    named, others = (quotes_of(each, found.codebook) for each in (apart.spoken_of, apart.others))
    before_and_after = card(quiet(told), *others, title="Other denials, before and after")
    return [
        *([card(*named, title="Denials the claim speaks of")] if named else []),
        *([before_and_after] if others else []),
    ]


def _evidence(found: Dispute, finding: Finding) -> Component:
    title = f"Earlier ‘{finding.label}’ in {found.claim.concerned}’s own voice"
    none = quiet("None under these filters.")
    return card(earlier_table(found, finding) if finding.earlier else none, title=title)


def _limits(found: Dispute) -> Component:
    text = (
        "The record holds what was found, not all that was said: “earlier” is safe, “first” never "
        "is. Reports differ in what they print, so a wording that is missing from one is weak "
        "evidence that it was not said. Words can change places in translation. Whether the "
        "occasion is the same is for the reader to judge: the readings above set it apart "
        "where statements are tagged."
    )
    source = found.entry.statement.source
    link = outside_link(source.url, "The claim’s source") if source.url else None
    return card(html.P(text), link, title="What the record cannot say")
