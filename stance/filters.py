"""The one door for filters: query strings, flags and callbacks become a StatementQuery here."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from stance.errors import BadDate, BadFilter
from stance.records import MOST_NAME_BYTES, Codings, Mode, StatementQuery, Unit, Voice
from stance.records.dates import PartialDate, Period

REPEATABLE = ("actor", "frame", "mode", "tag")
"""Filters that may be given several times, meaning any of the values."""

FILTERS = (
    "issue",
    "actor",
    "speaker",
    "about",
    "voice",
    "frame",
    "mode",
    "language",
    "source",
    "tag",
    "from",
    "to",
    "q",
    "period",
    "unit",
    "codings",
    "batch",
    "stratify",
)
"""Every filter, in the order in which addresses and help texts give them."""

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

_FRAME_ID = re.compile(r"[a-z0-9_-]+")
_TAG_KEY = re.compile(r"[^:;\s]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


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


def parse_query(pairs: Pairs, *, also: Iterable[str] = ()) -> StatementQuery:
    """Make a StatementQuery of names and values; raise BadFilter for the first bad one.

    Empty values mean no limit; names in `also` are left for the caller.
    """
    values = _collect(pairs, allowed=(*FILTERS, *also))

    def one(name: str) -> str:
        return _single(values, name)

    return StatementQuery(
        issue=one("issue"),
        actors=tuple(values["actor"]),
        speaker=one("speaker"),
        about=one("about"),
        voice=_choice(Voice, "voice", one("voice")),
        frames=tuple(_matching(_FRAME_ID, "frame", value) for value in values["frame"]),
        modes=tuple(_member(Mode, "mode", value) for value in values["mode"]),
        language=_matching(_LANGUAGE, "language", one("language")),
        source=one("source"),
        tags=tuple(_tag(value) for value in values["tag"]),
        since=_day("from", one("from"), lambda day: day.first),
        until=_day("to", one("to"), lambda day: day.last),
        text=one("q"),
        period=_choice(Period, "period", one("period")) or Period.YEAR,
        unit=_choice(Unit, "unit", one("unit")) or Unit.UTTERANCE,
        codings=_choice(Codings, "codings", one("codings")) or Codings.EFFECTIVE,
        batch=_number("batch", one("batch")),
        stratify=_matching(_TAG_KEY, "stratify", one("stratify")),
    )


def parse_page(pairs: Pairs) -> PageState:
    """Make the whole state of a page of its query string; raise BadFilter."""
    known = list(pairs)
    query = parse_query(known, also=PAGE_STATE)
    values = _collect(known, allowed=(*FILTERS, *PAGE_STATE))

    def one(name: str) -> str:
        return _single(values, name)

    return PageState(
        query=query,
        view=_one_of("view", one("view") or "chart", ("chart", "table")),
        statement=one("statement"),
        after=one("after"),
        newest_first=_one_of("order", one("order") or "oldest", ("oldest", "newest")) == "newest",
        limit=read_limit(one("limit")),
        place=_place(one("place")),
    )


def names_a_side(name: str) -> bool:
    """Whether a name speaks of the second side of a comparison."""
    return name == SPLIT or name.startswith(AGAINST)


def parse_sides(pairs: Pairs) -> Sides | None:
    """Make the first and the second side of filters with `split=DATE` or `against.` filters.

    With `split` the sides are what lies before that day and from it on. Else the second side
    has the filters of the first, but for those given with the prefix; a date given with it
    replaces both dates, an empty value lifts a filter. None where no second side is named.
    """
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
    named = {name for name, _ in theirs}
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


def split_at(query: StatementQuery, day: date) -> tuple[StatementQuery, StatementQuery]:
    """Cut a query in two at a day, which belongs to the later side; raise BadFilter for day one."""
    if day == date.min:
        raise BadFilter("split", day.isoformat(), "nothing lies before the first day there is")
    return replace(query, until=day - timedelta(days=1)), replace(query, since=day)


def query_pairs(query: StatementQuery) -> list[tuple[str, str]]:
    """Return the names and values that `parse_query` reads back as the same query."""
    every: list[tuple[str, Iterable[object]]] = [
        ("issue", [query.issue]),
        ("actor", query.actors),
        ("speaker", [query.speaker]),
        ("about", [query.about]),
        ("voice", [query.voice or ""]),
        ("frame", query.frames),
        ("mode", query.modes),
        ("language", [query.language]),
        ("source", [query.source]),
        ("tag", query.tags),
        ("from", [query.since or ""]),
        ("to", [query.until or ""]),
        ("q", [query.text]),
        ("period", [query.period if query.period is not Period.YEAR else ""]),
        ("unit", [query.unit if query.unit is not Unit.UTTERANCE else ""]),
        ("codings", [query.codings if query.codings is not Codings.EFFECTIVE else ""]),
        ("batch", [query.batch if query.batch is not None else ""]),
        ("stratify", [query.stratify]),
    ]
    return [(name, str(value)) for name, values in every for value in values if str(value)]


def query_string(query: StatementQuery, *, without: Iterable[str] = ()) -> str:
    """Return the query as the part of an address behind `?`."""
    left_out = set(without)
    return urlencode([pair for pair in query_pairs(query) if pair[0] not in left_out])


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


_Choice = TypeVar("_Choice", bound=StrEnum)


def _member(kind: type[_Choice], name: str, value: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise BadFilter(name, value, f"choose one of {', '.join(kind)}") from None


def _choice(kind: type[_Choice], name: str, value: str) -> _Choice | None:
    return _member(kind, name, value) if value else None


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise BadFilter(name, value, f"choose one of {', '.join(choices)}")
    return value


def _matching(pattern: re.Pattern[str], name: str, value: str) -> str:
    if value and not pattern.fullmatch(value):
        raise BadFilter(name, value, f"it must be {_RULES[name]}")
    return value


_RULES = {
    "language": "a tag such as en or zh-Hant",
    "frame": "small letters, digits, _ and -",
    "stratify": "a tag's key, such as scope",
}


def _tag(value: str) -> str:
    key, colon, rest = value.partition(":")
    if not (key and colon and rest):
        raise BadFilter("tag", value, "write key:value, for instance scope:embassy")
    return value


def _day(name: str, value: str, end: Callable[[PartialDate], date]) -> date | None:
    if not value:
        return None
    try:
        day = PartialDate.parse(value)
    except BadDate:
        raise BadFilter(name, value, "write 2003, 2003-06 or 2003-06-17") from None
    if day.is_approximate or "/" in day.text:
        raise BadFilter(name, value, "write 2003, 2003-06 or 2003-06-17, without ~ or /")
    return end(day)


def _number(name: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadFilter(name, value, "it must be a whole number")
    return int(value)


def _place(value: str) -> int:
    place = _number("place", value)
    if place == 0:
        raise BadFilter("place", value, "the first place is 1")
    return place or 1


def read_limit(value: str) -> int:
    """Return how many rows one page of a list holds, the default where that is left open."""
    limit = _number("limit", value)
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MOST_LIMIT:
        raise BadFilter("limit", value, f"it must be from 1 to {MOST_LIMIT}")
    return limit
