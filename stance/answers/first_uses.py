"""The corridor's part on first uses: the ledger, and disputes about what was new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from stance.analysis.first_use import (
    Claim,
    ClaimStatus,
    EarlierUse,
    claim_of,
    claim_status,
    earlier_uses,
    first_use_table,
)
from stance.analysis.table_rows import rows_of
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.errors import Unknown
from stance.records import Codebook, Entry, LinkType, StatementQuery, Voice, labels_of
from stance.store import Reading


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


@dataclass(frozen=True, slots=True)
class Denials:
    """The denials of an actor, told apart by what they have to do with a claim."""

    of_claim: tuple[Entry, ...]
    spoken_of: tuple[Entry, ...]
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ClaimsAndDenials:
    """Who claims and who denies a change of an issue, over all actors, in time order."""

    claims: tuple[Entry, ...]
    denials: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """One utterance that claims or denies a change of an actor; `claim` names the dispute."""

    entry: Entry
    is_claim: bool
    claim: str


def first_uses(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return the rows of first-uses.csv; `query.frames` chooses rows by frame or wording."""
    found = store.first_uses(query)
    issues = sorted(set(found.searched["issue"]))
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    table = first_use_table(
        found,
        codebooks={issue: book for issue, book in codebooks.items() if book is not None},
        frames={issue: frames_of(store, issue, book) for issue, book in codebooks.items()},
        claims=_judged_claims(store, query, issues),
    )
    if query.frames:
        chosen = table["frame"].isin(query.frames) | table["wording"].isin(query.frames)
        table = table[chosen].reset_index(drop=True)
    return table


def claims_and_denials(store: Reading, issue: str) -> ClaimsAndDenials:
    """Return all claims of a change and all denials of one, by link or by what a frame means."""
    return ClaimsAndDenials(
        claims=tuple(_claiming(store, issue)),
        denials=tuple(_moves(store, issue, LinkType.DENIES)),
    )


def denials_apart(found: Dispute) -> Denials:
    """Tell denials linked to the claim from those it links to, and both from all others.

    Reports of one utterance go together, whichever of them carries the link.
    """
    claim = found.entry
    answering = {link.from_id for link in claim.links_here if link.type is LinkType.DENIES}
    named = {link.to_id for link in claim.links}
    of_claim = {each.utterance for each in found.denials if each.statement.id in answering}
    spoken_of = {each.utterance for each in found.denials if each.statement.id in named}
    return Denials(
        of_claim=tuple(each for each in found.denials if each.utterance in of_claim),
        spoken_of=tuple(each for each in found.denials if each.utterance in spoken_of - of_claim),
        others=tuple(each for each in found.denials if each.utterance not in of_claim | spoken_of),
    )


def contests_about(store: Reading, issue: str, actor: str) -> tuple[Contest, ...]:
    """Return who claims that an actor's wording changed and who denies it, by utterance.

    A denial without a link to a claim has no dispute of its own.
    """
    found = claims_and_denials(store, issue)
    roots = {entry.statement.id: entry.utterance for entry in found.claims}
    claims = {
        root: Contest(entry, is_claim=True, claim=root)
        for root, entry in _by_utterance(found.claims).items()
        if claim_of(entry, _contested(store, entry)).concerned == actor
    }
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


def dispute(store: Reading, id_: str, query: StatementQuery) -> Dispute:
    """Return one claim beside the record; the query's filters choose the evidence.

    Raise Unknown where the statement claims nothing.
    """
    entry = claim_entry(store, id_)
    issue = entry.statement.issue
    contested = _contested(store, entry)
    claim = claim_of(entry, contested)
    asked = evidence_query(claim, issue, query)
    codebook = codebook_or_none(store, issue)
    uses = store.uses(asked)
    return Dispute(
        claim=claim,
        entry=entry,
        query=asked,
        codebook=codebook,
        answers=tuple(store.statement(link.from_id) for link in entry.links_here),
        denials=tuple(_denials_of(store, claim, issue)),
        contested=contested,
        findings=findings(store, claim, asked, codebook, uses=uses),
        uses=uses,
    )


