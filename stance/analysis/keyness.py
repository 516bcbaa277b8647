"""Which words set one choice of statements from another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from stance.analysis.shifts.evidence import FloatArray, IntArray
from stance.analysis.wordings.folding import fold
from stance.analysis.wordings.scripts import UNSPACED

_LONGEST_WORDS = 3
_LONGEST_CHARACTERS = 4
_FEWEST_STATEMENTS = 2
_PRIOR_TOKENS = 500.0


@dataclass(frozen=True)
class KeyWord:
    """A word (1 to 3 tokens, folded) and how the sides differ in it."""

    word: str
    n_before: int
    n_before_with: int
    n_after: int
    n_after_with: int
    log_odds: float  # later minus earlier: positive where the word became more frequent
    z: float  # that over its standard deviation
    p_adjusted: float  # of a test on statements, adjusted (Holm) for the number of words tested
    rows_before: tuple[int, ...]  # the statements that hold the word
    rows_after: tuple[int, ...]


def find_keywords(
    before: Sequence[str], after: Sequence[str], *, largest_p: float = 0.05
) -> list[KeyWord]:
    """Find the words that set `after` from `before`, by size of `z`, ties by word.

    Parameters
    ----------
    before, after : sequence of str
        Texts of the statements on each side.
    largest_p : float, default 0.05
        Words whose adjusted p-value is larger are left out; 1.0 keeps all that were tested.

    Notes
    -----
    Ranked by weighted log-odds with an informative Dirichlet prior [1]_, gated by Welch's test on
    the share of each statement that the word makes up: a word that one speech repeats twenty
    times is one statement's word. Only words held by at least two statements are tested.
    Statements are taken as independent; texts that repeat each other make p too small.

    References
    ----------
    .. [1] B. L. Monroe, M. P. Colaresi and K. M. Quinn, Political Analysis 16 (2008), 372-403.
    """
    counted = [count_words(text) for text in [*before, *after]]
    table = _table(counted, len(before))
    if not table.vocabulary or not before or not after:
        return []
    log_odds, z = _weighted_log_odds(table)
    p_adjusted = _holm(_p_values(table))
    ranked = sorted(np.flatnonzero(p_adjusted <= largest_p).tolist(), key=lambda i: (-abs(z[i]), i))
    return [
        _key_word(table, i, float(log_odds[i]), float(z[i]), float(p_adjusted[i])) for i in ranked
    ]


def count_words(text: str) -> Counter[str]:
    """Count the words of 1 to 3 tokens in a text, each inside one clause.

    Scripts written without spaces give runs of 1 to 4 characters.
    """
    words: Counter[str] = Counter()
    for clause in _CLAUSE_END.split(fold(text).text):
        for tokens, joint in _runs(clause):
            most = _LONGEST_WORDS if joint else _LONGEST_CHARACTERS
            for size in range(1, most + 1):
                for at in range(len(tokens) - size + 1):
                    words[joint.join(tokens[at : at + size])] += 1
    return words


@dataclass(frozen=True)
class _Table:
    """The tested words, and how often each statement holds each."""

    vocabulary: list[str]
    word: IntArray
    row: IntArray
    count: FloatArray
    lengths: FloatArray  # words per statement
    n_before: int

    @property
    def n_after(self) -> int:
        """Statements on the later side."""
        return len(self.lengths) - self.n_before

    def sums(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Sum entries per word, on the earlier and the later side."""
        earlier, n = self.row < self.n_before, len(self.vocabulary)
        return (
            np.bincount(self.word[earlier], values[earlier], n).astype(np.float64),
            np.bincount(self.word[~earlier], values[~earlier], n).astype(np.float64),
        )


def _table(counted: list[Counter[str]], n_before: int) -> _Table:
    n_holding = Counter(word for words in counted for word in words)
    vocabulary = sorted(word for word, n in n_holding.items() if n >= _FEWEST_STATEMENTS)
    number = {word: index for index, word in enumerate(vocabulary)}
    entries = [
        (number[word], row, count)
        for row, words in enumerate(counted)
        for word, count in words.items()
        if word in number
    ]
    columns = np.array(entries, dtype=np.int64).reshape(-1, 3)
    lengths = np.array([max(sum(words.values()), 1) for words in counted], dtype=np.float64)
    word, row, count = columns.T
    return _Table(vocabulary, word, row, count.astype(np.float64), lengths, n_before)


