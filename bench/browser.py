"""What a reader waits for, in a real browser: filter changes, first loads, bytes, memory.

Run with `python -m bench.browser`, with sizes behind it for others than 1,000, 10,000, 100,000.
"""

from __future__ import annotations

import logging
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import g, request
from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright
from waitress.server import create_server

from app import build_server
from bench.crowd import BUSIEST, ISSUE, crowded_store

SIZES = (1_000, 10_000, 100_000)
MAIN = f"/issue/{ISSUE}?actor={BUSIEST}&voice=own"
CHANGES = (
    f"/issue/{ISSUE}?actor=Borland&voice=own",
    f"/issue/{ISSUE}?actor={BUSIEST}&voice=own&from=2005",
    f"/issue/{ISSUE}?actor={BUSIEST}&voice=own&mode=direct_quote",
    f"/issue/{ISSUE}?actor={BUSIEST}",
    f"/issue/{ISSUE}?actor={BUSIEST}&voice=attributed",
    MAIN,
)
VISITS = ("/", MAIN, "/statements", f"/codebook/{ISSUE}", "/about")
N_VISITS = 50
_QUIET_LOOKS = 6

_DRAWN = "#timeline-graph .scatterlayer .points path"
_REDRAW = """async (href) => {
  const graph = document.querySelector('#timeline-graph .js-plotly-plot');
  const begun = performance.now();
  return new Promise((done) => {
    const finish = () => {
      graph.removeListener('plotly_afterplot', finish);
      requestAnimationFrame(() => done(performance.now() - begun));
    };
    graph.on('plotly_afterplot', finish);
    window.dash_clientside.stance.go(href);
  });
}"""


@dataclass
class Wire:
    """What a page took from the server, in bytes as sent."""

    n_bytes: float = 0
    largest: float = 0
    open: set[str] = field(default_factory=set)

    def ask(self, event: Any) -> None:
        """Note that something was asked for."""
        self.open.add(event["requestId"])

    def take(self, event: Any) -> None:
        """Add one finished answer."""
        self.n_bytes += event["encodedDataLength"]
        self.largest = max(self.largest, event["encodedDataLength"])
        self.open.discard(event["requestId"])

    def lose(self, event: Any) -> None:
        """Note that nothing more will come."""
        self.open.discard(event["requestId"])


@dataclass(slots=True)
class Served:
    """How long the server took over each answer that draws the timeline, in milliseconds."""

    ms: list[float] = field(default_factory=list)


@contextmanager
def serving(folder: Path, n: int) -> Iterator[tuple[str, Served]]:
    """Serve a store of `n` statements for as long as the block runs."""
    store = crowded_store(folder, n)
    server, served = build_server(store), Served()

    def begin() -> None:
        g.begun = time.perf_counter()

    def finish(response: Any) -> Any:
        body = request.get_json(silent=True) if request.method == "POST" else None
        if isinstance(body, dict) and str(body.get("output")).startswith("..timeline-title"):
            served.ms.append((time.perf_counter() - g.begun) * 1000)
        return response

    server.before_request_funcs.setdefault(None, []).insert(0, begin)
    server.after_request_funcs.setdefault(None, []).insert(0, finish)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    waitress = create_server(server, host="127.0.0.1", port=port, threads=4)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    thread = threading.Thread(target=waitress.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}", served
    # What the last page asked for is answered before the store closes.
    time.sleep(2)
    waitress.close()
    thread.join(timeout=5)
    store.close()


def watched(context: BrowserContext) -> tuple[Page, CDPSession, Wire]:
    """Open a page whose traffic is counted."""
    page = context.new_page()
    session, wire = context.new_cdp_session(page), Wire()
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", wire.ask)
    session.on("Network.loadingFinished", wire.take)
    session.on("Network.loadingFailed", wire.lose)
    return page, session, wire


def rest(page: Page, wire: Wire) -> None:
    """Wait until all that a page asks for by itself is answered, the search for shifts included."""
    n_quiet = 0
    while n_quiet < _QUIET_LOOKS:
        page.wait_for_timeout(100)
        n_quiet = 0 if wire.open else n_quiet + 1


def load_seconds(page: Page) -> float:
    """Load the timeline anew; return the seconds until its marks are painted."""
    begun = time.perf_counter()
    page.goto(MAIN)
    page.wait_for_selector(_DRAWN)
    return time.perf_counter() - begun


def heap_mb(session: CDPSession) -> float:
    """Return the megabytes that scripts hold after a collection."""
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def measure(context: BrowserContext, served: Served) -> dict[str, str]:
    """Return every figure of one size, as text beside its name."""
    page, session, wire = watched(context)
    cold = load_seconds(page)
    rest(page, wire)
    first = wire.n_bytes
    warm = statistics.median(_warm_loads(page, wire))
    served.ms.clear()
    redraws, sizes = [], []
    for href in CHANGES * 2:
        wire.largest = 0
        redraws.append(float(page.evaluate(_REDRAW, href)))
        rest(page, wire)
        sizes.append(wire.largest)
    before = heap_mb(session)
    visit(page, wire)
    after = heap_mb(session)
    return {
        "filter change, median": f"{statistics.median(redraws):.0f} ms",
        "filter change, slowest": f"{max(redraws):.0f} ms",
        "of it the server, median": f"{statistics.median(served.ms):.0f} ms",
        "filter change, largest answer": f"{max(sizes) / 1000:.0f} KB",
        "first load, cold": f"{cold:.2f} s",
        "first load, warm": f"{warm:.2f} s",
        "first load, on the wire": f"{first / 1e6:.2f} MB",
        f"memory after {N_VISITS} visits": f"{before:.0f} -> {after:.0f} MB",
    }


def _warm_loads(page: Page, wire: Wire) -> Iterator[float]:
    for _ in range(3):
        yield load_seconds(page)
        rest(page, wire)


def visit(page: Page, wire: Wire) -> None:
    """Move from page to page without loading anew."""
    for number in range(N_VISITS):
        href = VISITS[number % len(VISITS)]
        page.evaluate("(href) => window.dash_clientside.stance.go(href)", href)
        rest(page, wire)


WANTED = {
    "filter change, median": "150 ms",
    "of it the server, median": "25 ms",
    "filter change, largest answer": "60 KB",
    "first load, cold": "2.5 s",
    "first load, warm": "1.2 s",
    "first load, on the wire": "2 MB",
}


def table(found: dict[int, dict[str, str]]) -> str:
    """Return the figures as a Markdown table, a column a size."""
    names = list(next(iter(found.values())))
    head = ["measured", *(f"{n:,} statements" for n in found), "wanted, at most"]
    rows = [[name, *(found[n][name] for n in found), WANTED.get(name, "")] for name in names]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main(sizes: tuple[int, ...]) -> None:
    """Measure every size and print the table."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    found: dict[int, dict[str, str]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            with serving(Path(folder), n) as (address, served):
                # A reader's browser keeps on disk what it has read and compiled.
                context = playwright.chromium.launch_persistent_context(
                    f"{folder}/profile-{n}",
                    executable_path=chromium,
                    args=["--no-sandbox", "--disable-gpu"],
                    base_url=address,
                    viewport={"width": 1440, "height": 900},
                )
                found[n] = measure(context, served)
                context.close()
    print(table(found))


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
