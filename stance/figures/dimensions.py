"""The measures of figures over time: lanes, strips, margins."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

COVERAGE_HEIGHT = 64
GAP = 30
SHIFT_ROWS = 3
_ROW = 16
_NAME = 15
_CONTESTS = 34


@dataclass(frozen=True)
class Measures(ABC):
    """The measures of a lane; narrow ones carry labels above."""

    n_lanes: int
    is_narrow: bool
    dots_at: ClassVar[float]
    shares_high: ClassVar[float]

    @property
    @abstractmethod
    def lane(self) -> int:
        """The height of a lane in pixels."""

    @property
    def head(self) -> float:
        """The part of a lane that a label above takes."""
        return 20 / self.lane if self.is_narrow else 0.0

    def dots(self, place: int) -> float:
        """Return the height of the dots in a lane."""
        return -place - self.head - (1 - self.head) * self.dots_at

    def share(self, place: int, share: float) -> float:
        """Return the height of a share (0 to 1) in a lane."""
        return -place - 0.94 + (1 - self.head) * self.shares_high * share


@dataclass(frozen=True)
class Shape(Measures):
    """The measures of a timeline in pixels."""

    dots_at = 0.29
    shares_high = 0.4
    is_named: bool = False
    has_strip: bool = False

    @property
    def lane(self) -> int:
        """The height of a lane."""
        roomy = 480 // max(self.n_lanes, 1)
        return min(max(roomy, 64), 104) + (20 if self.is_narrow else 0)

    @property
    def margin(self) -> dict[str, int]:
        """The space around the panels."""
        left, right = (10, 40) if self.is_narrow else (168, 52)
        return {"l": left, "r": right + (72 if self.is_named else 0), "t": 30, "b": 30}

    @property
    def panel(self) -> int:
        """The height of all lanes."""
        return self.lane * max(self.n_lanes, 1)

    @property
    def height(self) -> int:
        """The height of the whole figure."""
        return self._inside + self.margin["t"] + self.margin["b"]

    @property
    def coverage_top(self) -> float:
        """The upper end of the coverage strip, from 0 to 1."""
        return COVERAGE_HEIGHT / self._inside

    @property
    def lanes_foot(self) -> float:
        """The lower end of the lanes, from 0 to 1."""
        return (COVERAGE_HEIGHT + GAP + self.strip) / self._inside

    @property
    def _inside(self) -> int:
        return self.panel + self.strip + GAP + COVERAGE_HEIGHT

    @property
    def strip(self) -> int:
        """The height of the strip of shifts, claims and denials."""
        return SHIFT_ROWS * _ROW + _CONTESTS + 2 * self._name if self.has_strip else 0

    @property
    def strip_foot(self) -> float:
        """The lower end of the strip, from 0 to 1."""
        return (COVERAGE_HEIGHT + GAP) / self._inside

    @property
    def _name(self) -> int:
        # Narrow figures have no room at the left: names stand above what they name.
        return _NAME if self.is_narrow else 0

    def shift_row(self, row: int) -> float:
        """Return the height of a row of shifts' labels: below 0."""
        return -self._name - (row + 0.5) * _ROW

    @property
    def contests(self) -> float:
        """The height of claims and denials: below 0."""
        return -2 * self._name - SHIFT_ROWS * _ROW - _CONTESTS / 2
