"""Dated statements, and the gaps where they may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.analysis.shifts.evidence import BoolArray, FloatArray, IntArray
from stance.records.dates import PartialDate

_LN_2 = float(np.log(2.0))


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance or report, as the search for shifts sees it."""

    id: str  # of the statement, or of the utterance's root
    date: PartialDate
    frames: tuple[str, ...] | None  # None where nobody coded it
    stance: float | None = None
    source: str = ""
    coder: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    # What else may change at the same time: mode, language, speaker.
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """Statements of one actor on one issue; days are ordinals."""

    frame_ids: tuple[str, ...]  # in codebook order, K of them
    day: IntArray  # the middle day of each date, by which statements are ordered
    frames: BoolArray  # (n, K); a row without any is "coded none"
    first_day: IntArray | None = None  # None where no date is partial
    last_day: IntArray | None = None
    scores: FloatArray | None = None  # NaN where there is none
    sources: Sequence[str] | None = None
    coders: Sequence[str] | None = None
    strata: Sequence[str] | None = None  # values of the tag key the analyst stratifies by
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)  # mode, language, by name
    is_coded: BoolArray | None = None  # what is not counts for scores alone; None: all are
    exclusive: bool = False  # at most one frame a statement

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self.day)

    @property
    def columns(self) -> dict[str, Any]:
        """The optional columns that are there, by name."""
        found = {name: getattr(self, name) for name in _OPTIONAL}
        return {name: column for name, column in found.items() if column is not None}

    def take(self, rows: IntArray) -> Stream:
        """Return the statements of `rows`, in that order."""

        def taken(column: Any) -> Any:
            if isinstance(column, np.ndarray):
                return column[rows]
            return [column[row] for row in rows.tolist()]

        return replace(
            self,
            day=self.day[rows],
            frames=self.frames[rows],
            others={name: taken(labels) for name, labels in self.others.items()},
            **{name: taken(column) for name, column in self.columns.items()},
        )

    def only(self, frame: str) -> Stream:
        """Return the same statements with a single frame; raise ValueError for an unknown one."""
        column = self.frame_ids.index(frame)
        chosen = self.frames[:, [column]]
        return replace(self, frame_ids=(frame,), frames=chosen, exclusive=False)


_OPTIONAL = ("first_day", "last_day", "scores", "sources", "coders", "strata", "is_coded")
_TYPES = {"first_day": np.int64, "last_day": np.int64, "scores": np.float64, "is_coded": np.bool_}


def stream_of_said(
    said: Sequence[Said],
    frame_ids: Sequence[str],
    *,
    exclusive: bool = False,
    stratify_by: str = "",
) -> Stream:
    """Lay records out as the columns of a stream, a row each."""
    # Values of the tag `stratify_by`, such as ``scope``, are the strata; without it sources are.
    names = list(dict.fromkeys(name for one in said for name in one.others))
    frames = [[frame in (one.frames or ()) for frame in frame_ids] for one in said]
    scores = [np.nan if one.stance is None else one.stance for one in said]
    first, middle, last = (
        np.array([getattr(one.date, end).toordinal() for one in said], dtype=np.int64)
        for end in ("first", "middle", "last")
    )
    return Stream(
        tuple(frame_ids),
        middle,
        np.array(frames, dtype=np.bool_).reshape(len(said), len(frame_ids)),
        first_day=first,
        last_day=last,
        scores=np.array(scores, dtype=np.float64),
        sources=[one.source for one in said],
        coders=[one.coder for one in said],
        strata=[one.tags.get(stratify_by, "") for one in said] if stratify_by else None,
        others={name: [one.others.get(name, "") for one in said] for name in names},
        is_coded=np.array([one.frames is not None for one in said], dtype=np.bool_),
        exclusive=exclusive,
    )


def checked(stream: Stream) -> Stream:
    """Return a stream with plain arrays, or raise ValueError."""
    day = np.asarray(stream.day, dtype=np.int64)
    frames = np.asarray(stream.frames, dtype=np.bool_).reshape(len(day), len(stream.frame_ids))
    for name, column in [*stream.columns.items(), *stream.others.items()]:
        if len(column) != len(day):
            raise ValueError(
                f"{name} needs one value per statement ({len(day)}), got {len(column)}."
            )
    if stream.exclusive and (frames.sum(axis=1) > 1).any():
        raise ValueError("an exclusive stream holds a statement with more than one frame.")
    plain: dict[str, Any] = {"day": day, "first_day": day, "last_day": day}
    plain |= {
        name: np.asarray(column, dtype=_TYPES[name])
        for name, column in stream.columns.items()
        if name in _TYPES
    }
    return replace(stream, frames=frames, **plain)


@dataclass(frozen=True)
class Blocks:
    """Runs of dates between which a change may fall, oldest first."""

    first: IntArray  # (n_blocks,), the first date of each: ordinal of its middle day
    last: IntArray  # (n_blocks,)
    share: FloatArray  # (n_blocks - 1,), prior share of each gap; sums to one

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
        """Return larger blocks, cut only at the gaps in `keep`."""
        kept = np.flatnonzero(keep)
        if not len(kept):
            return Blocks(self.first[:1], self.last[-1:], np.zeros(0))
        # The share of a gap that is given up goes to the nearest one kept, so that the chance of
        # no change at all stays what it was.
        middles = (kept[1:] + kept[:-1]) / 2
        owner = np.searchsorted(middles, np.arange(len(self.share)))
        share = np.bincount(owner, weights=self.share, minlength=len(kept)).astype(np.float64)
        return Blocks(
            self.first[np.append(0, kept + 1)], self.last[np.append(kept, len(self) - 1)], share
        )


def date_blocks(stream: Stream) -> Blocks:
    """Find the runs of dates that a change may separate."""
    dates = np.unique(stream.day)
    if len(dates) < 2:
        return Blocks(dates, dates, np.zeros(0))
    days = np.diff(dates) - _days_within_ranges(stream, dates)
    # Dates between which a change could only fall inside some partial date's own range are one
    # block. Prior shares: half even over gaps, half by the days on which a change may fall.
    open_gaps = np.flatnonzero(days > 0)
    starts, ends = np.append(0, open_gaps + 1), np.append(open_gaps, len(dates) - 1)
    elapsed = days[open_gaps].astype(np.float64)
    share = 0.5 / max(len(elapsed), 1) + 0.5 * elapsed / max(elapsed.sum(), 1.0)
    return Blocks(dates[starts], dates[ends], share)


def _days_within_ranges(stream: Stream, dates: IntArray) -> IntArray:
    """Count the days between dates that partial dates cover."""
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
    """Return the union of ranges ``(first, last]``, disjoint."""
    order = np.argsort(first, kind="stable")
    first, reach = first[order], np.maximum.accumulate(last[order])
    new = np.append(True, first[1:] > reach[:-1])
    return first[new], reach[np.append(np.flatnonzero(new)[1:] - 1, len(reach) - 1)]
