"""Each rule of the verdicts, held and just broken."""

from __future__ import annotations

import pytest

from stance.analysis.shifts.verdicts import Verdict, verdict_for

SHIFT, POSSIBLE, UNCLEAR = Verdict.SHIFT, Verdict.POSSIBLE, Verdict.UNCLEAR
NO_SIGN, TOO_FEW = Verdict.NO_SIGN, Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("probability", "p_value", "n", "largest_p", "expected"),
    [
        (0.80, 1.00, 10, 1.0, SHIFT),  # frames: P alone decides
        (0.79, 0.10, 10, 1.0, POSSIBLE),
        (0.79, 0.11, 10, 1.0, TOO_FEW),  # as likely as not, and no p-value to go with it
        (0.79, 0.11, 100, 1.0, UNCLEAR),
        (0.50, 0.10, 10, 1.0, POSSIBLE),
        (0.49, 0.01, 10, 1.0, TOO_FEW),
        (0.49, 0.01, 100, 1.0, UNCLEAR),
        (0.20, 0.90, 100, 1.0, UNCLEAR),
        (0.19, 0.90, 100, 1.0, NO_SIGN),
        (0.19, 0.90, 99, 1.0, TOO_FEW),  # absence of evidence
        (0.80, 0.05, 30, 0.05, SHIFT),  # scores: p too
        (0.99, 0.06, 30, 0.05, POSSIBLE),
        (0.99, 0.11, 30, 0.05, TOO_FEW),
        (0.99, 0.11, 300, 0.05, UNCLEAR),
    ],
)
def test_verdicts(
    probability: float, p_value: float, n: int, largest_p: float, expected: Verdict
) -> None:
    assert verdict_for(probability, p_value, n, largest_p=largest_p) is expected
