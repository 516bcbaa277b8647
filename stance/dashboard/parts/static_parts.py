"""Parts of a page that no callback changes, sent as one component each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


class Static(Component):
    """Elements drawn by assets/cells.js: [tag, attributes, what is inside ...]."""

    _type = "Static"
    _namespace = "stance"
    _children_props = []  # noqa: RUF012 - declared so by Dash
    _base_nodes = ["children"]  # noqa: RUF012 - declared so by Dash

    def __init__(self, tree: list[Any]) -> None:
        self._prop_names = self.available_properties = ["tree"]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        super().__init__(tree=tree)  # type: ignore[no-untyped-call]


def with_static_parts(part: Any) -> Any:
    """Put one component in the place of elements without an id; the part itself is changed.

    Dash tells every component of every change, and each new component is a change: the time
    grows with the square of their number (docs/decisions/static-parts.md).
    """
    if isinstance(part, list | tuple):
        return [with_static_parts(one) for one in part]
    if not isinstance(part, Component):
        return part
    inside = getattr(part, "children", None)
    if isinstance(inside, Component | list | tuple):
        if _is_static(part):
            return Static(_tree(part))
        part.children = with_static_parts(inside)
    return part


def _is_static(part: Any) -> bool:
    if isinstance(part, list | tuple):
        return all(_is_static(one) for one in part)
    if not isinstance(part, Component):
        return True
    is_plain = _sent(part)["namespace"] == "dash_html_components" and not hasattr(part, "id")
    return is_plain and _is_static(getattr(part, "children", None))


def _tree(part: Any) -> Any:
    if not isinstance(part, Component):
        return part
    sent = _sent(part)
    inside = sent["props"].pop("children", None)
    return [sent["type"].lower(), sent["props"], *map(_tree, _flat(inside))]


def _flat(inside: Any) -> Iterator[Any]:
    # A list within a list must not be taken for an element, whose tag its first text would be.
    if isinstance(inside, list | tuple):
        for one in inside:
            yield from _flat(one)
    else:
        yield inside


def _sent(part: Component) -> dict[str, Any]:
    return dict(part.to_plotly_json())  # type: ignore[no-untyped-call]
