"""The shifts of a stream that changed, each with its dates and both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from stance.analysis.shifts.companions import Sides, companion, split_rows
from stance.analysis.shifts.date_intervals import (
    Location,
    locate_changes,
    nearest_location,
    territories,
)
from stance.analysis.shifts.long_series import Resolved
from stance.analysis.shifts.question import STANCE, Question, model_of
from stance.analysis.shifts.results import Companion, FrameMove, Shift
from stance.analysis.shifts.segmentation import change_probability_within
from stance.analysis.shifts.verdicts import AS_LIKELY_AS_NOT, REPORTED, Verdict, verdict_for


@dataclass(frozen=True)
class _Located:
    """One change of the mix, and the part of the series that belongs to it."""

    location: Location
    part: tuple[int, int]  # gaps, the second not included
    neighbours: tuple[int, int]  # first days after the changes before and after
    probability: float
    verdict: Verdict


def shifts_in(
    question: Question, robust: Resolved, *, p_value: float, whole: Verdict
) -> tuple[Shift, ...]:
    """Return where a stream that changed did so, and from what to what, in order of time.

    `whole` is the verdict on the whole stream, `SHIFT` or `POSSIBLE`, and `p_value` its p-value.
    There is at least one shift.
    """
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
    parts = territories(locations, robust.segmentation.n_gaps)
    out = []
    for index, (location, part) in enumerate(zip(locations, parts, strict=True)):
        probability = change_probability_within(robust.segmentation, *part)
        verdict = verdict_for(
            probability, p_value, len(question.stream), largest_p=question.largest_p
        )
        neighbours = (bounds[index], bounds[index + 2])
        out.append(_Located(location, part, neighbours, probability, verdict))
    return out


def _shift(question: Question, place: _Located, frames: tuple[FrameMove, ...]) -> Shift:
    sides = split_rows(question.stream.day, place.location.date, place.neighbours)
    return Shift(
        verdict=place.verdict,
        probability=place.probability,
        date=date.fromordinal(place.location.date),
        date_low=date.fromordinal(place.location.low),
        date_high=date.fromordinal(place.location.high),
        frames=frames,
        rows_before=question.original(sides.before),
        rows_after=question.original(sides.after),
        companions=_companions(question, sides),
    )


def _companions(question: Question, sides: Sides) -> tuple[Companion, ...]:
    stream = question.stream
    named = {"source": stream.sources, "coder": stream.coders, **stream.others}
    return tuple(companion(what, labels, sides) for what, labels in named.items() if labels)


def _moves_of(
    question: Question, robust: Resolved, places: list[_Located], column: int, *, p_value: float
) -> list[FrameMove]:
    """Return what one frame did at each place where the mix changed."""
    alone = replace(robust, segmentation=robust.segmentation.only(model_of(question, column)))
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
    own = nearest_location(places, place.part, place.location) if moved else place.location
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
