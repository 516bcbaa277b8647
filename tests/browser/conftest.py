"""A real Chromium on a real server with a real store."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from waitress.server import create_server

from app import build_server
from tests.browser.chromium import system_chromium
from tests.browser.opening import DESK
from tests.dashboard.demo import demo_store

CHROMIUM = system_chromium()
# Busy cores may take half a minute over a long page that a reader's machine shows in two seconds.
PATIENCE_MS = 60_000
Launch = Callable[..., BrowserContext]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the dashboard on a free port for as long as the tests run."""
    store = demo_store(tmp_path_factory.mktemp("browser"))
    server = build_server(store)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    waitress = create_server(server, host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=waitress.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    waitress.close()
    thread.join(timeout=5)
    store.close()


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def launch(
    playwright: Playwright, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Launch:
    """Start browsers that keep compiled scripts on disk: a page then opens a second sooner."""

    def launched(**screen: Any) -> BrowserContext:
        folder = tmp_path_factory.mktemp("profile")
        opened = playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=FLAGS, base_url=address, **screen
        )
        opened.set_default_timeout(PATIENCE_MS)
        return opened

    return launched


@pytest.fixture(scope="session")
def warm(launch: Launch) -> Iterator[BrowserContext]:
    opened = launch(viewport=DESK)
    yield opened
    opened.close()


@pytest.fixture
def context(warm: BrowserContext) -> Iterator[BrowserContext]:
    yield warm
    # The first page stays: a browser without any ends.
    for page in warm.pages[1:]:
        page.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    opened = context.new_page()
    # Every test is a first visitor: what the browser remembered of others is forgotten.
    session = context.new_cdp_session(opened)
    memory = {"origin": address, "storageTypes": "local_storage"}
    session.send("Storage.clearDataForOrigin", memory)
    session.detach()
    # Listened to from the start: asked for with the key that opens it, it can come too late.
    opened.on("filechooser", lambda _chooser: None)
    return opened
