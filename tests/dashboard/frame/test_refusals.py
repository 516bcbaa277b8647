"""Where nothing answers there is a sentence with what to do, and no trace in the log."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from app import build_dashboard, build_server
from stance.store import Store


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/assets/nothing.css", 404, "There is nothing at '/assets/nothing.css': "),
        ("GET", "/assets/..%2fapp.py", 404, "There is nothing at "),
        ("GET", "/a%0d%0aSet-Cookie:%20x=1", 404, r"There is nothing at '/a\r\nSet-Cookie"),
        ("POST", "/statements", 405, "POST cannot be used here: this address takes GET, HEAD."),
        ("DELETE", "/", 405, "DELETE cannot be used here"),
        ("GET", "/_dash-component-suites/nope/nope.js", 404, "reload the page"),
        ("GET", "/_dash-component-suites/dash/../app.py", 404, "There is no"),
    ],
)
def test_what_nothing_answers_is_told_in_a_plain_sentence(
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    status: int,
    told: str,
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert told in answer.text
    assert answer.text.endswith(".\n")
    assert "Set-Cookie" not in answer.headers
    assert not caplog.records


def test_a_wrong_method_is_told_which_are_right(client: FlaskClient) -> None:
    assert client.put("/").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_name_that_another_site_gave_this_machine_is_refused(store: Store) -> None:
    server = build_server(store, names=("127.0.0.1", "[::1]"))
    client = server.test_client()
    for path in ("/", "/healthz", "/assets/base.css", "/nothing/at/all", "/export/store.zip"):
        for name in ("evil.example", "127.0.0.1.evil.example:80", "::1", "[::2]", "127.0.0.1@a"):
            answer = client.get(path, headers={"Host": name})
            assert (answer.status_code, "open that one.\n" in answer.text) == (400, True)
    for name in ("127.0.0.1:8050", "127.0.0.1", "[::1]:8050", "[::1]"):
        assert client.get("/healthz", headers={"Host": name}).status_code == 200


def test_what_fails_is_a_sentence_and_its_trace_stands_in_the_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    app = build_dashboard(store)

    def fail() -> str:
        raise ZeroDivisionError

    app.server.add_url_rule("/fail", view_func=fail)
    with caplog.at_level(logging.ERROR):
        answer = app.server.test_client().get("/fail")
    assert (answer.status_code, "its log says what" in answer.text) == (500, True)
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_can_send_no_file(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/upload", data=b"x", headers=headers | {"X-Stance": "upload"})
    assert (answer.status_code, answer.text.endswith(".\n")) == (403, True)
