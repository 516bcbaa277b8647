"""Who writes: a name that is asked once, and that the browser remembers."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from stance.errors import BadFilter

NAME = "person-name"
"""The field; every page that writes has one."""

_MOST = 200


def name_field() -> Component:
    """Ask who writes."""
    field: Component = dmc.TextInput(
        id=NAME,
        label="Your name",
        description="Stands in the history beside what you change. Asked once, remembered here.",
        autoComplete="name",
        size="sm",
        className="person",
        persistence=True,
        persistence_type="local",
    )
    return field


def given_name(value: Any) -> str:
    """Return the name a browser sent; raise BadFilter for anything that is no short text."""
    return given_text("name", value, most=_MOST)


def is_number(value: Any, *, below: int) -> bool:
    """Whether a browser sent a positive whole number; `True` does not count."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < below


def given_text(what: str, value: Any, *, most: int) -> str:
    """Return a text that a browser sent, empty for none; raise BadFilter for anything else."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFilter(what, str(value), "a text is expected")
    if len(value) > most:
        raise BadFilter(what, value, f"it is longer than {most:,} characters")
    return value
