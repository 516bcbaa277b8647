"""The status of a page: 404 for an unknown path, 400 for unusable filters, else its beginning."""

from __future__ import annotations

from html import escape

from dash import Dash
from flask import Request, redirect, request
from flask.typing import ResponseReturnValue

from stance.dashboard.frame.address import GoneStatement, Match, begin_at, read_address, tidy
from stance.errors import NotFound, Refused, StanceError
from stance.store import Store

_PAGES = ("/", "/<path:path>")
_ENTRY = '<div id="react-entry-point">'


def guard_pages(app: Dash, store: Store, match: Match) -> None:
    """Answer 404 for unknown paths and 400 for unusable filters, in our look."""

    def check() -> ResponseReturnValue | None:
        if request.method not in ("GET", "HEAD") or not _is_page(request):
            return None
        search = request.query_string.decode("utf-8", "replace")
        try:
            with store.snapshot():
                address = read_address(store, match, tidy(request.path), search)
                href = begin_at(store, address, search)
        except NotFound as problem:
            return _page_with(app, str(problem), _way_on(problem)), 404
        except Refused as problem:
            return _page_with(app, str(problem)), 400
        except StanceError as problem:
            return _page_with(app, str(problem)), 503
        return redirect(href) if href else None

    app.server.before_request(check)


def _is_page(asked: Request) -> bool:
    return asked.url_rule is not None and asked.url_rule.rule in _PAGES


def _way_on(problem: NotFound) -> str:
    """Link to where what is gone can be brought back."""
    if not isinstance(problem, GoneStatement):
        return ""
    label, href = problem.way
    return f'<p><a href="{escape(href)}">{escape(label)}</a></p>'


def _page_with(app: Dash, sentence: str, way: str = "") -> str:
    """Return our page with the sentence in it, for readers whose scripts have not run."""
    plain = (
        f'<main class="plain"><h1>Stance</h1><p>{escape(sentence)}</p>{way}'
        '<p><a href="/">Back to the overview</a></p></main>'
    )
    index: str = app.index()  # type: ignore[no-untyped-call]
    return index.replace(_ENTRY, f"{_ENTRY}{plain}", 1)
