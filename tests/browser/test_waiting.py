"""Whoever waits for a page sees that it comes: a sketch at first, later a bar over the old one."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

BAR = "getComputedStyle(document.body, '::before').height"
UPDATE = "**/_dash-update-component*"


def test_a_sketch_stands_until_the_first_page_comes_and_a_bar_until_the_next(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "shell-room" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route(UPDATE, hold)
    page.goto("/about")
    room = page.locator("#shell-room")
    expect(room).to_have_attribute("aria-busy", "true")
    expect(room.locator(".skeleton")).to_be_visible()
    release(page, held)
    expect(room.locator("h1")).to_be_visible()
    expect(room.locator(".skeleton")).to_have_count(0)
    expect(room).to_have_attribute("aria-busy", "false")

    before = room.locator("h1").inner_text()
    page.locator("#nav-statements").click()
    expect(room).to_have_attribute("aria-busy", "true")
    expect(room.locator("h1")).to_have_text(before)
    assert page.evaluate(BAR) == "3px"
    release(page, held)
    expect(room.locator("h1")).to_have_text("Statements")
    expect(room).to_have_attribute("aria-busy", "false")
    assert page.evaluate(BAR) != "3px"


def release(page: Page, held: list[Route]) -> None:
    """Let the answers through that were held, the first of which may be yet to come."""
    while not held:
        page.evaluate("new Promise(requestAnimationFrame)")
    while held:
        held.pop().continue_()
