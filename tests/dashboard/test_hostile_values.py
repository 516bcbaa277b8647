"""One value that no page of ours sends, among others that it does: never more than a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.dashboard.frame.choices import _KINDS
from stance.editing.statements import form_cells
from stance.records.history import state_of
from stance.store import Store
from tests.dashboard.conftest import body_for
from tests.dashboard.demo import DENIAL, ISSUE, Waiting, demo_store
from tests.dashboard.pages.test_editing_pages import TYPED

UPDATE = "/_dash-update-component"
CSV = b"date,actor,issue,text\n2003,China,crossings,words\n"
LONG = list(range(200_000))
HOSTILE: list[Any] = [
    None,
    17,
    1e300,
    "no such thing",
    "x" * 600_000,
    [],
    [[], {}],
    {"deed": {}, "id": [], "name": {}},
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("hostile"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def own_app(own: Store) -> Dash:
    waiting = Waiting()
    waiting.files["a"] = ("rows.csv", CSV)
    return build_dashboard(own, uploads=waiting)


@pytest.fixture(scope="module")
def own_client(own_app: Dash) -> FlaskClient:
    return own_app.server.test_client()


def plausible(store: Store) -> dict[str, Any]:
    """What our own pages send, so that a callback goes on to the value that is hostile."""
    entry = store.statement(DENIAL)
    cells = form_cells(entry.statement)
    began = {"id": DENIAL, "fingerprint": state_of(entry).fingerprint, "cells": cells}
    place = [f"/issue/{ISSUE}", "?actor=China&voice=own", False]
    pair = {"one": DENIAL, "other": "unhcr-2003-06-16-1", "name": "Ann"}
    return TYPED | {
        "timeline-address.data": place,
        "timeline-drawn.data": place,
        "compare-address.data": ["/compare", f"?issue={ISSUE}&actor=China", False],
        "compare-drawn.data": ["/compare", f"?issue={ISSUE}&actor=China", False],
        "shell-opened.data": [f"/statement/{DENIAL}", ""],
        "shell-rail-address.data": place[:2],
        "statements-export.n_clicks": 1,
        "form-alias.data": {"alias": "Chinna", "actor": "China", "name": "Ann"},
        "form-began.data": began,
        "form-save-edit.n_clicks": 1,
        "statement-id.data": DENIAL,
        "statement-asked.data": {"deed": "undo", "number": 1, "name": "Ann"},
        "code-save.n_clicks": 1,
        "code-frames.value": ["none"],
        "code-stance.value": "-1",
        "link-add.n_clicks": 1,
        "link-words.value": "humane",
        "link-type.value": "reaffirms",
        "link-to.value": "nothing",
        "codebook-token.data": "a",
        "codebook-go.n_clicks": 1,
        "load-token.data": "a",
        "load-map.data": {},
        "load-go.n_clicks": 1,
        "load-stop.n_clicks": 1,
        "load-change.data": {"deed": "undo", "batch": 99},
        "review-asked.data": {"deed": "join", **pair},
        "bin-asked.data": {"id": DENIAL, "name": "Ann"},
    }


def bodies(app: Dash, store: Store, hostile: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a body for every wire of every callback, with the hostile value at that wire."""
    for output, callback in app.callback_map.items():
        if "callback" not in callback:
            continue
        for wire in (*callback["inputs"], *callback["state"]):
            name = f"{wire['id']}.{wire['property']}"
            values = plausible(store) | {name: hostile}
            body = body_for(app, output.strip("."), values)
            body["changedPropIds"] = [name]
            yield f"{name} of {output[:80]}", body


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda value: repr(value)[:20])
def test_one_hostile_value_among_good_ones_is_never_a_failure(
    own: Store, own_app: Dash, own_client: FlaskClient, hostile: Any
) -> None:
    failed = [
        where
        for where, body in bodies(own_app, own, hostile)
        if own_client.post(UPDATE, json=body).status_code >= 500
    ]
    assert failed == []
    assert list(own.broken_hashes()) == []


