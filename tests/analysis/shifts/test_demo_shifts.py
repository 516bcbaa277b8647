"""What the record of the founding example says: computed from the demo's file, never written in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from stance.analysis.shifts.results import ShiftSearch
from stance.analysis.shifts.search import search_shifts
from stance.analysis.shifts.stream import Said
from stance.analysis.shifts.verdicts import Verdict
from stance.files.reading.drafts import StatementDraft
from stance.files.reading.registry import read_file
from stance.records import Link, Voice
from stance.records.utterances import Member, utterance_roots

DEMO = Path(__file__).parents[3] / "db" / "demo" / "statements.csv"
ESTABLISHED = Verdict.SHIFT


@cache
def utterances(actor: str) -> tuple[Said, ...]:
    """An actor's own utterances; one has a frame if any of its statements has it."""
    read = read_file(DEMO.read_bytes(), DEMO.name)
    own = {
        draft.statement.id: draft
        for draft in read.drafts
        if isinstance(draft, StatementDraft)
        and draft.statement.actor == actor
        and draft.statement.voice is Voice.OWN
    }
    roots = utterance_roots(
        {id_: _member(draft) for id_, draft in own.items()},
        [draft.link for draft in own.values() if isinstance(draft.link, Link)],
    )
    said = {root: _said(own[root]) for root in dict.fromkeys(roots.values())}
    for id_, root in roots.items():
        frames = dict.fromkeys([*(said[root].frames or ()), *own[id_].frames])
        said[root] = replace(said[root], frames=tuple(frames))
    return tuple(said.values())


def _member(draft: StatementDraft) -> Member:
    one = draft.statement
    return Member(one.actor, one.issue, one.voice, one.date.sort_key)


def _said(draft: StatementDraft) -> Said:
    one = draft.statement
    tags = dict(tag.split(":", 1) for tag in one.tags)
    return Said(one.id, one.date, draft.frames, source=one.source.name, tags=tags)


@cache
def alone(actor: str, frame: str, stratify_by: str = "") -> ShiftSearch:
    return search_shifts(utterances(actor), (frame,), stratify_by=stratify_by)


@cache
def whole(actor: str) -> ShiftSearch:
    frames = {frame for one in utterances(actor) for frame in one.frames or ()} - {"none"}
    return search_shifts(utterances(actor), sorted(frames))


def test_the_record_has_the_utterances_that_were_counted_apart() -> None:
    assert len(utterances("China")) == 69
    assert len(utterances("South Korea")) == 28


def test_no_shift_of_chinas_humanitarian_wording_is_established() -> None:
    assert alone("China", "humanitarian").verdict is not ESTABLISHED
    moves = [move for shift in whole("China").shifts for move in shift.frames]
    assert not [m for m in moves if m.frame == "humanitarian" and m.verdict is ESTABLISHED]


def test_chinas_illegal_migration_became_more_frequent() -> None:
    found = alone("China", "illegal_migration")
    assert found.verdict is ESTABLISHED
    assert found.probability == pytest.approx(0.95, abs=0.03)
    assert found.p_value <= 0.01
    (shift,) = found.shifts
    assert dt.date(2002, 5, 1) <= shift.date <= dt.date(2003, 9, 30)
    (move,) = shift.frames
    assert move.share_before < 0.4
    assert move.share_after > 0.7


def test_part_of_that_is_the_occasion() -> None:
    plain = alone("China", "illegal_migration")
    by_scope = alone("China", "illegal_migration", "scope")
    assert by_scope.robustness.n_strata > 1
    assert by_scope.probability < plain.probability - 0.1
    assert by_scope.verdict is not ESTABLISHED


def test_south_koreas_humanitarian_wording_gives_way() -> None:
    found = alone("South Korea", "humanitarian")
    assert found.verdict is ESTABLISHED
    assert found.probability == pytest.approx(0.99, abs=0.01)
    (shift,) = found.shifts
    assert dt.date(2004, 1, 1) <= shift.date <= dt.date(2012, 12, 31)
    (move,) = shift.frames
    assert move.share_before > 0.6
    assert move.share_after < 0.2
