"""Dated statements of one actor on one issue in one voice, and the gaps where they may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from stance.analysis.shifts.evidence import BoolArray, FloatArray, IntArray

_LN_2 = float(np.log(2.0))


@dataclass(frozen=True)
class Stream:
    """Statements (or utterances) of one issue, actor and voice, in any order.

    Days are ordinals. Without `is_coded` all are coded, without `first_day` and `last_day` no
    date is partial.
    """

    frame_ids: tuple[str, ...]  # in codebook order, K of them
    day: IntArray  # the middle day of each date, by which statements are ordered
    frames: BoolArray  # (n, K); a row without any is "coded none"
    first_day: IntArray | None = None
    last_day: IntArray | None = None
    scores: FloatArray | None = None  # NaN where there is none
    sources: Sequence[str] | None = None
    coders: Sequence[str] | None = None
    strata: Sequence[str] | None = None  # values of the tag key the analyst stratifies by
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)  # mode, language, by name
    is_coded: BoolArray | None = None  # what is not counts for scores alone
    exclusive: bool = False  # at most one frame a statement

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self.day)

    def take(self, rows: IntArray) -> Stream:
        """Return the statements of `rows`, in that order."""
        return replace(
            self,
            day=self.day[rows],
            frames=self.frames[rows],
            first_day=None if self.first_day is None else self.first_day[rows],
            last_day=None if self.last_day is None else self.last_day[rows],
            scores=None if self.scores is None else self.scores[rows],
            sources=_taken(self.sources, rows),
            coders=_taken(self.coders, rows),
            strata=_taken(self.strata, rows),
            others={
                name: [labels[int(row)] for row in rows] for name, labels in self.others.items()
            },
            is_coded=None if self.is_coded is None else self.is_coded[rows],
        )

    def only(self, frame: str) -> Stream:
        """Return the same statements with a single frame; raise ValueError for an unknown one."""
        column = self.frame_ids.index(frame)
        chosen = self.frames[:, [column]]
        return replace(self, frame_ids=(frame,), frames=chosen, exclusive=False)


def checked(stream: Stream) -> Stream:
    """Return `stream` with plain arrays of one length.

    Raise ValueError where the columns differ in length, or an exclusive stream has a row with two
    frames.
    """
    day = np.asarray(stream.day, dtype=np.int64)
    frames = np.asarray(stream.frames, dtype=np.bool_).reshape(len(day), len(stream.frame_ids))
    names = ("first_day", "last_day", "scores", "sources", "coders", "strata", "is_coded")
    for name, column in [*((n, getattr(stream, n)) for n in names), *stream.others.items()]:
        if column is not None and len(column) != len(day):
            raise ValueError(
                f"{name} needs one value per statement ({len(day)}), got {len(column)}."
            )
    if stream.exclusive and (frames.sum(axis=1) > 1).any():
        raise ValueError("an exclusive stream holds a statement with more than one frame.")
    first = day if stream.first_day is None else np.asarray(stream.first_day, dtype=np.int64)
    last = day if stream.last_day is None else np.asarray(stream.last_day, dtype=np.int64)
    scores = None if stream.scores is None else np.asarray(stream.scores, dtype=np.float64)
    coded = None if stream.is_coded is None else np.asarray(stream.is_coded, dtype=np.bool_)
    return replace(
        stream,
        day=day,
        frames=frames,
        first_day=first,
        last_day=last,
        scores=scores,
        is_coded=coded,
    )


@dataclass(frozen=True)
class Blocks:
    """Runs of dates between which a change may fall, oldest first.

    `first` and `last` are the first and last date (ordinal of the middle day) in each block, shape
    (n_blocks,); `share` is the prior share of each gap, shape (n_blocks - 1,), and sums to one.
    """

    first: IntArray
    last: IntArray
    share: FloatArray

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self.first)

    def of(self, day: IntArray) -> IntArray:
        """Return the block of each day that is one of the dates."""
        return np.searchsorted(self.last, day).astype(np.int64)

    def odds(self, *, prior: float = _LN_2) -> FloatArray:
        """Prior odds of a change in each gap; ``exp(-prior)`` is the chance of none at all."""
        return np.asarray(np.expm1(prior * self.share), dtype=np.float64)

    def join(self, keep: NDArray[np.bool_]) -> Blocks:
        """Return larger blocks, cut only at the gaps in `keep`.

        The prior share of a gap that is given up goes to the nearest one kept, so that the
        chance of no change at all stays what it was.
        """
        kept = np.flatnonzero(keep)
        if not len(kept):
            return Blocks(self.first[:1], self.last[-1:], np.zeros(0))
        middles = (kept[1:] + kept[:-1]) / 2
        owner = np.searchsorted(middles, np.arange(len(self.share)))
        share = np.bincount(owner, weights=self.share, minlength=len(kept)).astype(np.float64)
        return Blocks(
            self.first[np.append(0, kept + 1)], self.last[np.append(kept, len(self) - 1)], share
        )


def date_blocks(stream: Stream) -> Blocks:
    """Find the runs of dates that a change may separate: one per date in most cases.

    Dates between which a change could only fall inside some partial date's own range are one
    block. A gap's prior share is half uniform over gaps, half proportional to the days in it on
    which a change may fall.
    """
    dates = np.unique(stream.day)
    if len(dates) < 2:
        return Blocks(dates, dates, np.zeros(0))
    days = np.diff(dates) - _days_within_ranges(stream, dates)
    open_gaps = np.flatnonzero(days > 0)
    starts, ends = np.append(0, open_gaps + 1), np.append(open_gaps, len(dates) - 1)
    elapsed = days[open_gaps].astype(np.float64)
    share = 0.5 / max(len(elapsed), 1) + 0.5 * elapsed / max(elapsed.sum(), 1.0)
    return Blocks(dates[starts], dates[ends], share)


def _days_within_ranges(stream: Stream, dates: IntArray) -> IntArray:
    """Count the days after each date, up to the next, inside the range of some partial date."""
    first, last = np.asarray(stream.first_day), np.asarray(stream.last_day)
    partial = last > first
    if not partial.any():
        return np.zeros(len(dates) - 1, dtype=np.int64)
    starts, ends = _merged(first[partial], last[partial])
    knots = np.column_stack([starts, ends]).ravel()
    covered = np.cumsum(np.column_stack([np.zeros_like(starts), ends - starts]).ravel())
    until = np.interp(dates, knots, covered.astype(np.float64))
    return np.diff(np.rint(until)).astype(np.int64)


def _merged(first: IntArray, last: IntArray) -> tuple[IntArray, IntArray]:
    """Union of half-open ranges ``(first, last]`` as disjoint ones."""
    order = np.argsort(first, kind="stable")
    first, reach = first[order], np.maximum.accumulate(last[order])
    new = np.append(True, first[1:] > reach[:-1])
    return first[new], reach[np.append(np.flatnonzero(new)[1:] - 1, len(reach) - 1)]


def _taken(column: Sequence[str] | None, rows: IntArray) -> Sequence[str] | None:
    return None if column is None else [column[int(row)] for row in rows]
