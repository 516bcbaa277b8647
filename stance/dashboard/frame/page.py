"""What a page is: its address, its layout and its callbacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, Match, NoPage
from stance.store import Store

_NAME = re.compile(r"\{(\w+)\}")
_NAMES_WITH_SLASHES = ("statement", "claim")

Layout = Callable[[Store, Address], Component]
Register = Callable[[Dash, Store, Match], None]
"""Attaches a page's callbacks; is given what reads the page's own paths."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `layout` builds it, `register` attaches its callbacks."""

    key: str
    path: str
    """A name in braces says what stands there, as in `/issue/{issue}`."""

    title: str
    layout: Layout
    register: Register = lambda _app, _store, _match: None
    stays: bool = False
    """Whether it is laid out once and then follows its address by a callback of its own."""

    has_rail: bool = False
    """Whether it shows the filters on the left."""

    @property
    def names(self) -> str:
        """What the last name in the path is: `issue`, `shift`, `statement`, `claim` or nothing."""
        names: list[str] = _NAME.findall(self.path)
        return names[-1] if names else ""

    @property
    def pattern(self) -> str:
        """The regular expression for its path, the same in Python and in the browser."""
        # An id may hold a slash, and the server sees paths decoded.
        name = "(.+)" if self.names in _NAMES_WITH_SLASHES else "([^/]+)"
        return f"^{_NAME.sub(name, self.path)}$"

    def match(self, path: str) -> tuple[str, str, str]:
        """Read a decoded path: the page's key, what is named, the name; raise NoPage."""
        found = re.match(self.pattern, path)
        if found is None:
            raise NoPage(path)
        # Where a path holds two names, as that of a shift does, they come joined as they stand.
        return self.key, self.names, "/".join(found.groups())


def match_any(pages: Iterable[Page]) -> Match:
    """Return what reads the paths of all these pages; the first that knows a path has it."""

    def match(path: str) -> tuple[str, str, str]:
        for page in pages:
            with suppress(NoPage):
                return page.match(path)
        raise NoPage(path)

    return match
