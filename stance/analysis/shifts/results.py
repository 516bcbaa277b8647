"""What a search for shifts found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stance.analysis.shifts.robustness import Robustness
from stance.analysis.shifts.verdicts import ESTABLISHED, Verdict


@dataclass(frozen=True)
class FrameMove:
    """One frame (or the stance score) at one shift."""

    frame: str
    probability: float  # of a change of this frame alone, from even odds, near the shift
    moved: bool  # probability at least one half: dates and sides are its own, else the shift's
    verdict: Verdict
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    n_before: int
    n_before_with: int
    n_after: int
    n_after_with: int
    share_before: float  # a mean where the frame is ``stance``
    share_after: float
    rows_before: tuple[int, ...]  # of the statements as they were handed in
    rows_after: tuple[int, ...]


@dataclass(frozen=True)
class Companion:
    """Something else that may differ: sources, coders, modes."""

    what: str
    # That its mix differs, from even odds; from 0.8 on the change of wording and this one cannot
    # be told apart.
    probability: float
    before: tuple[tuple[str, int], ...]  # the three most frequent labels
    after: tuple[tuple[str, int], ...]

    @property
    def is_constant(self) -> bool:
        """Whether both sides have one and the same label only."""
        return len({label for label, _ in (*self.before, *self.after)}) == 1


@dataclass(frozen=True)
class Shift:
    """One change of the mix, established or possible."""

    verdict: Verdict
    probability: float  # of a change in this part of the series
    date: dt.date  # the first of the new side
    date_low: dt.date  # the last before the 90% interval
    date_high: dt.date  # the first after it
    frames: tuple[FrameMove, ...]  # in codebook order, moved or not
    rows_before: tuple[int, ...]  # as far as the neighbouring shifts
    rows_after: tuple[int, ...]
    companions: tuple[Companion, ...]

    @property
    def told_moves(self) -> tuple[FrameMove, ...]:
        """The frames that surely moved, else the likeliest one."""
        moved = sorted((m for m in self.frames if m.moved), key=lambda move: -move.probability)
        sure = [move for move in moved if move.probability >= ESTABLISHED]
        return tuple(sure or moved[:1])


@dataclass(frozen=True)
class Gap:
    """A place between two dates where a change may fall."""

    start: dt.date
    end: dt.date
    probability: float  # that a change falls here
    first: float  # that the first of all changes does


@dataclass(frozen=True)
class FrameChance:
    """Probability that one frame changed at all, from even odds."""

    frame: str
    probability: float


@dataclass(frozen=True)
class ShiftSearch:
    """What the search for shifts in one stream found."""

    verdict: Verdict
    probability: float  # that anything changed: the robust one, to report
    plain_probability: float  # the same from raw counts
    p_value: float  # from permuting whole dates
    # Robust evidence for some change, less what shuffled dates give on average where that speaks
    # for a change; what `false_discovery.discover` takes.
    log_bayes_factor: float
    n_statements: int
    n_dates: int
    number: tuple[float, ...]  # probability of 0, 1, 2, ... changes; empty with a single date
    frames: tuple[FrameChance, ...]  # each that was seen, in codebook order
    robustness: Robustness
    # Oldest first; probabilities add up to the expected number of changes, those of the first
    # change to `probability`.
    gaps: tuple[Gap, ...]
    shifts: tuple[Shift, ...]  # in order of time; empty unless the verdict is a reported one
