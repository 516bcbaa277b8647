"""Parts of the pages of shifts: verdicts, tables of frames, and the rising line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from stance.analysis.shifts.question import STANCE
from stance.analysis.shifts.results import FrameMove, Shift, ShiftSearch
from stance.analysis.shifts.verdicts import Verdict
from stance.answers.shift_sentences import chance, day, is_datable, move_sentence, who
from stance.answers.shifts import FoundShift, Pair
from stance.dashboard.parts import frames
from stance.dashboard.parts.components import attributes
from stance.dashboard.parts.frames import FrameLooks
from stance.dashboard.parts.tables import framed_table
from stance.figures.shift_rise import Rise, close_up, rise_of
from stance.figures.uses import Axis
from stance.records import Codebook

VERDICTS = {
    Verdict.SHIFT: "Shift",
    Verdict.POSSIBLE: "Possible shift",
    Verdict.UNCLEAR: "Unclear",
    Verdict.NO_SIGN: "No sign of a shift",
    Verdict.TOO_FEW: "Too few statements to tell",
}


_WHAT_NUMBERS_MEAN = (
    (
        "The probability is of a change in the whole mix of frames. Every search starts at 50%; "
        "from 80% a shift is called established."
    ),
    (
        "p asks only whether statements in this order of dates are more uneven than the same ones "
        "on shuffled dates. It has no starting odds, so it can be small where the probability has "
        "hardly moved."
    ),
    (
        "“On its own” looks at one frame as if there were no other. It can be high while the mix "
        "is not, because the mix pays for every frame that did not move; with many frames, one is "
        "high by chance now and then."
    ),
)


def badge(verdict: Verdict) -> Component:
    """Name a verdict."""
    return html.Span(VERDICTS[verdict], className=f"badge badge-{verdict.value}")


def looks_of(codebook: Codebook | None) -> FrameLooks:
    """Return the looks of an issue's frames; the score has a label too."""
    looks = frames.looks_of(codebook)
    return replace(looks, labels={**looks.labels, STANCE: "Stance"})


def what_numbers_mean() -> Component:
    """Say what each number answers, for those who see two that seem to disagree."""
    return html.Details(
        [
            html.Summary("What these numbers mean"),
            html.Ul([html.Li(text) for text in _WHAT_NUMBERS_MEAN]),
        ],
        className="how",
    )


def moves_told(found: FoundShift) -> Component:
    """List from what to what each frame moved, for those that did."""
    pair, shift = found.pair, found.shift
    search = pair.search_of(shift)
    told = [move_sentence(move, pair.codebook, search) for move in shift.told_moves]
    none = "The mix moved, and no frame on its own surely enough to be named."
    return html.Ul([html.Li(each) for each in told or [none]], className="told-moves")


def moves_table(found: FoundShift) -> Component:
    """List what every frame did at a shift: those that moved first."""
    alone = html.Abbr("On its own", title="Probability that this frame alone changed, from 50%")
    split = html.Abbr("Split at", title="The day that parts before from after in this row")
    head = ("Frame", "Before", "After", split, "90% range", alone)
    ordered = sorted(found.shift.frames, key=lambda move: (not move.moved, -move.probability))
    looks = looks_of(found.pair.codebook)
    rows = [
        html.Tr(
            [
                html.Th(looks.chip(move.frame), scope="row"),
                _side(move, move.n_before, move.n_before_with, move.share_before),
                _side(move, move.n_after, move.n_after_with, move.share_after),
                html.Td(day(move.date)),
                html.Td(_range(move, found), className="quiet"),
                html.Td(chance(move.probability), className="number"),
            ]
        )
        for move in ordered
    ]
    # Shifts of several actors, or several of one, stand on a page: each table has its own name.
    label = f"What every frame did: {who(found.pair)}, {day(found.shift.date)}"
    return html.Div(framed_table(head, rows, label), className="moves")


def counts_table(pair: Pair) -> Component:
    """List how often each frame was used at all and from when to when: what the search saw."""
    looks = looks_of(pair.codebook)
    coded = sorted((one for one in pair.said if one.frames is not None), key=lambda one: one.date)
    uses: dict[str, list[str]] = {frame.frame: [] for frame in pair.wording.frames}
    for one in coded:
        for frame in one.frames or ():
            uses.setdefault(frame, []).append(str(one.date))
    rows = [
        html.Tr(
            [
                html.Th(looks.chip(frame), scope="row"),
                html.Td(f"{len(days):,} of {len(coded):,}", className="number"),
                html.Td(days[0]),
                html.Td(days[-1]),
            ]
        )
        for frame, days in sorted(uses.items(), key=lambda use: -len(use[1]))
        if days
    ]
    return framed_table(
        ("Frame", "Has it", "First", "Last"), rows, f"What was looked at: {who(pair)}"
    )


