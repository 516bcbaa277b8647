"""Documented changes in real statements: found, and not found where dates are shuffled."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench.metrics import rate_of
from bench.shift_table import Line, written
from stance.analysis.shifts.results import FrameMove, ShiftSearch
from stance.analysis.shifts.search import find_shifts
from stance.analysis.shifts.stream import Stream
from stance.analysis.shifts.verdicts import Verdict
from stance.records.dates import PartialDate

_BOATS = {
    "illegal": r"\b(?:illegal|illegals|illegally)\b",
    "asylum_or_irregular": r"\b(?:asylum[ -]seeker\w*|irregular\w*)",
}
_FOMC = {
    "considerable_period": r"\bconsiderable (?:period|time)\b",
    "patient": r"\b(?:can|will) be patient\b",
    "measured": r"\blikely to be measured\b",
    "extended_period": r"\bfor an extended period\b",
    "calendar_date": r"\bat least through (?:mid-2013|late 2014|mid-2015)\b",
}
_JOINING = ("reports", "version_of", "translation_of")
_N_SHUFFLES = 100


def real_lines(shared: Path) -> Iterator[Line]:
    """Every check on real statements, one after the other."""
    boats = read_corpus(shared / "data/corpora/australia_boats.csv", _BOATS)
    fomc = read_corpus(shared / "data/corpora/fomc_statements.csv", _FOMC)
    for documented in (date(2013, 9, 18), date(2015, 9, 15)):
        yield _documented(find_shifts(boats), "illegal", documented)
    yield _shuffled("australia_boats", boats)
    yield _shuffled("fomc_statements", fomc)
    flagship = shared / "data/flagship/statements.csv"
    yield from _china(read_utterances(flagship, "China"))
    yield _south_korea(read_utterances(flagship, "South Korea"))


def read_corpus(path: Path, patterns: dict[str, str]) -> Stream:
    """Read a corpus whose statements are all the actor's own, coded by regular expressions."""
    rows = _rows(path)
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns.values()]
    frames = [[bool(pattern.search(row["text"])) for pattern in compiled] for row in rows]
    days = [date.fromisoformat(row["date"]).toordinal() for row in rows]
    return Stream(tuple(patterns), np.array(days), np.array(frames))


def read_utterances(path: Path, actor: str) -> Stream:
    """Read an actor's own utterances: linked reports are one, dated by the first."""
    own = {r["id"]: r for r in _rows(path) if r["actor"] == actor and r["voice"] == "own"}
    members: dict[str, list[str]] = {}
    for row in own.values():
        members.setdefault(_root(row["id"], own), []).append(row["frames"])
    coded = {root: set(";".join(cells).split(";")) for root, cells in members.items()}
    names = sorted(set().union(*coded.values()) - {"", "none"})
    roots = [own[root] for root in coded]
    dates = [PartialDate.parse(row["date"]) for row in roots]
    return Stream(
        tuple(names),
        np.array([d.middle.toordinal() for d in dates]),
        np.array([[name in coded[row["id"]] for name in names] for row in roots]),
        first_day=np.array([d.first.toordinal() for d in dates]),
        last_day=np.array([d.last.toordinal() for d in dates]),
        sources=[row["source_publisher"] for row in roots],
        strata=[_tag(row["tags"], "scope") for row in roots],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _root(id_: str, own: dict[str, dict[str, str]]) -> str:
    while own[id_]["link_type"] in _JOINING and own[id_]["link_to"] in own:
        id_ = own[id_]["link_to"]
    return id_


def _tag(tags: str, key: str) -> str:
    pairs = (tag.partition(":") for tag in tags.split(";"))
    return next((value for name, _, value in pairs if name == key), "")


def _documented(search: ShiftSearch, frame: str, day: date) -> Line:
    """Whether a shift of `frame` has an interval within 62 days of a documented date."""
    moves = [
        m
        for s in search.shifts
        for m in s.frames
        if m.frame == frame and m.verdict is Verdict.SHIFT
    ]
    nearest = min(moves, key=lambda move: _distance(move, day), default=None)
    ours = "no shift" if nearest is None else _moved(nearest)
    is_held = nearest is not None and _distance(nearest, day) <= 62
    return Line(f"Australia: shift of '{frame}' documented {day}", "within 62 days", ours, is_held)


def _distance(move: FrameMove, day: date) -> int:
    """Days from the interval to `day`, 0 where it holds it."""
    return max((move.date_low - day).days, (day - move.date_high).days, 0)


def _moved(move: FrameMove) -> str:
    counts = f"{move.n_before_with}/{move.n_before} -> {move.n_after_with}/{move.n_after}"
    return f"{move.date} ({move.date_low} to {move.date_high}), {counts}, P {move.probability:.3f}"


def _shuffled(name: str, stream: Stream) -> Line:
    rng = np.random.default_rng(9)
    found = []
    for _ in range(_N_SHUFFLES):
        shuffled = replace(stream, day=rng.permutation(stream.day))
        found.append(find_shifts(shuffled, n_permutations=0).verdict is Verdict.SHIFT)
    rate = rate_of(found)
    title = f"{name}: shift on shuffled dates, {_N_SHUFFLES} shuffles"
    return Line(title, "<= .05", written(rate), rate.value <= 0.05)


def _china(stream: Stream) -> Iterator[Line]:
    plain = replace(stream, strata=None)
    together = find_shifts(plain)
    shifted = _established(together, ["humanitarian"])
    alone = find_shifts(plain.only("humanitarian"))
    ours = f"{together.verdict.value} P {together.probability:.2f}; alone {_said(alone)}"
    is_held = not shifted and alone.verdict is not Verdict.SHIFT
    yield Line("China: no shift of 'humanitarian' established", "none", ours, is_held)
    illegal = find_shifts(plain.only("illegal_migration"))
    low, high = date(2002, 5, 1), date(2003, 12, 31)
    is_held = illegal.verdict is Verdict.SHIFT and low <= illegal.shifts[0].date <= high
    title = "China: 'illegal_migration' more frequent from mid-2002 to mid-2003"
    yield Line(title, "P about .95", _said(illegal), is_held)
    by_scope = find_shifts(stream.only("illegal_migration"))
    yield Line("the same, stratified by scope", "report", _said(by_scope), None)


def _south_korea(stream: Stream) -> Line:
    found = find_shifts(replace(stream, strata=None).only("humanitarian"))
    title = "South Korea: 'humanitarian' gives way between 2004 and 2012"
    return Line(title, "P about .99", _said(found), found.probability >= 0.98)


def _established(search: ShiftSearch, frames: Sequence[str]) -> list[FrameMove]:
    moves = [move for shift in search.shifts for move in shift.frames]
    return [m for m in moves if m.frame in frames and m.verdict is Verdict.SHIFT]


def _said(search: ShiftSearch) -> str:
    chance = f"P {search.probability:.3f} (plain {search.plain_probability:.3f})"
    said = f"{search.verdict.value}, {chance}, p {search.p_value:.3f}"
    return "; ".join([said, *(_moved(shift.frames[0]) for shift in search.shifts)])
