"""Dates of changes, from the probability of each gap between two dates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stance.analysis.shifts.evidence import FloatArray
from stance.analysis.shifts.long_series import Resolved
from stance.analysis.shifts.segmentation import (
    equal_tailed,
    location_posteriors,
    number_probabilities,
)
from stance.analysis.shifts.stream import Blocks


@dataclass(frozen=True)
class Location:
    """Where one change lies: its most probable gap (from 0), and days as ordinals.

    `date` is the first one after that gap; `low` is the last date before the 90% equal-tailed
    interval, `high` the first one after it.
    """

    gap: int
    date: int
    low: int
    high: int


def locate_changes(resolved: Resolved, *, number: int = 0) -> list[Location]:
    """Date the changes, in order of time, given how many there are.

    Their number is the most probable one from one on, where `number` does not say it.
    """
    numbers = number_probabilities(resolved.segmentation)
    if len(numbers) < 2:
        return []
    number = number or int(numbers[1:].argmax()) + 1
    out: list[Location] = []
    for change, posterior in enumerate(location_posteriors(resolved.segmentation, number)):
        # The most probable gaps of two changes may coincide; the later one then takes the next.
        first = out[-1].gap + 1 if out else 0
        last = len(posterior) - (number - 1 - change)
        out.append(_location(posterior, resolved.blocks, first, last))
    return out


def nearest_location(places: list[Location], part: tuple[int, int], near: Location) -> Location:
    """Return the change nearest to a place, of those in one part (gaps ``low <= g < high``).

    Where there is none, the place itself.
    """
    inside = [place for place in places if part[0] <= place.gap < part[1]]
    return min(inside, key=lambda place: abs(place.gap - near.gap), default=near)


def territories(places: list[Location], n_gaps: int) -> list[tuple[int, int]]:
    """Return the gaps (``low <= g < high``) nearer to each change than to its neighbours."""
    gaps = [place.gap for place in places]
    cuts = [(a + b) // 2 + 1 for a, b in pairwise(gaps)]
    return list(zip([0, *cuts], [*cuts, n_gaps], strict=True)) if gaps else []


def _location(posterior: FloatArray, blocks: Blocks, first: int, last: int) -> Location:
    low, high = equal_tailed(posterior)
    inside = np.arange(max(min(low, last - 1), first), max(min(high + 1, last), first + 1))
    gap = int(inside[posterior[inside].argmax()])
    low, high = min(low, gap), max(high, gap)
    return Location(
        gap, int(blocks.first[gap + 1]), int(blocks.last[low]), int(blocks.first[high + 1])
    )
