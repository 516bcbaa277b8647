"""The one door for filters: query strings, flags and callbacks become a StatementQuery here."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar
from urllib.parse import urlencode

from stance.errors import BadDate, BadFilter
from stance.records import MOST_NAME_BYTES, Codings, Mode, StatementQuery, Unit, Voice
from stance.records.dates import PartialDate, Period

PAGE_STATE = ("view", "statement", "after", "order", "limit", "place")
"""What else a page keeps in its address: its tab, the open statement, its place in a list."""

DEFAULT_LIMIT = 100
MOST_LIMIT = 500
MOST_VALUES = 50
AGAINST = "against."
"""Prefix of the second set of filters where two selections are compared."""

SPLIT = "split"
"""Names the day that parts the two sides of a comparison."""

MOST_CHARACTERS = 500
"""Of words that are searched for; whatever has a name can be asked for by it."""

Pairs = Iterable[tuple[str, str]]
Sides = tuple[StatementQuery, StatementQuery]

_Choice = TypeVar("_Choice", bound=str)


def _one_of(choices: Iterable[_Choice], name: str, value: str) -> _Choice:
    for choice in choices:
        if choice == value:
            return choice
    raise BadFilter(name, value, f"choose one of {', '.join(choices)}")


def _matching(pattern: str, rule: str, name: str, value: str) -> str:
    if not re.fullmatch(pattern, value):
        raise BadFilter(name, value, rule)
    return value


def _day(end: Callable[[PartialDate], date], name: str, value: str) -> date:
    try:
        day = PartialDate.parse(value)
    except BadDate:
        raise BadFilter(name, value, "write 2003, 2003-06 or 2003-06-17") from None
    if day.is_approximate or "/" in day.text:
        raise BadFilter(name, value, "write 2003, 2003-06 or 2003-06-17, without ~ or /")
    return end(day)


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadFilter(name, value, "it must be a whole number")
    return int(value)


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter: its name in addresses, its field in a query, and how its value is read."""

    name: str
    field: str
    read: Callable[[str, str], object] = lambda _name, value: value
    is_many: bool = False


_EVERY = (
    _Filter("issue", "issue"),
    _Filter("actor", "actors", is_many=True),
    _Filter("speaker", "speaker"),
    _Filter("about", "about"),
    _Filter("voice", "voice", partial(_one_of, Voice)),
    _Filter(
        "frame",
        "frames",
        partial(_matching, "[a-z0-9_-]+", "it must be small letters, digits, _ and -"),
        is_many=True,
    ),
    _Filter("mode", "modes", partial(_one_of, Mode), is_many=True),
    _Filter(
        "language",
        "language",
        partial(
            _matching,
            "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*",
            "it must be a tag such as en or zh-Hant",
        ),
    ),
    _Filter("source", "source"),
    _Filter(
        "tag",
        "tags",
        partial(_matching, "[^:]+:.+", "write key:value, for instance scope:embassy"),
        is_many=True,
    ),
    _Filter("from", "since", partial(_day, attrgetter("first"))),
    _Filter("to", "until", partial(_day, attrgetter("last"))),
    _Filter("q", "text"),
    _Filter("period", "period", partial(_one_of, Period)),
    _Filter("unit", "unit", partial(_one_of, Unit)),
    _Filter("codings", "codings", partial(_one_of, Codings)),
    _Filter("batch", "batch", _number),
    _Filter(
        "stratify",
        "stratify",
        partial(_matching, r"[^:;\s]+", "it must be a tag's key, such as scope"),
    ),
)

FILTERS = tuple(one.name for one in _EVERY)
"""Every filter, in the order in which addresses and help texts give them."""

