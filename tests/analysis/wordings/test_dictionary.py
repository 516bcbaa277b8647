from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest

from stance.analysis.wordings.codebook import parse_codebook
from stance.analysis.wordings.dictionary import (
    Score,
    dictionary_frames,
    score_markdown,
    score_table,
)
from stance.analysis.wordings.finder import compile_finder
from stance.records import NONE, Codebook, Coding, Entry, Frame, Hit, Statement, Tracked
from stance.records.dates import PartialDate
from tests.shared import CORPORA

CODEBOOK = Codebook("x", "X", 1, frames=(Frame("law", "Law"), Frame("aid", "Aid")))


def entry(language: str, person: str, machine: tuple[str, ...] | None) -> Entry:
    statement = Statement("s", PartialDate.parse("2003"), "A", "x", "text", language=language)
    codings = tuple(Coding("s", frame, "p") for frame in person.split())
    return Entry(statement, None, "s", codings=codings, dictionary_frames=machine)


def test_hits_give_their_frames_in_the_codebooks_order_and_tracked_wordings_none() -> None:
    hits = (Hit("aid", 0, 1), Hit("t", 0, 1, is_tracked=True), Hit("law", 2, 3), Hit("aid", 4, 5))
    assert dictionary_frames(CODEBOOK, hits) == ("law", "aid")
    assert dictionary_frames(CODEBOOK, ()) == ()


def scored() -> dict[tuple[str, str], Score]:
    entries = [
        entry("en", "law aid", ("law",)),
        entry("en-GB", "law", ("law", "aid")),
        entry("zh", NONE, ("law",)),
        entry("", "law", ()),
        entry("en", "", ("law",)),
        entry("en", "law", None),
    ]
    return {(row.frame, row.language): row for row in score_table(CODEBOOK, entries)}


def test_each_frame_is_counted_by_language_and_over_all() -> None:
    rows = scored()
    assert rows["law", ""] == Score("law", "", n_person=3, n_dictionary=3, n_both=2)
    assert rows["law", "en"] == Score("law", "en", 2, 2, 2)
    assert rows["law", "zh"] == Score("law", "zh", 0, 1, 0)
    assert rows["law", "und"] == Score("law", "und", 1, 0, 0)
    assert rows["aid", ""] == Score("aid", "", 1, 1, 0)
    assert rows["", ""] == Score("", "", 4, 4, 2)


def test_the_rows_stand_frame_by_frame_with_the_total_first() -> None:
    assert list(scored()) == [
        (frame, language) for frame in ("", "law", "aid") for language in ("", "en", "und", "zh")
    ]


def test_precision_and_recall_are_shares_and_none_where_nothing_was_given() -> None:
    rows = scored()
    assert rows["law", ""].precision == pytest.approx(2 / 3)
    assert rows["law", ""].recall == pytest.approx(2 / 3)
    assert rows["law", "zh"].recall is None
    assert rows["law", "und"].precision is None


def test_the_report_is_a_table_with_a_line_a_frame() -> None:
    assert score_markdown(score_table(CODEBOOK, [entry("en", "law", ("law",))])) == (
        "| frame | all | en |\n| --- | --- | --- |\n"
        "| all frames | 100% / 100% (1) | 100% / 100% (1) |\n"
        "| law | 100% / 100% (1) | 100% / 100% (1) |\n"
        "| aid | – | – |\n"
    )


# --- the corpora -------------------------------------------------------------------------

needs_corpora = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the corpora are not here: set STANCE_SHARED to find them"
)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def corpus_codebook(name: str) -> Codebook:
    codebook = parse_codebook((CORPORA / name).read_text(encoding="utf-8"))
    tracked = tuple(Tracked(f"{f.id}-said", f.label, f.wordings) for f in codebook.frames)
    return replace(codebook, tracked=tracked)


@needs_corpora
def test_the_regimes_of_the_fed_are_found_to_the_day() -> None:
    codebook = corpus_codebook("fomc.codebook.yaml")
    find = compile_finder(codebook)
    days: dict[str, list[str]] = defaultdict(list)
    for row in rows_of("fomc_statements.csv"):
        for frame in dictionary_frames(codebook, find(row["text"], "en")):
            days[frame].append(row["date"])
    considerable = sorted(days["considerable_period"])
    patient = sorted(days["patient"])
    regimes = [
        considerable[:4],
        patient[:2],
        sorted(days["measured"]),
        sorted(days["extended_period"]),
        considerable[4:],
        patient[2:],
    ]
    assert [(days[0], days[-1], len(days)) for days in regimes] == [
        ("2003-08-12", "2003-12-09", 4),
        ("2004-01-28", "2004-03-16", 2),
        ("2004-05-04", "2005-11-01", 13),
        # The twentieth and last stands in a paragraph on dissents.
        ("2009-03-18", "2011-08-09", 20),
        ("2012-09-13", "2014-12-17", 19),
        ("2014-12-17", "2015-01-28", 2),
    ]
    assert min(days["calendar_date"]) == "2011-08-09"


@needs_corpora
@pytest.mark.parametrize(
    ("first", "last", "n", "n_said", "n_framed"),
    [
        ("2010-06-24", "2013-09-17", 391, 8, 7),
        ("2013-09-18", "2015-09-14", 363, 114, 96),
        ("2015-09-15", "2018-12-31", 358, 16, 12),
    ],
)
def test_illegal_boats_come_and_go_with_a_prime_minister(
    first: str, last: str, n: int, n_said: int, n_framed: int
) -> None:
    find = compile_finder(corpus_codebook("australia_boats.codebook.yaml"))
    rows = [row for row in rows_of("australia_boats.csv") if first <= row["date"] <= last]
    keys = [{hit.key for hit in find(row["text"], "en")} for row in rows]
    assert len(rows) == n
    # The count of the documented change looks for the word alone; the frame leaves out what
    # is negated ("a month without a single illegal boat").
    assert sum("illegal-said" in found for found in keys) == n_said
    assert sum("illegal" in found for found in keys) == n_framed
