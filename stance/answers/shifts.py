"""Which actors' wording shifted: the search over pairs of actor and issue."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stance.analysis.shifts.false_discovery import discover
from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import Shift, ShiftSearch
from stance.analysis.shifts.search import search_shifts
from stance.analysis.shifts.stream import Said
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.errors import Unknown
from stance.records import Codebook, StatementQuery, Unit
from stance.records.dates import PartialDate, Period
from stance.store import Reading
from stance.store.counts import Observation


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found of one actor on one issue in one voice."""

    issue: str
    actor: str
    voice: str
    codebook: Codebook | None
    said: tuple[Said, ...]
    """The units looked at."""
    holders: tuple[Mapping[str, str], ...]
    """The statement by which each of them holds a frame."""
    wording: ShiftSearch
    stance: ShiftSearch | None

    @property
    def title(self) -> str:
        """The title of the issue."""
        return self.codebook.title if self.codebook else self.issue

    @property
    def searches(self) -> tuple[ShiftSearch, ...]:
        """What was searched: the wording, and the stance where it was scored."""
        return (self.wording, self.stance) if self.stance else (self.wording,)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts of wording, then those of stance."""
        return tuple(shift for search in self.searches for shift in search.shifts)

    def search_of(self, shift: Shift) -> ShiftSearch:
        """Return the search in which a shift was found."""
        return self.stance if self.stance and _is_of_stance(shift) else self.wording

    def key_of(self, shift: Shift) -> str:
        """Return the short name of a shift, by which its page is found."""
        # Wording and stance may shift on one day: two findings, two pages.
        what = STANCE if _is_of_stance(shift) else ""
        told = f"{self.issue}\n{self.actor}\n{self.voice}\n{shift.date.isoformat()}{what}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class FoundShift:
    """A shift and the pair it was found in."""

    pair: Pair
    shift: Shift

    @property
    def key(self) -> str:
        """The short name by which its page is found."""
        return self.pair.key_of(self.shift)


@dataclass(frozen=True, slots=True)
class LatestShifts:
    """The latest shift of every pair that changed, newest first, over many pairs."""

    found: tuple[FoundShift, ...]
    n_pairs: int
    expected_false: float
    """The expected share of false finds among them, at most 5%."""


def search(store: Reading, query: StatementQuery) -> tuple[Pair, ...]:
    """Search every issue, actor and voice that a query chooses for shifts."""
    # Frames and period choose rows and lanes later; a search does not depend on them.
    asked = replace(query, frames=(), period=Period.YEAR)
    # Pages, files and feeds ask for the same: it is remembered until something is written.
    return store.recall("shifts", asked, lambda: _searched(store, asked))


def find(store: Reading, query: StatementQuery, key: str) -> FoundShift:
    """Return the shift with this key; raise Unknown where there is none."""
    pairs = search(store, query)
    found = {pair.key_of(shift): FoundShift(pair, shift) for pair in pairs for shift in pair.shifts}
    if key not in found:
        raise Unknown("shift", key, list(found)[:3])
    return found[key]


def latest(store: Reading, query: StatementQuery) -> LatestShifts:
    """Return the latest shift of every pair that changed, as many as keep false finds rare."""
    pairs = search(store, query)
    if not pairs:
        return LatestShifts((), 0, 0.0)
    odds = np.array([pair.wording.log_bayes_factor for pair in pairs], dtype=np.float64)
    discovered = discover(odds)
    found = [
        FoundShift(pair, pair.wording.shifts[-1])
        for pair, is_reported in zip(pairs, discovered.reported, strict=True)
        if is_reported and pair.wording.shifts
    ]
    newest = sorted(found, key=lambda one: one.shift.date, reverse=True)
    return LatestShifts(tuple(newest), len(pairs), discovered.expected_false)


def _is_of_stance(shift: Shift) -> bool:
    return shift.frames[0].frame == STANCE


def _searched(store: Reading, query: StatementQuery) -> tuple[Pair, ...]:
    pairs: defaultdict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for one in store.observations(query):
        pairs[one.issue, one.actor, one.voice].append(one)
    issues = dict.fromkeys(issue for issue, _, _ in pairs)
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    frames = {issue: frames_of(store, issue, book) for issue, book in codebooks.items()}
    return tuple(
        _pair(names, seen, query, codebooks[names[0]], frames[names[0]])
        for names, seen in pairs.items()
    )


def _pair(
    names: tuple[str, str, str],
    seen: Sequence[Observation],
    query: StatementQuery,
    codebook: Codebook | None,
    frames: Sequence[str],
) -> Pair:
    units: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in seen:
        units[one.unit].append(one)
    said = tuple(map(_said, units.values()))
    # Reports of one utterance may carry a frame each: only a statement has at most one.
    exclusive = bool(codebook and codebook.exclusive and query.unit is Unit.STATEMENT)
    wording = search_shifts(said, frames, exclusive=exclusive, stratify_by=query.stratify)
    has_scores = sum(one.stance is not None for one in said) > 1
    scores = search_shifts(said, (STANCE,), stratify_by=query.stratify) if has_scores else None
    return Pair(*names, codebook, said, tuple(map(_holders, units.values())), wording, scores)


def _said(reports: Sequence[Observation]) -> Said:
    """Join the reports of one unit: a frame counts that any of them carries."""
    first = reports[0]
    coded = [one.frames for one in reports if one.frames is not None]
    return Said(
        id=first.statement,
        date=PartialDate.parse(first.date),
        frames=tuple(sorted({frame for frames in coded for frame in frames})) if coded else None,
        stance=next((one.stance for one in reports if one.stance is not None), None),
        source=first.source,
        coder=first.coder,
        tags={key: value for key, _, value in (tag.partition(":") for tag in first.tags)},
        others={"mode": first.mode, "language": first.language, "speaker": first.speaker},
    )


def _holders(reports: Sequence[Observation]) -> Mapping[str, str]:
    held: dict[str, str] = {}
    for one in reports:
        for frame in one.frames or ():
            held.setdefault(frame, one.statement)
    return held
