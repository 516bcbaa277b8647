"""Statements that look like reports of one utterance; a person decides."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from stance.analysis.wordings.folding import FoldedText, Kind, fold, kind_of
from stance.store.counts import Report

MOST_DAYS = 2
"""How far apart two reports of one utterance may be dated."""

_SHARED_SAME_DAY = 0.15
_ALIKE_OTHER_DAY = 0.25
_FEWEST_QUOTED = 4
_LONGEST_SPAN = 3
_BUSY_DAY = 8
_COMMON = 30
_QUOTED = re.compile(r'"([^"]+)"|([^"|]+)')


class Reason(StrEnum):
    """Why two statements may be reports of one utterance."""

    WORDS = "words"
    QUOTE = "quote"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class ReportPair:
    """Two statements that may be one utterance, the earlier first."""

    one: str
    other: str
    reason: Reason
    likeness: float
    n_days: int


@dataclass(frozen=True)
class _Read:
    """A report with its words."""

    report: Report

    @cached_property
    def folded(self) -> FoldedText:
        return fold(self.report.text)

    @cached_property
    def grams(self) -> frozenset[str]:
        return frozenset(self.folded.text[start:end] for start, end in _grams(self.folded.text))

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        found = (one or other for one, other in _QUOTED.findall(self.folded.text))
        return tuple(quote.strip() for quote in found if len(list(_grams(quote))) >= _FEWEST_QUOTED)


def find_second_reports(
    reports: Sequence[Report], *, among: Collection[str] | None = None
) -> list[ReportPair]:
    """Find pairs that may be one utterance, the likeliest first.

    Parameters
    ----------
    reports : sequence of Report
        Statements of any actors and issues. Only those of one actor, issue and voice are
        compared, and only where their dates name a day or a few.
    among : collection of str, optional
        Ids of which at least one must be in every pair; all are looked at without it.

    Returns
    -------
    list of ReportPair
        One for every two utterances at most: the best of their reports.

    Notes
    -----
    Words are compared by weight: the rarer among all reports, the heavier. On the same day
    the shared part of the shorter text counts, on another day that of both texts together,
    because set phrases recur from one day to the next. A quoted piece that stands in both
    counts on any day. On the same day a report in another language needs no likeness, unless
    the actor said much that day.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2003, 6, 17)
    >>> said = [
    ...     Report("a", "a", "China", "x", "own", day, day, "en", "the policy has not changed"),
    ...     Report("b", "b", "China", "x", "own", day, day, "en", "policy has not been changed"),
    ... ]
    >>> [(pair.one, pair.other, pair.reason.value) for pair in find_second_reports(said)]
    [('a', 'b', 'words')]
    """
    read = [_Read(one) for one in reports if (one.last - one.first).days < _LONGEST_SPAN]
    counts = Counter(gram for one in read for gram in one.grams)
    weights = {gram: math.log(1 + len(read) / n) for gram, n in counts.items()}
    groups: defaultdict[tuple[str, str, str], list[_Read]] = defaultdict(list)
    for one in read:
        groups[one.report.actor, one.report.issue, one.report.voice].append(one)
    wanted = None if among is None else frozenset(among)
    best: dict[tuple[str, str], ReportPair] = {}
    for group in groups.values():
        for one, other in _candidates(group):
            if wanted is not None and wanted.isdisjoint((one.report.id, other.report.id)):
                continue
            pair = _judged(one, other, weights)
            ends = (one.report.utterance, other.report.utterance)
            key = (min(ends), max(ends))
            if pair and (key not in best or _rank(pair) < _rank(best[key])):
                best[key] = pair
    return sorted(best.values(), key=_rank)


def shared_places(text: str, other: str) -> list[tuple[int, int]]:
    """Return where a text has runs of words that the other has too."""
    here, there = fold(text), fold(other)
    known = {there.text[start:end] for start, end in _grams(there.text)}
    places: list[tuple[int, int]] = []
    goes_on = False
    for start, end in _grams(here.text):
        is_shared = here.text[start:end] in known
        if is_shared:
            first, last = here.span(start, end)
            places.append((min(places.pop()[0], first) if goes_on else first, last))
        goes_on = is_shared
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _rank(pair: ReportPair) -> tuple[int, bool, float, str, str]:
    return (pair.n_days, pair.reason is Reason.LANGUAGE, -pair.likeness, pair.one, pair.other)


# --- words -------------------------------------------------------------------------------


def _grams(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of words, or of pairs of characters.

    Korean has spaces, but its endings stick to the words: it is cut in twos as well.
    """
    at = 0
    while at < len(text):
        kind = kind_of(text[at])
        end = at + 1
        if kind == Kind.OTHER:
            at = end
            continue
        while end < len(text) and (after := kind_of(text[end])) != Kind.OTHER:
            if (after >= Kind.UNSPACED) != (kind >= Kind.UNSPACED):
                break
            end += 1
        if kind >= Kind.UNSPACED or "\uac00" <= text[at] < "\ud7a4":
            yield from ((place, min(place + 2, end)) for place in range(at, max(at + 1, end - 1)))
        else:
            yield at, end
        at = end


