"""Read the address that a browser sends, and tell it the address of the page it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from dash import set_props

from stance.dashboard.frame.address import Address, Match, NoPage, begin_at, read_address, tidy
from stance.dashboard.frame.choices import chosen, href_of, issue_at, pairs_of, without
from stance.dashboard.frame.header import links_at
from stance.dashboard.frame.rail import values_of
from stance.errors import BadFilter, StanceError
from stance.store import Store

WHERE = "shell-standing"
"""The store that tells the browser, beside a page, the page's address and where links lead."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a browser says that it is, and what was chosen there."""

    path: str
    search: str
    is_narrow: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return one of the texts that come along, empty for anything else."""
        value = self.more.get(name)
        return value if isinstance(value, str) else ""


def read_sent(store: Store, match: Match, sent: Any) -> Address:
    """Read the address that a browser shows."""
    told = _told(sent)
    return _read(store, match, told, told.path, told.search)


def arrive(store: Store, match: Match, sent: Any) -> Address:
    """Read the address that a browser asks for, and tell it the address of the page it gets."""
    # That is another where something was chosen, or where a page begins at a view of its own.
    # The address comes with the page: a choice costs no round trip more.
    told = _told(sent)
    path, search, href, values = told.path, told.search, "", None
    try:
        whole = told.text("search")
        if choices := told.more.get("choices"):
            if not isinstance(choices, dict):
                raise BadFilter("choice", str(choices), "choices have names")
            path, pairs = chosen((told.text("path"), pairs_of(whole)), path, choices)
            href, whole = href_of(path, pairs), href_of("", pairs)
            # Which statement is open is no part of what the page shows.
            search = href_of("", without(pairs, ["statement"]))
        address = _read(store, match, told, path, search)
        if told.more and (first := begin_at(store, address, whole)):
            path, _, query = first.partition("?")
            href, search = first, f"?{query}"
            address = _read(store, match, told, path, search)
        values = values_of(address.state)
        return address
    finally:
        set_props(WHERE, {"data": {**_whereabouts(told, href, path, search), "values": values}})


def _told(sent: Any) -> Sent:
    match sent:
        case [str(path), str(search)]:
            return Sent(path, search)
        case [str(path), str(search), bool(is_narrow)]:
            return Sent(path, search, is_narrow)
        case [str(path), str(search), bool(is_narrow), dict(more)]:
            return Sent(path, search, is_narrow, more)
    raise NoPage(str(sent))


def _read(store: Store, match: Match, told: Sent, path: str, search: str) -> Address:
    address = read_address(store, match, tidy(unquote(path)), search)
    return replace(address, is_narrow=told.is_narrow or told.more.get("narrow") is True)


def _whereabouts(told: Sent, href: str, path: str, search: str) -> dict[str, Any]:
    try:
        pairs = pairs_of(search)
    except StanceError:
        pairs = []
    issue = issue_at(path, pairs)
    links = links_at(path, pairs, issue, before=told.text("issue"))
    return {"number": told.more.get("number"), "href": href, "issue": issue, "links": links}
