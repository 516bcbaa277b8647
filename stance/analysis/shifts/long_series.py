"""Long series: coarse blocks first, dates only near changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stance.analysis.shifts.evidence import BoolArray, Evidence, IntArray
from stance.analysis.shifts.segmentation import Segmentation, change_posteriors, segment_blocks
from stance.analysis.shifts.stream import Blocks
from stance.analysis.shifts.verdicts import AS_LIKELY_AS_NOT

MOST_EXACT = 1500
"""Most dates that are segmented one by one."""
_COARSE = 80
_MOST_OPENED = 150
_MOST_ROUNDS = 9
_WORTH_OPENING = 0.01


@dataclass(frozen=True)
class Resolved:
    """A segmentation and the blocks it stands on."""

    segmentation: Segmentation
    blocks: Blocks

    @property
    def probability(self) -> float:
        """Probability of a change; one half with a single date."""
        return self.segmentation.probability if len(self.blocks) > 1 else AS_LIKELY_AS_NOT

    def only(self, model: int) -> Resolved:
        """Return the same under one model alone."""
        return replace(self, segmentation=self.segmentation.only(model))


def coarse_view(blocks: Blocks, day: IntArray, evidence: Evidence) -> tuple[Evidence, Blocks]:
    """Join more than `MOST_EXACT` dates into about 80 blocks."""
    if len(blocks) <= MOST_EXACT:
        return evidence, blocks
    return _joined(blocks, evidence, _equal_counts(blocks, day))


def resolve(blocks: Blocks, day: IntArray, evidence: Evidence) -> Resolved:
    """Segment date by date, in long series only near changes."""
    if len(blocks) <= MOST_EXACT:
        return Resolved(segment_blocks(evidence, blocks.odds()), blocks)
    keep = _equal_counts(blocks, day)
    # Blocks beside a likely change are opened until single dates are reached. What is lost: a
    # change inside a coarse block counts as one at its edge until it is opened, so that episodes
    # shorter than a block can be missed.
    for _ in range(_MOST_ROUNDS):
        joined, coarse = _joined(blocks, evidence, keep)
        found = Resolved(segment_blocks(joined, coarse.odds()), coarse)
        opened = _opened(keep, found.segmentation)
        if (opened == keep).all() or opened.sum() > MOST_EXACT:
            break
        keep = opened
    return found


def _joined(blocks: Blocks, evidence: Evidence, keep: BoolArray) -> tuple[Evidence, Blocks]:
    ends = np.concatenate([[0], np.flatnonzero(keep) + 1, [len(blocks)]])
    return evidence.joined(ends), blocks.join(keep)


def _equal_counts(blocks: Blocks, day: IntArray) -> BoolArray:
    """Return the gaps between about 80 blocks of equal counts."""
    upto = np.cumsum(np.bincount(blocks.of(day), minlength=len(blocks)))
    part = (upto - 1) * _COARSE // len(day)
    return np.not_equal(part[1:], part[:-1])


def _opened(keep: BoolArray, segmentation: Segmentation) -> BoolArray:
    """Return the gaps kept, and more beside likely changes."""
    kept = np.flatnonzero(keep)
    likely = np.flatnonzero(change_posteriors(segmentation)[0] >= _WORTH_OPENING)
    beside = np.unique(np.concatenate([likely, likely + 1]))
    edges = np.concatenate([[-1], kept, [len(keep)]])
    out = keep.copy()
    per_block = max(_MOST_OPENED // max(len(beside), 1), 3)
    for block in beside:
        inside = np.arange(edges[block] + 1, edges[block + 1])
        if len(inside):
            picked = np.linspace(0, len(inside) - 1, min(per_block, len(inside)))
            out[inside[picked.astype(int)]] = True
    return out
