"""What a search for shifts gives back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stance.analysis.shifts.robustness import Robustness
from stance.analysis.shifts.verdicts import ESTABLISHED, Verdict


@dataclass(frozen=True)
class FrameMove:
    """One frame (or the stance score) at one shift.

    `probability` is the frame's own: that of a change of this frame alone, from even odds, in the
    shift's part of the series. Where the frame `moved` (probability at least one half), dates and
    sides are the frame's own, else the shift's. Rows number the statements as they were handed
    in. Shares are means where the frame is ``stance``.
    """

    frame: str
    probability: float
    moved: bool
    verdict: Verdict
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    n_before: int
    n_before_with: int
    n_after: int
    n_after_with: int
    share_before: float
    share_after: float
    rows_before: tuple[int, ...]
    rows_after: tuple[int, ...]


@dataclass(frozen=True)
class Companion:
    """Something else that may differ between the sides of a shift: sources, coders, modes.

    Attributes
    ----------
    what : str
        ``source``, ``coder``, or the name it was handed in under.
    probability : float
        That its mix differs between the sides, from even odds. From 0.8 on the change of
        wording and this one cannot be told apart.
    before, after : tuple of (label, count)
        The most frequent labels on each side, at most three; statements without one left out.
    """

    what: str
    probability: float
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]

    @property
    def is_constant(self) -> bool:
        """Whether one and the same label is all there is on both sides."""
        return len({label for label, _ in (*self.before, *self.after)}) == 1


@dataclass(frozen=True)
class Shift:
    """One change of the mix, established or possible.

    Attributes
    ----------
    verdict : Verdict
        `SHIFT` or `POSSIBLE`.
    probability : float
        That there is a change in this part of the series.
    date, date_low, date_high : datetime.date
        First date of the new side; last date before, first date after the 90% interval.
    frames : tuple of FrameMove
        In codebook order, moved or not.
    rows_before, rows_after : tuple of int
        Statements between the neighbouring shifts, on either side.
    companions : tuple of Companion
        What else was recorded of the statements, changed or not: sources and coders first.
    """

    verdict: Verdict
    probability: float
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    frames: tuple[FrameMove, ...]
    rows_before: tuple[int, ...]
    rows_after: tuple[int, ...]
    companions: tuple[Companion, ...]

    @property
    def told_moves(self) -> tuple[FrameMove, ...]:
        """The frames that surely moved, each looked at alone, else the likeliest one."""
        moved = sorted((m for m in self.frames if m.moved), key=lambda move: -move.probability)
        sure = [move for move in moved if move.probability >= ESTABLISHED]
        return tuple(sure or moved[:1])


@dataclass(frozen=True)
class Gap:
    """A place where a change may fall, between two dates.

    Attributes
    ----------
    start, end : datetime.date
        Last date before, and first date after it.
    probability : float
        That a change falls there.
    first : float
        That the first of all changes does.
    """

    start: dt.date
    end: dt.date
    probability: float
    first: float


@dataclass(frozen=True)
class FrameChance:
    """Probability that one frame changed at all, looked at alone, from even odds."""

    frame: str
    probability: float


@dataclass(frozen=True)
class ShiftSearch:
    """What the search for shifts in one stream found.

    Attributes
    ----------
    verdict : Verdict
        On the whole stream.
    probability, plain_probability : float
        That anything changed: robust (the one to report) and from raw counts.
    p_value : float
        From permuting whole dates.
    log_bayes_factor : float
        Robust evidence for some change, less what shuffled dates give on average where that
        speaks for a change; what `stance.analysis.discovery` takes.
    n_statements, n_dates : int
        What was looked at.
    number : tuple of float
        Probability of 0, 1, 2, ... changes; empty where all is of one date.
    frames : tuple of FrameChance
        Each frame that was seen, in codebook order, alone.
    robustness : Robustness
        How counts were weighted and split.
    gaps : tuple of Gap
        The posterior over dates, oldest first; probabilities add up to the expected number of
        changes, those of the first one to `probability`.
    shifts : tuple of Shift
        In order of time; empty unless the verdict is `SHIFT` or `POSSIBLE`.
    """

    verdict: Verdict
    probability: float
    plain_probability: float
    p_value: float
    log_bayes_factor: float
    n_statements: int
    n_dates: int
    number: tuple[float, ...]
    frames: tuple[FrameChance, ...]
    robustness: Robustness
    gaps: tuple[Gap, ...]
    shifts: tuple[Shift, ...]
