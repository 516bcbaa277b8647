from __future__ import annotations

import json
from typing import Any

from tests.commands.desk import Desk

HEADER = "date,actor,issue,text\n"


def result(desk: Desk, file: str, *flags: str) -> dict[str, Any]:
    (found,) = json.loads(desk.do("load", file, "--json", *flags)[1])
    assert isinstance(found, dict)
    return found


def test_no_row_of_a_load_that_was_refused_whole_counts_as_stored(desk: Desk) -> None:
    file = desk.file("a.csv", f"{HEADER}2003,China,crossings,one\nsoon,China,crossings,two\n")
    told = result(desk, file)
    assert (told["n_stored"], told["n_refused"], told["batch"]) == (0, 1, None)
    assert [row["verdict"] for row in told["outcomes"]] == ["held", "refused"]
    assert "another row was refused" in told["outcomes"][0]["reason"]


def test_a_dry_run_says_what_would_be_stored(desk: Desk) -> None:
    file = desk.file("a.csv", f"{HEADER}2003,China,crossings,one\nsoon,China,crossings,two\n")
    told = result(desk, file, "--dry-run")
    assert [row["verdict"] for row in told["outcomes"]] == ["stored", "refused"]


def test_a_file_that_cannot_be_read_has_its_problem_in_the_result(desk: Desk) -> None:
    told = result(desk, desk.file("a.csv", "date,actor\n2003,China\n"))
    (problem,) = told["problems"]
    assert (problem["line"], problem["column"], told["n_refused"]) == (1, "issue", 1)
    assert "required" in problem["reason"]
