"""How many SQL statements each page and file costs, on the demo and on many times the demo.

Run with `python -m bench.sql_counts`. What is counted is what the driver is sent, BEGIN and COMMIT
included. Each page and file is asked of a store that was just opened, so that no answer is known
before; filters are changed one after another, as by a reader.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from app import build_dashboard
from db.store import open_store
from stance.loading.demo import Demo, load_demo
from stance.store import Store
from stance.web import routes
from stance.web.uploads import Uploads

ISSUE = "north-korean-refugees-in-china"
TIMELINE = f"/issue/{ISSUE}"
N_COPIES = 89
"""Of the demo's 225 statements: 20,025."""

# A record of this size has five times the actors, and each says twenty times as much.
_MOST_OF_AN_ACTOR = 20
# Claims are rare in any record, and each is held against all that was said before it.
_MOST_CLAIMING = 5
_CLAIM_COLUMNS = ("frames", "claimed", "claimed_first_date", "link_type", "link_to")
_NO_CLAIM = dict.fromkeys(_CLAIM_COLUMNS, "")

_DEMO = Path(__file__).parents[1] / "db" / "demo"
_UPDATE = "/_dash-update-component"
_STATEMENT = "cn-mfa-2003-06-17-1"
_CLAIM = "unhcr-2003-06-20-1"
_CHINA = "?actor=China&voice=own"
_KOREA = "?actor=South+Korea&voice=own"


