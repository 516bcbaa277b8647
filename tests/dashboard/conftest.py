"""An app on the demo, and ways to ask it things without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.store import Store
from tests.dashboard.demo import Waiting, demo_store, empty_store

Ask = Callable[[str, dict[str, Any]], Any]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("demo"))
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = empty_store(tmp_path_factory.mktemp("empty"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(store: Store) -> Dash:
    return build_dashboard(store, uploads=Waiting())


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


def body_for(app: Dash, part: str, values: dict[str, Any]) -> dict[str, Any]:
    """Make the body of the callback whose first output holds `part`; `values` by id.property."""
    output = next(key for key in app.callback_map if key.strip(".").startswith(part))
    callback = app.callback_map[output]

    def given(wires: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [wire | {"value": values.get(f"{wire['id']}.{wire['property']}")} for wire in wires]

    names = [one.split("@")[0].rsplit(".", 1) for one in output.strip(".").split("...")]
    outputs = [{"id": id_, "property": name} for id_, name in names]
    listed = outputs if output.startswith("..") else outputs[0]
    if "@" in output:
        keys = [one.rsplit(".", 1) for one in output.strip(".").split("...")]
        full = [{"id": id_, "property": name} for id_, name in keys]
        listed = full if output.startswith("..") else full[0]
    return {
        "output": output,
        "outputs": listed,
        "inputs": given(callback["inputs"]),
        "state": given(callback["state"]),
        "changedPropIds": [f"{wire['id']}.{wire['property']}" for wire in callback["inputs"][:1]],
    }


def set_off(app: Dash, client: FlaskClient, trigger: str, values: dict[str, Any]) -> dict[str, Any]:
    """Call the callback that this property sets off."""
    id_, name = trigger.rsplit(".", 1)
    wire = {"id": id_, "property": name}
    output = next(
        key
        for key, callback in app.callback_map.items()
        if wire in callback["inputs"] and "callback" in callback
    )
    body = body_for(app, output.strip(".").split("...")[0], values)
    body["changedPropIds"] = [trigger]
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json()["response"])


@pytest.fixture
def ask(app: Dash, client: FlaskClient) -> Ask:
    """Call a callback the way the browser does, and return what it answers."""

    def asked(part: str, values: dict[str, Any]) -> Any:
        answer = client.post("/_dash-update-component", json=body_for(app, part, values))
        assert answer.status_code == 200, answer.text
        return answer.get_json()["response"]

    return asked
