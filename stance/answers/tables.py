"""The tables that can be exported, by name; pages, commands and the API use the same ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

from stance import __version__
from stance.analysis.keyness import KeyWord
from stance.answers import first_uses, keyness, shifts
from stance.answers.filter_checks import check_query
from stance.answers.series import answer_series
from stance.answers.shift_rows import COLUMNS as SHIFT_COLUMNS
from stance.answers.shift_rows import shift_rows
from stance.errors import BadFilter, Unknown
from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.files.writing.tables import Rows, Value, frame_rows
from stance.filters import Pairs, parse_query, parse_sides
from stance.records import StatementQuery
from stance.records.columns import CODINGS, LINKS, STATEMENTS
from stance.store import Reading

KEYNESS_COLUMNS = (
    *("word", "n_before", "n_before_with", "n_after", "n_after_with"),
    *("log_odds", "z", "p_adjusted"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """A table on its way out: its columns, and rows made while they are written."""

    columns: tuple[str, ...]
    rows: Rows


def export(store: Reading, what: str, pairs: Pairs) -> Export:
    """Return a table by the filters given; raise Unknown for a table or a name there is not."""
    if what not in EXPORTS:
        raise Unknown("export", what, list(EXPORTS))
    return EXPORTS[what](store, pairs)


def notes(store: Reading, what: str, pairs: Pairs) -> dict[str, str]:
    """Say what a table is, for formats that carry it: program, filters, codebooks by issue."""
    given = [(name, value) for name, value in pairs if value]
    chosen = {value for name, value in given if name == "issue"}
    issues = [store.issue(slug) for slug in sorted(chosen)] if chosen else store.issues()
    versions = {issue.slug: issue.codebook_version for issue in issues}
    return {
        "what": what,
        "version": __version__,
        "query": urlencode(given),
        "codebooks": json.dumps(versions, ensure_ascii=False, sort_keys=True),
    }


def _query(store: Reading, pairs: Pairs) -> StatementQuery:
    return check_query(store, parse_query(pairs))


def _statements(store: Reading, pairs: Pairs) -> Export:
    return Export(STATEMENTS, statement_rows(store.statements(_query(store, pairs))))


def _codings(store: Reading, pairs: Pairs) -> Export:
    return Export(CODINGS, coding_rows(store.codings(_query(store, pairs))))


def _links(store: Reading, pairs: Pairs) -> Export:
    return Export(LINKS, link_rows(store.links(_query(store, pairs))))


def _series(store: Reading, pairs: Pairs) -> Export:
    return _whole(answer_series(store, _query(store, pairs)))


def _first_uses(store: Reading, pairs: Pairs) -> Export:
    found = first_uses.first_uses(store, _query(store, pairs))
    return Export(first_uses.COLUMNS, first_uses.table_rows(found))


def _shifts(store: Reading, pairs: Pairs) -> Export:
    query = _query(store, pairs)
    return Export(SHIFT_COLUMNS, shift_rows(shifts.search(store, query), query.frames))


def _keyness(store: Reading, pairs: Pairs) -> Export:
    sides = parse_sides(pairs)
    if sides is None:
        raise BadFilter("split", "", "name two sides: split=DATE, or filters such as against.from")
    before, after = (check_query(store, side) for side in sides)
    return Export(KEYNESS_COLUMNS, _key_rows(keyness.keyness(store, before, after)))


def _key_rows(words: Iterable[KeyWord]) -> Iterator[tuple[Value, ...]]:
    for word in words:
        counts = (word.n_before, word.n_before_with, word.n_after, word.n_after_with)
        numbers = (round(word.log_odds, 6), round(word.z, 6), round(word.p_adjusted, 9))
        yield word.word, *counts, *numbers


def _whole(table: pd.DataFrame) -> Export:
    return Export(tuple(table.columns), frame_rows(table))


EXPORTS: Mapping[str, Callable[[Reading, Pairs], Export]] = {
    "statements": _statements,
    "codings": _codings,
    "links": _links,
    "series": _series,
    "first-uses": _first_uses,
    "shifts": _shifts,
    "keyness": _keyness,
}
"""Every table by the name of its file."""
