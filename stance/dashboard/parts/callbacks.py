"""The one way to attach a callback: wires by name, and a page's note for what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from stance.dashboard.parts.components import note
from stance.dashboard.parts.static_parts import with_static_parts
from stance.errors import StanceError

Answer = Mapping[str, Any]
"""What a callback changes, by the names of its outputs; a place it does not name stays."""

Wires = Mapping[str, Any]
"""Inputs, states or outputs by name; a name may stand for several, by names of their own."""

Refusal = Callable[[StanceError, Mapping[str, Any]], Answer]
"""Puts a deliberate error into the places of a page; is told what the callback was given."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def page_callback(
    app: Dash,
    *,
    outputs: Wires,
    inputs: Wires,
    states: Wires = _NOTHING,
    refused: Refusal,
    needs: str = "",
    at_start: bool = False,
    **options: Any,
) -> Callable[[Callable[..., Answer]], None]:
    """Attach a function that takes inputs and states by name; `refused` answers a StanceError."""

    def attach(answer: Callable[..., Answer]) -> None:
        @app.callback(
            output=dict(outputs),
            inputs=dict(inputs),
            state=dict(states),
            prevent_initial_call=not at_start,
            **options,
        )
        def call(**given: Any) -> dict[str, Any]:
            # Dash also calls where a part of a page that holds the input is laid out anew.
            if needs and not given[needs]:
                raise PreventUpdate
            try:
                changed = answer(**given)
            except StanceError as problem:
                changed = refused(problem, given)
            return _whole(outputs, changed)

    return attach


def browser_callback(
    app: Any, name: str, *wires: Input | Output | State, at_start: bool = False
) -> None:
    """Let the browser run a function of assets/ by its name; only then `at_start` if asked."""
    run = ClientsideFunction("stance", name)
    app.clientside_callback(run, *wires, prevent_initial_call=not at_start)


def _whole(outputs: Wires, changed: Answer) -> dict[str, Any]:
    """Say of every place what becomes of it; Dash refuses a name that is no output."""
    whole = {name: with_static_parts(value) for name, value in changed.items()}
    for name, place in outputs.items():
        if isinstance(place, Mapping):
            whole[name] = _whole(place, changed.get(name, _NOTHING))
        else:
            whole.setdefault(name, no_update)
    return whole


def note_in(place: str, title: str) -> Refusal:
    """Refuse with a note under this title."""
    return lambda problem, _given: {place: note(title, str(problem), kind="bad")}


def text_in(place: str) -> Refusal:
    """Refuse with the error's sentence alone."""
    return lambda problem, _given: {place: str(problem)}


def leave_alone(_problem: StanceError, _given: Mapping[str, Any]) -> Answer:
    """Refuse without a word: the page stays as it is."""
    return {}
