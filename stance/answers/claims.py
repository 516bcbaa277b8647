"""Who claims that something was new, who denies it, and what the record says of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from stance.analysis.first_use import (
    Claim,
    ClaimStatus,
    EarlierUse,
    JudgedClaim,
    claim_of,
    claim_status,
    earlier_uses,
)
from stance.answers.codebooks import codebook_or_none
from stance.answers.statements import entries_by_id
from stance.errors import Unknown
from stance.records import Codebook, Entry, LinkType, StatementQuery, Voice, labels_of
from stance.store import Reading
from stance.store.counts import ClaimsAndDenials


@dataclass(frozen=True, slots=True)
class Finding:
    """What the record says of one thing that is claimed to have been new."""

    key: str
    label: str
    status: ClaimStatus | None
    earlier: tuple[EarlierUse, ...]
    n_searched: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim with those who deny or answer it, and the evidence, under a query's filters."""

    claim: Claim
    entry: Entry
    query: StatementQuery
    codebook: Codebook | None
    answers: tuple[Entry, ...]
    denials: tuple[Entry, ...]
    contested: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    uses: pd.DataFrame
    """Every use that the evidence was sought in, as `Reading.uses` returns it."""
    entries: Mapping[str, Entry]
    """The statements of the evidence, by id."""


@dataclass(frozen=True, slots=True)
class Denials:
    """The denials of an actor, told apart by what they have to do with a claim."""

    of_claim: tuple[Entry, ...]
    spoken_of: tuple[Entry, ...]
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """One utterance that claims or denies a change of an actor; `claim` names the dispute."""

    entry: Entry
    is_claim: bool
    claim: str


def claims_and_denials(store: Reading, issue: str) -> ClaimsAndDenials:
    """Return all claims of a change and all denials of one, by link or by what a frame means."""

    def asked() -> ClaimsAndDenials:
        codebook = codebook_or_none(store, issue)
        frames = codebook.frames if codebook else ()
        claiming = [frame.id for frame in frames if frame.means is LinkType.CLAIMS_CHANGE]
        denying = [frame.id for frame in frames if frame.means is LinkType.DENIES]
        return store.claims_and_denials(issue, claiming, denying)

    return store.recall("claims and denials", issue, asked)


def denials_apart(found: Dispute) -> Denials:
    """Tell denials linked to the claim from those it links to, and both from all others."""
    claim = found.entry
    answering = {link.from_id for link in claim.links_here if link.type is LinkType.DENIES}
    named = {link.to_id for link in claim.links}
    # Reports of one utterance go together, whichever of them carries the link.
    of_claim = {each.utterance for each in found.denials if each.statement.id in answering}
    spoken_of = {each.utterance for each in found.denials if each.statement.id in named}
    return Denials(
        of_claim=tuple(each for each in found.denials if each.utterance in of_claim),
        spoken_of=tuple(each for each in found.denials if each.utterance in spoken_of - of_claim),
        others=tuple(each for each in found.denials if each.utterance not in of_claim | spoken_of),
    )


def contests_about(store: Reading, issue: str, actor: str) -> tuple[Contest, ...]:
    """Return who claims that an actor's wording changed and who denies it, by utterance."""
    found = claims_and_denials(store, issue)
    roots = {entry.statement.id: entry.utterance for entry in found.claims}
    claims = {
        root: Contest(entry, is_claim=True, claim=root)
        for root, entry in _by_utterance(found.claims).items()
        if _claim(found, entry).concerned == actor
    }
    # A denial without a link to a claim has no dispute of its own.
    denied = {
        entry.utterance: roots[link.to_id]
        for entry in found.denials
        for link in entry.links
        if link.type is LinkType.DENIES and link.to_id in roots
    }
    denials = [
        Contest(entry, is_claim=False, claim=denied.get(root, ""))
        for root, entry in _by_utterance(found.denials).items()
        if actor in (entry.statement.actor, entry.statement.about)
    ]
    return (*claims.values(), *denials)


