"""The small picture of an issue reaches back as far as its statements do."""

from __future__ import annotations

from stance.dashboard.pages.overview.yearly_shares import frame_strips
from tests.figures.frames import BOOK, series_of


def test_the_small_picture_begins_with_the_first_year_of_the_series() -> None:
    series = series_of({1955: {"illegal": (1, 2)}, 2018: {"illegal": (1, 4)}})
    drawn = frame_strips(series, BOOK)
    assert drawn is not None
    row, ends = drawn.children
    assert [end.children for end in ends.children] == ["1955", "2018"]
    assert len(row.children[1].children) == 2018 - 1955 + 1
