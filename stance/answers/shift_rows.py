"""The rows of shifts.csv: one a shift and frame, or one a pair without a shift."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import FrameMove, Shift, ShiftSearch
from stance.answers.one_shift import evidence
from stance.answers.shifts import Pair
from stance.files.writing.tables import Value

COLUMNS = (
    *("issue", "actor", "voice", "shift", "verdict", "date", "date_low", "date_high"),
    *("probability", "frame_probability", "p_value", "frame"),
    *("n_before", "n_before_with_frame", "n_after", "n_after_with_frame"),
    *("share_before", "share_after", "sources_before", "sources_after"),
    *("evidence_before", "evidence_after", "codebook_version"),
)
"""The columns of shifts.csv."""

_TEXTS = ("shift", "date", "date_low", "date_high", "frame", "evidence_before", "evidence_after")


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
            yield _row(pair, pair.wording, {})
        for search, shift, move in moves:
            if not frames or move.frame in frames:
                yield _row(pair, search, _move_cells(pair, shift, move))


def _row(pair: Pair, search: ShiftSearch, cells: Mapping[str, Value]) -> tuple[Value, ...]:
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
    return tuple(row.get(name) for name in COLUMNS)


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
