"""Choices in a browser become the addresses they always were, to the letter."""

from __future__ import annotations

from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from stance.dashboard.frame.choices import chosen, href_of, issue_at, pairs_of
from stance.dashboard.frame.header import links_at
from stance.dashboard.frame.rail import CONTROLS, values_of
from stance.errors import BadFilter
from stance.filters import PageState
from tests.dashboard.conftest import body_for
from tests.dashboard.demo import ISSUE, MAIN

TIMELINE = f"/issue/{ISSUE}"


def led(address: str, choices: dict[str, Any], to: str = "") -> str:
    """Return where choices lead from an address."""
    path, _, search = address.partition("?")
    return href_of(*chosen((path, pairs_of(search)), to or path, choices))


def test_the_values_of_the_rail_stand_in_the_order_of_its_controls() -> None:
    assert tuple(values_of(PageState())) == CONTROLS


@pytest.mark.parametrize(
    ("address", "changed", "wanted"),
    [
        (TIMELINE, {"voice": "own"}, f"{TIMELINE}?voice=own"),
        # What holds anyway is not said; without any filter, all is meant.
        (f"{TIMELINE}?voice=own", {"voice": ""}, f"{TIMELINE}?period=year"),
        # What was not changed stays as the address has it.
        (
            f"{TIMELINE}?actor=A&actor=D&mode=deny&batch=7&view=table&after=x&statement=s1",
            {"actor": ["B", "C d"], "from": "2003"},
            f"{TIMELINE}?actor=B&actor=C+d&mode=deny&from=2003&batch=7&view=table",
        ),
        (f"{TIMELINE}?actor=A&q=x", {"actor": [], "q": None}, f"{TIMELINE}?period=year"),
        # The issue stands last in the query, and first in the path.
        (f"/statements?issue={ISSUE}", {"q": "a*~b"}, f"/statements?q=a*%7Eb&issue={ISSUE}"),
        ("/statements?actor=A", {"issue": ISSUE}, f"/statements?actor=A&issue={ISSUE}"),
        (
            "/compare?issue=x&split=2003&against.actor=A",
            {"voice": "own"},
            "/compare?voice=own&split=2003&against.actor=A&issue=x",
        ),
        # Another issue has other actors.
        (f"{TIMELINE}/shifts?actor=A", {"issue": "other", "actor": ["A"]}, "/issue/other/shifts"),
    ],
)
def test_the_rail_makes_the_address(address: str, changed: dict[str, Any], wanted: str) -> None:
    assert led(address, {"rail": changed}) == wanted


@pytest.mark.parametrize(
    ("address", "choices", "to", "wanted"),
    [
        ("/about?x=1", {"search": "a b"}, "/statements", "/statements?q=a+b"),
        (f"{TIMELINE}?actor=A", {"view": "table"}, "", f"{TIMELINE}?actor=A&view=table"),
        (f"{TIMELINE}?view=table&actor=A", {"view": "chart"}, "", f"{TIMELINE}?actor=A"),
        ("/statements?q=a", {"order": "newest"}, "", "/statements?q=a&order=newest"),
        (
            f"{TIMELINE}?from=2001&actor=A",
            {"dates": ["2002-01-01", "2003-01-01"]},
            "",
            f"{TIMELINE}?from=2002-01-01&actor=A&to=2003-01-01",
        ),
        (
            "/compare?issue=x&from=1999&split=2003",
            {"spans": ["2001", "", "2012", ""]},
            "",
            "/compare?issue=x&from=2001&against.from=2012",
        ),
        (
            f"{TIMELINE}?actor=A&actor=B&view=table",
            {"part": {"meant": ["share", "f", "2001", "2002", "told"], "actor": "B"}},
            "/statements",
            f"/statements?issue={ISSUE}&from=2001&to=2002&actor=B&frame=f",
        ),
        (
            f"{TIMELINE}?voice=own&q=x",
            {"part": {"meant": ["bin", "", "2001", "2002", "attributed"], "actor": ""}},
            "/statements",
            f"/statements?q=x&issue={ISSUE}&from=2001&to=2002&voice=attributed",
        ),
        (
            "/compare?issue=x&actor=A&actor=B&split=2003",
            {"part": {"meant": ["period", "2001", "2002"], "actor": "B"}},
            "/statements",
            "/statements?issue=x&from=2001&to=2002&actor=B",
        ),
    ],
)
def test_what_is_chosen_beside_the_rail_makes_the_address(
    address: str, choices: dict[str, Any], to: str, wanted: str
) -> None:
    assert led(address, choices, to) == wanted


