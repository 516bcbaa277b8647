"""Small pieces that pages share: notes, chips, facts, links that may be followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.figures.palette import FrameStyle

Children = Component | str | Sequence[Component | str]


def attributes(**given: Any) -> dict[str, Any]:
    """Spell attributes such as aria-label, which Python cannot: `aria_label="Close"`."""
    return {name.replace("_", "-"): value for name, value in given.items() if value is not None}


def note(
    title: str, text: str, *ways: Component, kind: str = "plain", is_page: bool = False
) -> Component:
    """Say what is missing or wrong, and the ways on; `is_page` where nothing else is shown."""
    heading = html.H1 if is_page else html.H2
    return html.Div(
        [heading(title), html.P(text), html.Div(list(ways), className="note-ways")],
        className=f"note note-{kind}",
        role="alert" if kind == "bad" else "status",
    )


def page_head(title: Children, text: Children = "", *, aside: Component | None = None) -> Component:
    """Begin a page: its heading, one line under it, and what stands at its right."""
    head = html.Div([html.H1(title), html.P(text, className="lead")])
    return html.Header([head, aside] if aside else [head], className="page-head")


def card(*children: Component | None, title: str = "", class_name: str = "") -> Component:
    """Put things that belong together on one sheet; what is None is left out."""
    head = html.H2(title, className="card-title") if title else None
    return html.Section(_given(head, *children), className=f"card {class_name}".strip())


def quiet(text: Children, **given: Any) -> Component:
    """Say something beside the matter, in quieter letters."""
    return html.P(text, className="quiet", **given)


def folded(title: str, *children: Component, **given: Any) -> Component:
    """Keep back on a sheet of its own what few readers need."""
    return html.Details([html.Summary(title), *children], className="card how", **given)


def drop_place(title: str, hint: str, choose: Component, **given: Any) -> Component:
    """Leave a place to drop a file, with a button to choose one."""
    head = html.P([html.B(title), " or"])
    return html.Div(
        [icon("file"), head, choose, html.P(hint, className="quiet")],
        className="drop",
        **attributes(**given),
    )


def frame_chip(label: str, look: FrameStyle | None) -> Component:
    """Name a frame with its marker and colour."""
    mark = f"mark-{look.symbol} hue-{look.hue}" if look else "mark-x hue-8"
    return html.Span(
        [html.Span(className=f"frame-mark {mark}", **attributes(aria_hidden="true")), label],
        className="chip",
    )


def facts(pairs: Iterable[tuple[str, Children]]) -> Component:
    """List names and values; empty values are left out."""
    rows = [
        html.Div([html.Dt(name), html.Dd(value)], className="fact")
        for name, value in pairs
        if value
    ]
    return html.Dl(rows, className="facts")


def outside_link(url: str, label: str) -> Component:
    """Link to a web page; anything but http and https stays text."""
    if not is_web(url):
        return html.Span(url, className="quiet")
    return html.A(label, href=url, target="_blank", rel="noopener noreferrer", className="outside")


def is_web(url: str) -> bool:
    """Whether an address may become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def button(label: Children, kind: str = "", **given: Any) -> Component:
    """Make a button, primary or small; attributes are spelled as by `attributes`."""
    return html.Button(
        label, type="button", className=f"button {kind}".strip(), **attributes(**given)
    )


def button_link(label: str, href: str, *, kind: str = "") -> Component:
    """Look like a button and lead somewhere."""
    return html.A(label, href=href, className=f"button {kind}".strip())


def ways(*links: Component | None) -> Component:
    """Line up the ways on; what is None is left out."""
    return html.Div(_given(*links), className="ways")


def _given(*parts: Component | None) -> list[Component]:
    return [part for part in parts if part is not None]


def current(is_here: bool) -> dict[str, Any]:
    """Mark one link of several as the page that is shown."""
    return attributes(aria_current="page" if is_here else None)


def segment(text: str, href: str, *, is_here: bool, **given: Any) -> Component:
    """Link to one of several ways of looking at a page."""
    return html.A(text, href=href, className="segment", **given, **current(is_here))


def segments(label: str, links: Iterable[Component]) -> Component:
    """Set the ways of looking at a page side by side."""
    return html.Nav(list(links), className="segments", **attributes(aria_label=label))


def shortened(text: str, most: int) -> str:
    """Return at most so many characters, with a sign where more follow."""
    return text if len(text) <= most else f"{text[:most]}…"


def counted(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 statement, 1,024 statements."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def grid_theme() -> dict[str, Any]:
    """Return AG Grid's theme in our colours, light and dark alike."""
    params = (
        "{backgroundColor: 'var(--sheet)', foregroundColor: 'var(--ink)',"
        " headerBackgroundColor: 'var(--shade)', headerTextColor: 'var(--muted)',"
        " borderColor: 'var(--line)', accentColor: 'var(--accent)',"
        " rowHoverColor: 'var(--shade)', oddRowBackgroundColor: 'var(--sheet)',"
        " fontFamily: 'inherit', fontSize: 14, headerFontWeight: 600, spacing: 7,"
        " wrapperBorderRadius: 8, browserColorScheme: 'inherit'}"
    )
    return {"function": f"themeQuartz.withParams({params})"}


def icon(name: str) -> Component:
    """Draw one of the icons of the style sheet."""
    return html.Span(className=f"icon icon-{name}", **attributes(aria_hidden="true"))


def icon_button(name: str, label: str, **props: Any) -> Component:
    """Make a square button of an icon, with its name for those who do not see it."""
    button: Component = dmc.ActionIcon(
        icon(name),
        variant="subtle",
        color="gray",
        size="lg",
        **attributes(aria_label=label),
        **props,
    )
    return button
