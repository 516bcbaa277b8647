"""What no callback changes is one component; what one may change stays a component of Dash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from stance.dashboard.parts.static_parts import with_static_parts
from tests.dashboard.conftest import Ask
from tests.dashboard.demo import ISSUE

TAGS = [html.Div, html.P, html.Section]
texts = st.text(max_size=5)


def elements(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Elements around some others, with and without an id, and a component that is no element."""
    children = st.lists(inside, max_size=3)
    kinds = [st.builds(tag, children, className=st.just("c")) for tag in TAGS]
    named = st.builds(html.Div, children, id=texts)
    return st.one_of(*kinds, named, st.builds(dcc.Loading, children))


trees = st.recursive(texts | st.none() | st.integers(), elements, max_leaves=12)


def sent(part: Any) -> Any:
    """Return a part of a page as the browser gets it."""
    return json.loads(json.dumps(part, cls=PlotlyJSONEncoder))


def drawn(part: Any) -> Any:
    """Return the elements that a browser makes of a part, however they are sent."""
    if isinstance(part, dict):
        if part["type"] == "Static":
            return drawn_tree(part["props"]["tree"])
        attributes = dict(part["props"])
        inside = attributes.pop("children", None)
        many = inside if isinstance(inside, list) else [inside]
        return [part["type"].lower(), attributes, [drawn(one) for one in many]]
    return part


def drawn_tree(part: Any) -> Any:
    return [part[0], part[1], [drawn_tree(one) for one in part[2:]]] if type(part) is list else part


@given(trees)
def test_the_elements_drawn_are_the_same(tree: Any) -> None:
    before = drawn(sent(tree))
    assert drawn(sent(with_static_parts(tree))) == before


def components(part: Any) -> Iterator[str]:
    """List the components that Dash keeps for a part of a page."""
    if isinstance(part, list):
        for one in part:
            yield from components(one)
    elif isinstance(part, dict) and "namespace" in part:
        yield part["type"]
        yield from components(part["props"].get("children"))


def test_what_holds_an_id_stays_and_what_stands_beside_it_is_one_component() -> None:
    part = html.Div([html.P([html.B("a"), "b"]), html.Div([html.P(id="here"), html.P("c")])])
    assert list(components(sent(with_static_parts(part)))) == ["Div", "Static", "Div", "P", "P"]


PAGES = [f"/codebook/{ISSUE}", "/claim/unhcr-2003-06-20-1", f"/issue/{ISSUE}/wordings"]


@pytest.mark.parametrize("path", PAGES)
def test_a_long_page_is_a_few_components_to_dash(ask: Ask, path: str) -> None:
    answer = ask("shell-room", {"shell-opened.data": [path, ""]})
    shown = answer["shell-room"]["children"]
    assert len(list(components(shown))) < 150
    assert len(json.dumps(shown)) > 20_000


def test_a_list_inside_a_list_is_text_and_never_a_tag() -> None:
    part = html.Div(["a", ["iframe", "b"], html.P(["c"])])
    sent_tree = sent(with_static_parts(part))["props"]["tree"]
    assert sent_tree == ["div", {}, "a", "iframe", "b", ["p", {}, "c"]]