_CLAUSE_END = re.compile(r"[^\w\s'’·-]+")
_TOKEN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|[^\W{UNSPACED}]+(?:['’·-][^\W{UNSPACED}]+)*")


def _runs(clause: str) -> list[tuple[list[str], str]]:
    """Return runs of tokens of one kind, and what joins them."""
    runs: list[tuple[list[str], str]] = []
    for match in _TOKEN.finditer(clause):
        if match["unspaced"]:
            runs.append((list(match[0]), ""))
        elif runs and runs[-1][1]:
            runs[-1][0].append(match[0])
        else:
            runs.append(([match[0]], " "))
    return runs


def _weighted_log_odds(table: _Table) -> tuple[FloatArray, FloatArray]:
    """Return later minus earlier log-odds of each word, and its z."""
    before, after = table.sums(table.count)
    n_before = table.lengths[: table.n_before].sum()
    n_after = table.lengths[table.n_before :].sum()
    prior = _PRIOR_TOKENS * (before + after) / (n_before + n_after)
    # A word that is all there is is as frequent as can be on both sides: its odds are no number.
    is_all = before + after >= n_before + n_after
    rest_before = np.where(is_all, 1.0, n_before + _PRIOR_TOKENS - before - prior)
    rest_after = np.where(is_all, 1.0, n_after + _PRIOR_TOKENS - after - prior)
    log_odds = np.log((after + prior) / rest_after) - np.log((before + prior) / rest_before)
    log_odds[is_all] = 0.0
    return log_odds, log_odds / np.sqrt(1 / (after + prior) + 1 / (before + prior))


def _p_values(table: _Table) -> FloatArray:
    """Return p-values of Welch's test on each word's share of a statement."""
    sizes = np.array([[table.n_before], [table.n_after]], dtype=np.float64)
    if sizes.min() < 2:
        return np.ones(len(table.vocabulary))
    share = table.count / table.lengths[table.row]
    mean = np.stack(table.sums(share)) / sizes
    variance = (np.stack(table.sums(share**2)) - sizes * mean**2) / (sizes - 1)
    error = np.maximum(variance, 0.0) / sizes
    # Missing (or alike) throughout one side: the spread there is not zero, it is unknown.
    unknown = error.min(axis=0) <= 1e-15
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = error.sum(axis=0) ** 2 / (error**2 / (sizes - 1)).sum(axis=0)
        difference = np.abs(mean[1] - mean[0]) / np.sqrt(error.sum(axis=0))
        welch = 2 * stdtr(freedom, -difference)
    return np.asarray(np.where(unknown, _exact_p_values(table), welch), dtype=np.float64)


def _exact_p_values(table: _Table) -> FloatArray:
    """Return p-values of Fisher's exact test on how many hold a word."""
    # Imported above, it would make up a quarter of the time that any command takes to start.
    from scipy.stats import hypergeom  # noqa: PLC0415

    before, after = table.sums(np.ones(len(table.count)))
    law = hypergeom(len(table.lengths), table.n_before, before + after)
    smaller = np.minimum(law.cdf(before), law.sf(before - 1))
    return np.asarray(np.minimum(2 * smaller, 1.0), dtype=np.float64)


def _holm(p_values: FloatArray) -> FloatArray:
    order = np.argsort(p_values)
    scaled = p_values[order] * np.arange(len(p_values), 0, -1)
    out = np.empty(len(p_values))
    out[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return out


def _key_word(table: _Table, index: int, log_odds: float, z: float, p_adjusted: float) -> KeyWord:
    rows = table.row[table.word == index]
    before, after = rows[rows < table.n_before], rows[rows >= table.n_before] - table.n_before
    return KeyWord(
        word=table.vocabulary[index],
        n_before=table.n_before,
        n_before_with=len(before),
        n_after=table.n_after,
        n_after_with=len(after),
        log_odds=log_odds,
        z=z,
        p_adjusted=p_adjusted,
        rows_before=tuple(before.tolist()),
        rows_after=tuple(after.tolist()),
    )
