"""No sentence on a page names an option of the command line, or a file where there is none."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from string import Formatter

import pytest

from stance.dashboard.parts.page_words import ON_FORM, ON_LOAD_PAGE
from stance.errors import BadDate, RowRefused
from stance.phrases import Phrase, Sentence, Words, in_words

STANCE = Path(__file__).parents[1] / "stance"
ROOMS = ("files", "records", "store", "analysis", "answers", "loading", "editing", "dashboard")
SOURCES = sorted(
    [
        *(path for path in STANCE.glob("*.py") if path.stem != "phrases"),
        *(path for room in ROOMS for path in (STANCE / room).rglob("*.py")),
    ]
)
NAMED = re.compile(
    r"(?<![\w(])--(format|encoding|separator|date-order|sheet|map|fill|id-prefix|skip-bad-rows)\b"
)
ORDER = Sentence("no line shows which; ", Phrase.NAME_DATE_ORDER)


def texts(path: Path) -> Iterator[str]:
    """Yield every text of a source, docstrings among them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_only_phrases_name_an_option_of_loading() -> None:
    found = [text for path in SOURCES for text in texts(path) if NAMED.search(text)]
    assert found == []
    assert len(SOURCES) > 100


@pytest.mark.parametrize("phrase", [one for one in Phrase if "--" in one.value])
def test_the_load_page_words_what_names_an_option(phrase: Phrase) -> None:
    assert "--" not in ON_LOAD_PAGE[phrase]


@pytest.mark.parametrize("words", [ON_LOAD_PAGE, ON_FORM])
def test_other_words_fill_in_facts_that_the_phrase_has(words: Words) -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for phrase, text in words.items():
        assert facts(text) <= facts(phrase.value)


def test_a_sentence_is_said_by_each_surface() -> None:
    assert ORDER == "no line shows which; name the order with --date-order dmy or mdy"
    assert in_words(ORDER, ON_LOAD_PAGE).endswith("; choose the order of day and month above")
    assert in_words("--map is no phrase here", ON_LOAD_PAGE) == "--map is no phrase here"


def test_phrases_outlive_joining_copying_and_errors() -> None:
    told = in_words(BadDate("03/04/2003", ORDER).reason, ON_LOAD_PAGE)
    assert "shows which; choose the order of day and month above. Write 2003," in told
    assert in_words(deepcopy(Sentence(ORDER, ".")), ON_LOAD_PAGE).endswith("month above.")
    refused = RowRefused([("text", Sentence(Phrase.EMPTY, column="text"))])
    assert str(refused) == "The cell is empty, and every row needs its text."
    assert refused.in_words(ON_FORM) == "This is empty, and a statement needs its text."


def test_facts_may_hold_braces() -> None:
    told = Sentence(Phrase.NO_FORMAT, given="'{x}'", known="csv")
    assert in_words(told, ON_LOAD_PAGE) == "The format '{x}' is not one of: csv."


def test_programs_are_given_the_words_of_the_command_line() -> None:
    assert json.loads(json.dumps([ORDER])) == [str(ORDER)]
