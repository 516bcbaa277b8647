"""Tables for programs, a page at a time; each page says where the next one begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TypeVar

from stance.answers import tables
from stance.answers.filter_checks import check_query
from stance.errors import BadFilter
from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.files.writing.tables import Rows
from stance.filters import Pairs, parse_query
from stance.records import Coding, Link, StatementQuery
from stance.records.columns import CODINGS, LINKS, STATEMENTS
from stance.store import Reading

_COUNTED = re.compile(r"([0-9]{1,9})-([0-9]{1,18})")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TablePage:
    """Some rows of a table, and what the next page begins behind; None after the last."""

    columns: tuple[str, ...]
    rows: Rows
    following: str | None


def page(store: Reading, what: str, pairs: Pairs, *, limit: int, after: str) -> TablePage:
    """Return the rows of a table behind `after`, at most `limit`."""
    # Statements, codings and links go on behind the last one shown, whatever was stored or undone
    # meanwhile. The other tables are computed: they are counted through, as long as the store
    # stays as it was.
    if what not in _WALKED:
        return _counted(store, what, pairs, limit, after)
    return _WALKED[what](store, check_query(store, parse_query(pairs)), limit, after)


# --- behind a statement, coding or link --------------------------------------------------


def _statements(store: Reading, query: StatementQuery, limit: int, after: str) -> TablePage:
    entries = list(store.statements(query, after=after, limit=limit + 1))
    following = entries[limit - 1].statement.id if len(entries) > limit else None
    return TablePage(STATEMENTS, statement_rows(entries[:limit]), following)


def _codings(store: Reading, query: StatementQuery, limit: int, after: str) -> TablePage:
    def key(coding: Coding) -> str:
        # The coder stands last: a name may hold what parts the others.
        return f"{coding.statement};{coding.frame};{coding.coder}"

    codings = store.codings(query, at=_statement_in(after))
    some, following = _walked(codings, key, limit, after)
    return TablePage(CODINGS, coding_rows(some), following)


def _links(store: Reading, query: StatementQuery, limit: int, after: str) -> TablePage:
    def key(link: Link) -> str:
        return f"{link.from_id};{link.type.value};{link.to_id}"

    some, following = _walked(store.links(query, at=_statement_in(after)), key, limit, after)
    return TablePage(LINKS, link_rows(some), following)


_WALKED = {"statements": _statements, "codings": _codings, "links": _links}


def _statement_in(key: str) -> str:
    return key.partition(";")[0]


def _walked(
    records: Iterator[_T], key_of: Callable[[_T], str], limit: int, after: str
) -> tuple[list[_T], str | None]:
    """Return some of the records, which begin with the statement that `after` names."""
    if after and not _is_passed(map(key_of, records), after):
        raise BadFilter("after", after, "what it names is not there (any more): begin without it")
    some = list(islice(records, limit + 1))
    return some[:limit], key_of(some[limit - 1]) if len(some) > limit else None


def _is_passed(keys: Iterator[str], after: str) -> bool:
    """Go over the keys up to `after`; whether it stands among those of its statement."""
    its_own = takewhile(lambda key: _statement_in(key) == _statement_in(after), keys)
    return after in its_own


# --- behind so many rows -----------------------------------------------------------------


def _counted(store: Reading, what: str, pairs: Pairs, limit: int, after: str) -> TablePage:
    last = store.last_change()
    start = _start(after, last) if after else 0
    table = tables.export(store, what, pairs)
    rows = list(islice(table.rows, start, start + limit + 1))
    following = f"{start + limit}-{last}" if len(rows) > limit else None
    return TablePage(table.columns, rows[:limit], following)


def _start(after: str, last: int) -> int:
    found = _COUNTED.fullmatch(after)
    if found is None:
        raise BadFilter("after", after, "it must be what `next` gave")
    if int(found[2]) != last:
        raise BadFilter("after", after, "the store changed since that page: begin without it")
    return int(found[1])
