"""The pictures of docs/guide: every page in light, dark and on a phone, taken of the demo.

Run with `python -m bench.pictures`, with names of pages behind it for only those.
"""

from __future__ import annotations

import io
import logging
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from app import build_server, house
from db.store import open_store
from stance.editing.statements import discard, type_statement
from stance.loading.demo import load_demo
from stance.store import Store

FOLDER = Path(__file__).parent.parent / "docs" / "guide"
LOOKS = (
    ("", "light", (1440, 900)),
    ("-dark", "dark", (1440, 900)),
    ("-phone", "light", (390, 844)),
)
ISSUE = "north-korean-refugees-in-china"
CHINA = f"/issue/{ISSUE}?actor=China&voice=own"
SOUTH_KOREA = f"/issue/{ISSUE}/shifts?actor=South+Korea&voice=own"
DENIAL = "cn-mfa-2003-06-17-1"
ACTORS = "actor=China&actor=South+Korea&actor=UNHCR&actor=United+States"
PAGES = {
    "overview": "/",
    "timeline": CHINA,
    "statement-aside": CHINA,
    "table": f"{CHINA}&view=table",
    "shifts": SOUTH_KOREA,
    "shift": SOUTH_KOREA,
    "wordings": f"/issue/{ISSUE}/wordings?actor=China&voice=own",
    "claims": f"/issue/{ISSUE}/claims",
    "claim": "/claim/unhcr-2003-06-20-1",
    "compare-actors": f"/compare?issue={ISSUE}&{ACTORS}&voice=own",
    "compare-spans": f"/compare?issue={ISSUE}&actor=China&voice=own&split=2003-06-17",
    "statements": f"/statements?issue={ISSUE}&q=humanitarian",
    "statement": f"/statement/{DENIAL}",
    "new-statement": f"/statements/new?issue={ISSUE}&actor=China",
    "edit-statement": f"/statement/{DENIAL}/edit",
    "bin": "/bin",
    "codebook": f"/codebook/{ISSUE}",
    "load": "/load",
    "review": f"/review?issue={ISSUE}",
    "about": "/about",
    "who-else": f"/issue/{ISSUE}/wordings?actor=China&voice=own&frame=refugees",
    "japan": f"/issue/{ISSUE}?actor=Japan&voice=own",
    "months-of-2002": f"{CHINA}&frame=humanitarian&from=2002&to=2002&period=month",
}
ONCE = ("japan", "months-of-2002", "who-else")
"""Taken in light only: they stand in the text of the guide."""

DRAWN = ".points path"
READY = {
    "timeline": DRAWN,
    "statement-aside": DRAWN,
    "japan": DRAWN,
    "months-of-2002": ".js-plotly-plot .main-svg",
    "compare-actors": DRAWN,
    "compare-spans": DRAWN,
    "table": ".cell-words, .cell-narrow",
    "statements": ".cell-words, .cell-narrow",
}
"""What must be seen before a picture is taken, where a heading is not enough."""

_PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that has other work."""


@contextmanager
def demo_served() -> Iterator[str]:
    """Serve a fresh store with the demo for as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'demo.db'}")
        store.migrate()
        load_demo(store, house().demo, at=datetime.now(UTC))
        discard_one(store)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        waitress = create_server(build_server(store), host="127.0.0.1", port=port, threads=4)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        thread = threading.Thread(target=waitress.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        waitress.close()
        thread.join(timeout=5)
        store.close()


def discard_one(store: Store) -> None:
    """Type a statement and discard it, so that the bin holds something and nothing is missing."""
    typed = {
        "date": "2004-07-28",
        "actor": "South Korea",
        "issue": ISSUE,
        "text": "typed twice by mistake",
    }
    now = datetime.now(UTC)
    id_ = type_statement(store, typed, by="Ann", at=now)
    discard(store, id_, by="Ann", at=now)


def show(page: Page, name: str) -> None:
    """Open a page as a reader who has been here before, and wait until it stands."""
    page.goto(PAGES[name])
    page.wait_for_selector(READY.get(name, "main h1:visible"))
    page.wait_for_load_state("networkidle")
    read = page.locator("#hint-read")
    if read.is_visible():
        read.click()
    if name == "statement-aside":
        page.evaluate(f"window.dash_clientside.stance.openStatement('{DENIAL}')")
    if name == "shift":
        page.locator("a[href*='/shift/']").first.click()
        page.wait_for_url("**/shift/**")
        page.wait_for_selector("main a[href*='/statement/']:visible")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)


def small(picture: bytes) -> bytes:
    """Return a picture in 256 colours, rare ones too: those are the marks of frames."""
    with Image.open(io.BytesIO(picture)) as whole:
        few = whole.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1)
    out = io.BytesIO()
    few.save(out, "png", optimize=True)
    return out.getvalue()


def take(browser: Browser, address: str, names: tuple[str, ...]) -> None:
    """Take every picture asked for."""
    for suffix, scheme, (width, height) in LOOKS:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        for name in names:
            if suffix and name in ONCE:
                continue
            show(page, name)
            (FOLDER / f"{name}{suffix}.png").write_bytes(small(page.screenshot()))
        context.close()


def main(names: tuple[str, ...]) -> None:
    """Take the pictures of these pages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with demo_served() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        take(browser, address, names)
        browser.close()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or tuple(PAGES))
