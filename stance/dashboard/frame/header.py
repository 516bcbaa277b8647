"""The header of every page: navigation, search, theme, link and downloads."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from stance.dashboard.frame.rail import control_id
from stance.dashboard.parts.components import attributes, icon, icon_button

_NAVIGATION = (
    ("overview", "Overview", "/"),
    ("timeline", "Timeline", "/"),
    ("shifts", "Shifts", "/"),
    ("wordings", "Wordings", "/"),
    ("claims", "Claims", "/"),
    ("compare", "Compare", "/compare"),
    ("statements", "Statements", "/statements"),
    ("codebook", "Codebook", "/"),
    ("load", "Load", "/load"),
    ("about", "About", "/about"),
)
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
    """Build the header: where to go, what to look for, what to take along.

    Until an issue is chosen, the navigation leads to `main_issue`.
    """
    return html.Div(
        [
            icon_button("filter", "Show filters", id="shell-burger"),
            html.A(
                [html.Span(className="logo", **attributes(aria_hidden="true")), "Stance"],
                href="/",
                className="wordmark",
            ),
            _navigation(),
            _menu(),
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
            html.Button(
                [icon("link"), html.Span("Copy link", className="wide-only")],
                type="button",
                id="shell-copy",
                className="button",
                **attributes(aria_label="Copy link"),
            ),
            _downloads(),
        ],
        className="header",
        id="header",
        **attributes(data_issue=main_issue),
    )


def _navigation() -> Component:
    links = [html.A(text, href=href, id=f"nav-{key}") for key, text, href in _NAVIGATION]
    return html.Nav(links, className="nav", **attributes(aria_label="Pages"))


def _menu() -> Component:
    links = [html.A(text, href=href, id=f"menu-{key}") for key, text, href in _NAVIGATION]
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
    view = [_file(name, "file") for name in _VIEW_FILES]
    every = [_file(name, "file file-all") for name in _ALL_FILES]
    pictures = [
        html.Button(f"Picture ({kind.upper()})", id=f"file-{kind}", className="picture")
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


def _file(name: str, kind: str) -> Component:
    """Link to a file; a CSV also as Excel reads it right, with a byte mark."""
    link = html.A(_named(name), href=f"/export/{name}", className=kind)
    if not name.endswith(".csv"):
        return link
    told = {
        "title": "With a byte mark, so that Excel reads every script right",
        **attributes(aria_label=f"{_named(name)} for Excel"),
    }
    excel = html.A("for Excel", href=f"/export/{name}?excel=1", className=f"{kind} beside", **told)
    return html.Div([link, excel], className="file-pair")


def _named(name: str) -> str:
    what, _, kind = name.partition(".")
    words = what.replace("-", " ").capitalize()
    return f"{words} ({kind.upper()})"
