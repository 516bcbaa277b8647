"""The shifts of a stream, each with its dates and both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from stance.analysis.shifts.companions import companion, split_rows
from stance.analysis.shifts.evidence import FloatArray
from stance.analysis.shifts.long_series import Resolved
from stance.analysis.shifts.question import STANCE, Question
from stance.analysis.shifts.results import FrameMove, Shift
from stance.analysis.shifts.segmentation import (
    change_probability_within,
    equal_tailed,
    location_posteriors,
    number_probabilities,
)
from stance.analysis.shifts.stream import Blocks
from stance.analysis.shifts.verdicts import AS_LIKELY_AS_NOT, REPORTED, Verdict, verdict_for


@dataclass(frozen=True)
class Location:
    """Where one change lies; days are ordinals."""

    gap: int  # the most probable one, from 0
    date: int  # the first after that gap
    low: int  # the last before the 90% equal-tailed interval
    high: int  # the first after it


@dataclass(frozen=True)
class _Located:
    """A change of the mix, and its part of the series."""

    location: Location
    part: tuple[int, int]  # gaps, the second not included
    neighbours: tuple[int, int]  # first days after the changes before and after
    probability: float
    verdict: Verdict


def shifts_in(
    question: Question, robust: Resolved, *, p_value: float, whole: Verdict
) -> tuple[Shift, ...]:
    """Return the shifts of a stream that changed: at least one."""
    places = _places(question, robust, p_value, locate_changes(robust))
    reported = [place for place in places if place.verdict in REPORTED]
    if not reported:
        # Sure that something changed, but of no single place if there were several: one, then.
        (place,) = _places(question, robust, p_value, locate_changes(robust, number=1))
        reported = [replace(place, verdict=whole)]
    # Frame by frame: what is worked out for one frame alone serves at every place.
    moves = [
        _moves_of(question, robust, reported, column, p_value=p_value)
        for column in range(len(question.columns))
    ]
    return tuple(
        _shift(question, place, frames)
        for place, frames in zip(reported, zip(*moves, strict=True), strict=True)
    )


def _places(
    question: Question, robust: Resolved, p_value: float, locations: list[Location]
) -> list[_Located]:
    # Beyond all ordinals: the first and last change have no neighbour on one side.
    bounds = [-(2**62), *(location.date for location in locations), 2**62]
    # To each change belong the gaps nearer to it than to its neighbours.
    middles = [(one.gap + two.gap) // 2 + 1 for one, two in pairwise(locations)]
    edges = [0, *middles, robust.segmentation.n_gaps]
    out = []
    for index, location in enumerate(locations):
        part = (edges[index], edges[index + 1])
        probability = change_probability_within(robust.segmentation, *part)
        verdict = verdict_for(
            probability, p_value, len(question.stream), largest_p=question.largest_p
        )
        neighbours = (bounds[index], bounds[index + 2])
        out.append(_Located(location, part, neighbours, probability, verdict))
    return out


def _shift(question: Question, place: _Located, frames: tuple[FrameMove, ...]) -> Shift:
    stream = question.stream
    sides = split_rows(stream.day, place.location.date, place.neighbours)
    named = {"source": stream.sources, "coder": stream.coders, **stream.others}
    return Shift(
        verdict=place.verdict,
        probability=place.probability,
        date=date.fromordinal(place.location.date),
        date_low=date.fromordinal(place.location.low),
        date_high=date.fromordinal(place.location.high),
        frames=frames,
        rows_before=question.original(sides.before),
        rows_after=question.original(sides.after),
        companions=tuple(
            companion(what, labels, sides) for what, labels in named.items() if labels
        ),
    )


def _moves_of(
    question: Question, robust: Resolved, places: list[_Located], column: int, *, p_value: float
) -> list[FrameMove]:
    """Return what one frame did wherever the mix changed."""
    alone = robust.only(question.model_of(column))
    chances = [change_probability_within(alone.segmentation, *place.part) for place in places]
    own = locate_changes(alone) if max(chances) >= AS_LIKELY_AS_NOT else []
    return [
        _frame_move(question, place, column, chance, own, p_value=p_value)
        for place, chance in zip(places, chances, strict=True)
    ]


def _frame_move(
    question: Question,
    place: _Located,
    column: int,
    probability: float,
    places: list[Location],
    *,
    p_value: float,
) -> FrameMove:
    is_score = question.columns == (STANCE,)
    moved = probability >= AS_LIKELY_AS_NOT
    own = place.location
    if moved:
        low, high = place.part
        inside = [each for each in places if low <= each.gap < high]
        own = min(inside, key=lambda each: abs(each.gap - own.gap), default=own)
    sides = split_rows(question.stream.day, own.date, place.neighbours)
    verdict = verdict_for(probability, p_value, len(question.stream), largest_p=question.largest_p)
    before, after = question.values[sides.before, column], question.values[sides.after, column]
    return FrameMove(
        frame=question.columns[column],
        probability=probability,
        moved=moved,
        verdict=place.verdict if verdict is Verdict.SHIFT else verdict,
        date=date.fromordinal(own.date),
        date_low=date.fromordinal(own.low),
        date_high=date.fromordinal(own.high),
        n_before=len(before),
        n_before_with=len(before) if is_score else int(before.sum()),
        n_after=len(after),
        n_after_with=len(after) if is_score else int(after.sum()),
        share_before=float(before.mean()),
        share_after=float(after.mean()),
        rows_before=question.original(sides.before),
        rows_after=question.original(sides.after),
    )


def locate_changes(resolved: Resolved, *, number: int = 0) -> list[Location]:
    """Date `number` changes, or the most probable number, in order."""
    numbers = number_probabilities(resolved.segmentation)
    if len(numbers) < 2:
        return []
    number = number or int(numbers[1:].argmax()) + 1
    out: list[Location] = []
    for change, posterior in enumerate(location_posteriors(resolved.segmentation, number)):
        # The most probable gaps of two changes may coincide; the later one then takes the next.
        first = out[-1].gap + 1 if out else 0
        last = len(posterior) - (number - 1 - change)
        out.append(_location(posterior, resolved.blocks, first, last))
    return out


def _location(posterior: FloatArray, blocks: Blocks, first: int, last: int) -> Location:
    low, high = equal_tailed(posterior)
    inside = np.arange(max(min(low, last - 1), first), max(min(high + 1, last), first + 1))
    gap = int(inside[posterior[inside].argmax()])
    low, high = min(low, gap), max(high, gap)
    return Location(
        gap, int(blocks.first[gap + 1]), int(blocks.last[low]), int(blocks.first[high + 1])
    )
