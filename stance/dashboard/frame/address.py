"""From an address to a page's state and back, through the one door for filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from stance.answers import claims, comparison, shifts
from stance.answers.filter_checks import check_query, main_view, one_voice
from stance.dashboard.frame.choices import pairs_of, without
from stance.dashboard.frame.gone import GoneStatement
from stance.errors import BadFilter, NotFound, Unknown, names_are_values
from stance.files.writing import statement_url
from stance.filters import (
    PAGE_STATE,
    PageState,
    Sides,
    names_a_side,
    page_string,
    parse_page,
    parse_sides,
    query_pairs,
    side_pairs,
)
from stance.records import StatementQuery, Voice
from stance.store import Reading, Store

COMPARE = "compare"
"""The key of the page that has two sides."""

_WORDINGS = "wordings"
"""The key of the page that speaks of one actor's one voice, and says so in its address."""

_NEEDS_ACTOR = {"timeline": ""}
"""Pages that begin with one actor, with the end of their path."""

_EDIT = "/edit"

_SHIFT_KEY = re.compile(r"[0-9a-f]{12}")


class NoPage(NotFound):
    """A path at which there is no page."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no page at {path[:80]!r}.")


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
        claims.claim_entry(store, name)
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
        address = Address(page, name, state, _checked(store, sides))
    if kind == "shift":
        shifts.find(store, state.query, name.partition("/")[2])
    return address


def tidy(path: str) -> str:
    """Return a path without a slash at its end, which means the same page."""
    return path.rstrip("/") or "/"


def _checked(store: Reading, sides: Sides | None) -> Sides | None:
    if sides is None:
        return None
    first, second = sides
    return check_query(store, first), check_query(store, second)


def begin_at(store: Reading, address: Address, search: str) -> str:
    """Return where a page that was asked for without its actors begins, or nothing."""
    if address.page == _WORDINGS:
        one = one_voice(store, address.query)
        state = replace(address.state, query=one)
        return issue_href(one.issue, state, part="/wordings") if one != address.query else ""
    part = _NEEDS_ACTOR.get(address.page)
    if part is not None and not address.query.actors and not search:
        main = PageState(query=main_view(store, address.name))
        return issue_href(address.name, main, part=part)
    is_whole = address.query.actors and address.query.issue
    if address.page != COMPARE or is_whole or address.sides:
        return ""
    issue = address.query.issue or main_issue(store)
    if not issue:
        return ""
    query = replace(address.query, issue=issue)
    if not query.actors:
        query = replace(query, voice=query.voice or Voice.OWN)
        query = replace(query, actors=comparison.busiest_actors(store, query))
    return compare_href(query) if query.actors else ""


def main_issue(store: Reading) -> str:
    """Return the issue with most utterances, empty where there is none."""
    most = max(store.issues(), key=lambda issue: issue.n_utterances, default=None)
    return most.slug if most else ""


def compare_href(query: StatementQuery, **also: str) -> str:
    """Return the address of a comparison; `also` as in `split="2003-06-17"`."""
    return _joined("/compare", urlencode([*query_pairs(query), *also.items()]))


def keyness_href(sides: Sides) -> str:
    """Return the address of the file of words that set two sides apart."""
    return _joined("/export/keyness.csv", urlencode(side_pairs(sides)))


def _statement_in(store: Store, page: str, name: str) -> tuple[str, str]:
    """Return the page and the id of a statement; an id may itself end like the path of a form."""
    try:
        store.issue_of(name)
    except Unknown:
        whole = f"{name}{_EDIT}"
        if page == "edit_statement" and _stands(store, whole):
            return "statement", whole
        gone = store.gone(name)
        if gone is None:
            raise
        raise GoneStatement(name, gone) from None
    return page, name


def _stands(store: Reading, id_: str) -> bool:
    try:
        store.issue_of(id_)
    except Unknown:
        return False
    return True


def _issue_in(store: Reading, kind: str, name: str) -> str:
    """Return the issue that a path names, alone or before a shift's key."""
    if kind not in ("issue", "shift"):
        return ""
    issue, slash, key = name.partition("/")
    if slash and not _SHIFT_KEY.fullmatch(key):
        raise Unknown("shift", key)
    return store.issue(issue).slug


def issue_href(slug: str, state: PageState | None = None, *, part: str = "") -> str:
    """Return the address of an issue's page; `part` as in `/issue/ISSUE/shifts`."""
    path = f"/issue/{quote(slug, safe='')}{part}"
    return _joined(path, page_string(state, without=("issue",)) if state else "")


def codebook_href(slug: str) -> str:
    """Return the address of an issue's codebook."""
    return f"/codebook/{quote(slug, safe='')}"


def review_href(slug: str) -> str:
    """Return the address of the review of an issue's likely second reports."""
    return f"/review?{urlencode({'issue': slug})}"


def statement_href(id_: str) -> str:
    """Return the permanent address of a statement."""
    return statement_url(id_)


def new_statement_href(issue: str, actors: Sequence[str]) -> str:
    """Return the address of the form for one more statement, on this issue by this actor."""
    query = StatementQuery(issue=issue, actors=tuple(actors[:1]))
    return _joined("/statements/new", urlencode(query_pairs(query)))


def edit_href(id_: str) -> str:
    """Return the address of the form that edits a statement."""
    return f"{statement_href(id_)}{_EDIT}"


def claim_href(id_: str) -> str:
    """Return the address of the dispute about a claim."""
    return f"/claim/{quote(id_, safe='')}"


def statements_href(query: StatementQuery, **also: str) -> str:
    """Return the address of the list of statements that a query chooses."""
    return _joined("/statements", urlencode([*query_pairs(query), *also.items()]))


def export_href(what: str, query: StatementQuery) -> str:
    """Return the address of a file (`series.csv`, `statements.json`) of a query."""
    return _joined(f"/export/{what}", urlencode(query_pairs(query)))


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _with_issue(state: PageState, issue: str) -> PageState:
    given = state.query.issue
    if given and given != issue:
        raise BadFilter("issue", given, f"the address already names the issue {issue}")
    return replace(state, query=replace(state.query, issue=issue))
