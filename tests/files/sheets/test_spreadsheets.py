from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from stance.errors import FileRefused
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.registry import read_file
from stance.files.reading.spreadsheets import column_letters
from tests.files.sheets.workbooks import (
    HEADER,
    ROW,
    column_of,
    drafts,
    read,
    saved,
    table,
    texts_of,
    workbook,
)

# --- cells -------------------------------------------------------------------------------


CELLS: list[tuple[Any, str]] = [
    (1, "1"),
    (-2, "-2"),
    (1.5, "1.5"),
    (0.1, "0.1"),
    (1e-7, "0.0000001"),
    (123456789012345, "123456789012345"),
    (True, "TRUE"),
    (False, "FALSE"),
    ("007", "007"),
    ("  kept  ", "  kept  "),
    ("two\nlines", "two\nlines"),
    ("'=1", "'=1"),
    ("政府 😀", "政府 😀"),
    (dt.time(23, 30), "23:30:00"),
    (dt.timedelta(days=1, hours=2, minutes=30), "26:30:00"),
]


def test_a_cell_is_read_as_it_was_written() -> None:
    found = column_of([value for value, _ in CELLS])
    assert texts_of(found) == [text for _, text in CELLS]


def test_a_number_that_lost_digits_is_refused_at_its_cell() -> None:
    found = column_of([10**15, -(10**16), 1e300, 10**14])
    problems = [problem for row in found for problem in row.problems]
    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "date"),
        (3, "date"),
        (4, "date"),
    ]
    assert "keeps 15 digits" in problems[0].reason


def test_an_error_is_refused_at_its_cell() -> None:
    errors = ["#N/A", "#DIV/0!", "#REF!", "#NAME?"]
    content = saved(workbook([*HEADER, "speaker"], *([*ROW, one] for one in [*errors, "Liu"])))
    file = read(content)
    found = [(problem.line, problem.column, problem.reason[:20]) for problem in file.problems]
    assert found == [
        (line, "speaker", f"the cell shows {error}."[:20])
        for line, error in enumerate(errors, start=2)
    ]
    assert [draft.line for draft in drafts(file)] == [6]


def test_a_formula_counts_as_its_result_and_without_one_it_is_refused() -> None:
    file = read(saved(workbook([*HEADER, "note"], [*ROW, "=1+1"])))
    assert [(problem.line, problem.column) for problem in file.problems] == [(2, "note")]
    assert "formula whose result is not in the file" in file.problems[0].reason


def test_a_bad_required_cell_has_one_problem_under_our_name() -> None:
    file = read(saved(workbook([" Date ", "actor", "issue", "text"], ["#N/A", *ROW[1:]])))
    assert [(problem.line, problem.column) for problem in file.problems] == [(2, "date")]


# --- dates -------------------------------------------------------------------------------

DAYS = [dt.date(1904, 1, 2), dt.date(1999, 12, 31), dt.date(2000, 2, 29), dt.date(2003, 6, 17)]


@pytest.mark.parametrize("counts_from_1904", [False, True])
def test_a_date_cell_is_its_day_in_both_date_systems(*, counts_from_1904: bool) -> None:
    found = column_of(DAYS, counts_from_1904=counts_from_1904)
    assert texts_of(found) == [day.isoformat() for day in DAYS]


def test_dates_on_which_programs_disagree_are_refused_and_the_next_is_right() -> None:
    found = column_of([1, 59, 60, 60.5, 61], ["yyyy-mm-dd"] * 5)
    assert all("before 1 March 1900" in row.problems[0].reason for row in found[:4])
    assert texts_of(found[4:]) == ["1900-03-01"]


def test_of_a_moment_the_statement_keeps_the_day_and_other_columns_the_time() -> None:
    moment = dt.datetime(2003, 6, 17, 23, 30)  # noqa: DTZ001 (a cell has no time zone)
    file = read(saved(workbook([*HEADER, "heard"], [moment, *ROW[1:], moment])))
    statement = drafts(file)[0].statement
    assert str(statement.date) == "2003-06-17"
    assert statement.extra == {"heard": "2003-06-17T23:30:00"}


SHOWN = [
    ("mmm-yy", dt.date(2003, 6, 1), "2003-06"),
    ("mmmm yyyy", dt.date(2003, 6, 1), "2003-06"),
    ('yyyy"年"m"月"', dt.date(2003, 6, 1), "2003-06"),
    ("yyyy", dt.date(2003, 1, 1), "2003"),
    ("mmm-yy", dt.date(2003, 6, 17), "2003-06-17"),
    ("d mmm yyyy", dt.date(2003, 6, 1), "2003-06-01"),
    ('[$-409]d" of "mmmm', dt.date(2003, 6, 1), "2003-06-01"),
]


def test_a_month_that_was_typed_is_not_padded_into_its_first_day() -> None:
    formats, days, texts = zip(*SHOWN, strict=True)
    assert texts_of(column_of(list(days), list(formats))) == list(texts)


