"""First and last uses in plain sentences, with what is claimed beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.answers import claims, first_uses
from stance.answers.claims import Finding
from stance.answers.codebooks import codebook_or_none
from stance.records import Codebook, StatementQuery, Unit, Voice, labels_of
from stance.store import Reading

NEWS = 0.05
"""From this chance downwards a late first use is called surprising."""

_UNITS = {Unit.UTTERANCE: "utterances", Unit.STATEMENT: "statements"}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Use:
    """A row of the ledger: one frame or wording of one actor's voice."""

    frame: str
    wording: str
    first_date: str
    first_statement: str
    last_date: str
    last_statement: str
    n_uses: int
    n_statements: int
    n_before: int
    surprise_p: float
    claims: tuple[tuple[str, str, str], ...]
    """Of each claim: since when, its statement, its status."""

    @property
    def key(self) -> str:
        """The frame or the wording."""
        return self.frame or self.wording


def first_use_lines(store: Reading, query: StatementQuery) -> Iterator[str]:
    """Yield the ledger of every issue, actor and voice that a query chooses, line by line."""
    table = first_uses.first_uses(store, query)
    for (issue, actor, voice), rows in table.groupby(["issue", "actor", "voice"], sort=False):
        codebook = codebook_or_none(store, str(issue))
        uses = [_use(row) for row in rows.to_dict("records")]
        told = "" if voice == Voice.OWN else " (as told by others)"
        yield f"{actor}{told} on {codebook.title if codebook else issue}"
        yield f"  {searched_sentence(uses, query.unit)}"
        for use in uses:
            yield f"  {use_sentence(use, codebook)}"
            for claim in use.claims:
                yield f"    {claim_sentence(claim, _finding(store, claim, use, query))}"
        yield ""


def searched_sentence(uses: Sequence[Use], unit: Unit) -> str:
    """Say how much was searched, and that "first" speaks of no more than that."""
    most = max(use.n_statements for use in uses)
    return (
        f"{most:,} {_UNITS[unit]} searched. First means earliest in this corpus, never first ever."
    )


def use_sentence(use: Use, codebook: Codebook | None) -> str:
    """Say when a frame or wording was first and last used, and how surprising its lateness is."""
    name = _name(use, codebook)
    if not use.n_uses:
        return f"{name}: never, in {use.n_statements:,} searched."
    return (
        f"{name}: first {use.first_date} ({use.first_statement}), last {use.last_date} "
        f"({use.last_statement}); {use.n_uses:,} of {use.n_statements:,}. {surprise_sentence(use)}"
    )


def surprise_sentence(use: Use) -> str:
    """Put the surprise p in words."""
    if use.n_before == 0:
        return "In the earliest there is: it may well be older than the corpus."
    chance = f"{use.surprise_p:.0%}" if use.surprise_p >= 0.01 else "under 1%"
    verdict = "surprisingly late" if use.surprise_p <= NEWS else "no surprise"
    return (
        f"{use.n_before:,} searched before it; spread at random, a first use this late has a "
        f"chance of {chance}: {verdict}."
    )


def claim_sentence(claim: tuple[str, str, str], finding: Finding | None) -> str:
    """Say what is claimed, whether the record bears it out, and what contradicts it."""
    since, statement, status = claim
    head = f"Claimed new since {since} ({statement}): {status}"
    earlier = finding.earlier if finding else ()
    if not earlier:
        return f"{head}; nothing earlier was found."
    named = ", ".join(f"{each.date} {each.statement}" for each in earlier[:_MOST_NAMED])
    left = len(earlier) - _MOST_NAMED
    more = f" and {left:,} more" if left > 0 else ""
    return f"{head} by {len(earlier):,} earlier: {named}{more}."


def _finding(
    store: Reading, claim: tuple[str, str, str], use: Use, query: StatementQuery
) -> Finding | None:
    found = claims.dispute(store, claim[1], query).findings
    return next((each for each in found if each.key == use.key), None)


def _use(row: Mapping[Any, Any]) -> Use:
    cells = ("claimed_first_date", "claim_statement", "claim_status")
    parts = [row[name].split(";") if row[name] else [] for name in cells]
    before = row["n_searched_before"]
    return Use(
        frame=row["frame"],
        wording=row["wording"],
        first_date=row["first_date"],
        first_statement=row["first_statement"],
        last_date=row["last_date"],
        last_statement=row["last_statement"],
        n_uses=int(row["n_uses"]),
        n_statements=int(row["n_statements"]),
        n_before=0 if pd.isna(before) else int(before),
        surprise_p=float(row["surprise_p"]),
        claims=tuple((since, id_, status) for since, id_, status in zip(*parts, strict=True)),
    )


def _name(use: Use, codebook: Codebook | None) -> str:
    label = labels_of(codebook).get(use.key, use.key)
    return f'Wording "{label}"' if use.wording else label
