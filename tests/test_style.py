"""Holds the sizes of the house: one topic a file, one thought a function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("stance/**/*.py"), *ROOT.glob("db/**/*.py"), ROOT / "app.py"])
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_topic_and_a_function_fits_a_screen(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert too_long(source) == []


def test_a_function_beyond_a_screen_is_named() -> None:
    assert too_long("def long():\n" + "    pass\n" * 60) == ["long: 61 lines"]
    assert too_long("def fits():\n" + "    pass\n" * 59) == []
