"""Answers of the server that come when a test says so, to look at what happens until then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from tests.browser.conftest import PATIENCE_MS

_UPDATE = "**/_dash-update-component*"


class Held:
    """What was asked for with a certain output and has not been let through yet."""

    def __init__(self, page: Page, output: str) -> None:
        self._page = page
        self._output = output
        self._routes: list[Route] = []

    def hold(self, route: Route) -> None:
        """Hold a request back if it asks for the output."""
        if self._output in (route.request.post_data_json or {}).get("output", ""):
            self._routes.append(route)
        else:
            route.continue_()

    def wait(self) -> None:
        """Wait until something is held."""
        latest = time.monotonic() + PATIENCE_MS / 1000
        while not self._routes:
            assert time.monotonic() < latest, f"nobody asked for {self._output}"
            self._page.evaluate("new Promise(requestAnimationFrame)")

    def release(self) -> None:
        """Let through what is held, the first of which may be yet to come."""
        self.wait()
        while self._routes:
            self._routes.pop(0).continue_()


@contextmanager
def held(page: Page, output: str) -> Iterator[Held]:
    """Hold back the answers that fill an output."""
    kept = Held(page, output)
    page.route(_UPDATE, kept.hold)
    yield kept
    page.unroute(_UPDATE, kept.hold)
