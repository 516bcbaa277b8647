from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading import delimited
from stance.files.reading.cells import MOST_CHARACTERS
from stance.files.reading.delimited import read_delimited
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.registry import read_file
from stance.files.reading.tables import Table
from tests.shared import HOSTILE

SPECTRUM = HOSTILE / "csv-spectrum"
NAMES = [path.stem for path in sorted(SPECTRUM.glob("csvs/*.csv"))]

storable = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def table(content: bytes) -> Table:
    return read_delimited(content, ReadOptions())


def written(rows: list[list[str]], *, separator: str = ",", newline: str = "\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(
        rows
    )
    return out.getvalue().encode()


@pytest.mark.skipif(not NAMES, reason=f"no csv-spectrum at {SPECTRUM}")
def test_csv_spectrum_has_its_twelve_files() -> None:
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_csv_spectrum_gives_its_answers(name: str) -> None:
    found = table((SPECTRUM / "csvs" / f"{name}.csv").read_bytes())
    rows = [dict(zip(found.header, row.cells, strict=True)) for row in found.rows]
    answer = json.loads((SPECTRUM / "json" / f"{name}.json").read_text(encoding="utf-8"))
    if name == "location_coordinates":
        # Its answer is one object, with another telephone number than its question.
        answer = [answer | {"Contact Phone Number": "2095257564"}]
    assert rows == answer


@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(
            st.lists(storable, min_size=n, max_size=n).filter(lambda row: "".join(row).strip()),
            max_size=6,
        )
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_is_read_back(rows: list[list[str]], separator: str, newline: str) -> None:
    n = len(rows[0]) if rows else 2
    header = ["date", "text", "actor", "issue", "note"][:n]
    found = table(written([header, *rows], separator=separator, newline=newline))
    assert [list(row.cells) for row in found.rows] == rows


def test_rows_know_the_line_they_start_in() -> None:
    found = table(b'date,text\r\n\r\n2003,"a\nb\r\nc"\r2004,x\n')
    assert [(row.line, row.cells[0]) for row in found.rows] == [(3, "2003"), (6, "2004")]


def test_the_rows_can_be_gone_through_again() -> None:
    rows = table(b"date,text\n2003,a\n2004,b\n").rows
    assert list(rows) == list(rows)


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"date;text\n2003;a,b\n", ("2003", "a,b")),
        (b"date\ttext\n2003\ta,b;c\n", ("2003", "a,b;c")),
        (b"date|text\n2003|a,b;c\n", ("2003", "a,b;c")),
        (b'"sep=;"\ndate;text\n2003;a\n', ("2003", "a")),
        (b'date,"text; exactly"\n2003,a;b\n', ("2003", "a;b")),
        (b"sep=:\ndate:text\n2003:a;b\n", ("2003", "a;b")),
        (b"date,text\n2003,a,,\n", ("2003", "a")),
    ],
)
def test_the_header_shows_what_parts_columns(content: bytes, cells: tuple[str, ...]) -> None:
    assert [row.cells for row in table(content).rows] == [cells]


def test_a_quote_that_opens_inside_a_later_line_of_a_row_is_found() -> None:
    with pytest.raises(FileRefused, match="opens in column 2 is never closed") as refusal:
        list(table(b'date,text,note\n"a\nb","open,x\n2003,y,z\n').rows)
    assert refusal.value.line == 3


def test_a_cell_beyond_what_is_looked_at_is_refused_with_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delimited, "MOST_READ", 1_000)
    with pytest.raises(FileRefused, match="longer than 1,000 characters"):
        list(table(b"date,text\n2003," + b"x" * 1_001 + b"\n").rows)


def test_a_text_may_be_as_long_as_a_cell_and_its_guard_longer() -> None:
    text = "=" + "x" * (MOST_CHARACTERS - 1)
    row = f"2003,China,x,'{text},/statement/a"
    read = read_file(f"date,actor,issue,text,statement_url\n{row}\n".encode(), "a.csv")
    assert read.problems == ()
    unguarded = f"date,actor,issue,text\n2003,China,x,'{text}\n"
    (problem,) = read_file(unguarded.encode(), "a.csv").problems
    assert (problem.line, problem.column) == (2, "text")
