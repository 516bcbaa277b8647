"""Segmentation of long series: coarse blocks first, single dates only around what changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stance.analysis.shifts.evidence import BoolArray, Evidence, IntArray
from stance.analysis.shifts.segmentation import Segmentation, change_posteriors, segment_blocks
from stance.analysis.shifts.stream import Blocks

MOST_EXACT = 1500
"""Most dates that are segmented one by one."""
_COARSE = 80
_MOST_OPENED = 150
_MOST_ROUNDS = 8
_WORTH_OPENING = 0.01


@dataclass(frozen=True)
class Resolved:
    """A segmentation and the blocks it stands on."""

    segmentation: Segmentation
    blocks: Blocks


def coarse_view(blocks: Blocks, day: IntArray, evidence: Evidence) -> tuple[Evidence, Blocks]:
    """Join dates into about 80 blocks of equal counts where there are more than `MOST_EXACT`.

    `day` is the sorted day of each statement.
    """
    if len(blocks) <= MOST_EXACT:
        return evidence, blocks
    return _joined(blocks, evidence, _equal_counts(blocks, day))


def resolve(blocks: Blocks, day: IntArray, evidence: Evidence) -> Resolved:
    """Segment date by date up to `MOST_EXACT` dates; beyond, only where a change is likely.

    Blocks next to a gap with at least one per cent probability of a change are opened until
    single dates are reached. What is lost: a change inside a coarse block counts as one at its
    edge until it is opened, so that episodes shorter than a block can be missed.
    """
    if len(blocks) <= MOST_EXACT:
        return _segmented(evidence, blocks)
    keep = _equal_counts(blocks, day)
    found = _segmented(*_joined(blocks, evidence, keep))
    for _ in range(_MOST_ROUNDS):
        opened = _opened(keep, found.segmentation)
        if (opened == keep).all() or opened.sum() > MOST_EXACT:
            break
        keep = opened
        found = _segmented(*_joined(blocks, evidence, keep))
    return found


def _segmented(evidence: Evidence, blocks: Blocks) -> Resolved:
    return Resolved(segment_blocks(evidence, blocks.odds()), blocks)


def _joined(blocks: Blocks, evidence: Evidence, keep: BoolArray) -> tuple[Evidence, Blocks]:
    ends = np.concatenate([[0], np.flatnonzero(keep) + 1, [len(blocks)]])
    return evidence.joined(ends), blocks.join(keep)


def _equal_counts(blocks: Blocks, day: IntArray) -> BoolArray:
    """Return the gaps to keep so that about 80 blocks hold about as many statements each."""
    upto = np.cumsum(np.bincount(blocks.of(day), minlength=len(blocks)))
    part = (upto - 1) * _COARSE // len(day)
    return np.not_equal(part[1:], part[:-1])


def _opened(keep: BoolArray, segmentation: Segmentation) -> BoolArray:
    """Return the gaps to keep next: those kept, and more inside blocks beside a likely change."""
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
