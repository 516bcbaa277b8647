"""Tables that scroll by themselves on narrow screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.components import Children, attributes


def framed_table(
    head: Iterable[str | Component],
    rows: Sequence[Component],
    label: str,
    *,
    kind: str = "",
    below: Component | None = None,
) -> Component:
    """Build a table in a frame that scrolls; `kind` names its own classes, of table and frame."""
    table_kind, _, frame_kind = kind.partition("/")
    top = html.Thead(html.Tr([_heading(cell) for cell in head]))
    table = html.Table([top, html.Tbody(rows)], className=f"table {table_kind}".strip())
    return html.Div(
        [table, below] if below else table,
        className=f"table-frame {frame_kind}".strip(),
        # A keyboard can scroll only what it can reach.
        tabIndex=0,
        role="region",
        **attributes(aria_label=label),
    )


def _heading(cell: str | Component) -> Component:
    if isinstance(cell, html.Th):
        return cell
    # A column of buttons has no name, and an empty heading would be read out as one.
    return html.Th(cell, scope="col") if cell else html.Td()


def table_row(head: Children | int, *cells: Children, **given: Any) -> Component:
    """Build a row with a heading of its own; what is no cell yet becomes one."""
    made = (cell if isinstance(cell, html.Td) else html.Td(cell) for cell in cells)
    return html.Tr([html.Th(head, scope="row"), *made], **given)


def number_cell(n: int | str | Component) -> Component:
    """Show a count at the right of its column."""
    return html.Td(f"{n:,}" if isinstance(n, int) else n, className="number")