def test_choices_made_while_an_answer_is_on_its_way_are_all_kept() -> None:
    all_three = {"dates": ["2001", "2004"], "rail": {"voice": "own"}, "view": "table"}
    assert led(TIMELINE, all_three) == f"{TIMELINE}?voice=own&from=2001&to=2004&view=table"


@pytest.mark.parametrize(
    "choices",
    [{"rail": "x"}, {"rail": {"x": 1}}, {"dates": ["2001"]}, {"part": 3}, {"colour": "red"}],
)
def test_what_is_no_choice_is_refused(choices: dict[str, Any]) -> None:
    with pytest.raises(BadFilter):
        led(TIMELINE, choices)


def test_an_issue_is_known_by_the_path_or_by_the_query() -> None:
    assert issue_at("/issue/a%20b/claims", []) == "a b"
    assert issue_at("/statements", [("issue", "x")]) == "x"
    assert issue_at("/about", []) == ""


def test_links_around_a_page_keep_its_filters_and_the_issue_looked_at_last() -> None:
    pairs = pairs_of("actor=A&view=table&statement=s1")
    links = links_at(TIMELINE, pairs, ISSUE, before="other")
    assert links["nav-shifts"] == f"{TIMELINE}/shifts?actor=A"
    assert links["menu-claims"] == f"{TIMELINE}/claims"
    assert links["view-series-csv-excel"] == f"/export/series.csv?actor=A&issue={ISSUE}&excel=1"
    assert links["all-statements-csv"] == f"/export/statements.csv?issue={ISSUE}"
    assert links["rail-clear"] == f"{TIMELINE}?period=year"
    about = links_at("/about", [], "", before="other")
    assert about["nav-timeline"] == "/issue/other"
    assert about["view-series-csv"] == "/export/series.csv"


def told(app: Dash, client: FlaskClient, part: str, place: str, sent: list[Any]) -> Any:
    """Ask for a page, and return what comes beside it about where it stands."""
    body = body_for(app, part, {place: sent})
    answer = client.post("/_dash-update-component", json=body).get_json()
    return answer["sideUpdate"]["shell-standing"]["data"]


def test_a_choice_is_answered_with_the_page_and_its_address_at_once(
    app: Dash, client: FlaskClient
) -> None:
    path, _, search = MAIN.partition("?")
    choices = {"rail": {"voice": ""}}
    more = {"number": 5, "path": path, "search": f"?{search}", "issue": "", "choices": choices}
    standing = told(app, client, "timeline-title", "timeline-address.data", [path, "", False, more])
    assert standing["number"] == 5
    assert standing["href"] == f"{TIMELINE}?actor=China"
    assert standing["links"]["nav-shifts"] == f"{TIMELINE}/shifts?actor=China"


def test_a_page_that_begins_at_a_view_of_its_own_says_so(app: Dash, client: FlaskClient) -> None:
    more = {"number": 1, "path": TIMELINE, "search": "", "issue": "", "choices": {}}
    standing = told(
        app, client, "timeline-title", "timeline-address.data", [TIMELINE, "", False, more]
    )
    assert standing["href"] == MAIN
    more["search"] = "?statement=unhcr-2003-06-20-1"
    standing = told(
        app, client, "timeline-title", "timeline-address.data", [TIMELINE, "", False, more]
    )
    assert standing["href"] == ""
