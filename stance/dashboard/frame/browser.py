"""What the browser does by itself: its callbacks live in assets/, none of them is inline."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from stance.dashboard.frame import shell
from stance.dashboard.frame.arrival import WHERE
from stance.dashboard.frame.rail import CHOICES, CONTROLS, control_id

_NAMESPACE = "stance"


def register(app: Dash) -> None:
    """Attach the callbacks of the frame that need no server."""
    attach(app, "begin", Output("shell-begun", "data"), Input("shell-pages", "data"), at_start=True)
    attach(app, "stand", Input(WHERE, "data"))
    attach(
        app,
        "fillRail",
        *(Output(control_id(name), "value") for name in CONTROLS),
        *(Output(control_id(name), "data") for name in CHOICES),
        Input(shell.RAIL, "data"),
    )
    attach(app, "readRail", *(Input(control_id(name), "value") for name in CONTROLS))


def attach(app: Any, name: str, *wires: Input | Output | State, at_start: bool = False) -> None:
    """Let the browser run a function of assets/ by its name; only then `at_start` if asked."""
    run = ClientsideFunction(_NAMESPACE, name)
    app.clientside_callback(run, *wires, prevent_initial_call=not at_start)
