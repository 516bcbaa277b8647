"""How often keyness names a word where nothing changed, and finds one where something did.

``python -m bench.keyness`` draws bursty statements (a word said once tends to be said again)
and sets the test on statements beside the usual one on tokens, G2 with Bonferroni.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
from scipy.special import xlogy
from scipy.stats import chi2

from bench.metrics import rate_of
from bench.shift_table import Line, at_most, written
from stance.analysis.keyness import find_keywords
from stance.analysis.shifts.evidence import FloatArray, IntArray

_N_WORDS = 400
_BURSTINESS = 60.0
_N_RUNS = 200
_PLANTED = "planted"


def main() -> int:
    """Print the table; return 1 if a number is not held."""
    print("measure | hold | ours (95% Monte-Carlo interval) | state | beside")
    lines = [_false_line(40), _false_line(150), _found_line(40), _found_line(150), _speed_line()]
    for line in lines:
        print(line, flush=True)
    return int(any(line.is_held is False for line in lines))


def _false_line(n: int) -> Line:
    rng = np.random.default_rng([1, n])
    ours, tokens = [], []
    for _ in range(_N_RUNS):
        counts = _counts(rng, 2 * n)
        texts = _texts(counts)
        ours.append(bool(find_keywords(texts[:n], texts[n:])))
        tokens.append(_token_test(counts[:n].sum(axis=0), counts[n:].sum(axis=0)))
    beside = f"G2 on tokens, Bonferroni {rate_of(tokens).value:.2f}"
    title = f"comparisons with any false word, {n} statements a side"
    return at_most(title, rate_of(ours), 0.05, peers=beside)


def _found_line(n: int) -> Line:
    rng = np.random.default_rng([2, n])
    found = []
    for _ in range(_N_RUNS // 2):
        texts = _texts(_counts(rng, 2 * n))
        shares = np.repeat([0.1, 0.5], n)
        said = rng.random(2 * n) < shares
        texts = [f"{t} {_PLANTED}" if has else t for t, has in zip(texts, said, strict=True)]
        words = find_keywords(texts[:n], texts[n:])
        found.append(any(_PLANTED in word.word for word in words))
    title = f"a word of 10% -> 50% of statements named, {n} a side"
    return Line(title, "report", written(rate_of(found)), None)


def _speed_line() -> Line:
    texts = _texts(_counts(np.random.default_rng(3), 4000))
    start = perf_counter()
    find_keywords(texts[:2000], texts[2000:])
    seconds = perf_counter() - start
    return Line("2,000 statements of 40 words a side", "report", f"{seconds:.1f} s", None)


def _counts(rng: np.random.Generator, n: int) -> IntArray:
    """Words of each statement, from shares that vary around common ones."""
    shares = 1.0 / np.arange(1, _N_WORDS + 1)
    shares /= shares.sum()
    own = rng.dirichlet(_BURSTINESS * shares + 1e-6, size=n)
    return np.stack([rng.multinomial(40, row / row.sum()) for row in own]).astype(np.int64)


def _texts(counts: IntArray) -> list[str]:
    """Write statements out, each word a clause of its own, so that phrases add nothing."""
    names = np.array([f"w{number}" for number in range(counts.shape[1])])
    return [". ".join(np.repeat(names, row)) for row in counts]


def _token_test(before: IntArray, after: IntArray) -> bool:
    """Whether G2 on tokens names any word."""
    total = np.stack([before, after]).astype(np.float64)
    sizes = total.sum(axis=1, keepdims=True)
    tested = total.sum(axis=0) > 0
    g2 = 2 * (_likelihood(total, sizes) - _likelihood(*_pooled(total, sizes)))
    return bool((chi2.sf(g2[tested], 1) * tested.sum() <= 0.05).any())


def _likelihood(counts: FloatArray, sizes: FloatArray) -> FloatArray:
    rest = sizes - counts
    terms = xlogy(counts, counts / sizes) + xlogy(rest, rest / sizes)
    return np.asarray(terms.sum(axis=0), dtype=np.float64)


def _pooled(counts: FloatArray, sizes: FloatArray) -> tuple[FloatArray, FloatArray]:
    return counts.sum(axis=0, keepdims=True), sizes.sum(axis=0, keepdims=True)


if __name__ == "__main__":
    raise SystemExit(main())
