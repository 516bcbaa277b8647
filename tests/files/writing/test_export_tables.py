from __future__ import annotations

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.files.writing import FORMATS
from stance.files.writing.delimited import guarded, write_csv
from stance.files.writing.json_file import write_json
from stance.files.writing.tables import Value, frame_rows

storable = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = storable | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.none()


def as_csv(columns: list[str], rows: list[tuple[Value, ...]], *, excel: bool = False) -> str:
    return b"".join(write_csv(columns, rows, excel=excel)).decode()


def test_csv_quotes_only_what_needs_it_and_ends_lines_with_a_line_feed() -> None:
    rows: list[tuple[Value, ...]] = [("a,b", 'say "x"', "line\rbreak", ""), ("plain", 1, 0.5, None)]
    assert as_csv(["k", "l", "m", "n"], rows) == (
        'k,l,m,n\n"a,b","say ""x""","line\rbreak",\nplain,1,0.5,\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "'"])
def test_a_text_that_would_start_a_formula_is_guarded_by_one_more(start: str) -> None:
    assert guarded(f"{start}1") == f"'{start}1"


def test_numbers_are_never_guarded_and_whole_ones_have_no_point() -> None:
    assert as_csv(["a", "b", "c", "d"], [(-1, -0.5, 2.0, -0.0)]) == "a,b,c,d\n-1,-0.5,2,0\n"


def test_what_is_no_number_is_an_empty_cell() -> None:
    row = (float("nan"), float("inf"))
    assert as_csv(["a", "b"], [row]) == "a,b\n,\n"
    assert json.loads(b"".join(write_json(["a", "b"], [row]))) == [{"a": None, "b": None}]


def test_excel_gets_a_byte_mark() -> None:
    assert as_csv(["a"], [("é",)], excel=True) == "\ufeffa\né\n"


def test_json_is_a_list_of_objects_with_numbers_and_without_guards() -> None:
    rows: list[tuple[Value, ...]] = [("=1", 1, 0.5, None), ("é", 2.0, -1, "")]
    text = b"".join(write_json(["a", "b", "c", "d"], rows)).decode()
    assert text == ('[\n{"a":"=1","b":1,"c":0.5,"d":null},\n{"a":"é","b":2,"c":-1,"d":""}\n]\n')
    assert b"".join(write_json(["a"], [])) == b"[]\n"


def test_long_tables_are_written_piece_by_piece() -> None:
    rows = ((at,) for at in range(1200))
    pieces = list(write_csv(["n"], rows))
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\n") == 1201
    assert len(json.loads(b"".join(write_json(["n"], ((at,) for at in range(1200)))))) == 1200


def test_a_table_of_results_gives_plain_values() -> None:
    table = pd.DataFrame(
        {
            "n": np.array([1, 2]),
            "share": [0.5, np.nan],
            "name": ["a", None],
            "is": pd.array([1, pd.NA]),
        }
    )
    assert list(frame_rows(table)) == [(1, 0.5, "a", 1), (2, None, None, None)]


def test_each_format_names_its_suffix_and_media_type() -> None:
    assert {name: format_.suffix for name, format_ in FORMATS.items()} == {
        "csv": "csv",
        "json": "json",
        "xlsx": "xlsx",
        "parquet": "parquet",
    }
    assert all("/" in format_.media_type for format_ in FORMATS.values())


@given(st.lists(st.tuples(values, values), max_size=8))
def test_any_csv_is_read_back_by_another_reader(rows: list[tuple[Value, Value]]) -> None:
    text = as_csv(["a", "b"], list(rows))
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert found[0] == ["a", "b"]
    for cells, row in zip(found[1:], rows, strict=True):
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str):
                assert cell == guarded(value)
            else:
                assert (float(cell) if cell else None) == (None if value is None else float(value))


@given(st.lists(st.tuples(values, values), max_size=8))
def test_any_json_is_read_back(rows: list[tuple[Value, Value]]) -> None:
    found = json.loads(b"".join(write_json(["a", "b"], rows)))
    assert [tuple(row.values()) for row in found] == rows