def test_dates_typed_as_text_follow_the_order_of_the_file() -> None:
    content = saved(workbook(HEADER, ["03/04/2003", *ROW[1:]], ["17/04/2003", *ROW[1:]]))
    file = read(content)
    assert [str(draft.statement.date) for draft in drafts(file)] == ["2003-04-03", "2003-04-17"]
    assert "Dates are read day first, as line 3 proves." in file.notes


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_date_is_the_same_in_every_time_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    moment = dt.datetime(2003, 6, 17, 0, 30)  # noqa: DTZ001 (a cell has no time zone)
    found = column_of([moment, dt.date(2003, 6, 17)])
    assert texts_of(found) == ["2003-06-17T00:30:00", "2003-06-17"]


# --- sheets, rows and columns ------------------------------------------------------------


def test_the_sheet_with_our_columns_is_read_and_named() -> None:
    book = workbook(["Notes to the reader"])
    book.create_sheet("Coded").append(HEADER)
    book["Coded"].append(ROW)
    file = read(saved(book))
    assert len(drafts(file)) == 1
    assert file.notes == ("The sheet 'Coded' is read, of: Sheet, Coded.",)


def test_other_sheets_with_our_columns_are_named() -> None:
    book = workbook(HEADER, ROW)
    book.create_sheet("2004").append([*HEADER, "note"])
    note = read(saved(book)).notes[0]
    assert "The sheet '2004' is read" in note
    assert "Also with our columns: Sheet. Load each with --sheet." in note


def test_a_hidden_sheet_is_only_read_when_it_is_named() -> None:
    book = workbook(HEADER, ROW)
    book.create_sheet("Old").append([*HEADER, "note"])
    book.create_sheet("Plan").append(["to do"])
    book["Old"].append([*ROW, "hidden"])
    book["Old"].sheet_state = "hidden"
    content = saved(book)
    assert drafts(read(content))[0].statement.note == ""
    assert drafts(read(content, ReadOptions(sheet="old")))[0].statement.note == "hidden"


def test_an_unknown_sheet_is_refused_with_those_that_are_there() -> None:
    book = workbook(HEADER)
    book.create_sheet("2004")
    with pytest.raises(FileRefused, match=r"no sheet '2005'. The sheets are: 'Sheet', '2004'\."):
        read(saved(book), ReadOptions(sheet="2005"))


def test_where_no_sheet_is_ours_the_refusal_names_the_one_that_was_read() -> None:
    book = workbook(["When", "Who"])
    book.create_sheet("Plan")
    with pytest.raises(
        FileRefused, match=r"The columns seen are: When, Who.*sheet 'Sheet' is read"
    ):
        read(saved(book))


def test_rows_and_columns_may_be_empty_and_the_header_may_stand_lower() -> None:
    book = workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Statements on energy"
    for row, cells in ((4, HEADER), (5, ROW), (9, ROW)):
        for column, cell in enumerate(cells, start=3):
            sheet.cell(row, column + (column > 4), cell)
    file = read(saved(book))
    assert [draft.line for draft in drafts(file)] == [5, 9]
    assert file.notes == ("The header is in row 4; what stands above it is not read.",)
    assert not file.problems


def test_a_cell_that_is_a_column_of_ours_by_chance_is_no_header() -> None:
    found = table(saved(workbook(["When", "Words"], ["2003", "text"], ["2004", "note"])))
    assert found.header == ("When", "Words")
    assert len(list(found.rows)) == 2


def test_titles_above_a_foreign_header_are_told_by_how_few_cells_they_fill() -> None:
    found = table(saved(workbook(["Statements"], ["When", "Who", "What"], ["2003", "A", "b"])))
    assert (found.header, found.header_line) == (("When", "Who", "What"), 2)


def test_a_cell_beside_the_table_is_refused_by_row_and_column() -> None:
    book = workbook(HEADER, ROW)
    book.worksheets[0]["G2"] = "stray"
    file = read(saved(book))
    assert [(problem.line, problem.column) for problem in file.problems] == [(2, "G")]


def test_a_merged_cell_counts_in_every_row_it_covers() -> None:
    book = workbook(HEADER, ROW, ["2004", None, "energy", "b"], ["2005", "Japan", "energy", "c"])
    book.worksheets[0].merge_cells("B2:B3")
    file = read(saved(book))
    assert [draft.statement.actor for draft in drafts(file)] == ["China", "China", "Japan"]
    assert file.notes == (
        "What stands in a merged cell is read in every row that the cell covers.",
    )


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_columns_are_called_as_in_a_spreadsheet(place: int, name: str) -> None:
    assert column_letters(place) == name


def test_more_than_two_hundred_columns_are_refused() -> None:
    with pytest.raises(FileRefused, match="201 columns, and at most 200"):
        read(saved(workbook([*HEADER, *(f"c{at}" for at in range(197))])))


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(FileRefused, match="the sheet 'Sheet' is empty"):
        read(saved(workbook()))


def test_a_stance_may_have_a_decimal_comma_in_a_text_cell() -> None:
    file = read(saved(workbook([*HEADER, "stance"], [*ROW, "0,5"], [*ROW, -1])))
    assert [draft.statement.stance for draft in drafts(file)] == [0.5, -1]


def test_options_that_mean_nothing_here_are_told() -> None:
    file = read(saved(workbook(HEADER, ROW)), ReadOptions(encoding="cp1252"))
    assert any("--encoding is not used" in note for note in file.notes)
    file = read_file(b"date,actor,issue,text\n", "x.csv", ReadOptions(sheet="x"))
    assert any("--sheet is not used" in note for note in file.notes)
