"""From location posteriors over gaps to dates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stance.analysis.shifts.evidence import FloatArray
from stance.analysis.shifts.resolution import Resolved
from stance.analysis.shifts.segmentation import (
    equal_tailed,
    location_posteriors,
    number_probabilities,
)
from stance.analysis.shifts.stream import Blocks


@dataclass(frozen=True)
class Location:
    """Where one change lies.

    Attributes
    ----------
    gap : int
        Most probable gap, counted from 0.
    date : int
        First date after that gap.
    low, high : int
        Last date before, and first date after, the 90% equal-tailed interval.
    """

    gap: int
    date: int
    low: int
    high: int


def locate_changes(resolved: Resolved, *, number: int = 0) -> list[Location]:
    """Date the changes, given the most probable number of them (at least one).

    Parameters
    ----------
    resolved : Resolved
        A segmentation and its blocks.
    number : int, default 0
        How many, where not the most probable number is wanted.

    Returns
    -------
    list of Location
        In order of time, at different gaps.
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
    """Of the changes in one part of the series, the one nearest to a given place.

    Parameters
    ----------
    places : list of Location
        Where a single frame changed.
    part : tuple of int
        Gaps ``low <= g < high``.
    near : Location
        Where to look from; returned where no change lies in the part.

    Returns
    -------
    Location
        The frame's own dates.
    """
    inside = [place for place in places if part[0] <= place.gap < part[1]]
    return min(inside, key=lambda place: abs(place.gap - near.gap), default=near)


def territories(places: list[Location], n_gaps: int) -> list[tuple[int, int]]:
    """Part of the series that belongs to each change: up to half-way to its neighbours.

    Parameters
    ----------
    places : list of Location
        In order of time.
    n_gaps : int
        Number of gaps.

    Returns
    -------
    list of tuple of int
        Gaps ``low <= g < high`` of each; together they cover the series.
    """
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
