"""Run as a program: load one file into a store of its own; print what became of it."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from db.store import open_store
from stance.errors import StanceError
from stance.files.reading.drafts import ReadOptions
from stance.loading.files import load_file

_KILO_IN_MEGA = 1024


def main(path: str) -> None:
    """Load the file twice, so that what is loaded once is a duplicate the second time."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/a.db")
        store.migrate()
        content, name = Path(path).read_bytes(), Path(path).name
        before, begun = _peak(), time.perf_counter()
        told: dict[str, object] = {}
        try:
            result = load_file(
                store, content, name, ReadOptions(), at=datetime.now(UTC), skip_bad_rows=True
            )
            told["rows"] = [result.n_stored, result.n_duplicates, result.n_refused]
            told["said"] = result.problems[0].reason if result.problems else ""
        except StanceError as problem:
            told["said"] = str(problem)
        told["seconds"] = time.perf_counter() - begun
        told["megabytes"] = _peak() - before
        store.close()
    print(json.dumps(told))


def _peak() -> float:
    """Return the most memory this process and the largest it waited for have held together."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / _KILO_IN_MEGA


if __name__ == "__main__":
    main(sys.argv[1])
