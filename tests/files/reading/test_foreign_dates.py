from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import BadDate
from stance.files.reading.drafts import ReadOptions, StatementDraft
from stance.files.reading.foreign_dates import DayOrder, find_order, read_date
from stance.files.reading.registry import read_file
from tests.shared import HOSTILE

SPELLINGS = HOSTILE / "generated" / "dates_62.csv"
needs_shared = pytest.mark.skipif(not SPELLINGS.is_file(), reason=f"no spellings at {SPELLINGS}")

ACCEPTED = {
    "2003-06-01": "2003-06-01",
    "2003-06": "2003-06",
    "2003": "2003",
    "01/02/2003": "2003-02-01",
    "13/02/2003": "2003-02-13",
    "1.2.2003": "2003-02-01",
    "1 Feb 2003": "2003-02-01",
    "Feb 1, 2003": "2003-02-01",
    "2004-02-29": "2004-02-29",
    "9999-12-31": "9999-12-31",
    "20030601": "2003-06-01",
    "2003-W23": "2003-06-02/2003-06-08",
    "2003-06-01T23:30:00-05:00": "2003-06-01",
    "2003-06-01T23:30:00Z": "2003-06-01",
    "2003-06-01 23:30": "2003-06-01",
    "2003-06-01T24:00:00": "2003-06-01",
    "2003-06-30T23:59:60Z": "2003-06-30",
    "2003-06/2003-07": "2003-06/2003-07",
    "2003~": "2003~",
    "circa 1998": "1998~",
    "２００３-０６-０１": "2003-06-01",
    "2003–06–01": "2003-06-01",
    "2003年6月1日": "2003-06-01",
    "1 juin 2003": "2003-06-01",
    "1. Juni 2003": "2003-06-01",
    "2003/6/1": "2003-06-01",
    " 2003-06-01 ": "2003-06-01",
    "1752-09-05": "1752-09-05",
    "2150-01-01": "2150-01-01",
}
REFUSED = {
    "02/13/2003": "its month would be 13",
    "2003-02-30": "there is no day 2003-02-30",
    "2003-02-29": "there is no day",
    "1900-02-29": "there is no day",
    "2003-00-10": "there is no day",
    "2003-13-01": "there is no day",
    "0000-01-01": "there is no day",
    "-0044-03-15": "before 0001",
    "44 BC": "before 0001",
    "10000-01-01": "0001 to 9999",
    "2003-152": "counted through the year",
    "37773": "bare number",
    "37773.5": "bare number",
    "60": "bare number",
    "1054425600": "bare number",
    "1054425600000": "bare number",
    "06/01/03": "two digits",
    "01/06/49": "two digits",
    "01/06/50": "two digits",
    "Q2 2003": "write 2003-04/2003-06",
    "summer 2003": "season",
    "2003?": "write 2003~",
    "199X": "write 1990/1999",
    "yesterday": "another day",
    "today": "another day",
    "n.d.": "not in a spelling",
    "": "it is empty",
    "NaN": "not in a spelling",
    "None": "not in a spelling",
    "平成15年6月1日": "era",
    "١٤٢٤-٠٤-٠١": "another calendar",
    "01-Jun-03": "two digits",
    "2003-06-01x": "not in a spelling",
}
MORE = {
    "June 2003": "2003-06",
    "1er juin 2003": "2003-06-01",
    "1st of June, 2003": "2003-06-01",
    "1 de junio de 2003": "2003-06-01",
    "12-Jun-2003": "2003-06-12",
    "2003 June 1": "2003-06-01",
    "1 июня 2003": "2003-06-01",
    "2003년 6월 1일": "2003-06-01",
    "2003年6月": "2003-06",
    "2003-W23-1": "2003-06-02",
    "ca. 2003-06": "2003-06~",
    "6/2003": "2003-06",
    "06.2003": "2003-06",
    "06-2003": "2003-06",
    "ca. 06.2003": "2003-06~",
    "13/02/2003 00:00": "2003-02-13",
}


@pytest.mark.parametrize(("written", "meant"), (ACCEPTED | MORE).items())
def test_a_documented_spelling_is_one_date(written: str, meant: str) -> None:
    assert read_date(written, DayOrder("dmy")).text == meant


@pytest.mark.parametrize(("written", "reason"), REFUSED.items())
def test_any_other_spelling_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(BadDate, match="is not a date") as refusal:
        read_date(written, DayOrder("dmy"))
    assert reason in str(refusal.value)


