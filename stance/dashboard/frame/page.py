"""What a page is: its address, its layout and its callbacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address
from stance.store import Store

NAME = "{}"
"""Stands in a page's path for one name, such as an issue's slug or a statement's id."""

Layout = Callable[[Store, Address], Component]
Register = Callable[[Dash, Store], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `layout` builds it, `register` attaches its callbacks."""

    key: str
    path: str
    title: str
    layout: Layout
    register: Register = lambda _app, _store: None
    stays: bool = False
    """Whether it is laid out once and then follows its address by a callback of its own."""

    has_rail: bool = False
    """Whether it shows the filters on the left."""

    names: str = ""
    """What the name in the path is: `issue`, `statement`, `claim` or nothing."""

    @property
    def pattern(self) -> str:
        """The regular expression for its path, the same in Python and in the browser."""
        # An id may hold a slash, and the server sees paths decoded.
        name = "(.+)" if self.names in ("statement", "claim") else "([^/]+)"
        return f"^{self.path.replace(NAME, name)}$"

    def name_in(self, path: str) -> str | None:
        """Return the name that a decoded path holds, or None if the path is another page's."""
        found = re.match(self.pattern, path)
        if found is None:
            return None
        # Where a path holds two names, as that of a shift does, they come joined as they stand.
        return "/".join(found.groups())
