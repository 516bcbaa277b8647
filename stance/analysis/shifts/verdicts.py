"""The five verdicts on a pair of actor and issue, and the rule that gives them."""

from __future__ import annotations

from enum import StrEnum

ESTABLISHED = 0.8
"""Probability from which a shift is called one."""
AS_LIKELY_AS_NOT = 0.5
_NO_SIGN = 0.2
ENOUGH_STATEMENTS = 100
"""Statements from which the absence of a shift can be told."""


class Verdict(StrEnum):
    """What may be said about whether the wording shifted."""

    SHIFT = "shift"
    POSSIBLE = "possible"
    UNCLEAR = "unclear"
    NO_SIGN = "no_sign"
    TOO_FEW = "too_few"


REPORTED = (Verdict.SHIFT, Verdict.POSSIBLE)
"""Verdicts with which a shift is shown, with its dates and evidence."""


def verdict_for(
    probability: float, p_value: float, n_statements: int, *, largest_p: float = 1.0
) -> Verdict:
    """Say what a probability, its companion p-value and the number of statements allow.

    Parameters
    ----------
    probability : float
        Robust posterior probability of a change, starting from even odds.
    p_value : float
        Date-permutation p-value.
    n_statements : int
        Statements looked at.
    largest_p : float, default 1.0
        Largest p-value with which a shift is established; 0.05 for scores.

    Returns
    -------
    Verdict
        Never `NO_SIGN` on fewer than 100 statements: that is `TOO_FEW`.

    Examples
    --------
    >>> verdict_for(0.93, 0.01, 25).value
    'shift'
    >>> verdict_for(0.6, 0.5, 12).value
    'too_few'
    >>> verdict_for(0.05, 0.9, 400).value
    'no_sign'
    """
    if probability >= ESTABLISHED and p_value <= largest_p:
        return Verdict.SHIFT
    if probability >= AS_LIKELY_AS_NOT and p_value <= 0.1:
        return Verdict.POSSIBLE
    if n_statements < ENOUGH_STATEMENTS:
        return Verdict.TOO_FEW
    return Verdict.NO_SIGN if probability < _NO_SIGN else Verdict.UNCLEAR
