"""What a search for shifts found."""

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

    `probability` is that its mix differs, from even odds; from 0.8 on the change of wording and
    this one cannot be told apart. `before` and `after` are the three most frequent labels.
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

    `probability` is that of a change in this part of the series. `date` is the first date of the
    new side; `date_low` and `date_high` the last before, and the first after, the 90% interval.
    `frames` are in codebook order, moved or not. Rows number the statements between the
    neighbouring shifts, on either side.
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
    """A place between two dates where a change may fall.

    `probability` is that a change falls there, `first` that the first of all changes does.
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
    probability, plain_probability : float
        That anything changed: robust (the one to report) and from raw counts.
    p_value : float
        From permuting whole dates.
    log_bayes_factor : float
        Robust evidence for some change, less what shuffled dates give on average where that
        speaks for a change; what `false_discovery.discover` takes.
    number : tuple of float
        Probability of 0, 1, 2, ... changes; empty where all is of one date.
    frames : tuple of FrameChance
        Each frame that was seen, in codebook order, alone.
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
