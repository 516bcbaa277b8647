"""A finger on a phone: it moves the page, also over the figure, and taps open statements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.opening import PHONE, complete, settled
from tests.dashboard.demo import MAIN

DOTS = "#timeline-graph .scatterlayer .points path"
STEPS = 12


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def timeline(page: Page) -> None:
    """Open the timeline and wait for what is laid over it last."""
    settled(page, MAIN)
    expect(page.locator("#timeline-tested li").first).to_be_visible()
    complete(page)


def swipe_up(page: Page, x: float, y: float, by: float) -> None:
    session = page.context.new_cdp_session(page)
    places = [{"x": x, "y": y - by * step / STEPS} for step in range(STEPS + 1)]
    for number, place in enumerate(places):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_moves_the_page_also_over_the_figure(phone: Page) -> None:
    timeline(phone)
    box = phone.locator("#timeline-graph .nsewdrag").first.bounding_box()
    assert box
    swipe_up(phone, box["x"] + box["width"] / 2, box["y"] + 200, by=150)
    phone.wait_for_function("scrollY > 80")


def test_a_tap_on_a_dot_opens_its_statement(phone: Page) -> None:
    timeline(phone)
    dot = phone.locator(DOTS).nth(20).bounding_box()
    assert dot
    phone.touchscreen.tap(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(phone.locator("#shell-aside blockquote").first).to_be_visible()
    expect(phone.locator("#shell-card")).to_be_hidden()
