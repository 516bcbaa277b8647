"""A question put to a stream: whether its frames changed, or its scores."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stance.analysis.shifts.evidence import Evidence, FloatArray, IntArray, frame_evidence
from stance.analysis.shifts.long_series import Resolved, coarse_view, resolve
from stance.analysis.shifts.robustness import Strata
from stance.analysis.shifts.scores import score_evidence
from stance.analysis.shifts.stream import Blocks, Stream, checked, date_blocks

STANCE = "stance"
"""Name under which scores stand in place of a frame."""
_LARGEST_P_FOR_SCORES = 0.05


@dataclass(frozen=True)
class Question:
    """A question: its columns, and how to build their evidence."""

    stream: Stream  # in order of time
    order: IntArray  # row of the stream as handed in
    columns: tuple[str, ...]
    values: FloatArray  # (n, len(columns))
    blocks: Blocks
    largest_p: float

    def evidence(self, strata: Strata | None = None, weight: float = 1.0) -> Evidence:
        """Count or sum `values` over blocks."""
        block, n_blocks = self.blocks.of(self.stream.day), len(self.blocks)
        codes = None if strata is None else strata.codes
        if self.columns == (STANCE,):
            scores = self.values[:, 0]
            return score_evidence(scores, block, n_blocks=n_blocks, strata=codes, weight=weight)
        return frame_evidence(
            self.values > 0,
            block,
            n_blocks=n_blocks,
            exclusive=self.stream.exclusive,
            strata=codes,
            weight=weight,
        )

    def resolve(self, evidence: Evidence) -> Resolved:
        """Segment at the finest resolution that is worth its time."""
        return resolve(self.blocks, self.stream.day, evidence)

    def coarse(self, evidence: Evidence) -> tuple[Evidence, Blocks]:
        """Return the evidence over few enough blocks for many rounds."""
        return coarse_view(self.blocks, self.stream.day, evidence)

    def model_of(self, column: int) -> int:
        """Return the model of one column alone."""
        # Model 0 is that of all frames together; scores have no other.
        return 0 if self.columns == (STANCE,) else column + 1

    def original(self, rows: IntArray) -> tuple[int, ...]:
        """Return the rows of the stream as it was handed in."""
        return tuple(self.order[rows].tolist())


def frame_question(stream: Stream) -> Question:
    """Ask whether the mix of frames changed where it is coded."""
    ready = checked(stream)
    coded = np.arange(len(ready)) if ready.is_coded is None else np.flatnonzero(ready.is_coded)
    order = _in_time(ready, coded)
    in_time = replace(ready.take(order), scores=None)
    seen = np.flatnonzero(in_time.frames.any(axis=0))
    columns = tuple(stream.frame_ids[int(k)] for k in seen)
    values = in_time.frames[:, seen].astype(np.float64)
    return Question(in_time, order, columns, values, date_blocks(in_time), 1.0)


def score_question(stream: Stream) -> Question:
    """Ask whether the stance score changed where there is one."""
    if stream.scores is None:
        raise ValueError("stance shifts need scores, got a stream without any.")
    ready = checked(stream)
    order = _in_time(ready, np.flatnonzero(~np.isnan(np.asarray(ready.scores))))
    in_time = replace(ready.take(order), exclusive=False)
    values = np.asarray(in_time.scores)[:, None]
    return Question(in_time, order, (STANCE,), values, date_blocks(in_time), _LARGEST_P_FOR_SCORES)


def _in_time(stream: Stream, rows: IntArray) -> IntArray:
    # Stable, so that statements of one day stay in the order in which they were handed in.
    return rows[np.argsort(stream.day[rows], kind="stable")]
