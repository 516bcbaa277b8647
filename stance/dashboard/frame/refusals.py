"""What is answered where no page can be shown: a sentence, what to do, and the status."""

from __future__ import annotations

import logging
from html import escape

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.exceptions import NotFound as NoAddress

from stance.dashboard.frame.address import GoneStatement, Match, begin_at, read_address, tidy
from stance.errors import NotFound, Refused, StanceError
from stance.store import Store

_PAGES = ("/", "/<path:path>")
_ENTRY = '<div id="react-entry-point">'
_LOG = logging.getLogger(__name__)
_FAILED = "Something went wrong on the server; its log says what: tell who runs it."
_NO_SCRIPT = "There is no such script: reload the page."
_TROUBLE = 500


def guard_pages(app: Dash, store: Store, match: Match) -> None:
    """Answer 404 for unknown paths, 400 for unusable filters, and lead a page to its beginning."""

    def check() -> ResponseReturnValue | None:
        is_page = request.url_rule is not None and request.url_rule.rule in _PAGES
        if request.method not in ("GET", "HEAD") or not is_page:
            return None
        search = request.query_string.decode("utf-8", "replace")
        try:
            with store.snapshot():
                address = read_address(store, match, tidy(request.path), search)
                href = begin_at(store, address, search)
        except StanceError as problem:
            return _page_with(app, problem), _status_of(problem)
        return redirect(href) if href else None

    app.server.before_request(check)


def _status_of(problem: StanceError) -> int:
    if isinstance(problem, NotFound):
        return 404
    return 400 if isinstance(problem, Refused) else 503


def _page_with(app: Dash, problem: StanceError) -> str:
    """Return our page with the sentence in it, for readers whose scripts have not run."""
    way = ""
    if isinstance(problem, GoneStatement):
        label, href = problem.way
        way = f'<p><a href="{escape(href)}">{escape(label)}</a></p>'
    plain = (
        f'<main class="plain"><h1>Stance</h1><p>{escape(str(problem))}</p>{way}'
        '<p><a href="/">Back to the overview</a></p></main>'
    )
    index: str = app.index()  # type: ignore[no-untyped-call]
    return index.replace(_ENTRY, f"{_ENTRY}{plain}", 1)


def answer_failures(app: Dash) -> None:
    """Turn what nothing else foresaw into a sentence; the trace goes to the log alone."""
    # Dash raises this for scripts that it does not have.
    app.server.register_error_handler(DependencyException, lambda _: _plain(_NO_SCRIPT, 404))
    app.server.register_error_handler(HTTPException, _refused)


def _refused(problem: Exception) -> Response:
    status = getattr(problem, "code", None) or _TROUBLE
    if status >= _TROUBLE:
        _LOG.error("An answer failed.", exc_info=getattr(problem, "original_exception", problem))
    answer = _plain(_sentence_for(problem, status), status)
    if isinstance(problem, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(problem.valid_methods or ()))
    return answer


def _sentence_for(problem: Exception, status: int) -> str:
    if status >= _TROUBLE:
        return _FAILED
    if isinstance(problem, SecurityError):
        return "This server answers by the address it is served on alone: open that one."
    if isinstance(problem, MethodNotAllowed):
        allowed = sorted({*(problem.valid_methods or ())} - {"OPTIONS"})
        return f"{request.method} cannot be used here: this address takes {', '.join(allowed)}."
    if isinstance(problem, NoAddress):
        return f"There is nothing at {request.path[:80]!r}: the overview is at '/'."
    return "This request cannot be read: open the page anew."


def _plain(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status=status, mimetype="text/plain")
