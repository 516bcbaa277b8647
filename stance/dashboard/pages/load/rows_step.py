"""The load page's third step: the rows as they would be loaded, every problem at its cell."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from stance.analysis.name_likeness import LookAlike
from stance.dashboard.parts.components import attributes, button, counted, quiet, shortened
from stance.dashboard.parts.history import ask_button
from stance.dashboard.parts.tables import framed_table, table_row
from stance.files.reading.foreign_dates import ORDERS
from stance.loading.previews import Preview, PreviewRow, Reason
from stance.store.plans import DUPLICATE, REFUSED, STORED

ALIAS = "load-alias"
"""Where it arrives that a new name is another name of a known actor."""

_MOST_CHARACTERS = 160
_MOST_REASONS = 12
_MOST_NAMES = 20
_SAID = {STORED: "to store", DUPLICATE: "duplicate", REFUSED: "refused"}
_ICONS = {STORED: "✓", DUPLICATE: "=", REFUSED: "✕"}


def preview_view(seen: Preview, refused_href: str) -> Component:
    """Show the totals, why rows are refused, and the rows themselves."""
    likely = _likely(seen)
    parts = [
        _reasons(seen, refused_href) if seen.reasons else None,
        quiet(likely) if likely else None,
        _look_alikes(seen) if seen.look_alikes else None,
        _rows(seen),
    ]
    return html.Div(parts, className="preview")


def _likely(seen: Preview) -> str:
    if seen.likely is None:
        return "Second reports of one utterance are looked for after the load, on the page Review."
    n = len(seen.likely)
    if not n:
        return ""
    look = "looks like two reports" if n == 1 else "look like two reports each"
    return (
        f"{counted(n, 'pair')} of statements {look} of one utterance, both in this file or one in "
        "the store already. Nothing is joined by the load; after it you can join or dismiss them "
        "on the page Review."
    )


def _look_alikes(seen: Preview) -> Component:
    rows = [_look_alike(one) for one in seen.look_alikes[:_MOST_NAMES]]
    return html.Div(
        [
            html.H3("New names that resemble known ones"),
            quiet("Left as they are, they become actors of their own."),
            html.Ul(rows, className="plain-list look-alikes"),
            _further(len(seen.look_alikes) - len(rows), "name"),
        ]
    )


def _further(n: int, what: str) -> Component | None:
    return quiet(f"{counted(n, f'further {what}')}.") if n else None


def _look_alike(one: LookAlike) -> Component:
    which = f", which is {one.actor}" if one.like != one.actor else ""
    said = html.Span([html.B(one.name), " looks like ", html.B(one.like), which])
    asked = {"name": one.name, "actor": one.actor}
    return html.Li([said, ask_button(f"It is {one.actor}", ask=ALIAS, once=True, **asked)])


def order_sentence(seen: Preview) -> str:
    """Say how dates such as 03/04/2003 are read and what proves it; empty where there are none."""
    order = seen.order
    if order.is_named:
        return f"Dates are read {ORDERS[order.order]}, as chosen."
    if order.day_first_line and order.month_first_line:
        return (
            f"Line {order.day_first_line} is day first and line {order.month_first_line} month "
            "first: choose the order, or mend the file."
        )
    return order.note


def _reasons(seen: Preview, refused_href: str) -> Component:
    rows = [_reason(reason) for reason in seen.reasons[:_MOST_REASONS]]
    take = html.A(
        f"Download the {counted(seen.result.n_refused, 'refused row')} with reasons (CSV)",
        href=refused_href,
        download="refused.csv",
        className="button",
        id="load-refused",
    )
    hint = html.P("Mend them there and load that file: it needs no mapping again.")
    return html.Div(
        [
            html.H3("Why rows are refused"),
            html.Ul(rows, className="plain-list reasons"),
            _further(len(seen.reasons) - len(rows), "reason"),
            html.Div([take, hint], className="ways quiet"),
        ]
    )


def _reason(reason: Reason) -> Component:
    lines = ", ".join(map(str, reason.lines))
    if reason.n_rows > len(reason.lines):
        lines += " …"
    where = f"line {lines}" if reason.n_rows == 1 else f"lines {lines}"
    column: list[Component | str] = [html.B(reason.column), ": "] if reason.column else []
    return html.Li(
        [
            html.Span(counted(reason.n_rows, "row"), className="verdict verdict-refused"),
            html.Span([*column, shortened(reason.example, 400)]),
            html.Span(f" ({where})", className="quiet"),
        ]
    )


def _rows(seen: Preview) -> Component:
    shown = len(seen.rows)
    told = "All rows."
    if shown < seen.n_rows:
        told = f"{shown:,} of {seen.n_rows:,} rows"
        told += ": the first ones, and the first that are not stored."
    toggle = button(
        "Only rows that are not stored", "small", data_only_unstored="true", aria_pressed="false"
    )
    head: list[str | Component] = ["Line", "Row"]
    head += [_column(seen, at) for at in range(len(seen.header))]
    body = [_row(row, len(seen.header)) for row in seen.rows]
    kind = "preview-table/preview-frame"
    return html.Div(
        [
            html.Div([html.H3("Rows"), quiet(told), toggle], className="rows-head"),
            framed_table(head, body, "Rows of the file", kind=kind),
        ]
    )


def _column(seen: Preview, at: int) -> Component:
    theirs = seen.header[at].strip() or "(no name)"
    ours = seen.layout.names[at]
    parts: list[Component | str] = [shortened(theirs, 60)]
    if ours != theirs.casefold():
        parts.append(html.Span(f"→ {ours or 'extra'}", className="quiet"))
    return html.Th(parts, scope="col", title=theirs)


def _row(row: PreviewRow, n_columns: int) -> Component:
    cells = [*row.cells[:n_columns], *[""] * (n_columns - len(row.cells))]
    told = row.wrong.get(-1, "")
    verdict: list[Component | str] = [
        html.Span(f"{_ICONS[row.verdict]} ", **attributes(aria_hidden="true")),
        _SAID[row.verdict],
    ]
    mark = [
        html.Span(verdict, className=f"verdict verdict-{row.verdict}"),
        *([html.Span(shortened(told, 400), className="cell-reason")] if told else []),
    ]
    return table_row(
        row.line,
        mark,
        *(_cell(cell, row.wrong.get(at, "")) for at, cell in enumerate(cells)),
        className=None if row.verdict == STORED else "is-unstored",
    )


def _cell(text: str, wrong: str) -> Component:
    shown = html.Span(shortened(text, _MOST_CHARACTERS), dir="auto")
    if not wrong:
        return html.Td(shown)
    icon = html.Span("⚠ ", **attributes(aria_hidden="true"))
    reason = html.Span([icon, shortened(wrong, 400)], className="cell-reason")
    return html.Td([shown, reason], className="wrong-cell")