@pytest.mark.parametrize("wire", ["timeline-address.data", "shell-opened.data"])
@pytest.mark.parametrize(
    "choices",
    [
        [1],
        "x",
        {"nothing": 1},
        *({kind: bad} for kind in _KINDS for bad in (None, 17, "x", [], [[]] * 30, {"meant": []})),
    ],
    ids=repr,
)
def test_choices_of_any_shape_are_never_a_failure(
    own: Store, own_app: Dash, own_client: FlaskClient, wire: str, choices: Any
) -> None:
    sent = [f"/issue/{ISSUE}", "?actor=China", False, {"path": "/", "choices": choices}]
    for output, callback in own_app.callback_map.items():
        if any(f"{one['id']}.{one['property']}" == wire for one in callback["inputs"]):
            body = body_for(own_app, output.strip("."), plausible(own) | {wire: sent})
            if "callback" in callback:
                answer = own_client.post(UPDATE, json=body | {"changedPropIds": [wire]})
                assert answer.status_code < 500


def test_a_list_of_any_length_is_never_a_failure(
    own: Store, own_app: Dash, own_client: FlaskClient
) -> None:
    wires = ("statement-", "code-", "link-", "bin-", "review-", "form-", "person-", "field-frames")
    for where, body in bodies(own_app, own, LONG):
        if where.startswith((*wires, "load-map", "load-change")):
            assert own_client.post(UPDATE, json=body).status_code < 500, where


@pytest.mark.parametrize("value", [10**400, -(2**63) - 1, 2**64])
def test_a_number_that_no_answer_could_hold_is_refused_with_a_sentence(
    own: Store, own_app: Dash, own_client: FlaskClient, value: int
) -> None:
    for where, body in bodies(own_app, own, value):
        answer = own_client.post(UPDATE, json=body)
        assert (answer.status_code, answer.text[-2:]) == (400, ".\n"), where


def spoilt(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the body with wires that are missing, foreign, doubled or out of order."""
    for part in ("inputs", "state"):
        wires = body[part]
        if not wires:
            continue
        yield body | {part: wires[1:]}
        yield body | {part: [*wires, wires[0]]}
        yield body | {part: [wires[0] | {"id": "nobody"}, *wires[1:]]}
        yield body | {part: [wires[0] | {"id": {"index": "ALL"}}, *wires[1:]]}
        yield body | {part: [wires, *wires[1:]]}
        if len(wires) > 1:
            yield body | {part: wires[::-1]}
    yield {key: value for key, value in body.items() if key != "inputs"}


def test_wires_that_are_not_the_callbacks_own_are_refused_with_a_sentence(
    own_app: Dash, own_client: FlaskClient
) -> None:
    for output, callback in own_app.callback_map.items():
        if "callback" not in callback:
            continue
        for body in spoilt(body_for(own_app, output.strip("."), {})):
            answer = own_client.post(UPDATE, json=body)
            assert answer.status_code == 400, (output, body)
            assert answer.text.endswith(".\n")


@pytest.mark.parametrize("deed", ["undo", "bring_back"])
def test_true_is_no_number_of_a_load(own_app: Dash, own_client: FlaskClient, deed: str) -> None:
    body = body_for(own_app, "load-changed", {"load-change.data": {"deed": deed, "batch": True}})
    answer = own_client.post(UPDATE, json=body | {"changedPropIds": ["load-change.data"]})
    assert "names neither a load" in answer.text


@pytest.mark.parametrize("asked", [{"deed": "undo"}, {"deed": "revert", "seen": "x"}])
def test_true_is_no_number_of_a_change(
    own: Store, own_app: Dash, own_client: FlaskClient, asked: dict[str, Any]
) -> None:
    asked = {**asked, "number": True, "name": "Ann"}
    values = plausible(own) | {"statement-asked.data": asked}
    output = next(
        key
        for key, callback in own_app.callback_map.items()
        if any(wire["id"] == "statement-asked" for wire in callback["inputs"])
    )
    body = body_for(own_app, output.strip("."), values)
    answer = own_client.post(UPDATE, json=body | {"changedPropIds": ["statement-asked.data"]})
    assert "names nothing that can be done" in answer.text
