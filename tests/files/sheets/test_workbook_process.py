"""Text comes back from a workbook as it was, and the process that reads it leaves nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.errors import FileRefused
from stance.files.reading.registry import read_file
from stance.files.writing.xlsx import write_xlsx
from tests.files.sheets.workbooks import HEADER, ROW, drafts, read, rows, saved, workbook
from tests.shared import HOSTILE

ROOT = Path(__file__).parents[3]
NAUGHTY = HOSTILE / "blns" / "blns.json"


# What XML 1.0 can hold, without the carriage returns that it makes line feeds of, the
# underscores that may begin an escape, and texts of blanks, which openpyxl does not mark as kept.
in_xml = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="_\ufffe\uffff")
    | st.sampled_from("\t\n"),
    max_size=30,
).filter(lambda text: not text or text.strip())


# --- text comes back as it was -----------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(st.lists(st.lists(in_xml, min_size=3, max_size=3), min_size=1, max_size=60))
def test_any_text_comes_back_from_a_workbook(texts: list[list[str]]) -> None:
    book = workbook(["a", "b", "c"])
    for row, cells in enumerate(texts, start=2):
        for column, text in enumerate(cells, start=1):
            cell = book.worksheets[0].cell(row, column)
            cell.value, cell.data_type = text, "s"
    found = {row.line: row.cells for row in rows(saved(book))}
    written = {row: tuple(cells) for row, cells in enumerate(texts, start=2)}
    assert found == {row: cells for row, cells in written.items() if "".join(cells).strip()}


# The export refuses texts that spell the two escapes no reader can tell from characters.
writable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
    lambda text: "_xfff" not in text.casefold()
)


@settings(max_examples=10, deadline=None)
@given(st.lists(writable, max_size=60))
def test_any_text_comes_back_from_our_own_workbooks(texts: list[str]) -> None:
    content = b"".join(write_xlsx(["a", "b"], [(text, "x") for text in texts]))
    assert [row.cells for row in rows(content)] == [(text, "x") for text in texts]


@pytest.mark.skipif(not NAUGHTY.is_file(), reason=f"no naughty strings at {NAUGHTY}")
def test_naughty_strings_come_back_from_every_text_field_of_a_workbook() -> None:
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    fields = ["text", "speaker", "role", "addressee", "reported_by", "summary", "note"]
    header = ["date", "actor", "issue", "source_title", *fields]
    written = [
        ("2003-06-17", "China", "energy", f"{at}", f"x{text}", *[text] * (len(fields) - 1))
        for at, text in enumerate(strings)
    ]
    file = read(b"".join(write_xlsx(header, written)))
    plain = read_file(
        json.dumps([dict(zip(header, row, strict=True)) for row in written]).encode(), "x.json"
    )
    assert len(strings) == 515
    assert file.problems == plain.problems == ()
    assert [draft.statement for draft in drafts(file)] == [d.statement for d in drafts(plain)]


# --- the process -------------------------------------------------------------------------


def test_the_process_is_found_from_any_folder(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(saved(workbook(HEADER, ROW)))
    (tmp_path / "json.py").write_text("raise SystemExit('a stranger')", encoding="utf-8")
    code = (
        "import sys, pathlib; from stance.files.reading.registry import read_file; "
        "print(read_file(pathlib.Path(sys.argv[1]).read_bytes(), 'x.xlsx').n_rows)"
    )
    done = subprocess.run(  # noqa: S603 (this very interpreter)
        [sys.executable, "-P", "-c", code, str(path)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read(saved(workbook(HEADER, ROW)))
    with pytest.raises(FileRefused):
        read(b"PK\x03\x04 and no more")
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_room_for_a_copy_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved(workbook(HEADER, ROW))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(FileRefused, match="a temporary copy, and that failed: No such file"):
        read(content)
