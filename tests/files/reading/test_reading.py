from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading.drafts import FileRead, StatementDraft
from stance.files.reading.registry import read_file
from tests.shared import HOSTILE

needs_shared = pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"no hostile files at {HOSTILE}")


def read_rows(rows: list[list[str]]) -> FileRead:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return read_file(out.getvalue().encode(), "rows.csv")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes) -> None:
    try:
        read = read_file(content, "any.csv")
    except FileRefused:
        return
    assert len({p.line for p in read.problems}) + len(read.drafts) >= read.n_rows


@needs_shared
def test_every_naughty_string_is_stored_exactly_or_refused_by_its_row() -> None:
    strings = json.loads((HOSTILE / "blns" / "blns.json").read_text(encoding="utf-8"))
    rows = [["2003-06-17", "A", "crossings", f"x{text}"] for text in strings]
    read = read_rows([["date", "actor", "issue", "text"], *rows])
    kept = [draft.statement.text for draft in read.drafts if isinstance(draft, StatementDraft)]
    assert len(kept) + len({problem.line for problem in read.problems}) == len(strings)
    assert len(kept) > 500


@needs_shared
def test_a_day_month_order_proven_by_one_row_holds_for_the_file() -> None:
    path = HOSTILE / "generated" / "dates_dmy_file.csv"
    drafts = read_file(path.read_bytes(), path.name).drafts
    dates = [str(draft.statement.date) for draft in drafts if isinstance(draft, StatementDraft)]
    assert dates == ["2003-02-01", "2003-04-03", "2003-12-25"]


@needs_shared
def test_two_orders_in_one_file_refuse_both_rows() -> None:
    path = HOSTILE / "generated" / "dates_conflict_file.csv"
    read = read_file(path.read_bytes(), path.name)
    assert not read.drafts
    assert {problem.line for problem in read.problems} == {2, 3}


def test_an_unproven_order_is_refused_with_the_line() -> None:
    header = ["date", "actor", "issue", "text"]
    read = read_rows([header, ["03/04/2003", "A", "crossings", "words"]])
    assert [(problem.line, problem.column) for problem in read.problems] == [(2, "date")]
    assert not read.drafts
