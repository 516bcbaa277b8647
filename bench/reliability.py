"""What loading must hold under attack: hostile files, kills, crowds, locks, repeats, speed.

Run with `python -m bench.reliability`, with the names of parts behind it for some of them, and
`--quick` for a look in two minutes. Every line has the figure to hold beside it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench.hostile_files import measure_files
from bench.many_writers import measure_crowd, measure_kills, measure_locks
from bench.repeats import measure_repeats, measure_speed
from bench.stores import Makers, store_makers

Part = Callable[[Makers, bool], None]

PARTS: dict[str, Part] = {
    "files": measure_files,
    "kills": measure_kills,
    "crowd": measure_crowd,
    "locks": measure_locks,
    "repeats": measure_repeats,
    "speed": measure_speed,
}
"""The parts by name: each prints its own lines."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"Some of: {', '.join(PARTS)}.")
    parser.add_argument("--quick", action="store_true", help="A tenth of the sizes.")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    with store_makers() as makers:
        for name in given.parts or PARTS:
            print(f"\n{name}", flush=True)
            PARTS[name](makers, given.quick)


if __name__ == "__main__":
    main()
