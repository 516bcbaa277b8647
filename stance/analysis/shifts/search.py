"""The search for shifts: whether, when, from what to what, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from stance.analysis.shifts.located_shifts import shifts_in
from stance.analysis.shifts.long_series import Resolved
from stance.analysis.shifts.permutation import permute_dates
from stance.analysis.shifts.question import STANCE, frame_question, score_question
from stance.analysis.shifts.results import FrameChance, Gap, ShiftSearch
from stance.analysis.shifts.robustness import choose_strata
from stance.analysis.shifts.segmentation import change_posteriors, number_probabilities
from stance.analysis.shifts.statement_weight import weigh
from stance.analysis.shifts.stream import Said, Stream, stream_of_said
from stance.analysis.shifts.verdicts import REPORTED, verdict_for


def search_shifts(
    said: Sequence[Said],
    frame_ids: Sequence[str],
    *,
    exclusive: bool = False,
    stratify_by: str = "",
    n_permutations: int = 199,
    seed: int = 0,
) -> ShiftSearch:
    """Search what one actor said for shifts of wording or stance.

    Parameters
    ----------
    said : sequence of Said
        In any order; uncoded ones are left out, for ``stance`` those without a score.
    frame_ids : sequence of str
        All frames of the codebook, or one to look at alone, or `STANCE` (alone) for the score.
    exclusive : bool, default False
        The codebook allows at most one frame a statement. A single frame of many, and the
        score, do not ask.
    stratify_by : str, default ""
        Tag key whose values are kept apart, such as ``scope``: is it the wording that changed,
        or the occasion? Empty: the sources, where two hold at least ten statements each.
    n_permutations : int, default 199
        Orders of dates behind the p-value.
    seed : int, default 0
        Same seed, same answer.

    Returns
    -------
    ShiftSearch
        Verdict, probabilities, and the shifts with their evidence; rows number `said`.

    Raises
    ------
    ValueError
        If the codebook is exclusive and a record carries two of the frames.
    """
    is_score = tuple(frame_ids) == (STANCE,)
    frames = () if is_score else frame_ids
    stream = stream_of_said(
        said, frames, exclusive=exclusive and len(frames) > 1, stratify_by=stratify_by
    )
    return find_shifts(stream, of_scores=is_score, n_permutations=n_permutations, seed=seed)


def find_shifts(
    stream: Stream, *, of_scores: bool = False, n_permutations: int = 199, seed: int = 0
) -> ShiftSearch:
    """Search a stream for shifts of its frame mix or its scores.

    Parameters
    ----------
    stream : Stream
        Statements in any order. Frames that are never seen are left out.
    of_scores : bool, default False
        Look at the stance score in place of frames; a shift then needs a p-value of at most 0.05.
    n_permutations : int, default 199
        Orders of dates behind the p-value.
    seed : int, default 0
        Same seed, same answer.

    Raises
    ------
    ValueError
        If the columns of `stream` do not fit together, or scores are asked for and missing.

    Notes
    -----
    Exact Bayesian segmentation with a chance of one half of no change at all [1]_; the reported
    probability is the robust one (see `stance.analysis.shifts.robustness`). With 15 statements
    only a near-complete reversal can be established, a moderate shift needs about 100.

    References
    ----------
    .. [1] P. Fearnhead, Statistics and Computing 16 (2006), 203-213.
    """
    question = score_question(stream) if of_scores else frame_question(stream)
    strata = choose_strata(question.stream)
    robustness = weigh(question, strata)
    evidence = question.evidence(strata, robustness.weight)
    # Raw counts beside the weighted ones: a reader sees what copying and sources took away.
    plain, robust = question.resolve(question.evidence()), question.resolve(evidence)
    coarse, coarse_blocks = question.coarse(evidence)
    permuted = permute_dates(coarse, coarse_blocks.share, n_permutations=n_permutations, seed=seed)
    n, p_value = len(question.stream), permuted.p_value
    verdict = verdict_for(robust.probability, p_value, n, largest_p=question.largest_p)
    found = verdict in REPORTED
    return ShiftSearch(
        verdict=verdict,
        probability=robust.probability,
        plain_probability=plain.probability,
        p_value=p_value,
        log_bayes_factor=_log_bayes_factor(robust, permuted.log_average),
        n_statements=n,
        n_dates=len(np.unique(question.stream.day)),
        number=tuple(number_probabilities(robust.segmentation).tolist()),
        frames=tuple(
            FrameChance(name, robust.only(question.model_of(column)).probability)
            for column, name in enumerate(question.columns)
        ),
        robustness=robustness,
        gaps=_gaps(robust),
        shifts=shifts_in(question, robust, p_value=p_value, whole=verdict) if found else (),
    )


def _log_bayes_factor(robust: Resolved, log_average: float) -> float:
    if len(robust.blocks) < 2:
        return 0.0
    # Persistent streams look like changing ones when shuffled too; that much is no evidence.
    return robust.segmentation.log_bayes_factor - max(log_average, 0.0)


def _gaps(robust: Resolved) -> tuple[Gap, ...]:
    starts, ends = robust.blocks.last[:-1].tolist(), robust.blocks.first[1:].tolist()
    chances, firsts = change_posteriors(robust.segmentation)
    return tuple(
        Gap(date.fromordinal(start), date.fromordinal(end), chance, first)
        for start, end, chance, first in zip(
            starts, ends, chances.tolist(), firsts.tolist(), strict=True
        )
    )
