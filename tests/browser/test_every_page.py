"""Every page in a browser: open to everybody, quiet, from one host, as wide as its screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.browser.opening import DESK, PHONE, drawn_for_its_screen, settled
from tests.dashboard.demo import DENIAL, ISSUE, MAIN

SEVERAL = "actor=China&actor=South+Korea&actor=UNHCR"
OF_CHINA = f"/compare?issue={ISSUE}&actor=China&voice=own"
PAGES = {
    "overview": "/",
    "timeline": MAIN,
    "timeline of several": f"/issue/{ISSUE}?{SEVERAL}",
    "timeline of all": f"/issue/{ISSUE}?period=year",
    "table": f"{MAIN}&view=table",
    "aside": f"{MAIN}&statement={DENIAL}",
    "shifts": f"/issue/{ISSUE}/shifts?actor=China&voice=own",
    "shifts of several": f"/issue/{ISSUE}/shifts?{SEVERAL}",
    "shifts of all": f"/issue/{ISSUE}/shifts?period=year",
    "wordings": f"/issue/{ISSUE}/wordings?actor=China&voice=own",
    "claims": f"/issue/{ISSUE}/claims",
    "actors": f"{OF_CHINA}&actor=Japan",
    "spans": f"{OF_CHINA}&split=2003-06-17",
    "statements": "/statements",
    "statement": f"/statement/{DENIAL}",
    "new": f"/statements/new?issue={ISSUE}",
    "edit": f"/statement/{DENIAL}/edit",
    "bin": "/bin",
    "codebook": f"/codebook/{ISSUE}",
    "load": "/load",
    "review": "/review",
    "about": "/about",
    "claim": "/claim/unhcr-2003-06-20-1",
    "found": f"/statements?issue={ISSUE}&q=humanitarian",
    "nothing found": f"/statements?issue={ISSUE}&q=zebra",
    "empty timeline": f"/issue/{ISSUE}?actor=China&from=1950&to=1951",
    "empty shifts": f"/issue/{ISSUE}/shifts?actor=China&from=1950&to=1951",
    "other side": f"{OF_CHINA}&against.actor=UNHCR",
    "one load": "/load?batch=1",
    "refused": "/statements?colour=red",
    "unknown": "/nothing",
    "shift": f"/issue/{ISSUE}/shifts?actor=South+Korea&voice=own",
}
GRIDS = ("table", "statements", "found")
COMPLAIN = ("refused", "unknown")
"""Addresses that are answered with 400 or 404, which a browser notes down."""
WIDER = "document.documentElement.scrollWidth - innerWidth"
# Colours that are still on their way from light to dark have no contrast to speak of.
_DARK = """() => document.querySelector("html[data-mantine-color-scheme=dark]") &&
    [...document.querySelectorAll(".room:not([hidden]) .js-plotly-plot")]
        .every((plot) => plot.layout.paper_bgcolor[1] === "1") &&
    !document.getAnimations().some((one) => one instanceof CSSTransition)"""


def opened(page: Page, name: str) -> None:
    settled(page, PAGES[name], has_grid=name in GRIDS)
    if name == "shift":
        # Its address holds a key that is computed: the list leads there.
        href = page.locator("a[href*='/shift/']").first.get_attribute("href")
        settled(page, href or "")


@contextmanager
def quiet(page: Page, name: str) -> Iterator[None]:
    """Refuse what the page complains of meanwhile, and hosts other than ours."""
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda one: hosts.add(urlsplit(one.url).hostname or ""))
    page.on("pageerror", lambda one: complaints.append(str(one)))
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    yield
    assert name in COMPLAIN or complaints == []
    assert hosts == {"127.0.0.1"}


def assert_open_to_all(page: Page, *rules: str) -> None:
    """Ask axe for barriers, by all rules or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = AxeResults(page.evaluate("(options) => axe.run(options)", options))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_all_and_quiet_on_a_phone_and_wide_in_light_and_dark(
    page: Page, name: str
) -> None:
    page.set_viewport_size(PHONE)
    with quiet(page, name):
        opened(page, name)
        assert_open_to_all(page)
        assert page.evaluate(WIDER) <= 0
        page.set_viewport_size(DESK)
        drawn_for_its_screen(page, has_grid=name in GRIDS)
        assert_open_to_all(page)
        assert page.evaluate(WIDER) <= 0
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(_DARK)
        # Of all that axe asks only this depends on colours.
        assert_open_to_all(page, "color-contrast", "link-in-text-block")