@contextmanager
def sql() -> Iterator[list[str]]:
    """Give the list of what is sent to any database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, text: str, *_others: Any) -> None:
        sent.append(text)

    def commit(_connection: Any) -> None:
        sent.append("COMMIT")

    def rollback(_connection: Any) -> None:
        sent.append("ROLLBACK")

    # A transaction begins with a statement of ours, and ends in a call that is no statement.
    told: dict[str, Callable[..., None]] = {
        "before_cursor_execute": note,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in told.items():
        event.listen(Engine, name, listener)
    try:
        yield sent
    finally:
        for name, listener in told.items():
            event.remove(Engine, name, listener)


# --- a browser without a screen ----------------------------------------------------------


@dataclass(frozen=True)
class Visitor:
    """Asks a store's pages and files what a browser would ask."""

    dashboard: Dash
    client: FlaskClient

    def fire(self, trigger: str, value: Any, states: Mapping[str, Any] | None = None) -> None:
        """Call every callback of the server that a property sets off."""
        id_, name = trigger.rsplit(".", 1)
        wire = {"id": id_, "property": name}
        values = {**(states or {}), trigger: value}
        found = [
            output
            for output, callback in self.dashboard.callback_map.items()
            if wire in callback["inputs"] and "callback" in callback
        ]
        if not found:
            raise LookupError(f"Nothing follows {trigger}.")
        for output in found:
            answer = self.client.post(_UPDATE, json=self._body(output, trigger, values))
            if answer.status_code != 200:
                raise AssertionError(f"{trigger}: {answer.status_code} {answer.text}")

    def _body(self, output: str, trigger: str, values: Mapping[str, Any]) -> dict[str, Any]:
        callback = self.dashboard.callback_map[output]
        keys = [one.rsplit(".", 1) for one in output.strip(".").split("...")]
        outputs = [{"id": id_, "property": name} for id_, name in keys]

        def given(wires: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [
                wire | {"value": values.get(f"{wire['id']}.{wire['property']}")} for wire in wires
            ]

        return {
            "output": output,
            "outputs": outputs if output.startswith("..") else outputs[0],
            "inputs": given(callback["inputs"]),
            "state": given(callback["state"]),
            "changedPropIds": [trigger],
        }

    def get(self, address: str) -> None:
        """Fetch a page's HTML or a file, whole."""
        answer = self.client.get(address, buffered=True)
        if answer.status_code != 200:
            raise AssertionError(f"{address}: {answer.status_code} {answer.text[:200]}")

    def draw(self, page: str, path: str, search: str) -> None:
        """Let a page that stays follow an address: the figure, the rail, and what comes after."""
        place = [path, search, False]
        self.fire(f"{page}-address.data", place)
        self.fire("shell-rail-address.data", [path, search])
        self.fire(f"{page}-drawn.data", place)

    def open(self, path: str, search: str = "", *, has_rail: bool = False) -> None:
        """Go to a page that is laid out anew."""
        self.fire("shell-opened.data", [path, search])
        if has_rail:
            self.fire("shell-rail-address.data", [path, search])

    def list_rows(self, search: str) -> None:
        """Go to the list of statements, which asks for its first rows."""
        self.open("/statements", f"?{search}", has_rail=True)
        asked = {"number": 1, "startRow": 0, "endRow": 100, "sortModel": []}
        self.fire("statements-asked.data", asked, {"statements-search.data": search})


def visitor_of(store: Store) -> Visitor:
    """Build the whole server of a store, and somebody who asks it."""
    server = Flask("stance", static_folder=None)
    routes.register(server, store, Uploads())
    dashboard = build_dashboard(store, server=server)
    return Visitor(dashboard, server.test_client())


# --- what is asked -----------------------------------------------------------------------

Visit = Callable[[Visitor], None]


def _changed(search: str) -> Visit:
    return lambda visitor: visitor.draw("timeline", TIMELINE, search)


def _compared(search: str) -> Visit:
    return lambda visitor: visitor.draw("compare", "/compare", f"?issue={ISSUE}&{search}")


def _opened(path: str, search: str = "", *, has_rail: bool = False) -> Visit:
    return lambda visitor: visitor.open(path, search, has_rail=has_rail)


def _got(address: str) -> Visit:
    return lambda visitor: visitor.get(address)


CHANGES: dict[str, Visit] = {
    f"timeline {search}": _changed(search)
    for search in (
        _CHINA,
        f"{_CHINA}&mode=direct_quote&from=1999&view=table",
        f"{_CHINA}&frame=humanitarian&tag=scope:embassy",
        f"{_CHINA}&language=en&period=month&unit=statement",
        "?actor=China&actor=Japan",
        "?period=year",
    )
}
"""Filters changed on the timeline, each with all that follows from it."""

FIRST_VIEW = _changed(_KOREA)
"""What a reader looked at before the filters were changed."""

PAGES: dict[str, Visit] = {
    "/": _opened("/"),
    "/issue/ISSUE/shifts": _opened(f"{TIMELINE}/shifts", "?actor=China", has_rail=True),
    "/issue/ISSUE/wordings": _opened(f"{TIMELINE}/wordings", _CHINA, has_rail=True),
    "/issue/ISSUE/wordings?frame=": _opened(
        f"{TIMELINE}/wordings", f"{_CHINA}&frame=humanitarian", has_rail=True
    ),
    "/issue/ISSUE/claims": _opened(f"{TIMELINE}/claims"),
    "/claim/ID": _opened(f"/claim/{_CLAIM}"),
    "/compare": _compared("actor=China&actor=South+Korea&voice=own"),
    "/compare?split=": _compared("actor=China&voice=own&split=2003-06-17"),
    "/statements": lambda visitor: visitor.list_rows("q=human"),
    "/statements?issue=": lambda visitor: visitor.list_rows(f"issue={ISSUE}&actor=China"),
    "/statement/ID": _opened(f"/statement/{_STATEMENT}"),
    "/statement/ID/edit": _opened(f"/statement/{_STATEMENT}/edit"),
    "/statements/new": _opened("/statements/new"),
    "/codebook/ISSUE": _opened(f"/codebook/{ISSUE}"),
    "/load": _opened("/load"),
    "/load?batch=1": _opened("/load", "?batch=1"),
    "/review": _opened("/review", f"?issue={ISSUE}"),
    "/bin": _opened("/bin"),
    "/about": _opened("/about"),
    "a statement beside a page": lambda visitor: visitor.fire(
        "shell-aside-address.data", _STATEMENT
    ),
    "the search box": lambda visitor: visitor.fire("shell-sought.data", "human"),
    "HTML of /": _got("/"),
    "HTML of the timeline": _got(f"{TIMELINE}{_CHINA}"),
    "HTML of /statement/ID": _got(f"/statement/{_STATEMENT}"),
    "the frame of all pages": _got("/_dash-layout"),
}
"""Every other page, with all that its opening asks for."""

FILES: dict[str, Visit] = {
    **{
        f"/export/{what}.csv": _got(f"/export/{what}.csv?issue={ISSUE}&actor=China")
        for what in ("series", "first-uses", "shifts")
    },
    "/export/keyness.csv": _got(f"/export/keyness.csv?issue={ISSUE}&actor=China&split=2003-06-17"),
    "/api/v1/statements.json": _got(f"/api/v1/statements.json?issue={ISSUE}"),
    "/api/v1/series.json": _got(f"/api/v1/series.json?issue={ISSUE}"),
    "/export/codebook/ISSUE.yaml": _got(f"/export/codebook/{ISSUE}.yaml"),
    "/feed/shifts.atom": _got("/feed/shifts.atom"),
    "/readyz": _got("/readyz"),
}
"""Every file that is computed, and every page of the API."""

LISTS: dict[str, Visit] = {
    **{
        f"/export/{what}.csv": _got(f"/export/{what}.csv?issue={ISSUE}")
        for what in ("statements", "codings", "links")
    },
    "/export/store.zip": _got("/export/store.zip"),
}
"""Files as long as the store, read five hundred statements at a time: more are never held."""


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """Open a store, and give somebody who has not asked it anything."""
    store = open_store(address)
    try:
        visitor = visitor_of(store)
        # A connection sets itself up once; what that takes is no part of a page.
        store.last_change()
        yield visitor
    finally:
        store.close()


def sent_by(visitor: Visitor, visit: Visit) -> list[str]:
    """Return what a visit sends to the database."""
    with sql() as sent:
        visit(visitor)
    return sent


# --- stores ------------------------------------------------------------------------------


def filled_store(folder: Path, n_copies: int) -> str:
    """Fill a store with so many times the demo; return its address."""
    address = f"sqlite:///{folder / f'demo-{n_copies}.db'}"
    store = open_store(address)
    store.migrate()
    codebook = (_DEMO / "codebook.yaml").read_bytes()
    load_demo(store, Demo(codebook, _copied(n_copies)), at=datetime(2026, 1, 1, tzinfo=UTC))
    store.close()
    return address


def _copied(n_copies: int) -> bytes:
    """Repeat the demo's rows under other ids and in other words; the first copy is the demo."""
    rows = list(csv.DictReader(io.StringIO((_DEMO / "statements.csv").read_text("utf-8"))))
    told = io.StringIO()
    writer = csv.DictWriter(told, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for copy in range(n_copies):
        writer.writerows(_again(row, copy) for row in rows)
    return told.getvalue().encode()


def _again(row: dict[str, str], copy: int) -> dict[str, str]:
    if not copy:
        return row
    mark = f"-copy-{copy}"
    link = f"{row['link_to']}{mark}" if row["link_to"] else ""
    crowd = copy // _MOST_OF_AN_ACTOR
    actor = f"{row['actor']} ({crowd})" if crowd else row["actor"]
    changed = {"id": row["id"] + mark, "text": f"{row['text']} [{copy}]", "link_to": link}
    return (
        row
        | changed
        | {"actor": actor}
        | (_NO_CLAIM if copy >= _MOST_CLAIMING and _claims(row) else {})
    )


def _claims(row: dict[str, str]) -> bool:
    is_coded = {"claims_shift", "denies_shift"} & set(row["frames"].split(";"))
    return bool(is_coded or row["claimed"] or row["link_type"] in ("claims_change", "denies"))


# --- the table ---------------------------------------------------------------------------


def counts_of(address: str) -> dict[str, int]:
    """Count what every change, page and file sends to this store's database."""
    counts: dict[str, int] = {}
    with visiting(address) as reader:
        FIRST_VIEW(reader)
        counts |= {name: len(sent_by(reader, change)) for name, change in CHANGES.items()}
    for name, visit in (PAGES | FILES | LISTS).items():
        with visiting(address) as visitor:
            counts[name] = len(sent_by(visitor, visit))
    return counts


def main() -> None:
    """Print the counts of every change, page and file at both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (counts_of(filled_store(Path(folder), n)) for n in (1, N_COPIES))
    print("| asked | 225 statements | 20,025 statements |\n|---|---:|---:|")
    for name, n in few.items():
        print(f"| `{name}` | {n:,} | {many[name]:,} |")


if __name__ == "__main__":
    main()
