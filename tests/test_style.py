"""Holds the sizes of the house: one topic a file, one thought a function."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from stance.filters import FILTERS

ROOT = Path(__file__).parents[1]
PYTHON = sorted(
    [path for room in ("stance", "db", "bench") for path in ROOT.glob(f"{room}/**/*.py")]
    + [ROOT / "app.py"]
)
ASSETS = sorted([*ROOT.glob("assets/*.js"), *ROOT.glob("assets/*.css")])
SCRIPTS = sorted(ROOT.glob("assets/*.js"))
PRIVATE = re.compile(r"(?<!\w)_[A-Za-z]\w*")
WORD = re.compile(r"""["'](\w+)["']""")
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 60


def too_long(source: str) -> list[str]:
    """Name the functions of a source that are longer than a screen."""
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*PYTHON, *ASSETS], ids=named)
def test_a_file_is_short_enough_for_one_topic(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_a_function_fits_a_screen(path: Path) -> None:
    assert too_long(path.read_text(encoding="utf-8")) == []


def test_a_function_beyond_a_screen_is_named() -> None:
    assert too_long("def long():\n" + "    pass\n" * 60) == ["long: 61 lines"]
    assert too_long("def fits():\n" + "    pass\n" * 59) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_what_dash_and_plotly_keep_to_themselves_is_reached_for_in_one_script(path: Path) -> None:
    found = PRIVATE.findall(path.read_text(encoding="utf-8"))
    assert bool(found) is (path.name == "private_names.js")


def test_scripts_about_addresses_know_no_filter_by_its_name() -> None:
    text = (ROOT / "assets" / "address.js").read_text(encoding="utf-8")
    assert set(WORD.findall(text)) & set(FILTERS) == set()
