"""No sentence on a page names an option of the command line, or a file where there is none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stance.dashboard.parts.plain_words import on_form, on_load_page

STANCE = Path(__file__).parents[3] / "stance"
OPTION = re.compile(r"--[a-z]")
ROOMS = ("files/reading", "files/sheets", "loading")
SOURCES = sorted(
    [*STANCE.glob("*.py"), *(path for r in ROOMS for path in STANCE.glob(f"{r}/*.py"))]
)


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield every text of a source whole, with a word for each thing that is filled in."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.JoinedStr(values=parts):
                filled = (part.value if isinstance(part, ast.Constant) else "w" for part in parts)
                yield "".join(map(str, filled))
            case ast.Constant(value=str(text)):
                yield text
            case _:
                yield from texts(node)


def sentences() -> list[str]:
    """List what files and loads may say that names an option."""
    found = [text for path in SOURCES for text in texts(ast.parse(path.read_text("utf-8")))]
    return [text for text in found if OPTION.search(text) and " " in text]


def test_there_are_sentences_to_say_otherwise() -> None:
    assert any("--date-order" in text for text in sentences())
    assert any("--map" in text for text in sentences())


@pytest.mark.parametrize("text", sentences())
def test_the_load_page_names_no_option(text: str) -> None:
    assert not OPTION.search(on_load_page(text))


def test_a_sentence_without_options_stays_as_it_is() -> None:
    for said in ("'-- a dash --' is not a date", "the cell '--map' holds words"):
        assert on_load_page(said) == said


def test_the_form_speaks_of_no_file() -> None:
    assert on_form("'x' is neither in this file nor in the store") == "'x' is not in this store"
