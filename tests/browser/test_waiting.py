"""Whoever waits for a page sees that it comes: a sketch at first, later a bar over the old one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.held import held

BAR = "getComputedStyle(document.body, '::before').height"


def test_a_sketch_stands_until_the_first_page_comes_and_a_bar_until_the_next(page: Page) -> None:
    with held(page, "shell-room.children") as answers:
        page.goto("/about")
        room = page.locator("#shell-room")
        expect(room).to_have_attribute("aria-busy", "true")
        expect(room.locator(".skeleton")).to_be_visible()
        answers.release()
        expect(room.locator("h1")).to_be_visible()
        expect(room.locator(".skeleton")).to_have_count(0)
        expect(room).to_have_attribute("aria-busy", "false")

        before = room.locator("h1").inner_text()
        page.locator("#nav-statements").click()
        expect(room).to_have_attribute("aria-busy", "true")
        expect(room.locator("h1")).to_have_text(before)
        page.wait_for_function(f"{BAR} === '3px'")
        answers.release()
        expect(room.locator("h1")).to_have_text("Statements")
        expect(room).to_have_attribute("aria-busy", "false")
        page.wait_for_function(f"{BAR} !== '3px'")