REPEATABLE = tuple(one.name for one in _EVERY if one.is_many)
"""Filters that may be given several times, meaning any of the values."""


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page's address says beyond its path: the filters and the page's own state."""

    query: StatementQuery = field(default_factory=StatementQuery)
    view: str = "chart"
    statement: str = ""
    after: str = ""
    newest_first: bool = False
    limit: int = DEFAULT_LIMIT
    place: int = 1
    """The first one shown of a list that is paged by counting, from 1."""


def parse_query(pairs: Pairs) -> StatementQuery:
    """Make a query of names and values, empty ones meaning no limit; raise BadFilter."""
    return _query_of(_collect(pairs, allowed=FILTERS))


def _query_of(values: Mapping[str, list[str]]) -> StatementQuery:
    given: dict[str, Any] = {}
    for one in _EVERY:
        if one.is_many:
            given[one.field] = tuple(one.read(one.name, value) for value in values[one.name])
        elif value := _single(values, one.name):
            given[one.field] = one.read(one.name, value)
    return StatementQuery(**given)


def parse_page(pairs: Pairs) -> PageState:
    """Make the whole state of a page of its query string; raise BadFilter."""
    values = _collect(pairs, allowed=(*FILTERS, *PAGE_STATE))
    one = partial(_single, values)
    return PageState(
        query=_query_of(values),
        view=_one_of(("chart", "table"), "view", one("view") or "chart"),
        statement=one("statement"),
        after=one("after"),
        newest_first=_one_of(("oldest", "newest"), "order", one("order") or "oldest") == "newest",
        limit=read_limit(one("limit")),
        place=_place(one("place")),
    )


def names_a_side(name: str) -> bool:
    """Whether a name speaks of the second side of a comparison."""
    return name == SPLIT or name.startswith(AGAINST)


def parse_sides(pairs: Pairs) -> Sides | None:
    """Make both sides of filters with `split=DATE` or `against.` filters, None without these."""
    known = list(pairs)
    mine = [pair for pair in known if not names_a_side(pair[0])]
    theirs = [
        (name.removeprefix(AGAINST), value) for name, value in known if name.startswith(AGAINST)
    ]
    first = parse_query(mine)
    split = _split_day([value for name, value in known if name == SPLIT and value])
    if split and theirs:
        raise BadFilter(SPLIT, str(split), "name the other side by it or by against., not both")
    if split:
        return split_at(first, split)
    return (first, _second_side(first, mine, theirs)) if theirs else None


def side_pairs(sides: Sides) -> list[tuple[str, str]]:
    """Return the names and values that `parse_sides` reads back as the same two sides."""
    first, second = (query_pairs(side) for side in sides)
    named = {name for name, _ in second if name != "issue"}
    lifted = [(name, "") for name, _ in first if name not in named and name != "issue"]
    theirs = [pair for pair in second if pair[0] != "issue"] + lifted
    return [*first, *((f"{AGAINST}{name}", value) for name, value in theirs)]


def _second_side(
    first: StatementQuery, mine: Iterable[tuple[str, str]], theirs: list[tuple[str, str]]
) -> StatementQuery:
    # It has the first side's filters, but for those of its own; an empty one lifts a filter.
    named = {name for name, _ in theirs}
    # One date given anew replaces both: the other was meant for the first side.
    if named & {"from", "to"}:
        named |= {"from", "to"}
    second = parse_query([*(pair for pair in mine if pair[0] not in named), *theirs])
    if second.issue != first.issue:
        raise BadFilter(f"{AGAINST}issue", second.issue, "both sides lie within one issue")
    return second


def _split_day(days: list[str]) -> date | None:
    try:
        return parse_query([("from", day) for day in days]).since
    except BadFilter:
        raise BadFilter(SPLIT, ", ".join(days), "write one day, as in 2003-06-17") from None


def split_at(query: StatementQuery, day: date) -> Sides:
    """Cut a query in two at a day, which belongs to the later side; raise BadFilter for day one."""
    if day == date.min:
        raise BadFilter("split", day.isoformat(), "nothing lies before the first day there is")
    return replace(query, until=day - timedelta(days=1)), replace(query, since=day)


_PLAIN = StatementQuery()


def query_pairs(query: StatementQuery) -> list[tuple[str, str]]:
    """Return the names and values that `parse_query` reads back as the same query."""
    pairs = []
    for one in _EVERY:
        value = getattr(query, one.field)
        if value != getattr(_PLAIN, one.field):
            values = value if one.is_many else (value,)
            pairs += [(one.name, text) for each in values if (text := str(each))]
    return pairs


def query_string(query: StatementQuery) -> str:
    """Return the query as the part of an address behind `?`."""
    return urlencode(query_pairs(query))


def page_string(state: PageState, *, without: Iterable[str] = ()) -> str:
    """Return a page's whole state as the part of its address behind `?`."""
    own = [
        ("view", state.view if state.view != "chart" else ""),
        ("order", "newest" if state.newest_first else ""),
        ("limit", str(state.limit) if state.limit != DEFAULT_LIMIT else ""),
        ("after", state.after),
        ("place", str(state.place) if state.place != 1 else ""),
        ("statement", state.statement),
    ]
    left_out = set(without)
    pairs = [*query_pairs(state.query), *((name, value) for name, value in own if value)]
    return urlencode([pair for pair in pairs if pair[0] not in left_out])


def _collect(pairs: Pairs, *, allowed: Iterable[str]) -> Mapping[str, list[str]]:
    names = set(allowed)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if name not in names:
            raise BadFilter(name[:80], value, f"the filters are {', '.join(FILTERS)}")
        most = MOST_CHARACTERS if name.removeprefix(AGAINST) == "q" else MOST_NAME_BYTES
        if len(value) > most:
            raise BadFilter(name, value, f"it is longer than {most} characters")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
            raise BadFilter(name, value, "it holds control characters")
        given = value.strip()
        if given and given not in found[name]:
            found[name].append(given)
        if len(found[name]) > MOST_VALUES:
            raise BadFilter(name, value, f"at most {MOST_VALUES} values are taken at once")
    return found


def _single(values: Mapping[str, list[str]], name: str) -> str:
    given = values[name]
    if len(given) > 1:
        raise BadFilter(name, given[1], "it can be given only once")
    return given[0] if given else ""


def _place(value: str) -> int:
    place = _number("place", value) if value else 1
    if place == 0:
        raise BadFilter("place", value, "the first place is 1")
    return place


def read_limit(value: str) -> int:
    """Return how many rows one page of a list holds, the default where that is left open."""
    limit = _number("limit", value) if value else DEFAULT_LIMIT
    if not 1 <= limit <= MOST_LIMIT:
        raise BadFilter("limit", value, f"it must be from 1 to {MOST_LIMIT}")
    return limit