def _range(move: FrameMove, found: FoundShift) -> str:
    if move not in found.shift.told_moves:
        return "no move established"
    if not is_datable(move, found.pair.search_of(found.shift)):
        return "most of the record: no date can be named"
    return f"{day(move.date_low)} to {day(move.date_high)}"


def _side(move: FrameMove, n: int, n_with: int, share: float) -> Component:
    score = f"{share:+.2f} in {n:,}"
    count = f"{n_with:,}\u00a0of\u00a0{n:,} ({share:.0%})"
    return html.Td(score if move.frame == STANCE else count, className="number")


def frames_alone(found: ShiftSearch, codebook: Codebook | None) -> Component:
    """Draw for each frame how probable it is that it changed at all, looked at alone."""
    looks = looks_of(codebook)
    rows = [
        html.Div(
            [
                html.Div(looks.chip(one.frame), className="span-label"),
                html.Div(
                    html.Span(className="chance", style={"width": f"{one.probability:.1%}"}),
                    className="chance-track",
                ),
                html.Span(chance(one.probability), className="number"),
            ],
            className=f"chance-row hue-{looks.styles[one.frame].hue}"
            if one.frame in looks.styles
            else "chance-row",
        )
        for one in found.frames
    ]
    return html.Div(rows, className="chances")


def rise_view(found: ShiftSearch, shifts: Sequence[Shift]) -> Component:
    """Draw how sure it is, day by day, that a change had come; shade the range of `shifts`."""
    if not found.gaps:
        return html.Div()
    is_counted = len(found.shifts) > 1
    rise = rise_of(found.gaps, is_counted=is_counted)
    height = f"how probable it is that a change had come by each day; in the end {chance(rise.end)}"
    if is_counted:
        height = f"how many changes are to be expected up to each day; in the end {rise.end:.1f}"
    told = (
        f"The height is {height}. It climbs steeply where the statements tell the date, slowly "
        "where nothing was said for long, and not at all where no change falls. The ticks below "
        "are the dates of statements."
    )
    return _drawn(rise, shifts, told, [html.B("How to read this. "), told, *_shaded(shifts)])


def close_view(found: ShiftSearch, shift: Shift) -> list[Component]:
    """Draw the days around one shift, where the line of the whole record is too long for them."""
    near = close_up(found.gaps, shift.date_low, shift.date_high) if found.gaps else None
    if near is None:
        return []
    told = (
        f"The days around this shift alone, {day(near.axis.first)} to {day(near.axis.last)}: how "
        f"probable it is that it had come by each day; in the end {chance(near.end)}."
    )
    return [html.H2("The same, closer"), _drawn(near, (shift,), told, [told, *_shaded((shift,))])]


def _drawn(
    rise: Rise, shifts: Sequence[Shift], told: str, caption: list[Component | str]
) -> Component:
    marks = rise.axis.labels()
    corners = ", ".join(f"{x}% {100 - y:.1f}%" for x, y in (*rise.line, (100.0, 0.0)))
    drawn = [
        *(html.Span(className="reach", style=_reach(shift, rise.axis)) for shift in shifts),
        *(html.Span(className="level", style={"bottom": f"{at}%"}) for _, at in rise.scale),
        *(html.Span(className="year-line", style={"left": f"{at}%"}) for _, at in marks),
        html.Span(className="risen", style={"clipPath": f"polygon({corners})"}),
        *(
            html.Span(
                className="rise-step",
                title=step.told,
                style={"left": f"{step.at}%", "width": f"{max(step.width, 0.3):.3f}%"},
            )
            for step in rise.steps
        ),
    ]
    scale = [html.Span(label, style={"bottom": f"{at}%"}) for label, at in rise.scale]
    dates = [html.Span(style={"left": f"{at}%"}) for at in rise.dates]
    labels = [html.Span(label, style={"left": f"{at}%"}) for label, at in marks]
    return html.Div(
        [
            html.Div(scale, className="rise-scale", **attributes(aria_hidden="true")),
            html.Div(drawn, className="track rise", role="img", **attributes(aria_label=told)),
            html.Div(dates, className="rise-dates", **attributes(aria_hidden="true")),
            html.Div(labels, className="span-years", **attributes(aria_hidden="true")),
            html.P(caption, className="quiet"),
        ],
        className="rise-frame",
    )


def _shaded(shifts: Sequence[Shift]) -> list[str]:
    if not shifts:
        return []
    each = "each shift" if len(shifts) > 1 else "this shift"
    return [f" Shaded: the 90% range of {each}."]


def _reach(shift: Shift, axis: Axis) -> dict[str, str]:
    left, right = axis.at(shift.date_low), axis.at(shift.date_high)
    return {"left": f"{left}%", "width": f"{max(right - left, 0.4):.3f}%"}
