"""The header of every page: navigation, search, theme, link and downloads."""

from __future__ import annotations

from urllib.parse import quote

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.frame.choices import Pairs, filters_in, href_of, put, shares_filters, without
from stance.dashboard.frame.rail import control_id
from stance.dashboard.parts.components import attributes, button, icon, icon_button
from stance.filters import PAGE_STATE

_NAVIGATION = (
    ("overview", "Overview", "/"),
    ("timeline", "Timeline", ""),
    ("shifts", "Shifts", ""),
    ("wordings", "Wordings", ""),
    ("claims", "Claims", ""),
    ("compare", "Compare", "/compare"),
    ("statements", "Statements", "/statements"),
    ("codebook", "Codebook", ""),
    ("load", "Load", "/load"),
    ("about", "About", "/about"),
)
"""Every page of the navigation with its address, empty where that needs an issue."""

_VIEW_FILES = (
    "series.csv",
    "series.json",
    "statements.csv",
    "statements.json",
    "statements.xlsx",
    "first-uses.csv",
    "shifts.csv",
)
_ALL_FILES = ("series.csv", "statements.csv", "statements.xlsx", "statements.parquet")


def header(main_issue: str = "") -> Component:
    """Build the header, which leads to `main_issue` until an issue is chosen."""
    return html.Div(
        [
            icon_button("filter", "Show filters", id="shell-burger"),
            html.A(
                [html.Span(className="logo", **attributes(aria_hidden="true")), "Stance"],
                href="/",
                className="wordmark",
            ),
            html.Nav(
                _navigation("nav", main_issue), className="nav", **attributes(aria_label="Pages")
            ),
            _menu(main_issue),
            html.Div(className="spring"),
            _search(),
            dmc.ColorSchemeToggle(
                lightIcon=icon("sun"),
                darkIcon=icon("moon"),
                variant="subtle",
                color="gray",
                size="lg",
                **attributes(aria_label="Light or dark"),
            ),
            button(
                [icon("link"), html.Span("Copy link", className="wide-only")],
                id="shell-copy",
                aria_label="Copy link",
                data_copy="{address}",
            ),
            _downloads(),
        ],
        className="header",
        id="header",
    )


def links_at(path: str, pairs: Pairs, issue: str, *, before: str) -> dict[str, str]:
    """Return where links around a page lead, by their ids; `before` is the issue looked at last."""
    kept = without(pairs, PAGE_STATE) if shares_filters(path) else []
    ways = _of_issue(issue or before, kept)
    links = {f"{place}-{key}": href for place in ("nav", "menu") for key, href in ways.items()}
    every = [("issue", issue)] if issue else []
    view = put(filters_in(pairs), *every[0]) if every else filters_in(pairs)
    for name in _VIEW_FILES:
        links |= _file_links("view", name, view)
    for name in _ALL_FILES:
        links |= _file_links("all", name, every)
    # Without a filter an issue's page would begin at its main view, so say that all is meant.
    is_timeline = shares_filters(path) and path.count("/") == 2
    return {**links, "rail-clear": f"{path}?period=year" if is_timeline else path}


def _of_issue(issue: str, kept: Pairs) -> dict[str, str]:
    """Return where the pages of an issue are, nothing without one; filters go along to some."""
    if not issue:
        return {}
    named = quote(issue, safe="")
    return {
        "timeline": href_of(f"/issue/{named}", kept),
        "wordings": href_of(f"/issue/{named}/wordings", kept),
        "shifts": href_of(f"/issue/{named}/shifts", kept),
        "claims": f"/issue/{named}/claims",
        "codebook": f"/codebook/{named}",
        "compare": href_of("/compare", [("issue", issue)]),
    }


def _navigation(place: str, main_issue: str) -> list[Component]:
    ways = _of_issue(main_issue, [])
    return [
        html.A(text, href=ways.get(key) or href or "/", id=f"{place}-{key}")
        for key, text, href in _NAVIGATION
    ]


def _menu(main_issue: str) -> Component:
    links = _navigation("menu", main_issue)
    return html.Details(
        [
            html.Summary(icon("menu"), className="icon-button", **attributes(aria_label="Pages")),
            html.Nav(links, className="drop-list", **attributes(aria_label="All pages")),
        ],
        className="drop-menu nav-menu",
    )


def _search() -> Component:
    box: Component = dmc.TextInput(
        id=control_id("q"),
        placeholder="Search",
        debounce=True,
        size="sm",
        className="search",
        leftSection=icon("search"),
        rightSection=html.Kbd("/", className="key"),
        **attributes(aria_label="Search statements"),
    )
    return box


def _downloads() -> Component:
    """Offer what is shown and everything, as files and as pictures."""
    view = [_file("view", name) for name in _VIEW_FILES]
    every = [_file("all", name) for name in _ALL_FILES]
    pictures = [
        html.Button(
            f"Picture ({kind.upper()})",
            id=f"file-{kind}",
            className="picture",
            **attributes(data_picture=kind),
        )
        for kind in ("png", "svg")
    ]
    label = [icon("download"), html.Span("Download", className="wide-only")]
    shown = html.Div([html.P("This view"), *view, *pictures], className="view-files")
    listed = [shown, html.P("Everything on this issue"), *every]
    return html.Details(
        [
            html.Summary(label, className="button primary", **attributes(aria_label="Download")),
            html.Div(listed, className="drop-list"),
        ],
        className="drop-menu",
    )


def _file(reach: str, name: str) -> Component:
    """Link to a file; a CSV also as Excel reads it right, with a byte mark."""
    kind = "file file-all" if reach == "all" else "file"
    (id_, href), *marked = _file_links(reach, name, []).items()
    link = html.A(_named(name), href=href, id=id_, className=kind)
    if not marked:
        return link
    told = {
        "title": "With a byte mark, so that Excel reads every script right",
        **attributes(aria_label=f"{_named(name)} for Excel"),
    }
    id_, href = marked[0]
    excel = html.A("for Excel", href=href, id=id_, className=f"{kind} beside", **told)
    return html.Div([link, excel], className="file-pair")


def _file_links(reach: str, name: str, chosen: Pairs) -> dict[str, str]:
    """Return where the links to a file lead, by their ids: as it is, and as Excel reads it."""
    id_, path = f"{reach}-{name.replace('.', '-')}", f"/export/{name}"
    links = {id_: href_of(path, chosen)}
    if name.endswith(".csv"):
        links[f"{id_}-excel"] = href_of(path, [*chosen, ("excel", "1")])
    return links


def _named(name: str) -> str:
    what, _, kind = name.partition(".")
    words = what.replace("-", " ").capitalize()
    return f"{words} ({kind.upper()})"