def _by_utterance(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.utterance: entry for entry in reversed(entries)}


def claim_in(store: Reading, id_: str) -> tuple[ClaimsAndDenials, Entry]:
    """Return an issue's claims and the one of this statement; raise Unknown for no claim."""
    found = claims_and_denials(store, store.issue_of(id_))
    claims = {entry.statement.id: entry for entry in found.claims}
    if id_ not in claims:
        raise Unknown("claim", id_, list(claims)[:3])
    return found, claims[id_]


def dispute(store: Reading, id_: str, query: StatementQuery) -> Dispute:
    """Return one claim beside the record that the query's filters choose."""
    told, entry = claim_in(store, id_)
    issue = entry.statement.issue
    claim = _claim(told, entry)
    asked = evidence_query(claim, issue, query)
    codebook = codebook_or_none(store, issue)
    uses = store.uses(asked)
    found = findings(store, claim, asked, codebook, uses)
    answers = [link.from_id for link in entry.links_here]
    named = {*answers, *(each.statement for finding in found for each in finding.earlier)}
    entries = entries_by_id(store, sorted(named))
    return Dispute(
        claim=claim,
        entry=entry,
        query=asked,
        codebook=codebook,
        answers=tuple(entries[answer] for answer in answers),
        denials=tuple(each for each in told.denials if each.statement.actor == claim.concerned),
        contested=told.contested[id_],
        findings=found,
        uses=uses,
        entries=entries,
    )


def evidence_query(claim: Claim, issue: str, query: StatementQuery) -> StatementQuery:
    """Return the query for evidence: the concerned actor's own voice, by the query's filters."""
    return replace(
        query, issue=issue, actors=(claim.concerned,), voice=Voice.OWN, frames=(), about=""
    )


def judged_claims(
    store: Reading, query: StatementQuery, issue: str
) -> dict[tuple[str, str], list[JudgedClaim]]:
    """Judge every claim about an issue, by the actor concerned and what is claimed of it."""
    found = claims_and_denials(store, issue)
    told = [claim for entry in found.claims if _is_testable(claim := _claim(found, entry))]
    if not told:
        return {}
    concerned = tuple(dict.fromkeys(claim.concerned for claim in told))
    asked = replace(evidence_query(told[0], issue, query), actors=concerned)
    uses = dict(list(store.uses(asked).groupby("actor")))
    judged: defaultdict[tuple[str, str], list[JudgedClaim]] = defaultdict(list)
    for claim in told:
        for key in claim.claimed:
            earlier = _earlier(uses.get(claim.concerned), claim, key)
            if status := claim_status(claim, earlier):
                judged[claim.concerned, key].append(JudgedClaim(claim, status, earlier))
    return judged


def findings(
    store: Reading,
    claim: Claim,
    query: StatementQuery,
    codebook: Codebook | None,
    uses: pd.DataFrame,
) -> tuple[Finding, ...]:
    """Return what the record says of each thing a claim names; `uses` are those of `query`."""
    if not _is_testable(claim):
        return ()
    labels = labels_of(codebook)
    tracked_ids = {tracked.id for tracked in codebook.tracked} if codebook else set()
    n = {found.is_tracked: found.n for found in store.searched(query)}
    return tuple(
        Finding(
            key=key,
            label=labels.get(key, key),
            status=claim_status(claim, earlier := _earlier(uses, claim, key)),
            earlier=earlier,
            n_searched=n.get(key in tracked_ids, 0),
        )
        for key in claim.claimed
    )


def _is_testable(claim: Claim) -> bool:
    return claim_status(claim, ()) is not None


def _claim(found: ClaimsAndDenials, entry: Entry) -> Claim:
    return claim_of(entry, found.contested[entry.statement.id])


def _earlier(uses: pd.DataFrame | None, claim: Claim, key: str) -> tuple[EarlierUse, ...]:
    if uses is None or claim.since is None:
        return ()
    return earlier_uses(uses, key, claim.since)
