"""A line of time in plain markup: bars, ticks that lead to statements, gaps behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import claim_href, statement_href
from stance.dashboard.parts.components import attributes
from stance.figures.uses import Axis, Band, Tick, reach


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A row of the line: what it is called, its ticks, and the colours they have."""

    label: Component | str
    ticks: tuple[Tick, ...]
    hue: str = "hue-tracked"
    told: str = ""
    marks: tuple[Tick, ...] = ()
    """Claimed dates, drawn as flags."""


def span_view(lanes: Sequence[SpanRow], axis: Axis, gaps: Iterable[Band]) -> Component:
    """Draw the lanes over one axis; every tick is a link with its date."""
    behind = [html.Span(className="gap", style=_place(gap)) for gap in gaps]
    years = axis.years()
    lines = [html.Span(className="year-line", style={"left": f"{at}%"}) for _, at in years]
    rows = [_row(lane, [*behind, *lines]) for lane in lanes]
    labels = [html.Span(str(year), style={"left": f"{at}%"}) for year, at in years]
    foot = html.Div(
        [html.Span(className="span-label"), html.Div(labels, className="span-years")],
        className="span-row span-foot",
        **attributes(aria_hidden="true"),
    )
    return html.Div([*rows, foot], className="spans")


def _row(lane: SpanRow, behind: list[Component]) -> Component:
    bar = reach(lane.ticks)
    inside = [
        *behind,
        *([html.Span(className="bar", style=_place(bar))] if bar else []),
        *(
            _link(
                tick,
                "tick wide" if tick.width > 1 else "tick",
                statement_href(tick.statement),
                _place(Band(tick.at, tick.width)),
            )
            for tick in lane.ticks
        ),
        *(
            _link(mark, "flag", claim_href(mark.statement), {"left": f"{mark.at}%"})
            for mark in lane.marks
        ),
    ]
    return html.Div(
        [
            html.Div([lane.label, html.Span(lane.told, className="quiet")], className="span-label"),
            html.Div(inside, className="track"),
        ],
        className=f"span-row {lane.hue}",
    )


def _link(tick: Tick, kind: str, href: str, place: dict[str, str]) -> Component:
    told = attributes(aria_label=tick.told)
    return html.A(className=kind, href=href, title=tick.told, style=place, **told)


def _place(band: Band) -> dict[str, str]:
    return {"left": f"{band.at}%", "width": f"{band.width}%"}
