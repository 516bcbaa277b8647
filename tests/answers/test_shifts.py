"""On the founding example the product says what the record says, whatever the newspapers said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from stance.analysis.shifts.results import Companion
from stance.analysis.shifts.verdicts import Verdict
from stance.answers import shifts
from stance.answers.one_shift import quoted_shift, sides_of
from stance.answers.shift_sentences import (
    chance,
    companions_sentence,
    found_sentences,
    is_datable,
    verdict_sentence,
)
from stance.answers.shifts import FoundShift, Pair
from stance.answers.tables import SHIFT_COLUMNS, shift_rows
from stance.errors import Unknown
from stance.files.writing.tables import Value
from stance.filters import split_at
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.conftest import NewStore
from tests.dashboard.demo import ISSUE, demo_store
from tests.db.planted import load, said


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("shifts"))
    yield opened
    opened.close()


def query(actor: str, stratify: str = "") -> StatementQuery:
    return StatementQuery(issue=ISSUE, actors=(actor,), voice=Voice.OWN, stratify=stratify)


def pair(store: Store, actor: str, stratify: str = "") -> Pair:
    (only,) = shifts.search(store, query(actor, stratify))
    return only


def table(store: Store, asked: StatementQuery) -> dict[Value, dict[str, Value]]:
    """Return the rows of shifts.csv by frame."""
    rows = shift_rows(shifts.search(store, asked), asked.frames)
    cells = [dict(zip(SHIFT_COLUMNS, row, strict=True)) for row in rows]
    return {row["frame"]: row for row in cells}


def alone(found: Pair) -> dict[str, float]:
    return {one.frame: one.probability for one in found.wording.frames}


def test_no_shift_of_humanitarian_wording_is_established_for_china(store: Store) -> None:
    found = pair(store, "China")
    assert found.wording.n_statements == 69
    assert found.wording.verdict is not Verdict.SHIFT
    assert alone(found)["humanitarian"] < 0.8


def test_illegal_became_more_frequent_between_mid_2002_and_mid_2003(store: Store) -> None:
    found = pair(store, "China")
    assert alone(found)["illegal_migration"] > 0.9
    moves = [move for shift in found.wording.shifts for move in shift.frames]
    (illegal,) = [move for move in moves if move.frame == "illegal_migration"]
    assert date(2002, 5, 1) <= illegal.date <= date(2003, 6, 30)
    assert illegal.share_after > illegal.share_before


def test_keeping_the_occasion_apart_takes_away_from_it(store: Store) -> None:
    apart = alone(pair(store, "China", "scope"))["illegal_migration"]
    assert apart < alone(pair(store, "China"))["illegal_migration"]
    assert apart < 0.8


def test_south_korea_gave_way_from_humanitarian_between_2004_and_2012(store: Store) -> None:
    found = pair(store, "South Korea")
    assert found.wording.verdict is Verdict.SHIFT
    assert alone(found)["humanitarian"] > 0.98
    (move,) = [
        move
        for shift in found.wording.shifts
        for move in shift.frames
        if move.frame == "humanitarian"
    ]
    assert date(2004, 1, 1) <= move.date <= date(2012, 12, 31)
    assert (move.n_before_with, move.n_before, move.n_after_with, move.n_after) == (9, 12, 1, 16)


def test_the_rows_of_a_shift_share_its_key_and_name_their_evidence(store: Store) -> None:
    rows = table(store, query("South Korea"))
    assert len({row["shift"] for row in rows.values()}) == 1
    row = rows["humanitarian"]
    before = str(row["evidence_before"]).split(";")
    assert len(before) == row["n_before_with_frame"] == 9
    for id_ in before:
        assert "humanitarian" in (store.statement(id_).frames() or ())


def test_frames_choose_rows_and_leave_every_count_alone(store: Store) -> None:
    whole = table(store, query("South Korea"))
    chosen = table(store, replace(query("South Korea"), frames=("humanitarian",)))
    assert len(whole) > 1
    assert chosen == {"humanitarian": whole["humanitarian"]}


def test_a_pair_without_a_shift_has_one_row_with_its_verdict(store: Store) -> None:
    (row,) = table(store, query("Spain")).values()
    assert (row["verdict"], row["frame"], row["n_before"]) == ("too_few", "", None)


def test_a_shift_is_found_by_its_key_with_quotes_on_both_sides(store: Store) -> None:
    key = str(table(store, query("South Korea"))["humanitarian"]["shift"])
    shown = quoted_shift(store, query("South Korea"), key)
    before, after = shown.quotes["humanitarian"]
    assert before
    assert all(entry.statement.date.first < shown.found.shift.date for entry in before)
    assert all(entry.statement.date.last >= shown.found.shift.date for entry in after)
    with pytest.raises(Unknown, match="shift"):
        quoted_shift(store, query("South Korea"), "nothing")


def test_the_report_says_it_in_plain_sentences(store: Store) -> None:
    said = "\n".join(found_sentences(pair(store, "South Korea")))
    assert "South Korea probably changed how it puts this between" in said
    assert "'Humanitarian' in 9 of 12 before, 1 of 16 after" in said
    assert "starting from even odds" in said
    too_few = "\n".join(found_sentences(pair(store, "Spain")))
    assert "Too few statements to tell" in too_few


def test_a_possible_shift_is_said_first_to_be_not_established(store: Store) -> None:
    said = list(found_sentences(pair(store, "China")))
    assert said[1].startswith("  Not established: 1 possible shift. ")
    assert "about the even odds it started from" in said[1]


def test_only_frames_sure_on_their_own_are_told_as_moved_else_the_likeliest(store: Store) -> None:
    found = pair(store, "China")
    (shift,) = found.wording.shifts
    assert [move.frame for move in shift.told_moves] == ["illegal_migration"]
    assert [move.frame for move in shift.frames if move.moved] != ["illegal_migration"]
    shown = quoted_shift(store, query("China"), found.key_of(shift))
    assert list(shown.quotes) == ["illegal_migration"]


def test_a_frame_that_may_have_moved_at_any_time_gets_no_date(store: Store) -> None:
    found = pair(store, "China")
    (shift,) = found.wording.shifts
    dated = {move.frame: is_datable(move, found.wording) for move in shift.frames if move.moved}
    assert dated == {"illegal_migration": True, "humanitarian": False}


def test_one_coder_on_both_sides_is_no_difference(store: Store) -> None:
    (shift,) = pair(store, "China").wording.shifts
    lone = Companion("coder", 0.9, (("ada", 23),), (("ada", 46),))
    other = replace(lone, after=(("bea", 46),))
    assert "changed too" not in companions_sentence(replace(shift, companions=(lone,)))
    assert "mix of coder changed too" in companions_sentence(replace(shift, companions=(other,)))


def test_what_is_scored_and_not_coded_holds_no_frame(new_store: NewStore) -> None:
    planted = new_store()
    load(planted, said("a", frames="nan", stance=1.0), said("b", stance=-1.0))
    (found,) = shifts.search(planted, StatementQuery())
    assert found.holders == ({"nan": "a"}, {})


def test_the_words_at_a_shift_are_those_of_the_spans_its_counts_rest_on(store: Store) -> None:
    asked, found = query("South Korea"), pair(store, "South Korea")
    shift = found.wording.shifts[0]
    assert sides_of(asked, FoundShift(found, shift)) == split_at(asked, shift.date)
    earlier = replace(shift, date=shift.date - timedelta(days=900))
    later = replace(shift, date=shift.date + timedelta(days=900))
    crowded = replace(found.wording, shifts=(earlier, shift, later))
    between = FoundShift(replace(found, wording=crowded), shift)
    before, after = sides_of(asked, between)
    assert (before.since, before.until) == (earlier.date, shift.date - timedelta(days=1))
    assert (after.since, after.until) == (shift.date, later.date - timedelta(days=1))


def test_what_is_only_possible_is_not_counted_as_established(store: Store) -> None:
    found = pair(store, "South Korea").wording
    sure = found.shifts[0]
    both = replace(found, shifts=(sure, replace(sure, verdict=Verdict.POSSIBLE)))
    assert "Established: 1 shift; not established: 1 possible shift" in verdict_sentence(both)


@pytest.mark.parametrize(
    ("given", "said"), [(0.9996, "over 99%"), (0.985, "98%"), (0.001, "under 1%")]
)
def test_no_probability_is_told_as_certain(given: float, said: str) -> None:
    assert chance(given) == said


def test_a_verdict_parts_thousands(store: Store) -> None:
    found = replace(pair(store, "China").wording, n_statements=1794, n_dates=1203)
    assert "1,794 looked at on 1,203 dates" in verdict_sentence(found)
