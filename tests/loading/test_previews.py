from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.store import SqlStore
from stance.files.reading.drafts import ReadOptions, StatementDraft
from stance.files.reading.registry import open_file, read_file, read_opened
from stance.files.refused_rows import refused_rows
from stance.files.writing import FORMATS
from stance.loading.files import load_file
from stance.loading.previews import MOST_CELLS, Preview, preview_file, reasons_of
from stance.records import Problem
from stance.store import Store
from tests.dashboard.demo import AT, empty_store

MESSY = (
    "Datum;Land;Thema;Zitat;Seite\n"
    "17.06.2003;China;crossings;not changed;7\n"
    "31.02.2003;China;crossings;a day there is not;8\n"
    "3.4.2003;China;crossings;=1+1;9\n"
    ";China;crossings;no date;10\n"
    "18.06.2003;China;crossings;;11\n"
    "18.06.2003;China\n"
)
GERMAN = ReadOptions(renames={"Datum": "date", "Land": "actor", "Thema": "issue", "Zitat": "text"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


def preview(store: Store, text: str, options: ReadOptions = GERMAN) -> Preview:
    return preview_file(store, text.encode(), "a.csv", options)


def refused(text: str, options: ReadOptions, problems: tuple[Problem, ...]) -> str:
    opened = open_file(text.encode(), "a.csv", options)
    table = refused_rows(opened, options, problems)
    return b"".join(FORMATS["csv"].write(*table)).decode()


def test_every_problem_stands_at_its_cell(store: Store) -> None:
    seen = preview(store, MESSY)
    wrong = {row.line: sorted(row.wrong) for row in seen.rows}
    assert wrong == {2: [], 3: [0], 4: [], 5: [0], 6: [3], 7: [-1]}
    assert [row.verdict for row in seen.rows][:2] == ["stored", "refused"]
    assert seen.rows[-1].cells == ("18.06.2003", "China")


def test_a_preview_stores_nothing(store: Store) -> None:
    preview(store, MESSY)
    assert store.is_fresh()


def test_reasons_that_differ_only_in_their_cells_are_one() -> None:
    problems = [Problem(n, "date", f"'{n}' is not a date") for n in range(2, 12)]
    (reason,) = reasons_of([*problems, *problems[:1]])
    assert (reason.n_rows, reason.lines) == (10, (2, 3, 4, 5, 6))


def test_a_large_file_shows_its_first_rows_and_its_bad_ones_within_a_bound(store: Store) -> None:
    good = "".join(f"2003;China;crossings;words {n};{n}\n" for n in range(3000))
    bad = "".join(f"soon;China;crossings;words {n};{n}\n" for n in range(3000))
    seen = preview(store, f"Datum;Land;Thema;Zitat;Seite\n{good}{bad}")
    assert seen.n_rows == 6000
    assert sum(len(row.cells) for row in seen.rows) <= MOST_CELLS
    assert {row.verdict for row in seen.rows} == {"stored", "refused"}


def test_the_first_duplicates_are_shown_and_never_crowd_out_what_is_refused(store: Store) -> None:
    new = "".join(f"17.06.2003;China;crossings;words {n};{n}\n" for n in range(30))
    again = "17.06.2003;China;crossings;words 0;0\n"
    seen = preview(store, f"Datum;Land;Thema;Zitat;Seite\n{new}{again}")
    assert [row.line for row in seen.rows if row.verdict == "duplicate"] == [32]
    refused = "soon;China;crossings;no day;1\n"
    full = preview(store, f"Datum;Land;Thema;Zitat;Seite\n{new}{again * 2000}{refused}")
    assert sum(len(row.cells) for row in full.rows) == MOST_CELLS
    assert full.rows[-1].verdict == "refused"


def test_refused_rows_load_once_they_are_mended_and_keep_what_they_had(store: Store) -> None:
    file = refused(MESSY, GERMAN, preview(store, MESSY).result.problems)
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[0] == ["date", "actor", "issue", "text", "Seite", "refused_line", "reason"]
    assert [row[5] for row in rows[1:]] == ["3", "5", "6", "7"]
    assert "text: " in rows[3][6]
    mended = file.replace("31.02.2003", "2003-02-28")
    draft = read_file(mended.encode(), "refused.csv").drafts[0]
    assert isinstance(draft, StatementDraft)
    assert dict(draft.statement.extra) == {"Seite": "8"}


def test_a_date_whose_order_the_left_out_rows_proved_is_not_asked_for_again(store: Store) -> None:
    text = "date,actor,issue,text,voice\n25/12/2003,A,b,c,\n03/04/2003,A,b,c,loud\n"
    seen = preview(store, text, ReadOptions())
    assert "2003-04-03,A,b,c,loud" in refused(text, ReadOptions(), seen.result.problems)


def test_cells_left_over_at_the_end_of_a_row_stand_in_its_reason(store: Store) -> None:
    text = "date,actor,issue,text\n2003,A,b,c,more,and more\n"
    seen = preview(store, text, ReadOptions())
    assert "more | and more" in refused(text, ReadOptions(), seen.result.problems)


def test_one_value_can_stand_for_a_column_the_file_has_not(store: Store) -> None:
    text = "date,actor,text\n2003,A,c\n"
    options = ReadOptions(fills={"issue": "crossings"})
    assert preview(store, text, options).result.n_stored == 1
    result = load_file(store, text.encode(), "a.csv", options, at=AT)
    assert result.n_stored == 1
    assert store.issues()[0].slug == "crossings"


def test_a_question_about_a_file_waits_for_no_writer(store: SqlStore) -> None:
    with store._engines.writing():
        assert preview(store, MESSY).n_rows > 0
        asked = load_file(store, MESSY.encode(), "a.csv", GERMAN, at=AT, dry_run=True)
    assert asked.is_dry_run
    assert store.is_fresh()


def test_reading_can_be_broken_off(store: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preview_file(store, MESSY.encode(), "a.csv", GERMAN, progress=stop)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_is_refused_comes_back_cell_by_cell(pairs: list[tuple[str, str]]) -> None:
    columns = ("date", "actor", "issue", "text", "more")
    rows = [("never", "A", "b", f"x{text}", f"y{more}") for text, more in pairs]
    content = b"".join(FORMATS["csv"].write(columns, rows))
    opened = open_file(content, "a.csv")
    read = read_opened(opened, ReadOptions())
    table = refused_rows(opened, ReadOptions(), read.problems)
    again = b"".join(FORMATS["csv"].write(*table)).replace(b"never", b"2003")
    drafts = read_file(again, "refused.csv").drafts
    said = [draft.statement for draft in drafts if isinstance(draft, StatementDraft)]
    shown = {row.line: row.cells for row in opened.table.rows}
    assert [one.text for one in said] == [_kept(cells[3]) for cells in shown.values()]
    assert [one.extra["more"] for one in said] == [_kept(cells[4]) for cells in shown.values()]


def _kept(cell: str) -> str:
    plain = read_file(
        b"".join(
            FORMATS["csv"].write(("date", "actor", "issue", "text"), [("2003", "A", "b", cell)])
        ),
        "a.csv",
    )
    (draft,) = plain.drafts
    assert isinstance(draft, StatementDraft)
    return draft.statement.text
