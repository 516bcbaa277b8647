"""The probability of a change alone, faster than the whole search."""

from __future__ import annotations

from stance.analysis.shifts.question import frame_question
from stance.analysis.shifts.robustness import choose_strata
from stance.analysis.shifts.statement_weight import weigh
from stance.analysis.shifts.stream import Stream


def plain_probability(stream: Stream) -> float:
    """Return the probability from raw counts, which statements that copy each other mislead."""
    question = frame_question(stream)
    return question.resolve(question.evidence()).probability


def robust_probability(stream: Stream) -> float:
    """Return the same as ``find_shifts(stream).probability``, without p-value and dates."""
    question = frame_question(stream)
    strata = choose_strata(question.stream)
    evidence = question.evidence(strata, weigh(question, strata).weight)
    return question.resolve(evidence).probability
