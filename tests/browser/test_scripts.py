"""Words in any script are drawn, also where the system has no font for them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.opening import settled

_LOADED = """([family, letters]) => {
  document.fonts.load(`16px "${family}"`, letters);
  return [...document.fonts].some((face) =>
    face.family.replaceAll('"', "") === family && face.status === "loaded");
}"""


@pytest.mark.parametrize(
    ("language", "family", "letters"),
    [
        ("ko", "Noto Sans KR", "탈북자"),
        ("ja", "Noto Sans JP", "不法入国者である"),
        ("zh", "Noto Sans SC", "非法越境者"),
    ],
)
def test_letters_on_the_page_bring_their_font_from_our_own_server(
    page: Page, language: str, family: str, letters: str
) -> None:
    settled(page, f"/statements?language={language}", has_grid=True)
    page.wait_for_function(_LOADED, arg=[family, letters])


def test_a_page_in_latin_letters_asks_for_no_other_font(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    settled(page, "/about")
    page.evaluate("document.fonts.ready")
    assert [url for url in asked if "vendor/fonts" in url and ".woff2" in url] == []
    assert any("vendor/fonts/korean.css" in url for url in asked)
