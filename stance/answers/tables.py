"""The tables that can be exported, by name, with their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from stance import __version__
from stance.analysis.first_use import FirstUse
from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import FrameMove, Shift, ShiftSearch
from stance.answers import keyness, shifts
from stance.answers.filter_checks import check_query
from stance.answers.first_uses import first_uses
from stance.answers.one_shift import evidence
from stance.answers.series import answer_series
from stance.answers.shifts import Pair
from stance.errors import BadFilter, Unknown
from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.files.writing.tables import Rows, Value, frame_rows
from stance.filters import Pairs, parse_query, parse_sides
from stance.records import StatementQuery
from stance.records.columns import CODINGS, LINKS, STATEMENTS
from stance.store import Reading

FIRST_USE_COLUMNS = (
    *("issue", "actor", "voice", "frame", "wording"),
    *("first_date", "first_statement", "last_date", "last_statement"),
    *("n_uses", "n_statements", "n_searched_before", "surprise_p"),
    *("claimed_first_date", "claim_statement", "claim_status"),
)

SHIFT_COLUMNS = (
    *("issue", "actor", "voice", "shift", "verdict", "date", "date_low", "date_high"),
    *("probability", "frame_probability", "p_value", "frame"),
    *("n_before", "n_before_with_frame", "n_after", "n_after_with_frame"),
    *("share_before", "share_after", "sources_before", "sources_after"),
    *("evidence_before", "evidence_after", "codebook_version"),
)

# Empty, and not missing, in the row of a pair without a shift.
_TEXTS = ("shift", "date", "date_low", "date_high", "frame", "evidence_before", "evidence_after")

KEYNESS_COLUMNS = (
    *("word", "n_before", "n_before_with", "n_after", "n_after_with"),
    *("log_odds", "z", "p_adjusted"),
)
_KEYNESS = "keyness"


@dataclass(frozen=True, slots=True)
class Export:
    """A table on its way out: its columns, and rows made while they are written."""

    columns: tuple[str, ...]
    rows: Rows


def export(store: Reading, what: str, pairs: Pairs) -> Export:
    """Return a table by the filters given; raise Unknown for a table or a name there is not."""
    if what == _KEYNESS:
        return _keyness(store, pairs)
    if what not in _OF_QUERY:
        raise Unknown("export", what, list(EXPORTS))
    return _OF_QUERY[what](store, check_query(store, parse_query(pairs)))


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


# --- keyness -----------------------------------------------------------------------------


def _keyness(store: Reading, pairs: Pairs) -> Export:
    sides = parse_sides(pairs)
    if sides is None:
        raise BadFilter("split", "", "name two sides: split=DATE, or filters such as against.from")
    before, after = (check_query(store, side) for side in sides)
    rows = (
        (
            *(word.word, word.n_before, word.n_before_with, word.n_after, word.n_after_with),
            *(round(word.log_odds, 6), round(word.z, 6), round(word.p_adjusted, 9)),
        )
        for word in keyness.keyness(store, before, after)
    )
    return Export(KEYNESS_COLUMNS, rows)


# --- first uses --------------------------------------------------------------------------


def first_use_rows(found: Iterable[FirstUse]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of first-uses.csv; several claims of one thing stand in one cell."""
    for row in found:
        use = row.use
        yield (
            *(row.issue, row.actor, row.voice),
            *(("", row.key) if row.is_tracked else (row.key, "")),
            *((use.first_date, use.first_statement) if use else ("", "")),
            *((use.last_date, use.last_statement) if use else ("", "")),
            *(row.n_uses, row.n_searched, use.n_before if use else None, row.surprise_p),
            ";".join(str(one.claim.since) for one in row.claims),
            ";".join(one.claim.statement for one in row.claims),
            ";".join(one.status.value for one in row.claims),
        )


# --- shifts ------------------------------------------------------------------------------


def shift_rows(pairs: Sequence[Pair], frames: Collection[str]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of pairs; `frames` chooses among frames where any are given."""
    for pair in pairs:
        moves = [
            (search, shift, move)
            for search in pair.searches
            for shift in search.shifts
            for move in shift.frames
        ]
        if not moves:
            yield _shift_row(pair, pair.wording, {})
        for search, shift, move in moves:
            if not frames or move.frame in frames:
                yield _shift_row(pair, search, _move_cells(pair, shift, move))


def _shift_row(pair: Pair, search: ShiftSearch, cells: Mapping[str, Value]) -> tuple[Value, ...]:
    row = dict.fromkeys(_TEXTS, "") | {
        "issue": pair.issue,
        "actor": pair.actor,
        "voice": pair.voice,
        "verdict": search.verdict.value,
        "probability": round(search.probability, 6),
        "p_value": round(search.p_value, 6),
        "codebook_version": pair.codebook.version if pair.codebook else None,
        **cells,
    }
    return tuple(row.get(name) for name in SHIFT_COLUMNS)


def _move_cells(pair: Pair, shift: Shift, move: FrameMove) -> dict[str, Value]:
    is_score = move.frame == STANCE
    before, after = evidence(pair, move)
    return {
        "shift": pair.key_of(shift),
        "verdict": shift.verdict.value,
        "date": move.date.isoformat(),
        "date_low": move.date_low.isoformat(),
        "date_high": move.date_high.isoformat(),
        "probability": round(shift.probability, 6),
        "frame_probability": round(move.probability, 6),
        "frame": move.frame,
        "n_before": move.n_before,
        "n_before_with_frame": None if is_score else move.n_before_with,
        "n_after": move.n_after,
        "n_after_with_frame": None if is_score else move.n_after_with,
        "share_before": round(move.share_before, 6),
        "share_after": round(move.share_after, 6),
        "sources_before": _n_sources(pair, move.rows_before),
        "sources_after": _n_sources(pair, move.rows_after),
        "evidence_before": ";".join(before),
        "evidence_after": ";".join(after),
    }


def _n_sources(pair: Pair, rows: Sequence[int]) -> int:
    return len({pair.said[row].source for row in rows} - {""})


# --- every table by name -----------------------------------------------------------------


def _series(store: Reading, query: StatementQuery) -> Export:
    table = answer_series(store, query)
    return Export(tuple(table.columns), frame_rows(table))


_OF_QUERY: Mapping[str, Callable[[Reading, StatementQuery], Export]] = {
    "statements": lambda store, query: Export(STATEMENTS, statement_rows(store.statements(query))),
    "codings": lambda store, query: Export(CODINGS, coding_rows(store.codings(query))),
    "links": lambda store, query: Export(LINKS, link_rows(store.links(query))),
    "series": _series,
    "first-uses": lambda store, query: Export(
        FIRST_USE_COLUMNS, first_use_rows(first_uses(store, query))
    ),
    "shifts": lambda store, query: Export(
        SHIFT_COLUMNS, shift_rows(shifts.search(store, query), query.frames)
    ),
}

EXPORTS = (*_OF_QUERY, _KEYNESS)
"""Every table by the name of its file."""
