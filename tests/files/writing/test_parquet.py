from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from db.store import SqlStore
from stance.answers import tables
from stance.files.writing.parquet import write_parquet
from stance.files.writing.tables import FLOATS, INTEGERS, Value
from stance.records.columns import STATEMENTS

storable = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
rows_of_all_kinds = st.lists(
    st.tuples(
        storable | st.none(),
        st.integers(-(2**50), 2**50) | st.none(),
        st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    ),
    max_size=8,
)
MAIN = [("issue", "north-korean-refugees-in-china")]


def read(columns: list[str], rows: list[tuple[Value, ...]], **notes: str) -> Any:
    return parquet.read_table(io.BytesIO(b"".join(write_parquet(columns, rows, notes=notes))))


@settings(deadline=None)
@given(rows_of_all_kinds)
def test_any_table_is_read_back_with_its_types(
    rows: list[tuple[str | None, int | None, float | None]],
) -> None:
    found = read(["text", "n_uses", "share"], list(rows))
    assert found.schema.types == [pa.string(), pa.int64(), pa.float64()]
    assert [tuple(row.values()) for row in found.to_pylist()] == rows


def test_a_table_without_rows_keeps_its_columns_and_types() -> None:
    found = read(["date", "stance"], [])
    assert found.schema.names == ["date", "stance"]
    assert found.schema.types == [pa.string(), pa.float64()]
    assert found.num_rows == 0


def test_what_is_no_number_is_a_gap() -> None:
    rows: list[tuple[Value, ...]] = [("", float("nan")), (None, None)]
    assert (
        read(["codebook_version", "stance"], rows).to_pylist()
        == [{"codebook_version": None, "stance": None}] * 2
    )


def test_long_tables_are_written_in_groups() -> None:
    content = b"".join(write_parquet(["n_uses"], ((at,) for at in range(45_000))))
    file = parquet.ParquetFile(io.BytesIO(content))
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 45_000)


@pytest.mark.parametrize("what", sorted(tables.EXPORTS))
def test_every_table_fits_the_types_of_its_columns(demo: SqlStore, what: str) -> None:
    pairs = [*MAIN, ("split", "2004-01-01")] if what == "keyness" else MAIN
    table = tables.export(demo, what, pairs)
    rows = list(table.rows)
    found = read(list(table.columns), rows, **tables.notes(demo, what, pairs))
    assert found.num_rows == len(rows)
    for name, values in zip(table.columns, zip(*rows, strict=True), strict=True):
        filled = [value for value in values if value not in (None, "")]
        if name in INTEGERS:
            assert all(value == int(value) for value in filled), name
        kinds = {int, float} if name in INTEGERS | FLOATS else {str}
        assert {type(value) for value in filled} <= kinds, name
        told = [None if value == "" and name in INTEGERS | FLOATS else value for value in values]
        given = [None if value is None or value != value else value for value in told]  # noqa: PLR0124
        assert found[name].to_pylist() == given, name


def test_the_file_says_which_program_filters_and_codebooks_it_rests_on(demo: SqlStore) -> None:
    notes = tables.notes(demo, "statements", [*MAIN, ("actor", "")])
    told = read(list(STATEMENTS), [], **notes).schema.metadata
    assert told[b"stance.what"] == b"statements"
    assert told[b"stance.query"] == b"issue=north-korean-refugees-in-china"
    assert told[b"stance.codebooks"] == b'{"north-korean-refugees-in-china": 1}'
    assert told[b"stance.version"]
