"""The addresses that pages link to."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from stance.files.writing.statements import statement_url
from stance.filters import PageState, Sides, page_string, query_pairs, side_pairs
from stance.records import StatementQuery

EDIT = "/edit"
"""Ends the address of the form that edits a statement."""


def issue_href(slug: str, state: PageState | None = None, *, part: str = "") -> str:
    """Return the address of an issue's page; `part` as in `/issue/ISSUE/shifts`."""
    query = page_string(state, without=("issue",)) if state else ""
    return f"/issue/{quote(slug, safe='')}{part}" + (f"?{query}" if query else "")


def codebook_href(slug: str) -> str:
    """Return the address of an issue's codebook."""
    return f"/codebook/{quote(slug, safe='')}"


def review_href(slug: str) -> str:
    """Return the address of the review of an issue's likely second reports."""
    return f"/review?{urlencode({'issue': slug})}"


def statement_href(id_: str) -> str:
    """Return the permanent address of a statement."""
    return statement_url(id_)


def edit_href(id_: str) -> str:
    """Return the address of the form that edits a statement."""
    return f"{statement_href(id_)}{EDIT}"


def claim_href(id_: str) -> str:
    """Return the address of the dispute about a claim."""
    return f"/claim/{quote(id_, safe='')}"


def statements_href(query: StatementQuery, **also: str) -> str:
    """Return the address of the list of statements that a query chooses."""
    return _filtered("/statements", query, **also)


def new_statement_href(issue: str, actors: Sequence[str]) -> str:
    """Return the address of the form for one more statement, on this issue by this actor."""
    return _filtered("/statements/new", StatementQuery(issue=issue, actors=tuple(actors[:1])))


def compare_href(query: StatementQuery, **also: str) -> str:
    """Return the address of a comparison; `also` as in `split="2003-06-17"`."""
    return _filtered("/compare", query, **also)


def export_href(what: str, query: StatementQuery) -> str:
    """Return the address of a file (`series.csv`, `statements.json`) of a query."""
    return _filtered(f"/export/{what}", query)


def keyness_href(sides: Sides) -> str:
    """Return the address of the file of words that set two sides apart."""
    return f"/export/keyness.csv?{urlencode(side_pairs(sides))}"


def _filtered(path: str, query: StatementQuery, **also: str) -> str:
    pairs = [*query_pairs(query), *also.items()]
    return f"{path}?{urlencode(pairs)}" if pairs else path
