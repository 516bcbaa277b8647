from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.files.reading.registry import open_file
from stance.files.reading.survey import CONTENTS, EXACT, NAME, guess_columns, survey


def guessed(*header: str, rows: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    samples = [[row[at] for row in rows] for at in range(len(header))]
    return [guess.ours for guess in guess_columns(header, samples)]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Country", "actor"),
        ("Government", "actor"),
        ("Quote", "text"),
        ("STATEMENT", "text"),
        ("Link", "source_url"),
        ("Date_of_statement", "date"),
        ("Datum", "date"),
        ("Thema", "issue"),
        ("发言人", "speaker"),
        ("국가", "actor"),
        ("Source Title", "source_title"),
        ("frame", "frames"),
    ],
)
def test_a_column_is_known_by_a_common_name(theirs: str, ours: str) -> None:
    assert guessed(theirs) == [ours]


def test_a_column_of_our_name_goes_before_one_of_another() -> None:
    assert guessed("Country", "actor") == ["", "actor"]
    assert guessed("statement", "quote") == ["", "text"]


def test_contents_find_dates_links_and_words_under_names_that_say_nothing() -> None:
    rows = (
        ("a", "17.06.2003", "https://example.org/1", "The position is not changed at all."),
        ("b", "18.06.2003", "https://example.org/2", "They are handled in a humane manner."),
    )
    assert guessed("x", "y", "z", "w", rows=rows) == ["", "date", "source_url", "text"]


def test_a_bare_year_or_a_count_is_no_date_by_its_looks() -> None:
    assert guessed("n", rows=(("2003",), ("20030617",))) == [""]


def test_what_a_guess_rests_on_is_told() -> None:
    rows = (("1", "2", "17 June 2003"),)
    samples = [[row[at] for row in rows] for at in range(3)]
    found = guess_columns(("issue", "Land", "when?"), samples)
    assert [guess.rests_on for guess in found] == [EXACT, NAME, CONTENTS]


@given(st.lists(st.text(max_size=20), max_size=12), st.lists(st.text(max_size=40), max_size=4))
def test_any_header_and_any_cells_give_one_guess_a_column_and_none_twice(
    header: list[str], cells: list[str]
) -> None:
    found = guess_columns(header, [cells] * len(header))
    assert len(found) == len(header)
    given_names = [guess.ours for guess in found if guess.ours]
    assert len(given_names) == len(set(given_names))


def test_a_survey_names_what_is_missing_and_shows_samples() -> None:
    content = "Land;Zitat;n\nChina;words one;1\nChina;words two;2\n".encode("cp1252")
    seen = survey(open_file(content, "a.csv"))
    assert (seen.table.separator, seen.table.encoding) == (";", "utf-8")
    assert {"date", "issue"}.isdisjoint(column.guess.ours for column in seen.columns)
    assert seen.columns[0].samples == ("China",)
    assert seen.needs_a_look


def test_a_file_in_our_own_names_needs_no_look() -> None:
    assert not survey(open_file(b"date,actor,issue,text,more\n", "a.csv")).needs_a_look
    assert not survey(open_file(b"from,link_type,to\n", "a.csv")).needs_a_look