@pytest.mark.parametrize("written", ["0/2003", "13/2003", "13.2003", "6.4711", "6/03"])
def test_a_month_that_is_none_or_has_no_year_is_refused(written: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        read_date(written, DayOrder("dmy"))


@pytest.mark.parametrize("zone", ["-99:00", "+14:01", "-12:01", "+05:60", " -13"])
def test_a_moment_further_from_utc_than_any_place_is_none(zone: str) -> None:
    with pytest.raises(BadDate, match="that far from UTC"):
        read_date(f"2003-06-01T23:30{zone}")


@pytest.mark.parametrize("zone", ["+1400", "-12", "+05:45", " UTC", "Z"])
def test_a_moment_is_the_day_that_is_written_wherever_that_was(zone: str) -> None:
    assert read_date(f"2003-06-01T23:30{zone}").text == "2003-06-01"


@needs_shared
def test_the_tables_above_hold_every_hostile_spelling() -> None:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        spellings = [row["date"] for row in csv.DictReader(file)]
    assert len(spellings) == 62
    assert set(spellings) == set(ACCEPTED) | set(REFUSED)


@needs_shared
def test_each_row_of_the_file_of_spellings_is_read_or_refused_by_number() -> None:
    options = ReadOptions(date_order="dmy")
    read = read_file(SPELLINGS.read_bytes(), SPELLINGS.name, options)
    assert len(read.drafts) == len(ACCEPTED)
    assert {problem.column for problem in read.problems} == {"date"}
    assert len(read.drafts) + len(read.problems) == read.n_rows == 62


def file_of(*dates: str) -> bytes:
    rows = [f"{written},A,energy,words {at},\n" for at, written in enumerate(dates)]
    return ("date,actor,issue,text,source_date\n" + "".join(rows)).encode()


def dates_of(content: bytes, options: ReadOptions) -> list[str]:
    drafts = read_file(content, "x.csv", options).drafts
    return [str(draft.statement.date) for draft in drafts if isinstance(draft, StatementDraft)]


def test_one_row_proves_the_order_for_all_and_the_note_names_it() -> None:
    content = file_of("03/04/2003", "13/02/2003")
    assert dates_of(content, ReadOptions()) == ["2003-04-03", "2003-02-13"]
    assert "Dates are read day first, as line 3 proves." in read_file(content, "x.csv").notes
    assert dates_of(file_of("03/04/2003", "02/13/2003"), ReadOptions()) == [
        "2003-03-04",
        "2003-02-13",
    ]


def test_an_order_that_nothing_proves_is_asked_for_and_counted() -> None:
    read = read_file(file_of("03/04/2003", "05/05/2003", "2003"), "x.csv")
    assert [(problem.line, problem.column) for problem in read.problems] == [(2, "date")]
    assert "--date-order dmy or mdy" in read.problems[0].reason
    assert "1 date could be day first or month first, and no line shows which." in read.notes


def test_a_named_order_needs_no_proof() -> None:
    assert dates_of(file_of("03/04/2003"), ReadOptions(date_order="mdy")) == ["2003-03-04"]
    assert dates_of(file_of("03/04/2003"), ReadOptions(date_order="dmy")) == ["2003-04-03"]


def test_two_orders_in_one_file_name_both_lines() -> None:
    read = read_file(file_of("13/02/2003", "02/13/2003", "03/04/2003"), "x.csv")
    assert not read.drafts
    assert all("line 2 is day first, line 3 month first" in bad.reason for bad in read.problems)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]))
def test_a_day_first_file_reads_each_of_its_days(day: date, pattern: str) -> None:
    written = day.strftime(pattern)
    order = find_order([(2, written), (3, "31/12/1999")])
    assert read_date(written, order).text == str(day)


@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)),
    st.sampled_from(["{0.month}", "{0.month:02}"]),
    st.sampled_from("/.-"),
    st.sampled_from(["", "dmy", "mdy"]),
)
def test_a_month_and_its_year_are_that_month_in_every_order(
    day: date, month: str, mark: str, order: str
) -> None:
    written = f"{month.format(day)}{mark}{day.year}"
    assert read_date(written, DayOrder(order)).text == f"{day.year}-{day.month:02}"
    assert not find_order([(2, written)]).note


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = read_date(text, DayOrder("dmy"))
    except BadDate as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 (either answer is right)
    else:
        assert found.first <= found.last
