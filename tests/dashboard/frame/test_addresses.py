"""Which address answers what: pages, refusals, redirects and headers."""

from __future__ import annotations

import json

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.store import Store
from tests.dashboard.demo import DENIAL, ISSUE, MAIN

PAGES = ("/", MAIN, "/statements", f"/statement/{DENIAL}", f"/codebook/{ISSUE}", "/load", "/about")


@pytest.mark.parametrize("address", PAGES)
def test_pages_answer_200(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/issue/nothing",
        "/statement/nothing",
        "/codebook/nothing",
        "/issue",
        "/a/b/c",
        f"/issue/{ISSUE}/shift/000000000000",
    ],
)
def test_paths_that_lead_to_nothing_answer_404_with_a_sentence(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is no" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "from=17%20June",
        "voice=loud",
        "period=decade",
        "actor=Atlantis",
        "tag=plain",
        "limit=100000",
        "after=nope",
        "batch=-1",
        "batch=99",
        "view=cube",
        "source=Nobody",
        "speaker=Nobody",
        "q=%00",
        "from=2003~",
    ],
)
def test_unusable_filters_answer_400_with_a_sentence(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/statements?{query}")
    assert answer.status_code == 400
    assert "<p>" in answer.text


def test_a_refusal_is_escaped(client: FlaskClient) -> None:
    answer = client.get("/statements?colour=<script>alert(1)</script>")
    assert "<script>alert" not in answer.text


def test_an_issue_without_a_filter_leads_to_its_main_view(client: FlaskClient) -> None:
    answer = client.get(f"/issue/{ISSUE}")
    assert (answer.status_code, answer.location) == (302, MAIN)


def test_the_headers_shut_everything_else_out(client: FlaskClient) -> None:
    for address in ("/", "/nothing", "/_dash-layout"):
        headers = client.get(address).headers
        assert "script-src 'self' 'sha256-" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_answers_are_compressed(client: FlaskClient) -> None:
    answer = client.get("/_dash-layout", headers={"Accept-Encoding": "zstd"})
    assert answer.headers["Content-Encoding"] == "zstd"


def test_hashed_assets_are_kept_a_year(client: FlaskClient) -> None:
    with client.get("/assets/base.css?m=1") as hashed, client.get("/assets/base.css") as plain:
        assert "31536000" in hashed.headers["Cache-Control"]
        assert "31536000" not in plain.headers.get("Cache-Control", "")


def test_no_script_or_style_comes_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_two_apps_live_in_one_process(app: Dash, empty: Store) -> None:
    other = build_dashboard(empty)
    assert other.callback_map.keys() == app.callback_map.keys()
    assert other.server.test_client().get(MAIN).status_code == 404


def test_the_layout_is_plain_json(client: FlaskClient) -> None:
    assert json.loads(client.get("/_dash-layout").text)["type"] == "MantineProvider"
