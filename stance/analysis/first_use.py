"""First uses: how late they are, and whether they contradict a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from stance.records import Codebook, Entry, Voice
from stance.records.dates import PartialDate
from stance.store.counts import FirstAndLast, FirstUses, Searched


class ClaimStatus(StrEnum):
    """What the record says of a claimed first use."""

    CONSISTENT = "consistent"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Claim:
    """Since when, a statement says, an actor has had a wording."""

    statement: str
    concerned: str  # the actor whose wording it is about
    claimed: tuple[str, ...]  # frames and wordings
    since: PartialDate | None


@dataclass(frozen=True, slots=True)
class EarlierUse:
    """A use from before a frame or wording was claimed to be new."""

    utterance: str
    statement: str
    date: str
    days_before: int


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim, with what the record says of it."""

    claim: Claim
    status: ClaimStatus
    earlier: tuple[EarlierUse, ...]


@dataclass(frozen=True, slots=True)
class FirstUse:
    """When an actor's voice first and last had a frame or tracked wording; `use` None for never."""

    issue: str
    actor: str
    voice: str
    key: str
    is_tracked: bool
    n_searched: int
    use: FirstAndLast | None
    surprise_p: float | None
    claims: tuple[JudgedClaim, ...]

    @property
    def n_uses(self) -> int:
        """How many units have it."""
        return self.use.n_uses if self.use else 0


def surprise_p(n_before: ArrayLike, n_uses: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of a first use so late, if uses fell at random.

    Parameters
    ----------
    n_before : array_like of int
        Units searched before the first use.
    n_uses : array_like of int
        Units with a use, at least 1.
    n : array_like of int
        Units searched in all.

    Returns
    -------
    ndarray of float
        C(n - n_before, n_uses) / C(n, n_uses), in (0, 1].

    Notes
    -----
    The exact law of the minimum of `n_uses` places drawn without replacement from `n`. It
    takes the order as given and every place as equally likely: a corpus that grew denser or
    changed its sources makes a late first use look more or less surprising than it is.

    Examples
    --------
    >>> float(surprise_p(9, 1, 10).round(6))
    0.1
    """
    before, uses, total = (
        np.asarray(each, dtype=np.float64) for each in np.broadcast_arrays(n_before, n_uses, n)
    )
    left = total - before
    logarithm = _log_choose(left, uses) - _log_choose(total, uses)
    return np.where(uses <= left, np.exp(np.minimum(logarithm, 0.0)), 0.0)


def _log_choose(n: NDArray[np.float64], k: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.maximum(n - k, 0.0)
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(inside + 1), dtype=np.float64)


def claim_of(entry: Entry, contested: Sequence[Entry]) -> Claim:
    """Return what a statement claims of those it contests."""
    said = entry.statement
    # Whom it is about, else the actor of what it contests, else nobody.
    concerned = said.about or next((each.statement.actor for each in contested), "")
    return Claim(said.id, concerned, said.claimed, said.claimed_first_date)


def earlier_uses(uses: pd.DataFrame, key: str, since: PartialDate) -> tuple[EarlierUse, ...]:
    """Find the utterances that surely held a frame or wording before a date.

    Parameters
    ----------
    uses : DataFrame
        What `Reading.uses` gives, of the actor concerned and in its own voice.
    key : str
        A frame or tracked wording.
    since : PartialDate
        When it is claimed to have been new.

    Returns
    -------
    tuple of EarlierUse
        In time order, each with its earliest statement that holds it. An utterance counts
        where the last possible day of that statement lies before the first of `since`.
    """
    held = uses[(uses["key"] == key) & (uses["last"] < since.first.isoformat())]
    first = held.drop_duplicates("utterance")[["utterance", "statement", "date", "middle"]]
    return tuple(
        EarlierUse(utterance, statement, day, (since.first - date.fromisoformat(middle)).days)
        for utterance, statement, day, middle in first.itertuples(index=False, name=None)
    )


def claim_status(claim: Claim, earlier: Sequence[EarlierUse]) -> ClaimStatus | None:
    """Judge a claim by earlier uses; None where none could be sought."""
    if claim.since is None or not claim.claimed or not claim.concerned:
        return None
    return ClaimStatus.CONTESTED if earlier else ClaimStatus.CONSISTENT


def join_first_uses(
    found: FirstUses,
    *,
    codebooks: Mapping[str, Codebook],
    frames: Mapping[str, Sequence[str]],
    claims: Mapping[tuple[str, str, str], Sequence[JudgedClaim]],
) -> tuple[FirstUse, ...]:
    """Join first uses with the claims about them; what was never used is there too."""
    tracked = {issue: [each.id for each in book.tracked] for issue, book in codebooks.items()}
    searched = {_whose(pair): pair.n for pair in found.searched}
    chances = surprise_p(
        [use.n_before for use in found.firsts],
        [use.n_uses for use in found.firsts],
        [searched[_whose(use)] for use in found.firsts],
    )
    uses = {
        (*_whose(use), use.key): (use, float(p))
        for use, p in zip(found.firsts, chances.round(6), strict=True)
    }
    rows = []
    for pair in sorted(found.searched, key=_whose):
        for key in (tracked if pair.is_tracked else frames).get(pair.issue, ()):
            use, chance = uses.get((*_whose(pair), key), (None, None))
            # What is claimed to be new is an actor's own wording.
            judged = (
                claims.get((pair.issue, pair.actor, key), ()) if pair.voice == Voice.OWN else ()
            )
            rows.append(
                FirstUse(
                    issue=pair.issue,
                    actor=pair.actor,
                    voice=pair.voice,
                    key=key,
                    is_tracked=pair.is_tracked,
                    n_searched=pair.n,
                    use=use,
                    surprise_p=chance,
                    claims=tuple(judged),
                )
            )
    return tuple(rows)


def _whose(found: Searched | FirstAndLast) -> tuple[str, str, str, bool]:
    return found.issue, found.actor, found.voice, found.is_tracked
