"""Opening a page until nothing more comes to it."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# What Dash still asks for it says itself; under a figure its source is the last to be written.
_QUIET = """() => {
    const room = document.querySelector(".room:not([hidden])");
    const source = room.querySelector("#timeline-source, #compare-source");
    const isDrawn = room.querySelector(".js-plotly-plot");
    return !window.store.getState().isLoading && room.getAttribute("aria-busy") !== "true"
        && (!isDrawn || !source || source.textContent);
}"""


def settled(page: Page, address: str, *, has_grid: bool = False) -> None:
    """Open an address; return when the page is complete."""
    page.goto(address)
    page.wait_for_selector("main h1:visible, main h2:visible, #shell-aside h2:visible")
    _filled(page, has_grid=has_grid)


def drawn_for_its_screen(page: Page, *, has_grid: bool = False) -> None:
    """Return when a page whose screen was turned or widened is complete again."""
    # The browser tells the page of its new width before it draws a frame.
    page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    _filled(page, has_grid=has_grid)


def _filled(page: Page, *, has_grid: bool) -> None:
    if has_grid:
        page.wait_for_selector(".ag-row .cell-words")
    complete(page)


def complete(page: Page) -> None:
    """Wait until nothing is asked for any more."""
    page.wait_for_function(_QUIET)
