"""A store that a test may change, and the callbacks of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import build_dashboard
from stance.store import Store
from tests.dashboard.conftest import body_for
from tests.dashboard.demo import demo_store

UPDATE = "/_dash-update-component"

Post = Callable[[str, dict[str, Any]], Any]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    opened = demo_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def own_app(own: Store) -> Dash:
    return build_dashboard(own)


@pytest.fixture
def own_client(own_app: Dash) -> FlaskClient:
    return own_app.server.test_client()


@pytest.fixture
def post(own_app: Dash, own_client: FlaskClient) -> Post:
    """Call the callback that is triggered by a wire, and return what it answers."""

    def posted(wire: str, values: dict[str, Any]) -> Any:
        id_, _, name = wire.partition(".")
        output = next(
            key
            for key, callback in own_app.callback_map.items()
            if callback["inputs"][0] == {"id": id_, "property": name} and "callback" in callback
        )
        answer = own_client.post(UPDATE, json=body_for(own_app, output.strip("."), values))
        assert answer.status_code in (200, 204), answer.text
        return answer.get_json()["response"] if answer.status_code == 200 else {}

    return posted