# --- pairs -------------------------------------------------------------------------------


def _candidates(group: Sequence[_Read]) -> Iterator[tuple[_Read, _Read]]:
    """Yield pairs near in time that share a rare word or the day."""
    ordered = sorted(group, key=lambda one: (one.report.first, one.report.id))
    per_day = Counter(one.report.first for one in ordered)
    posted: defaultdict[str, list[int]] = defaultdict(list)
    begin = 0
    for at, one in enumerate(ordered):
        edge = one.report.first - timedelta(days=MOST_DAYS + _LONGEST_SPAN)
        while ordered[begin].report.first < edge:
            begin += 1
        near: set[int] = set()
        for gram in one.grams:
            places = posted[gram]
            while places and places[0] < begin:
                places.pop(0)
            if len(places) <= _COMMON:
                near.update(places)
            places.append(at)
        if per_day[one.report.first] <= _BUSY_DAY:
            near.update(range(max(begin, at - _BUSY_DAY), at))
        for place in sorted(near):
            other = ordered[place]
            is_open = one.report.utterance != other.report.utterance
            if is_open and _n_days(one.report, other.report) <= MOST_DAYS:
                yield other, one


def _n_days(one: Report, other: Report) -> int:
    gaps = ((other.first - one.last).days, (one.first - other.last).days, 0)
    return max(gaps)


def _judged(one: _Read, other: _Read, weights: dict[str, float]) -> ReportPair | None:
    n_days = _n_days(one.report, other.report)
    shared, alike = _likeness(one, other, weights)
    is_alike = shared >= _SHARED_SAME_DAY if n_days == 0 else alike >= _ALIKE_OTHER_DAY
    if is_alike:
        reason = Reason.WORDS
    elif _has_shared_quote(one, other):
        reason = Reason.QUOTE
    elif n_days == 0 and _is_other_language(one.report, other.report):
        reason = Reason.LANGUAGE
    else:
        return None
    return ReportPair(one.report.id, other.report.id, reason, round(shared, 3), n_days)


def _likeness(one: _Read, other: _Read, weights: dict[str, float]) -> tuple[float, float]:
    """Return the shared part of the shorter text, and of both."""
    here, there = (sum(weights[gram] for gram in side.grams) for side in (one, other))
    shared = sum(weights[gram] for gram in one.grams & other.grams)
    smaller, both = min(here, there), here + there - shared
    return (shared / smaller if smaller else 0.0), (shared / both if both else 0.0)


def _has_shared_quote(one: _Read, other: _Read) -> bool:
    return any(
        quote in there.folded.text
        for here, there in ((one, other), (other, one))
        for quote in here.quotes
        if len(quote) < len(here.folded.text)
    )


def _is_other_language(one: Report, other: Report) -> bool:
    is_one_day = one.first == one.last == other.first == other.last
    here, there = (side.language.partition("-")[0].casefold() for side in (one, other))
    return is_one_day and bool(here and there) and here != there
