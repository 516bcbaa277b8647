"""The weight of a statement, once real changes are taken out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from stance.analysis.shifts.evidence import Evidence, IntArray
from stance.analysis.shifts.permutation import best_single_cut, one_change_log_bayes_factor
from stance.analysis.shifts.question import Question
from stance.analysis.shifts.robustness import Robustness, Strata, assess
from stance.analysis.shifts.stream import Blocks

_MOST_CUTS = 12
_FEWEST_BLOCKS = 10
_NEARLY_WHOLE = 0.98
_LOG_STRONG = float(np.log(20.0))


def weigh(question: Question, strata: Strata) -> Robustness:
    """Measure what a statement weighs after the best splits."""
    if len(question.blocks) < 2:
        return Robustness(1.0, 0.0, 1.0, strata.stratified_by, strata.n_strata)
    evidence, blocks = question.coarse(question.evidence(strata))
    date = np.unique(question.stream.day, return_inverse=True)[1].astype(np.int64)
    cuts = [best_single_cut(evidence)]
    found = _assess(question, strata, blocks, date, cuts)
    if found.weight >= _NEARLY_WHOLE:
        return found
    # A real second change left in the residuals would look like persistence and speak against
    # itself. So further splits are taken out too: as many as hold together, each with ten dates on
    # either side and, at the weight that is left once they are all out, a Bayes factor of at least
    # 20. Mere persistence seldom does that: taking out a few splits leaves most of it there.
    for more in reversed(_further_cuts(evidence, blocks, cuts)):
        weighed = _assess(question, strata, blocks, date, more)
        tempered, _ = question.coarse(question.evidence(strata, weighed.weight))
        bounds = [0, *more, len(blocks)]
        factors = (
            one_change_log_bayes_factor(tempered, blocks.share, part=part)
            for part in zip(bounds, bounds[2:], strict=False)
        )
        if all(factor >= _LOG_STRONG for factor in factors):
            return weighed
    return found


def _further_cuts(evidence: Evidence, blocks: Blocks, cuts: list[int]) -> list[list[int]]:
    """Return ever longer lists of cuts, each with the next best."""
    out: list[list[int]] = []
    while len(cuts) < _MOST_CUTS:
        best = _next_cut(evidence, blocks, cuts)
        if best is None:
            break
        cuts = sorted([*cuts, best])
        out.append(cuts)
    return out


def _next_cut(evidence: Evidence, blocks: Blocks, cuts: list[int]) -> int | None:
    """Return the strongest further cut, wide enough on both sides."""
    best, most = None, -np.inf
    for low, high in pairwise([0, *cuts, len(blocks)]):
        if high - low >= 2 * _FEWEST_BLOCKS:
            cut = best_single_cut(evidence, part=(low, high))
            log_factor = one_change_log_bayes_factor(evidence, blocks.share, part=(low, high))
            if min(cut - low, high - cut) >= _FEWEST_BLOCKS and log_factor > most:
                best, most = cut, log_factor
    return best


def _assess(
    question: Question, strata: Strata, blocks: Blocks, date: IntArray, cuts: list[int]
) -> Robustness:
    segment = np.searchsorted(blocks.first[cuts], question.stream.day, side="right")
    return assess(question.values, date, segment.astype(np.int64), strata)
