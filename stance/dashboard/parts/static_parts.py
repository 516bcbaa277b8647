"""Parts of a page that no callback changes, sent as one component each."""

from __future__ import annotations

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
    """Return a part of a page in which elements without an id are one component together.

    Dash tells every component of every change, and each new component is a change: the codebook
    page of the demo, 1,135 components, kept a core busy for 3 seconds; its 60 take none.
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
    within = inside if isinstance(inside, list | tuple) else [inside]
    return [sent["type"].lower(), sent["props"], *map(_tree, within)]


def _sent(part: Component) -> dict[str, Any]:
    return dict(part.to_plotly_json())  # type: ignore[no-untyped-call]
