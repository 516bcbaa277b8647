"""A codebook written on its page: a template to begin with, tried, applied, refused by its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.analysis.wordings.codebook import parse_codebook
from stance.dashboard.pages.codebook.change import MOST_CHARACTERS, template
from stance.records import StatementQuery
from stance.store import Store
from tests.dashboard.conftest import set_off
from tests.dashboard.demo import empty_store
from tests.db.planted import ISSUE, load, said


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = empty_store(tmp_path)
    load(opened, said("a", "2001-02-03", "stop the boats"), said("b", "2002-03-04", "help them"))
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store) -> Dash:
    return build_dashboard(store)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


def tried(app: Dash, client: FlaskClient, text: object) -> dict[str, dict[str, object]]:
    values = {"codebook-try.n_clicks": 1, "codebook-text.value": text}
    return set_off(app, client, "codebook-try.n_clicks", values)


def test_what_a_new_issue_begins_with_can_be_tried_as_it_stands(store: Store) -> None:
    (issue,) = store.issues()
    codebook = parse_codebook(template(issue))
    assert (codebook.issue, codebook.title) == (issue.slug, issue.title)
    assert len(codebook.frames) == 2


def test_a_codebook_is_written_tried_and_applied_without_a_file(
    app: Dash, client: FlaskClient, store: Store
) -> None:
    (issue,) = store.issues()
    text = template(issue).replace("a phrase", "boats")
    answer = tried(app, client, text)
    assert answer["codebook-go"]["hidden"] is False
    assert "2 frames would change" not in json.dumps(answer)
    assert "1 frame would change" in json.dumps(answer)
    assert {entry.dictionary_frames for entry in store.statements(StatementQuery())} == {None}
    kept = {"codebook-go.n_clicks": 1, "codebook-tried.data": answer["codebook-tried"]["data"]}
    set_off(app, client, "codebook-go.n_clicks", kept)
    coded = {
        entry.statement.id: entry.dictionary_frames for entry in store.statements(StatementQuery())
    }
    assert coded == {"a": ("first-frame",), "b": ()}


def test_what_cannot_be_read_is_told_by_its_line_and_cannot_be_applied(
    app: Dash, client: FlaskClient, store: Store
) -> None:
    (issue,) = store.issues()
    answer = tried(app, client, template(issue).replace("second-frame", "first-frame"))
    assert answer["codebook-go"]["hidden"] is True
    assert "Line 9" in json.dumps(answer)
    kept = {"codebook-go.n_clicks": 1, "codebook-tried.data": answer["codebook-tried"]["data"]}
    assert "try it again" in json.dumps(set_off(app, client, "codebook-go.n_clicks", kept))


@pytest.mark.parametrize("text", [None, 7, ["a"], "a" * (MOST_CHARACTERS + 1)])
def test_what_is_no_codebook_is_a_sentence(app: Dash, client: FlaskClient, text: object) -> None:
    answer = tried(app, client, text)
    assert answer["codebook-go"]["hidden"] is True
    assert "cannot be used" in json.dumps(answer)


def test_an_issue_without_a_codebook_leads_to_writing_one(client: FlaskClient, app: Dash) -> None:
    asked = {"timeline-address.data": [f"/issue/{ISSUE}", "?period=year", False]}
    answer = set_off(app, client, "timeline-address.data", asked)
    assert f"/codebook/{ISSUE}" in json.dumps(answer["timeline-note"])
