"""The plotly.js that we serve is the one that plotly.py describes."""

from __future__ import annotations

import re
from pathlib import Path

import plotly

VENDORED = Path(__file__).parents[2] / "assets" / "vendor" / "plotly-basic.min.js"
PACKAGED = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def version(file: Path) -> str:
    with file.open(encoding="utf-8") as script:
        found = re.search(r"v(\d+\.\d+\.\d+)", script.read(200))
    assert found is not None
    return found.group(1)


def test_both_are_of_one_version() -> None:
    assert version(VENDORED) == version(PACKAGED)
