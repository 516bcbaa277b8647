"""The endless list: whichever rows are asked for, they are those of the list, in its order."""

from __future__ import annotations

from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from stance.dashboard.parts.row_requests import MOST_PLACES, nearest, with_place
from stance.records import StatementQuery
from stance.store import Store
from tests.dashboard.conftest import Ask, body_for
from tests.dashboard.demo import DENIAL, ISSUE

UPDATE = "/_dash-update-component"


def wires(rows: Any, *, search: str = "", places: Any = None, length: Any = None) -> dict[str, Any]:
    """The inputs of the callback that gives rows; `rows` as (first, behind the last, way)."""
    asked = rows
    if isinstance(rows, tuple):
        start, end, way = rows
        by = [{"colId": "date", "sort": way}] if way else []
        asked = {"number": 7, "startRow": start, "endRow": end, "sortModel": by}
    return {
        "statements-asked.data": asked,
        "statements-search.data": search,
        "statements-places.data": places,
        "statements-length.data": length,
    }


def given(ask: Ask, rows: Any, **state: Any) -> tuple[Any, Any]:
    answer = ask("statements-given", wires(rows, **state))
    return answer["statements-given"]["data"], answer["statements-places"]["data"]


@pytest.mark.parametrize(("order", "way"), [("oldest", "asc"), ("newest", "desc")])
def test_blocks_asked_for_in_any_order_are_those_of_the_list(
    ask: Ask, store: Store, order: str, way: str
) -> None:
    listed = [one.statement.id for one in store.statements(StatementQuery(issue=ISSUE))]
    expected = listed if way == "asc" else listed[::-1]
    starts = [*range(0, len(listed), 20)]
    starts = [*starts[1::3], *starts[::-3], *starts[2::3]]
    places = None
    for start in starts:
        block, places = given(
            ask,
            (start, start + 20, way),
            search=f"issue={ISSUE}&order={order}",
            places=places,
            length=len(listed),
        )
        assert [row["id"] for row in block["rows"]] == expected[start : start + 20]
        assert block["number"] == 7
        assert block["length"] == len(listed)
    assert len(places["places"]) == len(set(starts))


def test_the_heading_of_the_date_turns_the_list_round_though_places_of_the_other_way_are_known(
    ask: Ask, store: Store
) -> None:
    listed = [one.statement.id for one in store.statements(StatementQuery())]
    _, places = given(ask, (0, 100, "asc"))
    block, places = given(ask, (100, 120, "desc"), places=places)
    assert [row["id"] for row in block["rows"]] == listed[::-1][100:120]
    assert places["newest_first"] is True
    assert [row for row, _ in places["places"]] == [120]


def test_a_short_block_ends_the_list_whatever_was_counted_before(ask: Ask, store: Store) -> None:
    n = store.count(StatementQuery()).n_statements
    block, _ = given(ask, (200, 300, None), length=5000)
    assert block["length"] == n == 200 + len(block["rows"])


def test_a_list_that_begins_further_on_is_as_long_as_it_turns_out(ask: Ask, store: Store) -> None:
    listed = [one.statement.id for one in store.statements(StatementQuery())]
    block, _ = given(ask, (0, 50, None), search=f"after={listed[99]}")
    assert block["length"] is None
    assert block["rows"][0]["id"] == listed[100]
    block, _ = given(ask, (100, 150, None), search=f"after={listed[99]}")
    assert block["length"] == len(listed) - 100


def test_a_place_whose_statement_is_gone_is_passed_over(ask: Ask, store: Store) -> None:
    listed = [one.statement.id for one in store.statements(StatementQuery())]
    gone = {"newest_first": False, "places": [[100, "gone-since"]]}
    block, _ = given(ask, (100, 110, "asc"), places=gone)
    assert [row["id"] for row in block["rows"]] == listed[100:110]


def test_what_was_looked_for_is_shown_where_it_stands_in_the_summary_alone(ask: Ask) -> None:
    block, _ = given(ask, (0, 100, None), search="q=humanitarian")
    told = [row for row in block["rows"] if "summary" in row and row["language"] == "English"]
    assert told
    for row in told:
        assert "humanitarian" in row["summary"].lower()
        assert "humanitarian" not in row["words"].lower()


def test_words_in_another_language_stand_beside_their_summary_in_the_list(
    ask: Ask, store: Store
) -> None:
    block, _ = given(ask, (0, 100, None))
    said = [store.statement(row["id"]).statement for row in block["rows"]]
    assert [row.get("summary", "") for row in block["rows"]] == [one.gloss for one in said]
    assert any(one.gloss for one in said)


BAD: list[dict[str, Any]] = [
    wires(None),
    wires([1, 2]),
    wires((0, 501, None)),
    wires((-1, 5, None)),
    wires((5, 5, None)),
    wires((0, 10**12, None)),
    wires((0, 5, "sideways")),
    wires({"startRow": 0, "endRow": 5, "sortModel": [{"colId": "actor", "sort": "asc"}]}),
    wires((0, 5, None), search="colour=red"),
    wires((0, 5, None), search="after=nope"),
    wires((0, 5, None), places={"newest_first": False, "places": [["x", 1]]}),
    wires((0, 5, None), places={"newest_first": False, "places": [[1, "x"]] * (MOST_PLACES + 1)}),
    wires((0, 5, None), places="here"),
    wires((0, 5, None), length="long"),
]


@pytest.mark.parametrize("values", BAD)
def test_what_is_no_block_is_refused_and_the_grid_told(
    app: Dash, client: FlaskClient, values: dict[str, Any]
) -> None:
    answer = client.post(UPDATE, json=body_for(app, "statements-given", values))
    assert answer.status_code == 200
    assert answer.get_json()["response"]["statements-given"]["data"]["refused"] is True


def test_places_are_found_from_the_nearest_and_never_grow_beyond_their_bound() -> None:
    places: list[tuple[int, str]] = []
    for row in range(20, 20 * 1000, 20):
        places = with_place(places, row, f"s{row}")
        assert len(places) <= MOST_PLACES
    assert nearest(places, 10, "first") == (0, "first")
    row, id_ = nearest(places, 19_990, "")
    assert id_ == f"s{row}"
    assert row <= 19_990


def test_rows_that_cannot_be_saved_are_told_and_those_that_can_leave_no_complaint(ask: Ask) -> None:
    def saved(*chosen: str) -> tuple[Any, str]:
        values = {"statements-export.n_clicks": 1, "statements-chosen.data": list(chosen)}
        answer = ask("statements-file", values)
        return answer.get("statements-file"), answer["statements-said"]["children"]

    file, said = saved(DENIAL)
    assert (DENIAL in file["data"]["content"], said) == (True, "")
    file, said = saved(DENIAL, "gone-meanwhile")
    assert file is None
    assert said.startswith("Nothing was saved. There is no statement 'gone-meanwhile'")
