"""The review of second reports comes twenty pairs at once, and says which of how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from app import build_dashboard
from stance.editing.statements import dismiss
from stance.errors import BadFilter
from stance.files.reading.drafts import ReadOptions
from stance.filters import page_string, parse_page
from stance.loading.files import load_file
from stance.store import Store
from tests.dashboard.conftest import body_for
from tests.dashboard.demo import AT, empty_store

SAID = "the position on the crossings is not changed at all"
N = 10
BUTTON = re.compile(r"\{\"deed\": \"dismiss\"[^{}]*\}")
N_PAIRS = N * (N - 1) // 2


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Store]:
    """Open a store in which ten statements say one thing on one day: 45 pairs."""
    store = empty_store(tmp_path)
    rows = [f"s{at},2003-06-17,China,crossings,{SAID},en" for at in range(N)]
    file = "\n".join(["id,date,actor,issue,text,language", *rows])
    load_file(store, file.encode(), "a.csv", ReadOptions(), at=AT)
    yield store
    store.close()


@pytest.fixture
def review_app(many: Store) -> Dash:
    return build_dashboard(many)


def answer(app: Dash, part: str, values: dict[str, Any]) -> Any:
    reply = app.server.test_client().post(
        "/_dash-update-component", json=body_for(app, part, values)
    )
    assert reply.status_code == 200
    return reply.get_json()["response"]


def page_at(app: Dash, search: str) -> str:
    return str(answer(app, "shell-room", {"shell-opened.data": ["/review", search]}))


def decided(app: Dash, search: str, deed: str = "dismiss") -> str:
    """Decide about the likeliest pair, and return the list that comes of it."""
    asked = {"deed": deed, "one": "s0", "other": "s1", "search": search}
    values = {"review-asked.data": asked, "person-name.value": "Ada"}
    return str(answer(app, "review-said", values)["review-list"])


def n_shown(page: str) -> int:
    return page.count("card review-pair")


def test_twenty_pairs_are_shown_and_the_next_twenty_are_a_link_away(review_app: Dash) -> None:
    page = page_at(review_app, "")
    assert n_shown(page) == 20
    assert f"Pairs 1 to 20 of {N_PAIRS}, the likeliest first" in page
    assert "Next 20" in page
    assert "Previous" not in page
    assert "'/review?place=21'" in page


def test_the_last_pairs_are_counted_as_they_are(review_app: Dash) -> None:
    page = page_at(review_app, "?place=41&issue=crossings")
    assert n_shown(page) == 5
    assert f"Pairs 41 to 45 of {N_PAIRS}" in page
    assert "'/review?issue=crossings&place=21'" in page
    assert "Next" not in page
    assert "Next 5" in page_at(review_app, "?place=21")


def test_the_pages_hold_every_pair_once(review_app: Dash) -> None:
    pages = [page_at(review_app, f"?place={place}") for place in (1, 21, 41)]
    buttons = [button for page in pages for button in BUTTON.findall(page)]
    named = [frozenset(re.findall(r'"(s\d)"', button)) for button in buttons]
    assert len(named) == len(set(named)) == N_PAIRS


def test_after_a_decision_the_list_stays_where_it_was_and_counts_one_less(review_app: Dash) -> None:
    shown = decided(review_app, "?place=21")
    assert f"Pairs 21 to 40 of {N_PAIRS - 1}" in shown
    assert "1 pair dismissed" in shown
    assert f"Pairs 21 to 40 of {N_PAIRS}," in decided(review_app, "?place=21", "recall")


def test_a_place_behind_the_last_pair_shows_the_last_page(many: Store, review_app: Dash) -> None:
    assert "Pairs 41 to 45 of 45" in page_at(review_app, "?place=900")
    for at in range(1, 6):
        dismiss(many, ("s0", f"s{at}"), by="Ada", at=AT)
    assert "Pairs 21 to 40 of 40" in page_at(review_app, "?place=41")


@pytest.mark.parametrize("place", ["0", "-1", "x", "1e3", "99999999999"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadFilter):
        parse_page([("place", place)])


def test_a_place_comes_back_from_the_address_it_is_written_to() -> None:
    assert page_string(parse_page([("place", "21")])) == "place=21"
    assert page_string(parse_page([("place", "1")])) == ""
