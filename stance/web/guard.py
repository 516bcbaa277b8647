"""What stands before every answer: known hosts, sound callback bodies, security headers."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Request, Response, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from werkzeug.exceptions import SecurityError

_CALLBACKS = "/_dash-update-component"
_YEAR = "public, max-age=31536000, immutable"
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:]+)(?::[0-9]{1,5})?")
_MOST_BODY = 2_000_000
_MOST_WHOLE = 2**63


def answer_only_to(server: Flask, names: Container[str]) -> None:
    """Answer 400 under any other name, which another site may have pointed at this machine."""

    def check() -> None:
        # What the framework offers for this knows no IPv6 address.
        found = _HOST.fullmatch(request.headers.get("Host", "").lower())
        if found is None or found["name"] not in names:
            raise SecurityError

    server.before_request(check)


def guard_posts(app: Dash) -> None:
    """Refuse what another site sends, and callbacks whose body does not have its shape."""

    def check() -> ResponseReturnValue | None:
        if request.method != "POST":
            return None
        if not _is_from_here(request):
            return _sentence("This request does not come from one of our pages."), 403
        if request.path != _CALLBACKS:
            return None
        if (request.content_length or 0) > _MOST_BODY:
            return _sentence("This request is too large."), 413
        # Without being asked for leave, a page of another site can send forms but no JSON.
        if not _is_sound(_body_of(request), app.callback_map):
            return _sentence("This request does not have the shape of one from our pages."), 400
        return None

    app.server.before_request(check)


def _body_of(asked: Request) -> Any:
    """Read the body as JSON; None where it is none, or not one that can be read and answered."""
    if not asked.is_json:
        return None
    try:
        body = json.loads(asked.get_data(), parse_int=_whole)
        # Half characters cannot be written as UTF-8.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return body


def _whole(digits: str) -> int:
    """Read a whole number; refuse one that could not be sent back in an answer."""
    value = int(digits)
    if not -_MOST_WHOLE <= value < _MOST_WHOLE:
        raise ValueError(digits[:40])
    return value


def _is_from_here(asked: Request) -> bool:
    """Whether one of our own pages asks, and not a page of another site."""
    if asked.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = asked.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == asked.host
    except ValueError:
        return False


def harden(app: Dash) -> None:
    """Send the security headers with every response, compressed, and let hashed files be kept."""
    headers = {
        "Content-Security-Policy": _policy(app),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }

    def finish(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        is_hashed = request.path.startswith("/assets/") and "m" in request.args
        is_lasting = is_hashed or request.path.startswith("/assets/fonts/")
        if is_lasting and response.status_code == 200:
            response.headers["Cache-Control"] = _YEAR
        return response

    app.server.config["COMPRESS_ALGORITHM"] = ["zstd", "br", "gzip"]
    app.server.config["COMPRESS_ZSTD_LEVEL"] = 7
    app.server.config["COMPRESS_MIN_SIZE"] = 1000
    Compress(app.server)
    app.server.after_request(finish)


def _policy(app: Dash) -> str:
    scripts = " ".join(["'self'", *(f"'{one.strip(chr(39))}'" for one in app.csp_hashes())])
    rules = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _sentence(text: str) -> Response:
    return Response(f"{text}\n", mimetype="text/plain")


def _is_sound(body: Any, known: Mapping[str, Any]) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    wanted = known.get(body["output"])
    if wanted is None:
        return False
    changed = body.get("changedPropIds", [])
    return (
        isinstance(changed, list)
        and all(isinstance(one, str) and one.count(".") >= 1 for one in changed)
        and _has_props(body.get("inputs", []), wanted["inputs"])
        and _has_props(body.get("state", []), wanted["state"])
        and _has_outputs(body.get("outputs"), body["output"])
    )


def _has_props(given: Any, wanted: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    return all(
        isinstance(one, dict)
        and one.get("id") == need["id"]
        and one.get("property") == need["property"]
        for one, need in zip(given, wanted, strict=True)
    )


def _has_outputs(given: Any, output: str) -> bool:
    """Compare the outputs a body lists with the ones its callback has."""
    parts = output.strip(".").split("...")
    listed = given if isinstance(given, list) else [given]
    names = [
        f"{one.get('id')}.{one.get('property')}" if isinstance(one, dict) else "" for one in listed
    ]
    # An output shared by several callbacks carries a mark behind an @.
    return [name.partition("@")[0] for name in names] == [part.partition("@")[0] for part in parts]
