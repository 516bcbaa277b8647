"""Loading on the command line: what parts the columns, and the rows that were refused."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import click
import pytest

from stance.commands.load import load
from tests.commands.desk import HEADER, Desk

ROOT = Path(__file__).parents[2]
GOOD, BAD = "a,2003-02-25,China,crossings,one\n", "b,31/02/2003,China,crossings,two\n"
NONE = "0 stored, 0 duplicates, 0 refused\n"


@pytest.mark.parametrize(
    ("named", "separator"), [(",", ","), (";", ";"), ("|", "|"), ("tab", "\t"), ("\t", "\t")]
)
def test_the_separator_is_taken_as_it_is_named(desk: Desk, named: str, separator: str) -> None:
    rows = f"{HEADER}a,2003,China,crossings,one\n".replace(",", separator)
    # A quoted name full of other separators would win where the header decides.
    text = rows.replace("text", f'text{separator}"a,b;c|d\te,f;g|h\ti,j;k|l\tm"', 1)
    path = desk.file("one.txt", text.replace("one\n", f"one{separator}\n"))
    assert desk.do("load", path, "--separator", named)[1] == "1 stored, 0 duplicates, 0 refused\n"


def test_no_other_separator_is_taken_and_none_where_nothing_is_parted(desk: Desk) -> None:
    path = desk.file("one.csv", HEADER + GOOD)
    code, _, err = desk.do("load", path, "--separator", "x")
    assert (code, "--separator is , ; | or tab, not 'x'." in err) == (1, True)
    rows = '[{"date": "2003", "actor": "China", "issue": "crossings", "text": "one"}]'
    code, _, err = desk.do("load", desk.file("one.json", rows), "--separator", ";")
    assert (code, "--separator is not used: in JSON nothing parts columns." in err) == (0, True)


def test_refused_rows_are_written_with_their_reasons_and_load_once_mended(desk: Desk) -> None:
    path = desk.file("two.csv", HEADER + GOOD + BAD)
    refused = desk.folder / "refused.csv"
    code, _, err = desk.do("load", path, "--skip-bad-rows", "--refused", str(refused))
    assert (code, "1 refused, each with its reason" in err) == (1, True)
    text = refused.read_text("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert (row["id"], row["refused_line"], row["date"]) == ("b", "3", "31/02/2003")
    assert row["reason"].startswith("date: ")
    mended = desk.file("mended.csv", text.replace("31/02/2003", "2003-02-28"))
    assert desk.do("load", mended)[:2] == (0, "1 stored, 0 duplicates, 0 refused\n")


def test_rows_that_are_only_refused_by_the_store_are_written_too(desk: Desk) -> None:
    desk.do("load", desk.file("one.csv", HEADER + GOOD))
    refused = desk.folder / "refused.csv"
    other = desk.file("other.csv", HEADER + GOOD.replace("one", "other"))
    assert desk.do("load", other, "--refused", str(refused))[0] == 1
    (row,) = csv.DictReader(refused.read_text("utf-8-sig").splitlines())
    assert "in the store with other content" in row["reason"]


def test_a_file_without_refused_rows_leaves_a_header_and_says_so(desk: Desk) -> None:
    refused = desk.folder / "refused.csv"
    refused.write_text("old", encoding="utf-8")
    path = desk.file("one.csv", HEADER + GOOD)
    code, _, err = desk.do("load", path, "--dry-run", "--refused", str(refused))
    assert (code, "no row was refused, so it has none" in err) == (0, True)
    assert refused.read_text("utf-8-sig") == "id,date,actor,issue,text,refused_line,reason\n"


def test_where_the_refused_rows_could_not_be_written_nothing_is_loaded(desk: Desk) -> None:
    one, two = desk.file("one.csv", HEADER + GOOD), desk.file("two.csv", HEADER + BAD)
    folder = desk.folder
    # /proc is a folder that says it may be written, and takes no file.
    for nowhere in (str(folder / "nowhere" / "r.csv"), "/proc/r.csv", str(folder / ("x" * 300))):
        code, _, err = desk.do("load", one, "--refused", nowhere)
        assert (code, "no file in a folder that may be written (" in err) == (2, True)
    for nowhere in ("-", ""):
        code, _, err = desk.do("load", one, "--refused", nowhere)
        assert (code, "no file in a folder that may be written." in err) == (2, True)
    assert desk.do("load", one, two, "--refused", str(folder / "r.csv"))[0] == 2
    assert desk.do("batches")[1] == ""
    assert sorted(path.name for path in folder.glob("*.csv")) == ["one.csv", "two.csv"]


def test_a_disk_that_is_full_for_the_refused_rows_does_not_hide_what_was_loaded(desk: Desk) -> None:
    path = desk.file("two.csv", HEADER + GOOD + BAD)
    code, out, err = desk.do("load", path, "--skip-bad-rows", "--refused", "/dev/full")
    assert (code, out) == (1, "1 stored, 0 duplicates, 1 refused\n")
    assert "The refused rows could not be written. /dev/full: " in err
    assert "make room" in err


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("/nope.csv", "/nope.csv: No such file or directory: check the name and its folder.\n"),
        ("/", "/: Is a directory: name a file.\n"),
        ("", "'': No such file or directory: check the name and its folder.\n"),
    ],
)
def test_a_file_that_is_missing_among_others_is_found_before_any_is_loaded(
    desk: Desk, missing: str, told: str
) -> None:
    path = desk.file("one.csv", HEADER + GOOD)
    assert desk.do("load", path, missing) == (1, "", told)
    assert desk.do("batches")[1] == ""


def test_the_file_that_is_loaded_is_never_written_over(desk: Desk) -> None:
    path = desk.file("two.csv", HEADER + GOOD + BAD)
    link, twin = desk.folder / "link.csv", desk.folder / "twin.csv"
    link.symlink_to(path)
    twin.hardlink_to(path)
    for named in (path, str(link), str(twin)):
        code, _, err = desk.do("load", path, "--skip-bad-rows", "--refused", named)
        assert (code, "is the file that is loaded" in err) == (2, True)
    assert Path(path).read_text("utf-8") == HEADER + GOOD + BAD
    assert desk.do("load", path, "--dry-run")[1] == "1 stored, 0 duplicates, 1 refused\n"


def test_links_in_a_circle_are_written_over(desk: Desk) -> None:
    one, other = desk.folder / "one", desk.folder / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    path = desk.file("two.csv", HEADER + GOOD + BAD)
    assert desk.do("load", path, "--refused", str(one))[0] == 1
    assert one.read_text("utf-8-sig").count("refused_line") == 1


def test_every_flag_of_loading_stands_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    flags = [flag for one in load.params if isinstance(one, click.Option) for flag in one.opts]
    assert [flag for flag in flags if not re.search(rf"`{flag}\b", reference)] == []
