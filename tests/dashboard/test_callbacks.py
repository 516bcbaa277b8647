"""Callbacks are public: what they answer, and how they refuse what is no request of ours."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from stance.answers import tables
from stance.files.writing import FORMATS
from stance.filters import MOST_CHARACTERS
from stance.store import Store
from tests.dashboard.conftest import Ask, body_for
from tests.dashboard.demo import DENIAL, ISSUE

PATH = f"/issue/{ISSUE}"
UPDATE = "/_dash-update-component"


def text_of(component: Any) -> str:
    """Return all text of a component's JSON."""
    return json.dumps(component, ensure_ascii=False)


def timeline(ask: Ask, search: str, path: str = PATH) -> Any:
    return ask("timeline-title", {"timeline-address.data": [path, search, False]})


def drawn(answer: Any) -> Any:
    return json.loads(answer["timeline-drawing"]["data"])


def page(ask: Ask, path: str, search: str = "") -> str:
    answer = ask("shell-room", {"shell-opened.data": [path, search]})
    return text_of(answer["shell-room"]["children"])


def test_the_timeline_says_what_was_found_and_draws_it(ask: Ask) -> None:
    answer = timeline(ask, "?actor=China&voice=own")
    assert "69" in answer["timeline-title"]["children"]
    assert "69 utterances in 109 statements" in answer["timeline-lead"]["children"]
    statements = drawn(answer)["layout"]["meta"]["statements"]
    assert len(statements) == 109


def test_a_dot_means_its_statement_by_the_place_where_that_is_told(ask: Ask) -> None:
    drawing = drawn(timeline(ask, "?actor=China&voice=own"))
    told = drawing["layout"]["meta"]["statements"]
    dots = [trace for trace in drawing["data"] if trace.get("mode") == "markers"]
    placed = [
        (place, day)
        for trace in dots
        for place, day in zip(trace["customdata"], trace["x"], strict=True)
    ]
    assert {place for place, _ in placed} == set(range(len(told)))
    assert [day for place, day in placed if day[:4] != told[place][1][:4]] == []


def test_the_table_has_exactly_the_rows_that_are_drawn(ask: Ask) -> None:
    answer = timeline(ask, "?actor=China&voice=own&view=table")
    statements = drawn(answer)["layout"]["meta"]["statements"]
    grid, periods = answer["timeline-table"]["children"]
    assert [row["id"] for row in grid["props"]["rowData"]] == [one[0] for one in statements]
    assert "Humanitarian" in text_of(periods)


def test_the_rail_has_counts_beside_its_choices(ask: Ask) -> None:
    asked = {"shell-rail-address.data": [PATH, "?actor=China&voice=own"]}
    choices = ask("shell-rail", asked)["shell-rail"]["data"]
    actors = {one["value"]: one["n"] for one in choices["actor"]}
    assert actors["China"] == 69


def test_an_empty_timeline_names_the_filters(ask: Ask) -> None:
    answer = timeline(ask, "?actor=China&from=1950&to=1951")
    assert "actor China" in text_of(answer["timeline-note"]["children"])


@pytest.mark.parametrize("search", ["?voice=loud", "?actor=Atlantis", "?colour=red"])
def test_a_bad_filter_is_a_sentence_in_the_page_too(ask: Ask, search: str) -> None:
    answer = timeline(ask, search)
    assert "cannot be used" in text_of(answer["timeline-note"]["children"])


def test_an_unknown_path_inside_the_app_is_a_sentence(ask: Ask) -> None:
    assert "There is no page at" in page(ask, "/nothing")


def test_the_statement_page_marks_words_from_offsets(ask: Ask) -> None:
    shown = page(ask, f"/statement/{DENIAL}")
    assert '["mark", {' in shown
    assert "position is not changed" in shown.replace("</mark>", "")
    assert "dangerously" not in shown


def test_the_aside_tells_the_same_statement(ask: Ask) -> None:
    answer = ask("shell-aside", {"shell-aside-address.data": DENIAL})
    assert "Liu Jianchao" in text_of(answer["shell-aside"]["children"])


@pytest.mark.parametrize(
    "path", ["/", "/about", "/load", f"/codebook/{ISSUE}", "/statements", "/statements/new", "/bin"]
)
def test_every_page_is_laid_out(ask: Ask, path: str) -> None:
    assert "cannot be shown" not in page(ask, path)


JUNK: list[Any] = [
    None,
    [],
    {},
    "text",
    17,
    {"output": 1},
    {"output": "no.such"},
    {"output": "shell-room.children"},
    {"output": "shell-room.children", "inputs": "x"},
    {"output": "shell-room.children", "inputs": [{"id": "a"}]},
    {"output": "shell-room.children", "inputs": [None], "outputs": []},
    {"output": "shell-room.children", "inputs": {}, "changedPropIds": 5},
]


