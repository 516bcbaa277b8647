"""Where a reader's choices lead: the addresses that are made of what the browser sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from stance.dashboard.frame.rail import CONTROLS, UNSET
from stance.errors import BadFilter
from stance.filters import AGAINST, PAGE_STATE, SPLIT, names_a_side

MOST_QUERY = 20_000
"""Longest query string taken, in characters."""

Pairs = list[tuple[str, str]]
Place = tuple[str, Pairs]
"""The path of an address as it stands, and the names and values behind it."""

_FILTERED = re.compile(r"/issue/([^/]+)(|/wordings|/shifts)")
"""The pages of an issue that have the rail: they share their filters."""

_SPANS = ("from", "to", f"{AGAINST}from", f"{AGAINST}to")


def pairs_of(search: str) -> Pairs:
    """Return the names and values of a raw query string; raise BadFilter if it is too long."""
    if len(search) > MOST_QUERY:
        raise BadFilter("query", search, f"it is longer than {MOST_QUERY} characters")
    return parse_qsl(search.removeprefix("?"), keep_blank_values=True)


def href_of(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Write an address as browsers write the fields of a form."""
    query = urlencode(list(pairs), safe="*").replace("~", "%7E")
    return f"{path}?{query}" if query else path


def without(pairs: Pairs, names: Iterable[str]) -> Pairs:
    """Return the pairs but for those of these names."""
    left_out = set(names)
    return [pair for pair in pairs if pair[0] not in left_out]


def put(pairs: Pairs, name: str, value: Any) -> Pairs:
    """Set a value in the place of the one before, at the end where there was none."""
    at = next((at for at, pair in enumerate(pairs) if pair[0] == name), len(pairs))
    return [*pairs[:at], (name, str(value)), *without(pairs[at:], [name])]


def filters_in(pairs: Pairs) -> Pairs:
    """Return the pairs that choose statements: neither a second side nor a page's own state."""
    return [pair for pair in without(pairs, PAGE_STATE) if not names_a_side(pair[0])]


def shares_filters(path: str) -> bool:
    """Whether a path is that of a page whose filters go along to the issue's other pages."""
    return _FILTERED.fullmatch(path) is not None


def issue_at(path: str, pairs: Pairs) -> str:
    """Return the issue that an address speaks of, empty where it names none."""
    _, section, name, *_ = [*path.split("/"), "", ""]
    named = unquote(name) if section in ("issue", "codebook") else ""
    return named or dict(reversed(pairs)).get("issue", "")


def chosen(came_from: Place, path: str, choices: Mapping[str, Any]) -> Place:
    """Return where choices on one page lead, on the same page or on another; raise BadFilter."""
    pairs = came_from[1]
    # A value may be anything: what is no filter is refused where the page reads its address.
    for name, choice in choices.items():
        if name not in _KINDS:
            raise BadFilter("choice", name, f"the choices are {', '.join(_KINDS)}")
        path, pairs = _KINDS[name](came_from[0], path, pairs, choice)
    return path, pairs


def _by_rail(_origin: str, path: str, pairs: Pairs, changed: Any) -> Place:
    """Change the controls that a reader changed: what the others show may be behind the address."""
    if not isinstance(changed, dict) or not set(changed) <= set(CONTROLS):
        raise BadFilter("choice", str(changed), f"the filters are {', '.join(CONTROLS)}")
    given = {name: changed.get(name, [v for n, v in pairs if n == name]) for name in CONTROLS}
    found = _FILTERED.fullmatch(path)
    own = unquote(found[1]) if found else ""
    issue = str(changed.get("issue") or own or issue_at(path, pairs))
    if found and issue != own:
        # Another issue has other actors and frames: it begins at its own main view.
        return f"/issue/{quote(issue, safe='')}{found[2]}", []
    made = [
        (name, str(one))
        for name, value in given.items()
        for one in (value if isinstance(value, list) else [value])
        if name != "issue" and one and one != UNSET[name]
    ]
    made += [pair for pair in pairs if pair[0] == "batch"]
    made += [pair for pair in pairs if path == "/compare" and names_a_side(pair[0])]
    made += [pair for kept in ("view", "order") for pair in pairs if pair == (kept, pair[1])]
    if issue and not found:
        made.append(("issue", issue))
    # An issue's page without a filter begins at its main view, so say that all is meant.
    return path, made or ([("period", "year")] if found else [])


def _by_dates(_origin: str, path: str, pairs: Pairs, dates: Any) -> Place:
    since, until = _listed(dates, 2)
    return path, put(put(pairs, "from", since), "to", until)


def _by_spans(_origin: str, path: str, pairs: Pairs, days: Any) -> Place:
    given = zip(_SPANS, _listed(days, len(_SPANS)), strict=True)
    rest = without(pairs, (SPLIT, *_SPANS))
    return path, rest + [(name, str(day)) for name, day in given if day]


def _by_part(origin: str, path: str, pairs: Pairs, part: Any) -> Place:
    """Lead from a part of a figure to its statements: the same filters, and narrower ones."""
    match part:
        case {"meant": ["period", str(since), str(until), *_], "actor": actor}:
            narrower = {"actor": actor}
        case {"meant": ["share", frame, str(since), str(until), *_], "actor": actor}:
            narrower = {"actor": actor, "frame": frame}
        case {"meant": ["bin", frame, str(since), str(until), voice, *_], "actor": actor}:
            # A bubble counts one voice.
            narrower = {"actor": actor, "frame": frame, "voice": voice}
        case _:
            raise BadFilter("part", str(part), "it names no part of a figure")
    made = filters_in(pairs)
    for name, value in (("issue", issue_at(origin, pairs)), ("from", since), ("to", until)):
        made = put(made, name, value) if value else made
    for name, value in narrower.items():
        made = _moved(made, name, value) if value else made
    return path, made


_KINDS: Mapping[str, Callable[[str, str, Pairs, Any], Place]] = {
    "rail": _by_rail,
    "search": lambda _, path, __, text: (path, [("q", str(text))]),
    "view": lambda _, path, pairs, view: (path, _moved(pairs, "view", view, unless="chart")),
    "order": lambda _, path, pairs, order: (path, _moved(pairs, "order", order)),
    "dates": _by_dates,
    "spans": _by_spans,
    "part": _by_part,
}


def _listed(values: Any, n: int) -> list[Any]:
    if not isinstance(values, list) or len(values) != n:
        raise BadFilter("choice", str(values), f"{n} values are expected")
    return values


def _moved(pairs: Pairs, name: str, value: Any, *, unless: str = "") -> Pairs:
    """Set a value at the end, or take it out where it says nothing."""
    is_said = value and value != unless
    return [*without(pairs, [name]), *([(name, str(value))] if is_said else [])]
