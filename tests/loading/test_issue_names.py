"""Which issue a name means, and what a file's new issues resemble."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stance.files.reading.drafts import ReadOptions
from stance.loading import issue_names
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.loading.previews import preview_file
from stance.store import Store
from tests.dashboard.demo import AT, DEMO, ISSUE, empty_store

TITLE = "North Koreans in China"
CODEBOOK = (DEMO / "codebook.yaml").read_bytes()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


def rows(*issues: str) -> bytes:
    lines = [f"2003,China,{issue},words {at}" for at, issue in enumerate(issues)]
    return "\n".join(["date,actor,issue,text", *lines]).encode()


def load(store: Store, *issues: str) -> tuple[str, ...]:
    return load_file(store, rows(*issues), "a.csv", ReadOptions(), at=AT).notes


@pytest.mark.parametrize("name", [TITLE, TITLE.lower(), f" {TITLE} ", ISSUE, ISSUE.upper()])
def test_title_and_id_mean_the_issue_folded(store: Store, name: str) -> None:
    apply_codebook(store, CODEBOOK, at=AT)
    issue = issue_names.read_issue(store.issues(), name).issue
    assert issue is not None
    assert issue.slug == ISSUE


def test_a_title_that_two_issues_share_is_asked_about_and_their_ids_are_shown(store: Store) -> None:
    apply_codebook(store, CODEBOOK, at=AT)
    load(store, TITLE)
    reading = issue_names.read_issue(store.issues(), TITLE)
    assert reading.issue is None
    assert {issue.slug for issue in reading.near} == {ISSUE, "north-koreans-in-china"}
    assert set(issue_names.called(store)) == {ISSUE, "north-koreans-in-china"}
    assert f"Did you mean {ISSUE}" in issue_names.problem_of(store, TITLE)


def test_the_first_issue_of_a_store_is_not_asked_about(store: Store) -> None:
    assert issue_names.problem_of(store, "Anything") == ""
    load(store, "crossings")
    assert "Make a new issue?" in issue_names.problem_of(store, "Anything")


def test_a_file_that_names_an_issue_by_its_title_is_warned_about_and_kept_literally(
    store: Store,
) -> None:
    apply_codebook(store, CODEBOOK, at=AT)
    told = (
        f"New issue 'north-koreans-in-china'; {TITLE} has the id {ISSUE}: write that to add to it."
    )
    seen = preview_file(store, rows(TITLE), "a.csv", ReadOptions())
    assert told in seen.result.notes
    assert told in load(store, TITLE)
    assert {issue.slug for issue in store.issues()} == {ISSUE, "north-koreans-in-china"}
    assert load(store, ISSUE) == ()


def test_new_issues_that_resemble_nothing_are_listed_once_and_known_ones_not(store: Store) -> None:
    assert load(store, "trade", "floods") == ("New issues: 'trade', 'floods'.",)
    assert load(store, "trade", "elections") == ("New issue 'elections'.",)


def test_many_look_alikes_are_counted_beyond_the_first(store: Store) -> None:
    load(store, "crossings")
    notes = load(store, *(f"crossings {n}" for n in range(8)))
    assert notes[-1] == "3 more new issues have names that resemble known ones."
