"""Print the numbers that the shift method must hold, ours beside those of other packages.

``python -m bench.shifts`` simulates (hours on one core, most of them for the other packages),
``--part`` a part of it, ``--quick`` less of it; ``--real`` looks at documented changes in the
files under ``STANCE_SHARED``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import chain
from time import perf_counter

from bench import shift_measures as measures
from bench import shift_traps as traps
from bench.real_shifts import real_lines
from bench.shared import SHARED
from bench.shift_calibration import cause_lines
from bench.shift_peers import peers
from bench.shift_streams import FORMS
from bench.shift_table import Line

FULL = measures.Size(short=500, long=120, longest=500, peers=60, pairs=3000)
QUICK = measures.Size(short=80, long=25, longest=100, peers=10, pairs=600)


def form_lines(size: measures.Size, form: str) -> Iterator[Line]:
    """What is measured on unchanging and changing series of one form."""
    yield from measures.false_positive_lines(size, form)
    cells = measures.effect_cells(size, form)
    yield from measures.detection_lines(size, form, cells)
    yield from measures.date_lines(form, cells)
    yield from measures.calibration_lines(size, form, cells)


PARTS: dict[str, Callable[[measures.Size], Iterator[Line]]] = {
    "exclusive": lambda size: form_lines(size, FORMS[0]),
    "one-each": lambda size: form_lines(size, FORMS[1]),
    "independent": lambda size: form_lines(size, FORMS[2]),
    "calibration": lambda size: cause_lines(size.short),
    "dependence": lambda size: traps.dependence_lines(size.short),
    "discovery": lambda size: traps.discovery_lines(size.pairs),
    "scores": lambda size: traps.score_lines(size.short // 2),
    "shape": lambda size: traps.shape_lines(size.short // 4),
    "speed": measures.speed_lines,
}


def main() -> int:
    """Print the table; return 1 if a number is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="simulate less, in about two minutes")
    parser.add_argument("--part", action="append", choices=PARTS, help="simulate this part only")
    parser.add_argument("--real", action="store_true", help="look at documented changes instead")
    chosen = parser.parse_args()
    start = perf_counter()
    if chosen.real:
        lines = real_lines(SHARED)
    else:
        size = QUICK if chosen.quick else FULL
        lines = chain.from_iterable(PARTS[name](size) for name in chosen.part or PARTS)
        print("peers:", ", ".join(peers()))
    print("measure | hold | ours (95% Monte-Carlo interval) | state | peers")
    n_missed = 0
    for line in lines:
        print(line, flush=True)
        n_missed += line.is_held is False
    print(f"{n_missed} not held; {perf_counter() - start:.0f} s")
    return int(n_missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
