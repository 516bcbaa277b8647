from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from stance.analysis.wordings.codebook import parse_codebook, print_codebook
from stance.analysis.wordings.dictionary import dictionary_frames, score_markdown, score_table
from stance.analysis.wordings.finder import compile_finder
from stance.records import Codebook, Coding, Entry, Hit, LinkType, Statement
from stance.records.dates import PartialDate

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "db" / "demo"
Row = dict[str, str]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return parse_codebook((DEMO / "codebook.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with (DEMO / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def hits(codebook: Codebook, rows: list[Row]) -> dict[str, tuple[Hit, ...]]:
    find = compile_finder(codebook)
    return {row["id"]: find(row["text"], row["language"]) for row in rows}


@pytest.fixture(scope="module")
def entries(codebook: Codebook, rows: list[Row], hits: dict[str, tuple[Hit, ...]]) -> list[Entry]:
    return [
        Entry(
            Statement(
                row["id"],
                PartialDate.parse(row["date"]),
                row["actor"],
                row["issue"],
                row["text"],
                language=row["language"],
            ),
            None,
            row["id"],
            tuple(Coding(row["id"], frame, row["coder"]) for frame in row["frames"].split(";")),
            dictionary_frames(codebook, hits[row["id"]]),
            hits[row["id"]],
        )
        for row in rows
    ]


def test_the_files_are_clean_and_hold_what_they_should(codebook: Codebook) -> None:
    raw = (DEMO / "statements.csv").read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\n")
    assert parse_codebook(print_codebook(codebook)) == codebook


def test_the_statements_are_those_of_the_record(rows: list[Row], codebook: Codebook) -> None:
    assert len({row["id"] for row in rows}) == len(rows) == 225
    assert Counter(row["voice"] for row in rows) == {"own": 200, "attributed": 25}
    assert {row["coder"] for row in rows} == {"compiler"}
    assert {row["issue"] for row in rows} == {codebook.issue}
    used = {frame for row in rows for frame in row["frames"].split(";")}
    assert used == {*codebook.frame_ids, "none"}
    claimed = {key for row in rows for key in row["claimed"].split(";") if key}
    assert claimed <= {*codebook.frame_ids, *(tracked.id for tracked in codebook.tracked)}


def test_two_frames_mean_claims_and_denials(codebook: Codebook) -> None:
    assert {frame.id: frame.means for frame in codebook.frames if frame.means} == {
        "claims_shift": LinkType.CLAIMS_CHANGE,
        "denies_shift": LinkType.DENIES,
    }
    assert all(frame.label and frame.definition and frame.wordings for frame in codebook.frames)


# --- first uses of wordings, China's own voice -------------------------------------------

CLASSES: dict[str, Callable[[Row], bool]] = {
    "any mode": lambda _: True,
    "quoted or official": lambda row: (
        row["mode"] in ("official_text", "direct_quote", "partial_quote")
    ),
    "official text only": lambda row: row["mode"] == "official_text",
    "scope general": lambda row: "scope:general" in row["tags"].split(";"),
}
FIRST_USES = {
    "illegal_economic": (
        "1998-02 cn-mfa-1998-02-1",
        "1998-02 cn-mfa-1998-02-1",
        "",
        "1998-02 cn-mfa-1998-02-1",
    ),
    "law_pair": (
        "2000-01-11 cn-mfa-2000-01-11-3",
        "2000-01-11 cn-mfa-2000-01-11-3",
        "2002-06-23 cn-mfa-2002-06-23-1",
        "2000-05-08 cn-mfa-2000-05-08-1",
    ),
    "humanitarian_spirit": (
        "2001-06-28 cn-mfa-2001-06-28-1",
        "2001-06-28 cn-mfa-2001-06-28-1",
        "2002-06-23 cn-mfa-2002-06-23-1",
        "2003-06-17 cn-mfa-2003-06-17-2",
    ),
    "humanitarian_principle": (
        "2000-05-08 cn-mfa-2000-05-08-1",
        "2002-06-13 cn-mfa-2002-06-13-1",
        "2002-06-23 cn-mfa-2002-06-23-3",
        "2000-05-08 cn-mfa-2000-05-08-1",
    ),
    "so_called_defectors": (
        "2005-01-13 cn-mfa-2005-01-13-1",
        "2005-01-13 cn-mfa-2005-01-13-1",
        "2005-01-13 cn-mfa-2005-01-13-1",
        "2012-02-28 cn-mfa-2012-02-28-1",
    ),
    "not_defectors": ("2013-11-18 cn-mfa-2013-11-18-1", "2013-11-18 cn-mfa-2013-11-18-1", "", ""),
    "none_exist": (
        "2023-10-12 cn-mfa-2023-10-12-1",
        "2023-10-12 cn-mfa-2023-10-12-1",
        "",
        "2024-01-24 cn-mfa-2024-01-24-1",
    ),
    "position_unchanged": (
        "2002-06-13 cn-mfa-2002-06-13-1",
        "2002-06-13 cn-mfa-2002-06-13-1",
        "",
        "2003-06-17 cn-mfa-2003-06-17-1",
    ),
}


@pytest.mark.parametrize("wording", FIRST_USES)
def test_the_first_uses_of_a_tracked_wording_are_those_of_the_record(
    wording: str, rows: list[Row], hits: dict[str, tuple[Hit, ...]]
) -> None:
    def first(belongs: Callable[[Row], bool]) -> str:
        uses = sorted(
            (PartialDate.parse(row["date"]).sort_key, row["id"], row["date"])
            for row in rows
            if (row["actor"], row["voice"]) == ("China", "own")
            and belongs(row)
            and any(hit.is_tracked and hit.key == wording for hit in hits[row["id"]])
        )
        return f"{uses[0][2]} {uses[0][1]}" if uses else ""

    assert tuple(map(first, CLASSES.values())) == FIRST_USES[wording]


# --- the dictionary against the person ---------------------------------------------------


def test_china_never_speaks_of_refugees_or_a_change_in_its_own_voice(
    rows: list[Row], entries: list[Entry]
) -> None:
    own = {row["id"] for row in rows if (row["actor"], row["voice"]) == ("China", "own")}
    frames = {
        frame
        for entry in entries
        if entry.statement.id in own
        for frame in entry.dictionary_frames or ()
    }
    assert not frames & {"refugees", "non_refoulement", "claims_shift"}


def test_the_dictionary_hardly_ever_sees_what_the_person_did_not(
    codebook: Codebook, entries: list[Entry]
) -> None:
    total, *rest = score_table(codebook, entries)
    assert total.precision is not None
    assert total.precision > 0.99
    assert total.recall is not None
    assert total.recall > 0.8
    assert all(row.precision is None or row.precision > 0.9 for row in rest)


def test_the_table_of_the_docs_is_the_one_the_command_prints(
    codebook: Codebook, entries: list[Entry]
) -> None:
    page = (ROOT / "docs" / "demo-coding.md").read_text(encoding="utf-8")
    assert score_markdown(score_table(codebook, entries)) in page
