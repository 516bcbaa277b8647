"""What is answered where no page and no file answers: a sentence, with what to do."""

from __future__ import annotations

import logging

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, SecurityError

_LOG = logging.getLogger(__name__)
_FAILED = "Something went wrong on the server; its log says what: tell who runs it."
_NO_SCRIPT = "There is no such script: reload the page."
_TROUBLE = 500


def answer_failures(app: Dash) -> None:
    """Turn what nothing else foresaw into a sentence; the trace goes to the log alone."""
    app.server.register_error_handler(DependencyException, _no_script)
    app.server.register_error_handler(HTTPException, _refused)


def _no_script(_problem: Exception) -> Response:
    """Dash raises for scripts it does not have."""
    return _plain(_NO_SCRIPT, 404)


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
    if isinstance(problem, NotFound):
        return f"There is nothing at {request.path[:80]!r}: the overview is at '/'."
    return "This request cannot be read: open the page anew."


def _plain(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status=status, mimetype="text/plain")
