"""How late a first use is, and whether earlier uses contradict a claimed one."""

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
from stance.store import FirstUses

COLUMNS = (
    "issue",
    "actor",
    "voice",
    "frame",
    "wording",
    "first_date",
    "first_statement",
    "last_date",
    "last_statement",
    "n_uses",
    "n_statements",
    "n_searched_before",
    "surprise_p",
    "claimed_first_date",
    "claim_statement",
    "claim_status",
)
"""The columns of first-uses.csv."""


class ClaimStatus(StrEnum):
    """What the record says of a claimed first use."""

    CONSISTENT = "consistent"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that says since when an actor has put things in some way.

    `concerned` is the actor whose wording it is about; `since` is None where the claim names
    no date, and `claimed` is empty where it names no frame or wording.
    """

    statement: str
    concerned: str
    claimed: tuple[str, ...]
    since: PartialDate | None


@dataclass(frozen=True, slots=True)
class EarlierUse:
    """An utterance that held a frame or wording before it is said to have been new."""

    utterance: str
    statement: str
    date: str
    days_before: int


def surprise_p(n_before: ArrayLike, n_uses: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of a first use as late as this, were the uses spread at random.

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
    """Return what a statement claims, given the statements in which it claims a change.

    It concerns the actor it is about, else the actor of what it contests, else nobody.
    """
    said = entry.statement
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
        EarlierUse(utterance, statement, day, _days_between(middle, since))
        for utterance, statement, day, middle in first.itertuples(index=False, name=None)
    )


def _days_between(day: str, since: PartialDate) -> int:
    return (since.first - date.fromisoformat(day)).days


def claim_status(claim: Claim, earlier: Sequence[EarlierUse]) -> ClaimStatus | None:
    """Judge a claim by the evidence against it; None where nothing in it could be sought."""
    if claim.since is None or not claim.claimed or not claim.concerned:
        return None
    return ClaimStatus.CONTESTED if earlier else ClaimStatus.CONSISTENT


def first_use_table(
    found: FirstUses,
    *,
    codebooks: Mapping[str, Codebook],
    frames: Mapping[str, Sequence[str]],
    claims: Mapping[tuple[str, str, str], Sequence[tuple[Claim, ClaimStatus]]],
) -> pd.DataFrame:
    """Give the rows of first-uses.csv.

    Parameters
    ----------
    found : FirstUses
        What the store found.
    codebooks : mapping of issue to Codebook
        Where the tracked wordings stand.
    frames : mapping of issue to frame ids
        The frames that have rows, in this order; one never used has a row without dates.
    claims : mapping of (issue, actor, key) to claims with their status
        They stand in the own-voice row of what they claim, several joined by ``;``.

    Returns
    -------
    DataFrame
        `COLUMNS`; one row a pair and frame, then one a pair and tracked wording.
    """
    keys = _keys(found.searched, codebooks, frames)
    table = keys.merge(found.firsts, how="left", on=[*_PAIR, "key", "is_tracked"])
    table["n_uses"] = table["n_uses"].fillna(0).astype(int)
    used = table["n_uses"] > 0
    table["surprise_p"] = np.nan
    table.loc[used, "surprise_p"] = surprise_p(
        table.loc[used, "n_before"], table.loc[used, "n_uses"], table.loc[used, "n"]
    ).round(6)
    named = [_claim_cells(row, claims) for row in table[[*_PAIR, "key"]].itertuples(index=False)]
    cells = ["claimed_first_date", "claim_statement", "claim_status"]
    table[cells] = pd.DataFrame(named, columns=cells, index=table.index)
    return pd.DataFrame(
        {
            **{name: table[name] for name in _PAIR},
            "frame": table["key"].where(~table["is_tracked"], ""),
            "wording": table["key"].where(table["is_tracked"], ""),
            **{name: table[name].fillna("") for name in _ENDS},
            "n_uses": table["n_uses"],
            "n_statements": table["n"],
            "n_searched_before": table["n_before"].astype("Int64"),
            "surprise_p": table["surprise_p"],
            **{name: table[name] for name in cells},
        }
    )


_PAIR = ["issue", "actor", "voice"]
_ENDS = ["first_date", "first_statement", "last_date", "last_statement"]


def _keys(
    searched: pd.DataFrame,
    codebooks: Mapping[str, Codebook],
    frames: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """List what each pair was searched for, frames before wordings."""
    ordered = searched.sort_values([*_PAIR, "is_tracked"], kind="stable")
    columns = [*_PAIR, "is_tracked", "n"]
    rows = [
        (*pair, key)
        for pair in ordered[columns].itertuples(index=False, name=None)
        for key in _keys_of(pair[0], codebooks, frames, is_tracked=pair[3])
    ]
    return pd.DataFrame(rows, columns=[*columns, "key"]).astype({"is_tracked": bool})


def _keys_of(
    issue: str,
    codebooks: Mapping[str, Codebook],
    frames: Mapping[str, Sequence[str]],
    *,
    is_tracked: bool,
) -> Sequence[str]:
    if not is_tracked:
        return frames.get(issue, ())
    return [tracked.id for tracked in codebooks[issue].tracked] if issue in codebooks else ()


def _claim_cells(
    row: tuple[str, str, str, str],
    claims: Mapping[tuple[str, str, str], Sequence[tuple[Claim, ClaimStatus]]],
) -> tuple[str, str, str]:
    issue, actor, voice, key = row
    made = claims.get((issue, actor, key), ()) if voice == Voice.OWN else ()
    return (
        ";".join(str(claim.since) for claim, _ in made),
        ";".join(claim.statement for claim, _ in made),
        ";".join(status.value for _, status in made),
    )
