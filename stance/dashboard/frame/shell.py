"""The frame around every page: header, filter rail, a slot for each page, aside."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from stance.dashboard.frame.address import Address, main_issue
from stance.dashboard.frame.arrival import WHERE
from stance.dashboard.frame.header import header
from stance.dashboard.frame.page import Page
from stance.dashboard.frame.rail import CHOICES, CONTROLS, control_id, rail
from stance.dashboard.parts.callbacks import browser_callback
from stance.dashboard.parts.components import attributes, icon_button
from stance.figures.palette import dark_twins
from stance.store import Store

OPENED = "shell-opened"
SLOT = "shell-room"
RAIL = "shell-rail"
SOUGHT = "shell-sought"
FOUND = "shell-found"
RAIL_ADDRESS = "shell-rail-address"
ASIDE = "shell-aside"
ASIDE_ADDRESS = "shell-aside-address"
THEME = "shell-theme"

HEADER = {"height": 56}
NAVBAR = {"width": 268, "breakpoint": "md", "collapsed": {"mobile": True, "desktop": True}}
ASIDE_FRAME = {"width": 372, "breakpoint": "lg", "collapsed": {"mobile": True, "desktop": True}}

Pages = Sequence[Page]

_THEME = {
    "fontFamily": "inherit",
    "fontFamilyMonospace": "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
    "headings": {"fontFamily": "inherit"},
    "primaryColor": "blue",
    "primaryShade": {"light": 8, "dark": 5},
    "defaultRadius": "md",
    "autoContrast": True,
    "respectReducedMotion": True,
}


def frame(store: Store, pages: Pages) -> Component:
    """Build what every page stands in; pages that stay are laid out here, once."""
    slots = [
        html.Div(
            page.layout(store, Address(page.key)),
            id=slot_of(page.key),
            className="room",
            hidden=True,
        )
        for page in pages
        if page.stays
    ]
    provider: Component = dmc.MantineProvider(
        [
            *_memory(pages),
            html.A("Skip to the content", href="#main", className="skip"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(header(main_issue(store)), className="no-print"),
                    dmc.AppShellNavbar(
                        dmc.ScrollArea(rail(), type="scroll", h="100%"),
                        id="shell-navbar",
                        **attributes(aria_label="Filters"),
                        className="no-print",
                    ),
                    dmc.AppShellMain(
                        [*slots, _slot(), html.P(id="shell-print", className="print-only")],
                        id="main",
                        tabIndex=-1,
                    ),
                    dmc.AppShellAside(_aside(), **attributes(aria_label="Statement")),
                ],
                id="shell",
                header=HEADER,
                navbar=NAVBAR,
                aside=ASIDE_FRAME,
                padding="md",
                transitionDuration=0,
            ),
            html.Div(
                id=FOUND,
                className="search-found no-print",
                hidden=True,
                role="region",
                **attributes(aria_label="Found"),
            ),
            html.Div(id="shell-card", className="hover-card", hidden=True),
            html.Div(id="shell-said", className="visually-hidden", role="status"),
        ],
        theme=_THEME,
        defaultColorScheme="auto",
    )
    return provider


def slot_of(key: str) -> str:
    """Return the id of the slot of a page that stays."""
    return f"room-{key}"


def busy(slot: str) -> list[tuple[Output, str, str]]:
    """Say that a slot is busy while a callback that fills it runs: a bar shows it to the eye."""
    return [(Output(slot, "aria-busy"), "true", "false")]


def _slot() -> Component:
    """Build the slot of all pages that do not stay, with a sketch of one until the first comes."""
    sketch = html.Div(className="skeleton", **attributes(aria_hidden="true"))
    return html.Div(sketch, id=SLOT, className="room", **attributes(aria_busy="true"))


def _memory(pages: Pages) -> list[Component]:
    table = [
        {
            "key": page.key,
            "pattern": page.pattern,
            "title": page.title,
            "stays": page.stays,
            "hasRail": page.has_rail,
        }
        for page in pages
    ]
    kept = [f"{page.key}-address" for page in pages if page.stays]
    empty = ("shell-begun", WHERE, OPENED, RAIL, RAIL_ADDRESS, SOUGHT, ASIDE_ADDRESS, THEME)
    return [
        *(dcc.Store(id=id_) for id_ in kept),
        dcc.Store(id="shell-pages", data=table),
        dcc.Store(id="shell-twins", data=dict(dark_twins())),
        *(dcc.Store(id=id_) for id_ in empty),
    ]


def _aside() -> Component:
    return html.Div(
        [
            html.Div(
                [
                    html.Span("Statement", className="aside-title", id="aside-title"),
                    html.Span(id="aside-place", className="quiet"),
                    html.Div(className="spring"),
                    icon_button(
                        "previous",
                        "Previous statement",
                        id="aside-previous",
                        **attributes(data_step="-1"),
                    ),
                    icon_button(
                        "next", "Next statement", id="aside-next", **attributes(data_step="1")
                    ),
                    icon_button("close", "Close", id="aside-close"),
                ],
                className="aside-head",
            ),
            html.Div(id=ASIDE, className="aside-body", tabIndex=-1),
        ],
        className="aside",
    )


def register(app: Dash) -> None:
    """Attach the callbacks of the frame that the browser answers by itself."""
    begun, pages = Output("shell-begun", "data"), Input("shell-pages", "data")
    browser_callback(app, "begin", begun, pages, at_start=True)
    controls = {name: control_id(name) for name in CONTROLS}
    filled = [Output(id_, "value") for id_ in controls.values()]
    browser_callback(app, "stand", *filled, Input(WHERE, "data"))
    counted = [Output(controls[name], "data") for name in CHOICES]
    browser_callback(app, "countChoices", *counted, Input(RAIL, "data"))
    browser_callback(app, "readRail", *(Input(id_, "value") for id_ in controls.values()))
