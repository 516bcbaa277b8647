"""What the load page asks of the place where uploaded files wait."""

from __future__ import annotations

from typing import Any, Protocol

from stance.errors import BadFilter


class Uploads(Protocol):
    """Files that a browser sent and that wait to be loaded."""

    def read(self, token: str) -> tuple[str, bytes]:
        """Return the name and content of an upload; raise a StanceError for an unknown token."""


def uploaded(uploads: Uploads | None, token: Any) -> tuple[str, bytes]:
    """Return the name and content that wait under what a browser sent as a token."""
    if uploads is None or not isinstance(token, str):
        raise BadFilter("token", str(token), "choose the file again")
    return uploads.read(token)
