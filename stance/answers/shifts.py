"""The corridor's part on shifts: search, table, one shift with its evidence."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from stance.analysis.shifts.false_discovery import discover
from stance.analysis.shifts.observations import Said
from stance.analysis.shifts.search import STANCE, FrameMove, Shift, ShiftSearch, search_shifts
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.errors import Unknown
from stance.filters import Sides, split_at
from stance.records import Codebook, Entry, StatementQuery, Unit, Voice
from stance.records.dates import PartialDate, Period
from stance.store import Reading

COLUMNS = (
    "issue",
    "actor",
    "voice",
    "shift",
    "verdict",
    "date",
    "date_low",
    "date_high",
    "probability",
    "frame_probability",
    "p_value",
    "frame",
    "n_before",
    "n_before_with_frame",
    "n_after",
    "n_after_with_frame",
    "share_before",
    "share_after",
    "sources_before",
    "sources_after",
    "evidence_before",
    "evidence_after",
    "codebook_version",
)
"""The columns of shifts.csv."""

MOST_EVIDENCE = 20
"""Statements named as evidence on each side: those nearest to the shift."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found of one actor on one issue in one voice.

    `said` are the units looked at, `statements` the first statement of each, and `holders`
    the statement by which each unit holds a frame.
    """

    issue: str
    actor: str
    voice: str
    codebook_version: int | None
    said: tuple[Said, ...]
    holders: tuple[Mapping[str, str], ...]
    wording: ShiftSearch
    stance: ShiftSearch | None

    def search_of(self, shift: Shift) -> ShiftSearch:
        """Return the search in which a shift was found."""
        is_stance = shift.frames[0].frame == STANCE
        return self.stance if is_stance and self.stance else self.wording

    def key_of(self, shift: Shift) -> str:
        """Return the short name of a shift, by which its page is found."""
        # Wording and stance may shift on one day: two findings, two pages.
        what = STANCE if shift.frames[0].frame == STANCE else ""
        told = f"{self.issue}\n{self.actor}\n{self.voice}\n{shift.date.isoformat()}{what}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Found:
    """A shift and the pair it was found in."""

    pair: Pair
    shift: Shift


@dataclass(frozen=True, slots=True)
class ShiftEvidence:
    """One shift, with the statements on both sides of every frame that moved."""

    key: str
    pair: Pair
    shift: Shift
    quotes: Mapping[str, tuple[tuple[Entry, ...], tuple[Entry, ...]]]


def search(store: Reading, query: StatementQuery) -> tuple[Pair, ...]:
    """Search every issue, actor and voice that a query chooses for shifts.

    An answer is remembered until something is written: pages, files and feeds ask for the same.
    """
    asked = replace(query, frames=(), period=Period.YEAR)
    return store.recall(("shifts", asked), lambda: _searched(store, asked))


def _searched(store: Reading, query: StatementQuery) -> tuple[Pair, ...]:
    codebooks = {issue.slug: codebook_or_none(store, issue.slug) for issue in store.issues()}
    return tuple(
        _pair_of(store, query, rows, codebooks[issue])
        for (issue, *_), rows in _pairs(store.observations(query))
    )


def shifts(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return the rows of shifts.csv; `query.frames` chooses rows and leaves counts alone."""
    rows = [row for pair in search(store, query) for row in _rows(pair)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if query.frames:
        chosen = table["frame"].isin(query.frames) | table["frame"].eq("")
        table = table[chosen].reset_index(drop=True)
    return table


def shift(store: Reading, query: StatementQuery, key: str) -> ShiftEvidence:
    """Return the shift with this key and its evidence; raise Unknown where there is none."""
    found = find(store, query, key)
    return ShiftEvidence(key, found.pair, found.shift, _quotes(store, found.pair, found.shift))


def find(store: Reading, query: StatementQuery, key: str) -> Found:
    """Return the shift with this key; raise Unknown where there is none."""
    keys = []
    for pair in search(store, query):
        for found in shifts_of(pair):
            keys.append(pair.key_of(found))
            if keys[-1] == key:
                return Found(pair, found)
    raise Unknown("shift", key, keys[:3])


def lately(store: Reading, query: StatementQuery) -> tuple[list[Found], int, float]:
    """Return the latest shift of every pair that changed, newest first, over many pairs.

    Also how many pairs were tested, and the expected share of false finds in the list, which is
    at most 5%.
    """
    pairs = search(store, query)
    if not pairs:
        return [], 0, 0.0
    odds = np.array([pair.wording.log_bayes_factor for pair in pairs], dtype=np.float64)
    discovered = discover(odds)
    found = [
        Found(pair, pair.wording.shifts[-1])
        for pair, is_reported in zip(pairs, discovered.reported, strict=True)
        if is_reported and pair.wording.shifts
    ]
    newest = sorted(found, key=lambda one: one.shift.date, reverse=True)
    return newest, len(pairs), discovered.expected_false


def sides_of(query: StatementQuery, found: ShiftEvidence) -> Sides:
    """Return what lies between a shift and its neighbours, under the filters it was found by.

    The counts of its frames rest on the same two spans.
    """
    pair, day = found.pair, found.shift.date
    mine = replace(query, issue=pair.issue, actors=(pair.actor,), voice=Voice(pair.voice))
    before, after = split_at(replace(mine, frames=()), day)
    days = [one.date for one in pair.search_of(found.shift).shifts]
    earlier = [one for one in days if one < day]
    later = [one for one in days if one > day]
    if earlier:
        before = replace(before, since=max(earlier))
    if later:
        after = replace(after, until=min(later) - timedelta(days=1))
    return before, after


# --- from the store to the search --------------------------------------------------------


def _pairs(said: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    for names, rows in said.groupby(["issue", "actor", "voice"], sort=False):
        yield tuple(map(str, names)), rows


def _pair_of(
    store: Reading, query: StatementQuery, rows: pd.DataFrame, codebook: Codebook | None
) -> Pair:
    issue, actor, voice = (str(rows[name].iloc[0]) for name in ("issue", "actor", "voice"))
    frames = frames_of(store, issue, codebook)
    said, holders = _units(rows)
    exclusive = bool(codebook and codebook.exclusive and query.unit is Unit.STATEMENT)
    wording = search_shifts(said, frames, exclusive=exclusive, stratify_by=query.stratify)
    has_scores = sum(one.stance is not None for one in said) > 1
    scores = search_shifts(said, (STANCE,), stratify_by=query.stratify) if has_scores else None
    version = codebook.version if codebook else None
    return Pair(issue, actor, voice, version, said, holders, wording, scores)


def _units(rows: pd.DataFrame) -> tuple[tuple[Said, ...], tuple[Mapping[str, str], ...]]:
    """Gather statements into units, in order; each knows by which statement it holds a frame."""
    groups: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows.to_dict("records"):
        groups[str(row["unit"])].append({str(name): value for name, value in row.items()})
    said = tuple(_said(group) for group in groups.values())
    return said, tuple(_holders(group) for group in groups.values())


def _said(group: list[dict[str, object]]) -> Said:
    first = group[0]
    coded = [str(row["frames"]) for row in group if isinstance(row["frames"], str)]
    scores = [float(str(row["stance"])) for row in group if _is_number(row["stance"])]
    frames = sorted({frame for text in coded for frame in text.split(";") if frame})
    return Said(
        id=str(first["statement"]),
        date=PartialDate.parse(str(first["date"])),
        frames=tuple(frames) if coded else None,
        stance=scores[0] if scores else None,
        source=str(first["source"]),
        coder=str(first["coder"]),
        tags=dict(_pair(tag) for tag in str(first["tags"]).split(";") if tag),
        others={name: str(first[name]) for name in ("mode", "language", "speaker")},
    )


def _is_number(value: object) -> bool:
    return value is not None and not pd.isna(value)  # type: ignore[call-overload]


def _pair(tag: str) -> tuple[str, str]:
    key, _, value = tag.partition(":")
    return key, value


def _holders(group: list[dict[str, object]]) -> Mapping[str, str]:
    held: dict[str, str] = {}
    for row in group:
        frames = row["frames"]
        # What nobody coded comes as no text.
        for frame in frames.split(";") if isinstance(frames, str) else ():
            held.setdefault(frame, str(row["statement"]))
    return held


# --- from the search to rows -------------------------------------------------------------


def shifts_of(pair: Pair) -> list[Shift]:
    """Return the shifts of wording, then those of stance."""
    return [*pair.wording.shifts, *(pair.stance.shifts if pair.stance else ())]


def _rows(pair: Pair) -> list[dict[str, object]]:
    rows = [
        _row(pair, search_, found, move)
        for search_ in (pair.wording, pair.stance)
        if search_ is not None
        for found in search_.shifts
        for move in found.frames
    ]
    return rows or [_verdict_row(pair)]


def _base(pair: Pair) -> dict[str, object]:
    return {
        "issue": pair.issue,
        "actor": pair.actor,
        "voice": pair.voice,
        "shift": "",
        "frame": "",
        "evidence_before": "",
        "evidence_after": "",
        "codebook_version": pair.codebook_version,
    }


def _verdict_row(pair: Pair) -> dict[str, object]:
    found = pair.wording
    return _base(pair) | {
        "verdict": found.verdict.value,
        "date": "",
        "date_low": "",
        "date_high": "",
        "probability": round(found.probability, 6),
        "p_value": round(found.p_value, 6),
    }


def _row(pair: Pair, found: ShiftSearch, shift_: Shift, move: FrameMove) -> dict[str, object]:
    before, after = move.rows_before, move.rows_after
    return _base(pair) | {
        "shift": pair.key_of(shift_),
        "verdict": shift_.verdict.value,
        "date": move.date.isoformat(),
        "date_low": move.date_low.isoformat(),
        "date_high": move.date_high.isoformat(),
        "probability": round(shift_.probability, 6),
        "frame_probability": round(move.probability, 6),
        "p_value": round(found.p_value, 6),
        "frame": move.frame,
        "n_before": move.n_before,
        "n_before_with_frame": None if move.frame == STANCE else move.n_before_with,
        "n_after": move.n_after,
        "n_after_with_frame": None if move.frame == STANCE else move.n_after_with,
        "share_before": round(move.share_before, 6),
        "share_after": round(move.share_after, 6),
        "sources_before": len({pair.said[row].source for row in before} - {""}),
        "sources_after": len({pair.said[row].source for row in after} - {""}),
        "evidence_before": ";".join(evidence_of(pair, move.frame, reversed_rows(before))),
        "evidence_after": ";".join(evidence_of(pair, move.frame, after)),
    }


def reversed_rows(rows: Sequence[int]) -> list[int]:
    """Return rows nearest to what came after them first."""
    return list(reversed(rows))


def evidence_of(pair: Pair, frame: str, rows: Sequence[int]) -> list[str]:
    """Name the statements by which units hold a frame, the first ones of the rows given."""
    if frame == STANCE:
        ids = [pair.said[row].id for row in rows if pair.said[row].stance is not None]
    else:
        ids = [pair.holders[row][frame] for row in rows if frame in pair.holders[row]]
    return ids[:MOST_EVIDENCE]


def _quotes(
    store: Reading, pair: Pair, found: Shift
) -> Mapping[str, tuple[tuple[Entry, ...], tuple[Entry, ...]]]:
    return {
        move.frame: (
            tuple(
                store.entries(evidence_of(pair, move.frame, reversed_rows(move.rows_before))[:3])
            ),
            tuple(store.entries(evidence_of(pair, move.frame, move.rows_after)[:3])),
        )
        for move in found.told_moves
    }
