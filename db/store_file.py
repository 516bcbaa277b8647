"""Check that a store's file is still the one that was opened."""

from __future__ import annotations

import os

from sqlalchemy import URL, Engine, event

from db.addresses import store_name
from stance.errors import StoreRefused


class SameFile:
    """Refuses connections once the file of the first one is gone, or another is in its place.

    What is written to a file that has lost its name is lost with the last connection to it.
    """

    def __init__(self, url: URL, path: str) -> None:
        self._url = url
        self._path = path
        self._first: tuple[int, int] | None = None

    def watch(self, engine: Engine) -> None:
        """Look whenever a connection is taken out, and before one is opened: that makes a file."""
        event.listen(engine, "checkout", self._check)
        event.listen(engine, "do_connect", self._check)

    def _check(self, *_: object) -> None:
        found = _identity(self._path)
        if self._first is None:
            # The engine makes a new file only when it first reads or writes.
            self._first = found
        elif found != self._first:
            raise StoreRefused(
                f"The store {store_name(self._url)} was moved, deleted or replaced while it was "
                "open here, so nothing more is read or written: start this program again."
            )


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - at every question: a Path would take longer
    except OSError:
        return None
    return found.st_dev, found.st_ino
