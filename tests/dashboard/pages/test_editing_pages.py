"""Typing, editing, coding and linking through the callbacks of their pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from stance.dashboard.parts.naming import date_in_words
from stance.dashboard.parts.statement import read_statement, statement_view
from stance.editing.statements import code_statement, edit_statement, form_cells, type_statement
from stance.records.dates import PartialDate
from stance.records.history import state_of
from stance.store import Store
from tests.dashboard.conftest import body_for
from tests.dashboard.demo import AT, DENIAL, ISSUE
from tests.dashboard.pages.conftest import UPDATE, Post
from tests.dashboard.test_callbacks import text_of

TYPED = {
    "field-date.value": "2003-06",
    "field-actor.value": "China",
    "field-issue.value": ISSUE,
    "field-text.value": "in a humane spirit",
    "person-name.value": "Ann",
    "form-save-new.n_clicks": 1,
}


def saved(post: Post, **values: Any) -> Any:
    fields = {f"field-{name}.value": value for name, value in values.items()}
    return post("form-save-new.n_clicks", TYPED | fields)


def do(post: Post, id_: str = DENIAL, **asked: Any) -> str:
    values = {"statement-asked.data": {"name": "Ann", **asked}, "statement-id.data": id_}
    return text_of(post("statement-asked.data", values))


@pytest.mark.parametrize(
    "address", ["/statements/new", f"/statements/new?issue={ISSUE}&actor=China", "/bin"]
)
def test_the_pages_answer(own_client: FlaskClient, address: str) -> None:
    assert own_client.get(address).status_code == 200


def test_a_form_for_no_statement_is_not_found(own_client: FlaskClient) -> None:
    assert own_client.get(f"/statement/{DENIAL}/edit").status_code == 200
    assert own_client.get("/statement/nothing/edit").status_code == 404


def test_an_id_that_ends_like_the_path_of_a_form_is_a_statement(
    own: Store, own_client: FlaskClient
) -> None:
    cells = {"date": "2003", "actor": "China", "issue": ISSUE, "text": "words", "id": "x/edit"}
    type_statement(own, cells, by="Ann", at=AT)
    assert own_client.get("/statement/x%2Fedit").status_code == 200
    assert own_client.get("/statement/x%2Fedit/edit").status_code == 200


def test_a_typed_statement_is_stored_and_shown(own: Store, post: Post) -> None:
    answer = saved(post, frames=["humanitarian"])
    href = answer["form-saved"]["data"]
    entry = own.statement(href.removeprefix("/statement/"))
    assert entry.codings[0].coder == "Ann"
    assert "Typed by Ann" in text_of(post("shell-opened.data", {"shell-opened.data": [href, ""]}))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("date", "someday", "someday"),
        ("text", "", "a statement needs its text"),
        ("date", "03/04/2003", "nothing here shows which"),
        ("actor", "Chinna", "Did you mean China"),
        ("stance", "7", "outside the scale"),
        ("frames", ["purple"], "not in the codebook"),
        ("language", "Chinese!", "no language tag"),
    ],
)
def test_each_problem_stands_at_its_field(post: Post, field: str, value: Any, told: str) -> None:
    answer = saved(post, **{field: value})
    assert told in answer[f"field-{field}"]["error"]
    assert "form-saved" not in answer


def test_without_a_name_nothing_is_written_and_every_problem_is_told_at_once(
    own: Store, post: Post
) -> None:
    last = own.last_change()
    values = TYPED | {"person-name.value": "", "field-date.value": "x"}
    answer = post("form-save-new.n_clicks", values)
    assert "Give your name" in answer["person-name"]["error"]
    assert answer["field-date"]["error"]
    assert own.last_change() == last


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2003-06", "June 2003, day unknown"),
        ("17 June 2003", "17 June 2003"),
        ("03/04/2003", "not a date"),
    ],
)
def test_a_date_is_read_back_in_words(post: Post, typed: str, said: str) -> None:
    answer = post("field-date.value", {"field-date.value": typed})
    assert said in answer["reading-date"]["children"]


def test_every_sort_of_date_has_words() -> None:
    words = {
        "2003": "2003, month and day unknown",
        "2003-06~": "about June 2003, day unknown",
        "2003-06-01/2003-06-17": "some time from 1 June 2003 to 17 June 2003",
        "2001-11/2002": "some time from November 2001 to 2002",
        "0001-01-01~": "about 1 January 0001",
    }
    assert {date: date_in_words(PartialDate.parse(date)) for date in words} == words


def test_near_names_are_offered_and_an_alias_can_be_kept(own: Store, post: Post) -> None:
    near = text_of(post("field-actor.value", {"field-actor.value": "Chinna"}))
    assert "Did you mean" in near
    asked = {"alias": "Chinna", "actor": "China", "name": "Ann"}
    values = {"form-alias.data": asked, "field-actor.value": "Chinna"}
    assert post("form-alias.data", values)["field-actor"]["value"] == "China"
    assert own.actor("chinna").name == "China"
    said = post("field-actor.value", {"field-actor.value": "Chinna"})
    assert "another name of China" in text_of(said)


TITLE = "North Koreans in China"


def test_the_title_of_an_issue_means_that_issue_typed_and_edited(own: Store, post: Post) -> None:
    href = saved(post, issue=f"  {TITLE.upper()} ")["form-saved"]["data"]
    assert own.statement(href.removeprefix("/statement/")).statement.issue == ISSUE
    edit_statement(own, DENIAL, {"issue": TITLE}, based_on="", by="Bob", at=AT)
    assert own.statement(DENIAL).statement.issue == ISSUE
    assert [issue.slug for issue in own.issues()] == [ISSUE]


def test_the_frames_of_an_issue_are_offered_once_its_title_is_typed(
    own_app: Dash, own_client: FlaskClient, post: Post
) -> None:
    values = {"field-issue.value": TITLE}
    assert f"(id {ISSUE})" in text_of(post("field-issue.value", values))
    body = body_for(own_app, "field-frames.children", values)
    assert "humanitarian" in own_client.post(UPDATE, json=body).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [("North-Koreans in China", f"Did you mean {TITLE}?"), ("Trade", "Make a new issue?")],
)
def test_a_new_issue_is_asked_about_and_made_when_that_is_meant(
    own: Store, post: Post, typed: str, told: str
) -> None:
    answer = saved(post, issue=typed, actor="Chinna")
    assert told in answer["field-issue"]["error"]
    assert "Did you mean China" in answer["field-actor"]["error"]
    assert [issue.slug for issue in own.issues()] == [ISSUE]
    values = TYPED | {"field-issue.value": typed, "field-new-issue.checked": True}
    assert "form-saved" in post("form-save-new.n_clicks", values)
    assert len(own.issues()) == 2


def test_the_issue_is_shown_by_its_title(post: Post) -> None:
    for path, search in (("/statements/new", f"?issue={ISSUE}"), (f"/statement/{DENIAL}/edit", "")):
        page = text_of(post("shell-opened.data", {"shell-opened.data": [path, search]}))
        assert f'"value": "{TITLE}"' in page
        assert f'"{TITLE}": "{ISSUE}"' in page


def test_an_edit_writes_what_was_changed_and_never_over_somebody_else(
    own: Store, post: Post
) -> None:
    entry = own.statement(DENIAL)
    cells = form_cells(entry.statement)
    began = {"id": DENIAL, "fingerprint": state_of(entry).fingerprint, "cells": cells}
    fields = {f"field-{name}.value": text for name, text in cells.items()}
    sent = {"form-save-edit.n_clicks": 1, "person-name.value": "Ann", **fields}
    edit_statement(own, DENIAL, {"note": "Bob's"}, based_on="", by="Bob", at=AT)
    mine = sent | {"form-began.data": began, "field-speaker.value": "Ann's"}
    answer = post("form-save-edit.n_clicks", mine)
    assert "by Bob" in text_of(answer["form-said"])
    assert "Bob's" in text_of(answer["form-said"])
    assert own.statement(DENIAL).statement.speaker == "Liu Jianchao"
    again = mine | {"form-began.data": answer["form-began"]["data"]}
    answer = post("form-save-edit.n_clicks", again)
    assert answer["form-saved"]["data"] == f"/statement/{DENIAL}"
    said = own.statement(DENIAL).statement
    assert (said.speaker, said.note) == ("Ann's", "Bob's")


def test_a_question_is_typed_and_stands_above_the_words(own: Store, post: Post) -> None:
    answer = saved(post, question="Has China's position\nchanged?")
    id_ = answer["form-saved"]["data"].removeprefix("/statement/")
    view = statement_view(read_statement(own, id_), is_page=True)
    shown = json.dumps(view, cls=PlotlyJSONEncoder)
    assert 0 < shown.index("Has China's position") < shown.index("humane")


def test_a_coding_is_stored_in_the_coders_name(own: Store, post: Post) -> None:
    values = {
        "code-save.n_clicks": 1,
        "statement-id.data": DENIAL,
        "person-name.value": "Ann",
        "code-frames.value": ["none"],
        "code-stance.value": "-1",
    }
    answer = text_of(post("code-save.n_clicks", values))
    assert "Coded by Ann" in answer
    entry = own.statement(DENIAL)
    assert ("Ann", "none") in [(one.coder, one.frame) for one in entry.codings]
    assert entry.statement.stance == -1
    own_frames = {"person-name.value": "Ann", "statement-id.data": DENIAL}
    assert post("person-name.value", own_frames)["code-frames"]["value"] == ["none"]


def test_a_score_that_the_form_leaves_alone_is_not_written_over_anothers(
    own: Store, post: Post
) -> None:
    code_statement(own, DENIAL, ["none"], stance="2", by="Bob", at=AT)
    values = {
        "code-save.n_clicks": 1,
        "statement-id.data": DENIAL,
        "person-name.value": "Ann",
        "code-frames.value": ["none"],
        "code-stance.value": "",
        "code-stance-shown.data": "",
    }
    post("code-save.n_clicks", values)
    assert own.statement(DENIAL).statement.stance == 2
    post("code-save.n_clicks", values | {"code-stance-shown.data": "2"})
    assert own.statement(DENIAL).statement.stance is None


def test_a_link_is_found_by_words_added_and_taken_back(own: Store, post: Post) -> None:
    found = post("link-words.value", {"link-words.value": "humanitarian spirit"})
    end = next(one["value"] for one in found["link-to"]["data"] if one["value"] != DENIAL)
    values = {
        "link-add.n_clicks": 1,
        "statement-id.data": DENIAL,
        "person-name.value": "Ann",
        "link-type.value": "reaffirms",
        "link-to.value": end,
    }
    assert "The link is added" in text_of(post("link-add.n_clicks", values))
    assert end in [link.to_id for link in own.statement(DENIAL).links]
    assert "taken back" in do(post, deed="unlink", type="reaffirms", to=end)
    assert end not in [link.to_id for link in own.statement(DENIAL).links]


def test_ticks_made_before_the_name_is_given_are_kept(own: Store, post: Post) -> None:
    code_statement(own, DENIAL, ["none"], stance=None, by="Ann", at=AT)
    given = {"person-name.value": "Ann", "statement-id.data": DENIAL}
    answer = post("person-name.value", given)
    assert (answer["code-frames"]["value"], answer["code-frames-filled"]["data"]) == (
        ["none"],
        ["none"],
    )
    ticked = {"code-frames.value": ["humanitarian"], "code-frames-filled.data": []}
    assert post("person-name.value", given | ticked) == {}
    left = {"code-frames.value": ["none"], "code-frames-filled.data": ["none"]}
    of_bob = given | left | {"person-name.value": "Bob"}
    assert post("person-name.value", of_bob)["code-frames"]["value"] == []


@pytest.mark.parametrize("field", ["source_url", "source_archive_url"])
@pytest.mark.parametrize(
    ("typed", "is_link"),
    [("https://example.org/a", True), ("example.org/a", False), ("javascript:alert(1)", False)],
)
def test_an_address_that_will_be_no_link_is_told_so(
    post: Post, field: str, typed: str, is_link: bool
) -> None:
    answer = post(f"field-{field}.value", {f"field-{field}.value": typed})
    told = answer[f"reading-{field}"]["children"]
    assert told is None if is_link else "not be a link" in told