@pytest.mark.parametrize("junk", JUNK)
def test_a_body_of_another_shape_is_refused(client: FlaskClient, junk: Any) -> None:
    answer = client.post(UPDATE, json=junk)
    assert answer.status_code == 400
    assert answer.text.endswith(".\n")


FOREIGN = [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_site_can_change_nothing(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    body = {"output": "x", "inputs": [], "changedPropIds": []}
    assert client.post(UPDATE, json=body, headers=headers).status_code == 403
    plain = client.post(UPDATE, data=json.dumps(body), content_type="text/plain", headers=headers)
    assert plain.status_code == 403


def test_an_origin_that_cannot_be_read_is_not_ours(client: FlaskClient) -> None:
    headers = {"Origin": "http://[::1"}
    assert client.post(UPDATE, json={}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["nope/nope.js", "dash/nope.js", "dash/dash.py"])
def test_a_script_there_is_not_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/_dash-component-suites/{path}").status_code == 404


def test_a_form_is_no_callback(client: FlaskClient) -> None:
    assert client.post(UPDATE, data="{}", content_type="text/plain").status_code == 400


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b"null", b'{"output": "\\ud800"}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_is_refused(client: FlaskClient, raw: bytes) -> None:
    assert client.post(UPDATE, data=raw, content_type="application/json").status_code == 400


VALUES: list[Any] = [
    None,
    0,
    True,
    "",
    "x" * (MOST_CHARACTERS + 1),
    [],
    [None, None],
    ["/", 5],
    [PATH, "?" + "&".join(f"actor={n}" for n in range(200)), False],
    [PATH, "?q=%ED%A0%80", False],
    [PATH, "", "wide"],
    "\ud800",
    ["/statement/\ud800", "", False],
    {"deed": "undo", "batch": "1"},
    {"deed": "undo", "batch": 10**30},
    {"deed": [], "batch": {}},
    {"a": {"b": [1, 2, 3]}},
]


@pytest.mark.parametrize("value", VALUES)
def test_no_value_makes_a_callback_fail(app: Dash, client: FlaskClient, value: Any) -> None:
    for output, callback in app.callback_map.items():
        if "clientside_function" in callback or "callback" not in callback:
            continue
        wires = [*callback["inputs"], *callback["state"]]
        values = {f"{wire['id']}.{wire['property']}": value for wire in wires}
        body = body_for(app, output.strip(".").split("...")[0], values)
        assert client.post(UPDATE, json=body).status_code < 500, output


def test_a_filter_change_is_small(app: Dash, client: FlaskClient) -> None:
    body = body_for(app, "timeline-title", {"timeline-address.data": [PATH, "?voice=own", False]})
    client.post(UPDATE, json=body)
    answer = client.post(UPDATE, json=body, headers={"Accept-Encoding": "zstd"})
    assert len(answer.data) <= 60_000


def test_a_denial_says_at_its_dot_what_it_denies(ask: Ask) -> None:
    asked = {"timeline-address.data": [PATH, "?actor=China&voice=own", False]}
    links = ask("timeline-title", asked)["timeline-links"]["data"]
    told = {words for start, _, words in links if start == DENIAL}
    assert "Denies UNHCR, 2003-06-16" in told


def test_the_fingerprint_is_how_the_series_file_begins(ask: Ask, store: Store) -> None:
    asked = {"timeline-drawn.data": [PATH, "?actor=China&voice=own", False]}
    answer = ask("timeline-source", asked)
    note = text_of([answer[part]["children"] for part in ("timeline-source", "timeline-cite")])
    pairs = [("issue", ISSUE), ("actor", "China"), ("voice", "own")]
    table = tables.export(store, "series", pairs)
    content = b"".join(FORMATS["csv"].write(table.columns, table.rows))
    assert hashlib.sha256(content).hexdigest()[:12] in note
    assert "@misc{stance-" in note
    assert f"Data fingerprint {hashlib.sha256(content).hexdigest()[:12]}." in note


def test_a_shift_is_listed_with_the_range_of_the_mix_and_of_each_frame_named(ask: Ask) -> None:
    asked = {"timeline-drawn.data": [PATH, "?actor=China&voice=own", False]}
    told = text_of(ask("timeline-marks", asked)["timeline-tested"]["children"])
    assert "90% range of the mix 11 January 2000 to 7 November 2017" in told
    assert "Illegal migration 16 May 2002 to 25 November 2003" in told
