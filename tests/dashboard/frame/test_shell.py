"""The frame says from the first moment that a page is on its way."""

from __future__ import annotations

import json

from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from stance.dashboard.frame import shell
from stance.dashboard.pages import pages_of
from stance.store import Store


def test_the_slot_begins_with_a_sketch_and_says_that_it_is_busy(store: Store) -> None:
    frame = json.loads(json.dumps(shell.frame(store, pages_of(None)), cls=PlotlyJSONEncoder))
    (slot,) = parts_with(frame, shell.SLOT)
    assert slot["aria-busy"] == "true"
    assert slot["children"]["props"]["className"] == "skeleton"
    assert slot["children"]["props"]["aria-hidden"] == "true"


def test_every_slot_is_busy_while_its_callback_runs(client: FlaskClient) -> None:
    told = client.get("/_dash-dependencies").get_json()
    running = [one["running"] for one in told if one.get("running")]
    for slot in (shell.SLOT, shell.slot_of("timeline"), shell.slot_of("compare")):
        wire = f"{slot}.aria-busy"
        assert {"running": {wire: "true"}, "runningOff": {wire: "false"}} in running


def parts_with(tree: object, id_: str) -> list[dict[str, object]]:
    """Return the properties of the components that have this id."""
    if isinstance(tree, list):
        return [found for part in tree for found in parts_with(part, id_)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if tree.get("id") == id_ else []
    return [*own, *(found for part in tree.values() for found in parts_with(part, id_))]
