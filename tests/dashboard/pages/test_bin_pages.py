"""Discarding, bringing back and undoing through the callbacks of their pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from stance.dashboard.pages.statement.edit import overtaken_by
from stance.editing.statements import discard, edit_statement, form_cells, history
from stance.errors import Overtaken
from stance.records.history import state_of
from stance.store import Store
from tests.dashboard.demo import AT, DENIAL
from tests.dashboard.pages.conftest import Post
from tests.dashboard.pages.test_editing_pages import do
from tests.dashboard.test_callbacks import text_of


def test_a_statement_goes_into_the_bin_and_comes_back(own: Store, post: Post) -> None:
    before = own.statement(DENIAL)
    assert "is in the bin" in do(post, deed="discard")
    assert "Discarded by Ann" in text_of(
        post("shell-opened.data", {"shell-opened.data": ["/bin", ""]})
    )
    asked = {"bin-asked.data": {"id": DENIAL, "name": "Ann"}}
    assert "is back" in text_of(post("bin-asked.data", asked))
    assert own.statement(DENIAL) == before


@pytest.mark.parametrize("form", ["", "/edit"])
def test_the_address_of_what_is_in_the_bin_says_so_and_leads_there(
    own_client: FlaskClient, post: Post, form: str
) -> None:
    do(post, deed="discard")
    path = f"/statement/{DENIAL}{form}"
    answer = own_client.get(path)
    assert answer.status_code == 404
    for told in ("was put into the bin by Ann on ", "Nothing of it is lost", 'href="/bin"'):
        assert told in answer.text
    shown = text_of(post("shell-opened.data", {"shell-opened.data": [path, ""]}))
    assert '"href": "/bin"' in shown
    assert "In the bin" in shown
    assert "cannot be shown" not in shown


def test_the_address_of_what_went_with_a_load_names_the_load(
    own: Store, own_client: FlaskClient
) -> None:
    own.undo(1, at=AT)
    answer = own_client.get(f"/statement/{DENIAL}")
    assert answer.status_code == 404
    for told in ("went with load 1 (demo/statements.csv)", 'href="/load?batch=1"'):
        assert told in answer.text


def test_a_deed_without_a_name_or_out_of_time_is_a_sentence(own: Store, post: Post) -> None:
    assert "Give your name" in do(post, deed="discard", name="")
    edit_statement(own, DENIAL, {"note": "x"}, based_on="", by="Bob", at=AT)
    assert "changed by Bob" in do(post, deed="undo", number=1)
    assert "There is no state" in do(post, deed="revert", number=9999, seen="x")
    loaded = history(own, DENIAL)[0].number
    assert "look at what came since" in do(post, deed="revert", number=loaded, seen="x")
    assert "cannot be used" in do(post, deed="revert", number=loaded)
    assert "cannot be used" in do(post, deed="burn")
    assert own.statement(DENIAL).statement.note == "x"


def test_the_heading_follows_what_is_restored(own: Store, post: Post) -> None:
    edit_statement(own, DENIAL, {"date": "2004-05"}, based_on="", by="Bob", at=AT)
    number = own.history(DENIAL)[-1].number
    values = {
        "statement-asked.data": {"deed": "undo", "number": number, "name": "Bob"},
        "statement-id.data": DENIAL,
    }
    head = post("statement-asked.data", values)["statement-head"]
    assert "Statement of China, 2003-06-17" in text_of(head)


def test_a_save_of_what_was_discarded_meanwhile_says_where_it_is(own: Store, post: Post) -> None:
    entry = own.statement(DENIAL)
    cells = form_cells(entry.statement)
    began = {"id": DENIAL, "fingerprint": state_of(entry).fingerprint, "cells": cells}
    discard(own, DENIAL, by="Bob", at=AT)
    fields = {f"field-{name}.value": text for name, text in cells.items()}
    sent = {"form-save-edit.n_clicks": 1, "person-name.value": "Ann", "form-began.data": began}
    answer = post("form-save-edit.n_clicks", fields | sent)
    assert "was put into the bin by Bob" in text_of(answer["form-said"])
    # Or between the refusal and the look at what the other did.
    answer = overtaken_by(own, began, Overtaken(DENIAL))
    assert "was put into the bin by Bob" in str(answer["said"])
