"""The search for shifts in records, by strata, beside other changes, and over many dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from bench.synthetic import draw_codes, stream_of
from stance.analysis.shifts import located_shifts
from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.search import find_shifts, search_shifts
from stance.analysis.shifts.stream import Said
from stance.analysis.shifts.verdicts import Verdict
from stance.records.dates import PartialDate
from tests.analysis.shifts.test_search import START, day_of, planted

# --- beside the wording ------------------------------------------------------------------


def test_what_else_changed_at_the_date_is_told() -> None:
    stream = planted(4, n=40, cut=20)
    labels = np.repeat(["one", "two"], 20).tolist()
    same = ["en", "fr"] * 20
    found = find_shifts(
        replace(stream, coders=labels, sources=["s", ""] * 20, others={"language": same})
    )
    (shift,) = found.shifts
    source, coder, language = shift.companions
    assert [source.what, coder.what, language.what] == ["source", "coder", "language"]
    assert coder.probability > 0.99
    assert coder.before == (("one", 20),)
    assert coder.after == (("two", 20),)
    assert language.probability < 0.5
    assert source.before == (("s", 10),)


def test_sure_of_a_change_but_of_no_single_place_still_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(located_shifts, "change_probability_within", lambda *_: 0.4)
    found = find_shifts(planted(5))
    (shift,) = found.shifts
    assert shift.verdict is found.verdict is Verdict.SHIFT


# --- from records ------------------------------------------------------------------------


def records(n_before: int = 15, n_after: int = 15) -> list[Said]:
    return [
        Said(
            id=f"s{row}",
            date=PartialDate.parse(f"{2000 + row // 12}-{row % 12 + 1:02}-10"),
            frames=("new", "both") if row >= n_before else ("old", "both"),
            stance=1.0 if row >= n_before else -1.0,
            source="paper",
            tags={"scope": "embassy" if row >= n_before else "general"},
            others={"mode": "official_text"},
        )
        for row in range(n_before + n_after)
    ]


def test_records_are_searched_in_codebook_order() -> None:
    said = records()
    found = search_shifts(said, ("both", "new", "old", "never"))
    (shift,) = found.shifts
    assert [move.frame for move in shift.frames] == ["both", "new", "old"]
    assert shift.date == dt.date(2001, 4, 10)
    assert [said[row].id for row in shift.rows_before] == [f"s{row}" for row in range(15)]
    assert [companion.what for companion in shift.companions] == ["source", "coder", "mode"]


def test_uncoded_records_are_in_no_count() -> None:
    said = records()
    said[3] = replace(said[3], frames=None)
    found = search_shifts(said, ("new", "old"))
    assert found.n_statements == 29
    assert 3 not in found.shifts[0].rows_before
    assert search_shifts(said, (STANCE,)).n_statements == 30


def test_a_single_frame_or_the_score_is_asked_about_alone() -> None:
    alone = search_shifts(records(), ("new",), exclusive=True)
    assert [move.frame for move in alone.shifts[0].frames] == ["new"]
    scores = search_shifts(records(), (STANCE,), exclusive=True)
    assert [move.frame for move in scores.shifts[0].frames] == [STANCE]
    assert scores.shifts[0].frames[0].share_before == -1.0


def test_stratified_by_a_tag_the_occasion_is_not_taken_for_the_wording() -> None:
    found = search_shifts(records(), ("new", "old"), stratify_by="scope")
    assert found.robustness.stratified_by == "stratum"
    assert found.probability < 0.5
    assert found.shifts == ()


def test_two_frames_in_an_exclusive_codebook_are_refused() -> None:
    with pytest.raises(ValueError, match="more than one frame"):
        search_shifts(records(), ("both", "new"), exclusive=True)


def test_columns_that_do_not_fit_are_refused() -> None:
    stream = planted()
    with pytest.raises(ValueError, match="coders needs one value per statement"):
        find_shifts(replace(stream, coders=["p"]))
    with pytest.raises(ValueError, match="mode needs one value per statement"):
        find_shifts(replace(stream, others={"mode": ["x"]}))
    with pytest.raises(ValueError, match="without any"):
        find_shifts(stream, of_scores=True)


# --- long series -------------------------------------------------------------------------


def test_more_dates_than_are_taken_singly_still_give_the_day() -> None:
    rng = np.random.default_rng(6)
    n = 2400
    codes = draw_codes(rng, [(1400, (0.7, 0.3)), (1000, (0.3, 0.7))])[0]
    stream = stream_of(codes, START + np.arange(n))
    found = find_shifts(stream, n_permutations=9)
    (shift,) = found.shifts
    assert abs((shift.date - day_of(stream, 1400)).days) <= 15
    assert shift.date_low < day_of(stream, 1400) <= shift.date_high
    assert found.p_value == pytest.approx(0.1)
