"""How often the surprise p calls a first use late where nothing was new.

``python -m bench.first_use`` draws series of utterances in which a wording is as likely at the
end as at the beginning, reads each series as the product does, and counts how often p is 0.05
or less. A series without a use has no p and is drawn again. Beside it stands the same size
computed from the law itself, without chance.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from bench.metrics import Rate, rate_of
from bench.shift_table import Line, written
from stance.analysis.first_use import surprise_p
from stance.analysis.shifts.evidence import FloatArray

_SIZES = (50, 100, 200, 500)
_RATES = (0.05, 0.1, 0.2, 0.3)
_N_SERIES = 4000
_LEVEL = 0.05
_LEAST, _MOST = 0.04, 0.055


def main() -> int:
    """Print the table; return 1 if a number is not held."""
    print("measure | hold | ours (95% Monte-Carlo interval) | state | beside")
    lines = [_line(n, rate) for n in _SIZES for rate in _RATES]
    for line in lines:
        print(line, flush=True)
    return int(any(line.is_held is False for line in lines))


def _line(n: int, rate: float) -> Line:
    found = rate_of(_p_values(n, rate) <= _LEVEL)
    title = f"p <= {_LEVEL} among {n} utterances, a wording in {rate:.0%} of them"
    hold, beside = f"{_LEAST:.3f}-{_MOST:.3f}", f"exact {_exact_size(n, rate):.4f}"
    return Line(title, hold, written(found), _is_held(found), beside)


def _is_held(found: Rate) -> bool:
    """Whether the interval of the measured size meets the one to hold."""
    return found.low <= _MOST and found.high >= _LEAST


def _exact_size(n: int, rate: float) -> float:
    """Return the size over all numbers of uses: with each, the largest p that does not exceed."""
    n_uses = np.arange(1, n + 1)
    p_values = surprise_p(np.arange(n)[:, None], n_uses, n)
    sizes = np.where(p_values <= _LEVEL, p_values, 0.0).max(axis=0)
    chances = binom.pmf(n_uses, n, rate)
    return float((sizes * chances).sum() / chances.sum())


def _p_values(n: int, rate: float) -> FloatArray:
    rng = np.random.default_rng([n, round(rate * 1000)])
    said = np.empty((0, n), dtype=bool)
    while len(said) < _N_SERIES:
        drawn = rng.random((_N_SERIES, n)) < rate
        said = np.concatenate([said, drawn[drawn.any(axis=1)]])
    said = said[:_N_SERIES]
    return surprise_p(said.argmax(axis=1), said.sum(axis=1), n)


if __name__ == "__main__":
    raise SystemExit(main())
