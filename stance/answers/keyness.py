"""The words that set the statements of two queries apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from stance.analysis.keyness import KeyWord, find_keywords
from stance.records import StatementQuery
from stance.store import Reading

_LARGEST_P = 0.05


def keyness(
    store: Reading, before: StatementQuery, after: StatementQuery, *, largest_p: float = 1.0
) -> list[KeyWord]:
    """Return the words that set the statements of one query from those of another."""
    return find_keywords(_texts(store, before), _texts(store, after), largest_p=largest_p)


def telling_words(store: Reading, before: StatementQuery, after: StatementQuery) -> list[KeyWord]:
    """Return the words established to set one side from the other."""
    return keyness(store, before, after, largest_p=_LARGEST_P)


def distinct(words: Sequence[KeyWord]) -> list[KeyWord]:
    """Leave out words that contain, or stand in, one before them on the same side."""
    kept: list[KeyWord] = []
    for word in words:
        beside = [one.word for one in kept if (one.log_odds > 0) == (word.log_odds > 0)]
        if not any(_holds(word.word, one) or _holds(one, word.word) for one in beside):
            kept.append(word)
    return kept


def _holds(phrase: str, part: str) -> bool:
    # Scripts without spaces give pieces of words, and no blanks to stand between.
    if not part.isascii() and " " not in part:
        return part in phrase
    return f" {part} " in f" {phrase} "


def _texts(store: Reading, query: StatementQuery) -> list[str]:
    """Return one text for each unit: five reports of one answer are one text."""
    gathered: defaultdict[str, list[str]] = defaultdict(list)
    for unit, text in store.texts(query):
        gathered[unit].append(text)
    return ["\n".join(texts) for texts in gathered.values()]
