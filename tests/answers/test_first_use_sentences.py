"""The report of first uses says what the list of wordings holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stance.answers.first_uses import first_use_lines
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.commands.desk import Desk
from tests.dashboard.demo import ISSUE, demo_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("report"))
    yield opened
    opened.close()


def told(store: Store, *frames: str, tags: tuple[str, ...] = ()) -> str:
    query = StatementQuery(
        issue=ISSUE, actors=("China",), voice=Voice.OWN, frames=frames, tags=tags
    )
    return "\n".join(first_use_lines(store, query))


def test_a_first_use_is_told_with_what_was_searched_before_it_and_its_surprise(
    store: Store,
) -> None:
    said = told(store, "humanitarian")
    assert "69 utterances searched. First means earliest in this corpus, never first ever." in said
    assert "first 2000-01-11 (cn-mfa-2000-01-11-1), last " in said
    assert "45 of 69. " in said
    assert "no surprise." in said


def test_a_contested_claim_names_what_contradicts_it_and_counts_the_rest(store: Store) -> None:
    said = told(store, "humanitarian")
    assert "(unhcr-2003-06-20-1): contested by 17 earlier: 2000-01-11 cn-mfa-2000-01-11-1" in said
    assert "and 12 more." in said
    assert "contested by 1 earlier: 2000-05-08" in told(
        store, "humanitarian", tags=("scope:general",)
    )


def test_what_was_never_said_is_told_as_never(store: Store) -> None:
    assert "never, in " in told(store, "non_refoulement")


def test_the_command_reports_every_actor_and_refuses_an_unknown_one(desk: Desk) -> None:
    desk.do("demo")
    code, out, err = desk.do("first-uses", "--actor", "China", "--voice", "own")
    assert (code, err) == (0, "")
    assert out.startswith("China on ")
    assert 'Wording "' in out
    code, out, err = desk.do("first-uses", "--actor", "Atlantis")
    assert (code, out) == (1, "")
    assert "Atlantis" in err
