"""The lanes of a timeline, one a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stance.analysis.table_rows import rows_of
from stance.figures.palette import FrameStyle, styles
from stance.records import NONE, Codebook

LEVELS = (0, 1, -1, 2, -2)
"""Heights a dot can take in its lane, in steps of one dot, nearest to the middle first."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One frame's row in the figure."""

    frame: str
    label: str
    style: FrameStyle
    n_with: int = 0  # units of the series that carry the frame
    n_all: int = 0


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes that are drawn, and those that never occur."""

    drawn: tuple[Lane, ...]
    never: tuple[Lane, ...]


def arrange(
    codebook: Codebook | None,
    marks: pd.DataFrame,
    series: pd.DataFrame,
    *,
    chosen: Collection[str] = (),
    also: Iterable[str] = (),
) -> Lanes:
    """Choose the lanes, in the codebook's order."""
    # `also` names frames that are drawn though no mark of the table carries them.
    carried = frames_in(marks) | set(also)
    with_frame: Counter[str] = Counter()
    n_all: Counter[str] = Counter()
    for frame, k, n in rows_of(series, ("frame", "n_with_frame", "n_statements")):
        with_frame[frame] += k
        n_all[frame] += n
    known = {frame.id: frame.label for frame in codebook.frames} if codebook else {}
    labels = known | {NONE: "No frame"}
    looks = styles([*known, *sorted(carried - known.keys() - {NONE})])
    lanes = [
        Lane(
            frame, labels.get(frame, frame.replace("_", " ")), look, with_frame[frame], n_all[frame]
        )
        for frame, look in looks.items()
        if not chosen or frame in chosen
    ]
    drawn = tuple(lane for lane in lanes if lane.frame in carried or lane.n_with)
    never = tuple(lane for lane in lanes if lane not in drawn and lane.frame != NONE)
    return Lanes(drawn, never)


def split_frames(cell: str) -> list[str]:
    """Return the frames of a mark, or that of no frame."""
    return cell.split(";") if cell else [NONE]


def frames_in(marks: pd.DataFrame) -> set[str]:
    """Return every frame that some mark carries."""
    return {frame for cell in marks["frames"].unique() for frame in split_frames(cell)}


def levels(days: Sequence[date], *, apart: float) -> list[int]:
    """Spread dots that would touch over several heights."""
    # Days are in time order; dots of one height stand `apart` days from each other if they can.
    last_on: dict[int, int] = {}
    placed = []
    for day in days:
        at = day.toordinal()
        free = [level for level in LEVELS if at - last_on.get(level, -(10**7)) >= apart]
        level = free[0] if free else min(LEVELS, key=lambda known: last_on[known])
        last_on[level] = at
        placed.append(level)
    return placed
