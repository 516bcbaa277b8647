"""The probability of a change alone, faster than the whole search."""

from __future__ import annotations

from stance.analysis.shifts.models import frame_case
from stance.analysis.shifts.robustness import choose_strata
from stance.analysis.shifts.search import change_probability
from stance.analysis.shifts.stream import Stream
from stance.analysis.shifts.weights import weigh


def plain_probability(stream: Stream) -> float:
    """Return the probability from raw counts, which statements that copy each other mislead."""
    case = frame_case(stream)
    return change_probability(case.resolve(case.evidence()))


def robust_probability(stream: Stream) -> float:
    """Return the same as ``find_shifts(stream).probability``, without p-value and dates."""
    case = frame_case(stream)
    strata = choose_strata(case.stream)
    evidence = case.evidence(strata, weigh(case, strata).weight)
    return change_probability(case.resolve(evidence))
