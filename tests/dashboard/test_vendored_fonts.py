"""The fonts that we serve hold every letter of the demo, and nothing of them is missing."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.dashboard.demo import DEMO

FONTS = Path(__file__).parents[2] / "assets" / "vendor" / "fonts"
LISTS = sorted(FONTS.glob("*.css"))
SCRIPTS = {
    "chinese": ("zh", ("CJK",)),
    "japanese": ("ja", ("CJK", "HIRAGANA", "KATAKANA")),
    "korean": ("ko", ("HANGUL",)),
}


def covered(sheet: Path) -> set[int]:
    found: set[int] = set()
    for ranges in re.findall(r"unicode-range:([^}]+)}", sheet.read_text()):
        for one in ranges.split(","):
            first, _, last = one.removeprefix("U+").partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def letters_of_the_demo(language: str, kinds: tuple[str, ...]) -> set[str]:
    with (DEMO / "statements.csv").open(encoding="utf-8", newline="") as file:
        said = [row["text"] for row in csv.DictReader(file) if row["language"] == language]
    return {
        letter for letter in set("".join(said)) if unicodedata.name(letter, "").startswith(kinds)
    }


@pytest.mark.parametrize("sheet", LISTS, ids=lambda sheet: sheet.stem)
def test_every_list_names_files_that_are_here(sheet: Path) -> None:
    named = re.findall(r'url\("([^"?]+)\?m=[0-9.]+"\)', sheet.read_text())
    assert named
    assert [name for name in named if not (FONTS / name).is_file()] == []


def test_every_font_is_named_by_a_list() -> None:
    told = "".join(sheet.read_text() for sheet in LISTS)
    assert [file.name for file in FONTS.glob("*.woff2") if f'"{file.name}?' not in told] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_demo_can_be_drawn_without_a_font_of_the_system(script: str) -> None:
    wanted = letters_of_the_demo(*SCRIPTS[script])
    assert len(wanted) > 50
    has = covered(FONTS / f"{script}.css")
    assert {letter for letter in wanted if ord(letter) not in has} == set()


def test_every_page_names_every_list_in_the_version_of_its_parts(client: FlaskClient) -> None:
    page = client.get("/about").text
    for sheet in LISTS:
        named = re.search(rf'href="/assets/vendor/fonts/{sheet.name}(\?m=[0-9.]+)"', page)
        assert named is not None
        assert named[1] in sheet.read_text()
