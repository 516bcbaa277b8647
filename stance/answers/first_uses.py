"""When each frame and wording was first and last used, in records and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from stance.analysis.first_use import FirstUse, JudgedClaim, join_first_uses
from stance.answers.claims import judged_claims
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.records import Codebook, StatementQuery, Unit, Voice, labels_of
from stance.store import Reading

NEWS = 0.05
"""From this chance downwards a late first use is called surprising."""

_UNITS = {Unit.UTTERANCE: "utterances", Unit.STATEMENT: "statements"}
_MOST_NAMED = 5


def first_uses(store: Reading, query: StatementQuery) -> tuple[FirstUse, ...]:
    """Return first uses in what a query chooses; `query.frames` chooses rows by their key."""
    found = store.first_uses(query)
    issues = sorted({pair.issue for pair in found.searched})
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    rows = join_first_uses(
        found,
        codebooks={issue: book for issue, book in codebooks.items() if book is not None},
        frames={issue: frames_of(store, issue, book) for issue, book in codebooks.items()},
        claims={
            (issue, *place): claims
            for issue in issues
            for place, claims in judged_claims(store, query, issue).items()
        },
    )
    return tuple(row for row in rows if not query.frames or row.key in query.frames)


def first_use_lines(store: Reading, query: StatementQuery) -> Iterator[str]:
    """Yield the first and last uses of all that a query chooses, as lines of text."""
    found = first_uses(store, query)
    for (issue, actor, voice), group in groupby(found, attrgetter("issue", "actor", "voice")):
        rows = list(group)
        codebook = codebook_or_none(store, issue)
        told = "" if voice == Voice.OWN else " (as told by others)"
        yield f"{actor}{told} on {codebook.title if codebook else issue}"
        yield f"  {searched_sentence(rows, query.unit)}"
        for row in rows:
            yield f"  {use_sentence(row, codebook)}"
            for claim in row.claims:
                yield f"    {claim_sentence(claim)}"
        yield ""


def searched_sentence(rows: Sequence[FirstUse], unit: Unit) -> str:
    """Say how much was searched, and that "first" means no more than that."""
    most = max(row.n_searched for row in rows)
    return (
        f"{most:,} {_UNITS[unit]} searched. First means earliest in this corpus, never first ever."
    )


def use_sentence(row: FirstUse, codebook: Codebook | None) -> str:
    """Say when a frame or wording was first and last used, and how surprising its lateness is."""
    name, use = _name(row, codebook), row.use
    if use is None:
        return f"{name}: never, in {row.n_searched:,} searched."
    return (
        f"{name}: first {use.first_date} ({use.first_statement}), last {use.last_date} "
        f"({use.last_statement}); {use.n_uses:,} of {row.n_searched:,}. "
        f"{surprise_sentence(use.n_before, row.surprise_p or 0.0)}"
    )


def surprise_sentence(n_before: int, p: float) -> str:
    """Say how likely so late a first use would be by chance."""
    if n_before == 0:
        return "In the earliest there is: it may well be older than the corpus."
    chance = f"{p:.0%}" if p >= 0.01 else "under 1%"
    verdict = "surprisingly late" if p <= NEWS else "no surprise"
    return (
        f"{n_before:,} searched before it; spread at random, a first use this late has a "
        f"chance of {chance}: {verdict}."
    )


def claim_sentence(judged: JudgedClaim) -> str:
    """Say what is claimed, whether the record bears it out, and what contradicts it."""
    claim, earlier = judged.claim, judged.earlier
    head = f"Claimed new since {claim.since} ({claim.statement}): {judged.status}"
    if not earlier:
        return f"{head}; nothing earlier was found."
    named = ", ".join(f"{each.date} {each.statement}" for each in earlier[:_MOST_NAMED])
    left = len(earlier) - _MOST_NAMED
    more = f" and {left:,} more" if left > 0 else ""
    return f"{head} by {len(earlier):,} earlier: {named}{more}."


def _name(row: FirstUse, codebook: Codebook | None) -> str:
    label = labels_of(codebook).get(row.key, row.key)
    return f'Wording "{label}"' if row.is_tracked else label
