"""From an address to a page's state, through the one door for filters."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from stance.answers import claims, comparison, shifts
from stance.answers.filter_checks import check_query, main_view, one_voice
from stance.dashboard.frame.choices import pairs_of, without
from stance.dashboard.parts.addresses import EDIT, compare_href, issue_href
from stance.errors import BadFilter, NotFound, Unknown, names_are_values
from stance.filters import PAGE_STATE, PageState, Sides, names_a_side, parse_page, parse_sides
from stance.records import StatementQuery, Voice
from stance.records.history import Gone
from stance.store import Reading, Store

COMPARE = "compare"
"""The key of the page that has two sides."""

_SHIFT_KEY = re.compile(r"[0-9a-f]{12}")


class NoPage(NotFound):
    """A path at which there is no page."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no page at {path[:80]!r}.")


class GoneStatement(NotFound):
    """The address of a statement in the bin, or of one that went with an undone load."""

    def __init__(self, id_: str, gone: Gone) -> None:
        when = f"{gone.at:%Y-%m-%d} at {gone.at:%H:%M} UTC"
        self.title = "In the bin"
        self.way = ("Bring it back from the bin", "/bin")
        told = f"was put into the bin by {gone.who} on {when}"
        if gone.batch is not None:
            self.title = "Gone with its load"
            self.way = (f"See load {gone.batch}", f"/load?batch={gone.batch}")
            told = f"went with load {gone.batch} ({gone.file_name}), undone on {when}"
        super().__init__(f"The statement {id_[:80]!r} {told}. Nothing of it is lost.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reader is: the page's key, the name in its path, and the page's state."""

    page: str = ""
    name: str = ""
    state: PageState = field(default_factory=PageState)
    sides: Sides | None = None
    """Both sides of a comparison: of `split=DATE`, or of filters named `against.FILTER`."""

    is_narrow: bool = False
    """Whether it is shown on a screen as narrow as a phone's."""

    @property
    def query(self) -> StatementQuery:
        """The filters."""
        return self.state.query


Match = Callable[[str], tuple[str, str, str]]
"""Turns a decoded path into page key, what its name is, and the name; raises NoPage."""


def read_address(store: Store, match: Match, path: str, search: str) -> Address:
    """Read a decoded path and a raw query string; raise NotFound (path) or Refused (query)."""
    page, kind, name = match(path)
    issue = _issue_in(store, kind, name)
    if kind == "statement":
        page, name = _statement_in(store, page, name)
    if kind == "claim":
        claims.claim_in(store, name)
    pairs = pairs_of(search)
    is_compared = page == COMPARE
    own = [pair for pair in pairs if not (is_compared and names_a_side(pair[0]))]
    state = parse_page(own)
    if issue:
        state = _with_issue(state, issue)
    with names_are_values():
        state = replace(state, query=check_query(store, state.query))
        if state.after:
            store.issue_of(state.after)
        sides = parse_sides(without(pairs, PAGE_STATE)) if is_compared else None
        if sides:
            sides = check_query(store, sides[0]), check_query(store, sides[1])
    if kind == "shift":
        shifts.find(store, state.query, name.partition("/")[2])
    return Address(page, name, state, sides)


def tidy(path: str) -> str:
    """Return a path without a slash at its end, which means the same page."""
    return path.rstrip("/") or "/"


def begin_at(store: Reading, address: Address, search: str) -> str:
    """Return where a page that was asked for without its actors begins, or nothing."""
    query = address.query
    if address.page == "wordings":
        one = one_voice(store, query)
        state = replace(address.state, query=one)
        return issue_href(one.issue, state, part="/wordings") if one != query else ""
    if address.page == "timeline" and not query.actors and not search:
        return issue_href(address.name, PageState(query=main_view(store, address.name)))
    if address.page != COMPARE or (query.actors and query.issue) or address.sides:
        return ""
    issue = query.issue or main_issue(store)
    if not issue:
        return ""
    query = replace(query, issue=issue)
    if not query.actors:
        query = replace(query, voice=query.voice or Voice.OWN)
        query = replace(query, actors=comparison.busiest_actors(store, query))
    return compare_href(query) if query.actors else ""


def main_issue(store: Reading) -> str:
    """Return the issue with most utterances, empty where there is none."""
    most = max(store.issues(), key=lambda issue: issue.n_utterances, default=None)
    return most.slug if most else ""


def _statement_in(store: Store, page: str, name: str) -> tuple[str, str]:
    """Return the page and the id of a statement; an id may itself end like the path of a form."""
    try:
        store.issue_of(name)
    except Unknown:
        if page == "edit_statement":
            with suppress(Unknown):
                store.issue_of(f"{name}{EDIT}")
                return "statement", f"{name}{EDIT}"
        if (gone := store.gone(name)) is not None:
            raise GoneStatement(name, gone) from None
        raise
    return page, name


def _issue_in(store: Reading, kind: str, name: str) -> str:
    """Return the issue that a path names, alone or before a shift's key."""
    if kind not in ("issue", "shift"):
        return ""
    issue, slash, key = name.partition("/")
    if slash and not _SHIFT_KEY.fullmatch(key):
        raise Unknown("shift", key)
    return store.issue(issue).slug


def _with_issue(state: PageState, issue: str) -> PageState:
    given = state.query.issue
    if given and given != issue:
        raise BadFilter("issue", given, f"the address already names the issue {issue}")
    return replace(state, query=replace(state.query, issue=issue))
