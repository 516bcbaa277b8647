"""Colours and markers: distinct, legible on both papers, the same in Python and in CSS."""

from __future__ import annotations

import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from stance.figures import palette

SHEET = Path(__file__).parents[2] / "assets" / "palette.css"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_thirty_frames_have_thirty_looks() -> None:
    looks = [palette.style_at(place) for place in range(30)]
    assert len({(look.hue, look.symbol) for look in looks}) == 30


@pytest.mark.parametrize("paper", [0, 1])
def test_labels_are_legible(paper: int) -> None:
    for _, ink in (*palette.hues(), (palette.MUTED, palette.MUTED)):
        assert contrast(ink[paper], palette.PAPER[paper]) >= 4.5


def test_every_colour_of_a_figure_has_one_dark_twin() -> None:
    twins = palette.dark_twins()
    for place in range(13):
        look = palette.style_at(place)
        assert {look.fill, look.ink} <= twins.keys()


def test_plotly_knows_every_marker() -> None:
    for symbol in (*palette.SYMBOLS, palette.NO_FRAME.symbol):
        go.Scatter(marker={"symbol": [symbol, f"{symbol}-open"]})


def test_the_style_sheet_has_the_same_colours() -> None:
    rules = re.findall(
        r"hue-(\d+) \{ --fill: (\S+); --outline: (\S+); \}", SHEET.read_text("utf-8")
    )
    expected = [
        (str(hue), fill[paper], ink[paper])
        for paper in (0, 1)
        for hue, (fill, ink) in enumerate(palette.hues())
    ]
    assert rules == expected


def test_the_style_sheet_has_every_marker() -> None:
    marks = set(re.findall(r"\.mark-([a-z-]+) ", SHEET.read_text("utf-8")))
    assert marks == {*palette.SYMBOLS, palette.NO_FRAME.symbol}