def claim_entry(store: Reading, id_: str) -> Entry:
    """Return the statement of a claim; raise Unknown where it claims nothing."""
    entry = store.statement(id_)
    every = [each.statement.id for each in _claiming(store, entry.statement.issue)]
    if id_ not in every:
        raise Unknown("claim", id_, every[:3])
    return entry


def evidence_query(claim: Claim, issue: str, query: StatementQuery) -> StatementQuery:
    """Return the query for evidence: the concerned actor's own voice, by the query's filters."""
    return replace(
        query, issue=issue, actors=(claim.concerned,), voice=Voice.OWN, frames=(), about=""
    )


def _judged_claims(
    store: Reading, query: StatementQuery, issues: list[str]
) -> dict[tuple[str, str, str], list[tuple[Claim, ClaimStatus]]]:
    """Judge every claim by the evidence that the query chooses."""
    judged: dict[tuple[str, str, str], list[tuple[Claim, ClaimStatus]]] = {}
    for issue in issues:
        for claim in _claims(store, issue):
            if not claim.concerned:
                continue
            uses = store.uses(evidence_query(claim, issue, query))
            for key in claim.claimed:
                status = _status(claim, uses, key)
                if status is not None:
                    place = (issue, claim.concerned, key)
                    judged.setdefault(place, []).append((claim, status))
    return judged


def _claims(store: Reading, issue: str) -> list[Claim]:
    """List the claims that name what was new and since when."""
    return [
        claim_of(entry, _contested(store, entry))
        for entry in _claiming(store, issue)
        if entry.statement.claimed and entry.statement.claimed_first_date
    ]


def _contested(store: Reading, entry: Entry) -> tuple[Entry, ...]:
    """Return what a claim is linked to; a report of it claims what its utterance claims."""
    reports = [entry, *store.utterance(entry.utterance)]
    links = [link for each in reports for link in each.links]
    ends = dict.fromkeys(link.to_id for link in links if link.type is LinkType.CLAIMS_CHANGE)
    return tuple(map(store.statement, ends))


def _status(claim: Claim, uses: pd.DataFrame, key: str) -> ClaimStatus | None:
    earlier = earlier_uses(uses, key, claim.since) if claim.since else ()
    return claim_status(claim, earlier)


def findings(
    store: Reading,
    claim: Claim,
    query: StatementQuery,
    codebook: Codebook | None,
    *,
    uses: pd.DataFrame | None = None,
) -> tuple[Finding, ...]:
    """Return what the record says of each thing a claim names; `query` chooses the evidence.

    `uses` are those of the query, for who has asked for them already.
    """
    if claim.since is None or not claim.claimed or not claim.concerned:
        return ()
    uses = store.uses(query) if uses is None else uses
    labels = labels_of(codebook)
    tracked_ids = {tracked.id for tracked in codebook.tracked} if codebook else set()
    counts = rows_of(store.searched(query), ["is_tracked", "n"])
    n = {bool(is_tracked): int(count) for is_tracked, count in counts}
    return tuple(
        Finding(
            key=key,
            label=labels.get(key, key),
            status=claim_status(claim, earlier := earlier_uses(uses, key, claim.since)),
            earlier=earlier,
            n_searched=n.get(key in tracked_ids, 0),
        )
        for key in claim.claimed
    )


def _moves(store: Reading, issue: str, kind: LinkType) -> list[Entry]:
    codebook = codebook_or_none(store, issue)
    frames = codebook.frames if codebook else ()
    return store.claims_and_denials(
        issue, kind, [frame.id for frame in frames if frame.means is kind]
    )


def _claiming(store: Reading, issue: str) -> list[Entry]:
    return _moves(store, issue, LinkType.CLAIMS_CHANGE)


def _denials_of(store: Reading, claim: Claim, issue: str) -> list[Entry]:
    """List the denials by the actor concerned, whichever claim they answer."""
    denials = _moves(store, issue, LinkType.DENIES)
    return [each for each in denials if each.statement.actor == claim.concerned]
