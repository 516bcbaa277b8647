"""One colour and one marker a frame, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stance.records import NONE

Twin = tuple[str, str]
"""A colour on light paper and its twin on dark paper."""

INK: Twin = ("#1b2430", "#e9ecef")
MUTED: Twin = ("#5b6673", "#a4afba")
GRID: Twin = ("#e7eaee", "#2b323a")
RULE: Twin = ("#c3cad2", "#4a545f")
PAPER: Twin = ("#fffffe", "#171b20")
COVERAGE: Twin = ("#aab4bf", "#5f6b78")

# The eight of Okabe and Ito; where one is too faint on a paper, the outline carries it.
_FILLS: tuple[Twin, ...] = (
    ("#d55e00", "#ee7722"),
    ("#e69f00", "#f2b233"),
    ("#cc79a7", "#d98cb6"),
    ("#56b4e9", "#7fcdf7"),
    ("#0072b2", "#3594d8"),
    ("#009e73", "#18b98c"),
    ("#f0e442", "#f3ea66"),
    ("#000000", "#f4f5f6"),
)
_INKS: tuple[Twin, ...] = (
    ("#ad4a00", "#f79a58"),
    ("#8a5f00", "#f2bd54"),
    ("#9c4577", "#e6a6c8"),
    ("#17699b", "#92d6fb"),
    ("#005b91", "#71b9ef"),
    ("#00704f", "#4fd3ad"),
    ("#6f6500", "#f3ec7e"),
    ("#222222", "#fafbfc"),
)
_NONE_FILL: Twin = ("#8d97a2", "#87929e")
_NONE_INK: Twin = ("#5f6a76", "#aeb8c2")

SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "pentagon",
    "star",
    "triangle-down",
    "hexagon",
    "star-square",
    "hourglass",
    "bowtie",
    "hexagram",
)
DASHES = ("solid", "dash", "dot")
_NONE_SYMBOL = "x"


@dataclass(frozen=True, slots=True)
class FrameStyle:
    """How a frame is drawn on light paper."""

    fill: str
    ink: str
    symbol: str
    dash: str
    hue: int  # number of the pair of colours, by which the style sheet knows it

    def marker(self, *, is_filled: bool, outline: float, symbol: str = "") -> dict[str, Any]:
        """Return a filled marker, or a hollow one with an outline."""
        symbol = symbol or self.symbol
        if is_filled:
            return {"symbol": symbol, "color": self.fill, "line": {"color": self.ink, "width": 1}}
        return {"symbol": f"{symbol}-open", "color": self.ink, "line": {"width": outline}}


NO_FRAME = FrameStyle(_NONE_FILL[0], _NONE_INK[0], _NONE_SYMBOL, "solid", len(_FILLS))


def style_at(place: int) -> FrameStyle:
    """Return the style of a codebook's nth frame."""
    hue = place % len(_FILLS)
    return FrameStyle(
        fill=_FILLS[hue][0],
        ink=_INKS[hue][0],
        symbol=SYMBOLS[place % len(SYMBOLS)],
        dash=DASHES[place // len(_FILLS) % len(DASHES)],
        hue=hue,
    )


def styles(frames: Iterable[str]) -> dict[str, FrameStyle]:
    """Return the style of each frame, in the codebook's order."""
    return {frame: style_at(place) for place, frame in enumerate(frames)} | {NONE: NO_FRAME}


def hues() -> tuple[tuple[Twin, Twin], ...]:
    """Return fill and ink of every hue, that of no frame last."""
    return (*zip(_FILLS, _INKS, strict=True), (_NONE_FILL, _NONE_INK))


def dark_twins() -> Mapping[str, str]:
    """Map every colour of a figure to its twin on dark paper."""
    plain = (INK, MUTED, GRID, RULE, PAPER, COVERAGE, _NONE_FILL, _NONE_INK)
    return dict((*plain, *_FILLS, *_INKS))
