"""Names that may be another spelling of a known one; a person decides."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stance.records import folded

_FILLERS = frozenset({"the", "of", "and", "for", "de", "la", "le", "du", "der", "die", "und"})
_ONE_TYPO_FROM = 5
_TWO_TYPOS_FROM = 10


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A new name, the known one it resembles, and whose that is."""

    name: str
    like: str
    actor: str


def look_alikes(names: Iterable[str], known: Mapping[str, str]) -> list[LookAlike]:
    """Find new names that may be another spelling of a known one.

    Parameters
    ----------
    names : iterable of str
        Names to judge; those that are known up to case and width are passed over.
    known : mapping of str to str
        The actor of every name and alias.

    Returns
    -------
    list of LookAlike
        One a name at most, in the order of `names`: the first known name that differs in
        accents, marks, small words, the order of words, or a letter or two of a long word.

    Notes
    -----
    A typo hardly ever hits the first letter of a word, and short words are easily turned into
    others (Iran, Iraq): such names are not taken for one another.

    Examples
    --------
    >>> known = {"Ministry of Foreign Affairs": "China MFA", "US": "United States"}
    >>> look_alikes(["Minstry of Foreign Affairs", "U.S.", "Uganda"], known)[0].actor
    'China MFA'
    """
    taken = {folded(name) for name in known}
    shapes = _Shapes(known)
    return [
        LookAlike(name, like, known[like])
        for name in dict.fromkeys(names)
        if folded(name) not in taken and (like := shapes.like(name))
    ]


class _Shapes:
    """Known names by their words and by the words' first letters."""

    def __init__(self, known: Iterable[str]) -> None:
        self._whole: dict[str, str] = {}
        self._near: defaultdict[tuple[str, ...], list[tuple[tuple[str, ...], str]]]
        self._near = defaultdict(list)
        for name in known:
            words = _words(name)
            if words:
                self._whole.setdefault("".join(words), name)
                self._near[_initials(words)].append((words, name))

    def like(self, name: str) -> str:
        words = _words(name)
        if not words:
            return ""
        if same := self._whole.get("".join(words)):
            return same
        for other, known in self._near.get(_initials(words), []):
            pairs = zip(words, other, strict=True)
            if all(one == two or _differ_by_a_slip(one, two) for one, two in pairs):
                return known
        return ""


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, bare and in alphabetical order."""
    apart = unicodedata.normalize("NFKD", folded(name))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    # A point or an apostrophe stands inside a word, any other mark between two.
    joined = "".join(char for char in bare if char not in ".'’")
    spaced = "".join(char if char.isalnum() else " " for char in joined)
    words = spaced.split()
    return tuple(sorted(word for word in words if word not in _FILLERS) or sorted(words))


def _initials(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[0] for word in words)


def _differ_by_a_slip(one: str, two: str) -> bool:
    shorter = min(len(one), len(two))
    most = 2 if shorter >= _TWO_TYPOS_FROM else 1 if shorter >= _ONE_TYPO_FROM else 0
    return abs(len(one) - len(two)) <= most and _n_slips(one, two) <= most


def _n_slips(one: str, two: str) -> int:
    """Count letters added, left out, changed or swapped."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before = before, row
        row = [at]
        for place, other in enumerate(two, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            is_swapped = at > 1 and place > 1 and letter == two[place - 2] and one[at - 2] == other
            row.append(min(cost, earlier[place - 2] + 1) if is_swapped else cost)
    return row[-1]
