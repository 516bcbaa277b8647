"""Real spreadsheets, odd and broken ones: each is read or refused in one sentence."""

from __future__ import annotations

import pytest

from stance.errors import FileRefused
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.formats import Format, recognise_format
from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.reading.tables import Row, Table
from tests.shared import HOSTILE

FOLDER = HOSTILE / "calamine" / "tests"
PATHS = sorted(FOLDER.glob("*"))
pytestmark = pytest.mark.skipif(not PATHS, reason=f"no spreadsheets at {FOLDER}")

LOCKED = "locked with a password"
DAMAGED = "damaged or no spreadsheet"
EMPTY = "is empty"
REFUSED = {
    "OOM_alloc3.xls": DAMAGED,
    "empty_sheet.xlsx": EMPTY,
    "errors.xlsx": "the cell shows #DIV/0!",
    "issue343.xls": EMPTY,
    "issue_385.xls": LOCKED,
    "issue_594_dos.ods": DAMAGED,
    "pass_protected.ods": LOCKED,
    "pass_protected.xlsx": LOCKED,
    "too_small.xls": DAMAGED,
}


def opened(name: str) -> Table:
    content = (FOLDER / name).read_bytes()
    found, _ = recognise_format(content, name)
    # One of them begins like a text, so by its content it is none.
    format_ = Format.XLS if name == "too_small.xls" else found
    return read_spreadsheet(format_, content, ReadOptions())


def rows(name: str) -> list[Row]:
    return list(opened(name).rows)


def test_all_sixty_seven_are_there() -> None:
    assert len(PATHS) == 67


@pytest.mark.parametrize("name", [path.name for path in PATHS])
def test_a_foreign_spreadsheet_is_read_or_refused_in_one_sentence(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(FileRefused) as refusal:
            opened(name)
        assert REFUSED[name] in refusal.value.reason
        assert refusal.value.reason.endswith(".")
        assert "\n" not in refusal.value.reason
        return
    table = opened(name)
    numbers = [table.header_line, *(row.line for row in table.rows)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("name", ["date.xlsx", "date_1904.xlsx", "date.xls", "date_1904.xls"])
def test_both_date_systems_give_one_day(name: str) -> None:
    assert opened(name).header == ("2021-01-01", "15")
    assert [row.cells for row in rows(name)] == [("2021-01-02", "16"), ("255:10:10", "17")]


def test_dates_that_are_kept_as_text_are_the_same_days() -> None:
    table = opened("date_iso.xlsx")
    assert [*table.header, *(row.cells[0] for row in table.rows)][:3] == [
        "2021-01-01",
        "2021-01-01T10:10:10",
        "10:10:10",
    ]


def test_a_sheet_is_read_from_old_excel_with_its_own_letters() -> None:
    names = {cell for row in rows("issue_553.xlsx") for cell in row.cells}
    assert "영어" in names


def test_merged_cells_of_old_excel_count_in_every_row_they_cover() -> None:
    cells = {row.line: row.cells for row in rows("merged_range.xls")}
    assert cells[4][2] == "C4"
