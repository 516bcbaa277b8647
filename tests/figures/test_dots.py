"""What is told at the dots: all that fits, and less of each where there are many."""

from __future__ import annotations

from stance.figures.dots import meanings
from tests.figures.frames import mark, marks_of

LONG = "x" * 1_000


def told(n: int) -> list[str]:
    rows = marks_of(*(mark(f"s{number}", "2001-02-03", "illegal") for number in range(n)))
    return [one[6] for one in meanings(rows.assign(text=LONG))]


def test_a_few_dots_tell_their_first_line() -> None:
    assert told(3) == [f"{'x' * 140}…"] * 3


def test_many_dots_tell_less_each_and_never_more_together() -> None:
    few, many = told(500), told(2_000)
    assert len(few[0]) > len(many[0]) > 30
    assert sum(map(len, many)) < 90_000
