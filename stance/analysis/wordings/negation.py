"""Where a text says no, and how far that reaches."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from stance.analysis.wordings.patterns import Wording, read_wording

Span = tuple[int, int]
Group = Literal["before", "after", "exempt", "ends"]
"""What a word does to a negation, as the file of negators says."""
Signs = defaultdict[Group, list[Span]]
"""Where the negators of one language stand in one folded text."""


class Reach:
    """Tells of one text and language what is negated."""

    def __init__(self, signs: Signs, clause_ends: list[int]) -> None:
        exempt, ends = signs["exempt"], signs["ends"]
        self._before_ends = sorted(end for _, end in _valid(signs["before"], exempt))
        self._after_starts = sorted(start for start, _ in _valid(signs["after"], exempt))
        self._barrier_starts = sorted([*clause_ends, *(start for start, _ in ends)])
        self._barrier_ends = sorted([*clause_ends, *(end for _, end in ends)])

    def negates(self, start: int, end: int) -> bool:
        """Whether a negator of the same clause stands beside a span."""
        before = _last_at_most(self._before_ends, start)
        if before > _last_at_most(self._barrier_ends, start):
            return True
        after = _first_at_least(self._after_starts, end)
        barrier = _first_at_least(self._barrier_starts, end)
        return after is not None and (barrier is None or after <= barrier)


_MARKS = re.compile("[|.,:;!?…—–―。、।॥،؛؟۔܀-܊።-፨։՝-՟។៕၊-။།-༒᠂᠃᠅᠈᠉᱾᱿꓾꓿꛳-꛷¿¡]")


def clause_ends(text: str) -> list[int]:
    """Return where clauses end in a folded text."""
    places = [found.start() for found in _MARKS.finditer(text)]
    return [at for at in places if _ends_clause(text, at)]


def _ends_clause(text: str, at: int) -> bool:
    """Whether a mark is no part of 1,000, of U.S. or of a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    match text[at]:
        case "|":
            return before == " " == after
        case "." if before.islower() and not text[at - 2 : at - 1].isalnum():
            return at == len(text) - 1
        case "." | "," | ":":
            return not (before.isdigit() and after.isdigit())
        case _:
            return True


@cache
def negators() -> Mapping[str, Mapping[Group, list[Wording]]]:
    """Return the negators of every language, by group."""
    text = files(__package__).joinpath("negators.yaml").read_text(encoding="utf-8")
    return {
        language: {group: list(map(read_wording, texts)) for group, texts in groups.items()}
        for language, groups in yaml.safe_load(text).items()
    }


def _valid(spans: list[Span], exempt: list[Span]) -> Iterable[Span]:
    """Leave out the negators that touch an exempt phrase."""
    if not exempt:
        return spans
    starts, ends = zip(*sorted(exempt), strict=True)
    return [span for span in spans if not _is_covered(span, starts, ends)]


def _is_covered(span: Span, starts: tuple[int, ...], ends: tuple[int, ...]) -> bool:
    at = bisect_left(starts, span[1])
    # Exempt phrases are short: of those that begin before the span ends, the last few decide.
    return any(ends[i] > span[0] for i in range(max(0, at - 4), at))


def _last_at_most(places: list[int], limit: int) -> int:
    at = bisect_right(places, limit)
    return places[at - 1] if at else -1


def _first_at_least(places: list[int], limit: int) -> int | None:
    at = bisect_left(places, limit)
    return places[at] if at < len(places) else None
