"""A workbook is read with a reader of its own: texts are texts, and none is lost."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from stance.errors import ExportRefused
from stance.files.writing import xlsx
from stance.files.writing.tables import Value
from stance.files.writing.xlsx import write_xlsx
from tests.shared import HOSTILE

NAUGHTY = HOSTILE / "blns" / "blns.json"

storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
values = storable | st.integers(-(2**50), 2**50) | st.floats(-1e9, 1e9) | st.none()


def workbook(columns: list[str], rows: list[tuple[Value, ...]], **notes: str) -> Any:
    content = b"".join(write_xlsx(columns, rows, notes=notes))
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """Write rows and read them back, escapes undone as a spreadsheet does."""
    columns = [f"c{at}" for at in range(len(rows[0]))] if rows else ["c0"]
    sheet = workbook(columns, rows).active
    found = list(sheet.iter_rows(min_row=2, max_col=len(columns), values_only=True))
    return [
        tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row) for row in found
    ]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "{=1}", "http://x.org"])
def test_a_text_stays_a_text_and_starts_nothing(start: str) -> None:
    cell = workbook(["a"], [(start,)]).active["A2"]
    assert (cell.data_type, unescape(cell.value)) == ("s", start)
    assert cell.hyperlink is None


def test_numbers_are_numbers_and_gaps_are_empty() -> None:
    sheet = workbook(["a", "b", "c", "d", "e"], [(1, 0.5, None, "", float("nan"))]).active
    assert [cell.value for cell in sheet[2]] == [1, 0.5, None, None, None][: len(sheet[2])]
    assert [cell.data_type for cell in sheet[2]][:2] == ["n", "n"]


def test_the_header_stays_in_sight_and_the_file_says_what_it_is() -> None:
    book = workbook(["a"], [("x",)], what="series", query="issue=crossings")
    assert book.active.freeze_panes == "A2"
    assert book.active["A1"].font.bold
    assert book.sheetnames == ["series"]
    assert book.properties.description == "what: series\nquery: issue=crossings"


def test_the_same_table_gives_the_same_file() -> None:
    rows: list[tuple[Value, ...]] = [("a", 1), ("b", 2)]
    assert b"".join(write_xlsx(["k", "n"], rows)) == b"".join(write_xlsx(["k", "n"], rows))


@settings(deadline=None)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=6))
def test_any_table_is_read_back_by_another_reader(rows: list[tuple[Value, Value]]) -> None:
    rows = [("first", 1), *rows]
    for found, row in zip(cells(list(rows)), rows, strict=False):
        for cell, value in zip(found, row, strict=True):
            assert (
                (cell or 0) == value if isinstance(value, int | float) else cell == (value or None)
            )


@pytest.mark.skipif(not NAUGHTY.is_file(), reason=f"no naughty strings at {NAUGHTY}")
def test_every_naughty_string_is_read_back() -> None:
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    assert len(strings) == 515
    found = cells([(str(at), text) for at, text in enumerate(strings)])
    assert [text or "" for _, text in found] == strings


def test_a_cell_that_is_too_long_is_named_with_the_way_out() -> None:
    fits: list[tuple[Value, ...]] = [("x" * 32_767, "/statement/a")]
    assert cells(fits) == fits
    for text in ("x" * 32_768, "😀" * 16_384):
        with pytest.raises(ExportRefused, match=r"The text of /statement/a has 32,768 .* CSV"):
            next(write_xlsx(["text", "statement_url"], [(text, "/statement/a")]))


@pytest.mark.parametrize("text", ["_xFFFE_", "a _xffff_ b"])
def test_a_text_that_readers_would_mistake_is_refused_and_named(text: str) -> None:
    with pytest.raises(ExportRefused, match=re.escape("The note of row 3 holds _xFFFE_")):
        next(write_xlsx(["note"], [("fine _x0041_",), (text,)]))


def test_a_table_that_is_too_long_is_refused_before_its_first_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    assert len(cells([("a",), ("b",), ("c",)])) == 3
    with pytest.raises(ExportRefused, match=r"more rows than the 4 .* CSV"):
        next(write_xlsx(["a"], [(str(at),) for at in range(4)]))
