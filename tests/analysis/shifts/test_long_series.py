"""Many dates in blocks: the same answer as one by one, at a fraction of the time."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bench.synthetic import draw_codes, stream_of
from stance.analysis.shifts.located_shifts import locate_changes
from stance.analysis.shifts.long_series import Resolved
from stance.analysis.shifts.question import frame_question
from stance.analysis.shifts.segmentation import segment_blocks
from stance.analysis.shifts.verdicts import ESTABLISHED

START = dt.date(2000, 1, 1).toordinal()


@pytest.mark.parametrize("after", [(0.7, 0.3), (0.55, 0.45), (0.3, 0.7)])
@pytest.mark.parametrize("seed", range(2))
def test_blocks_answer_as_single_dates_do(seed: int, after: tuple[float, float]) -> None:
    rng = np.random.default_rng(seed)
    codes = draw_codes(rng, [(800, (0.7, 0.3)), (800, after)])[0]
    question = frame_question(stream_of(codes, START + np.arange(1600)))
    evidence = question.evidence()
    exact = Resolved(segment_blocks(evidence, question.blocks.odds()), question.blocks)
    found = question.resolve(evidence)
    assert len(found.blocks) < len(exact.blocks)
    assert found.segmentation.probability == pytest.approx(exact.segmentation.probability, abs=0.01)
    if exact.segmentation.probability >= ESTABLISHED:
        for one, other in zip(locate_changes(exact), locate_changes(found), strict=True):
            assert abs(one.date - other.date) <= 5
            assert max(abs(one.low - other.low), abs(one.high - other.high)) <= 5
