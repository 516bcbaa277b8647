"""All reports of one utterance side by side, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.frames import FrameLooks, looks_of
from stance.dashboard.parts.naming import MODES, language_name
from stance.dashboard.parts.quotation import gloss_of, marked_quote
from stance.records import Codebook, Entry


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A statement with what stands around it: its reports, and the other ends of its links."""

    entry: Entry
    reports: tuple[Entry, ...]
    ends: Mapping[str, Entry]
    codebook: Codebook | None

    @property
    def looks(self) -> FrameLooks:
        """The labels and styles of frames and tracked wordings."""
        return looks_of(self.codebook)


def reports_view(told: StatementShown) -> Component | None:
    """Show every other report of the utterance, and say first where they differ."""
    others = [entry for entry in told.reports if entry.statement.id != told.entry.statement.id]
    if not others:
        return None
    shared, differing = agreement(told.reports)
    return html.Div(
        [
            html.H3(f"The same utterance in {len(told.reports)} reports"),
            html.P(_said(told, shared, differing), className="quiet"),
            html.Ul(
                [_report(told, entry, differing) for entry in others], className="ends reports"
            ),
        ]
    )


def agreement(reports: Sequence[Entry]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the frames that every report carries, and those that only some carry."""
    carried = [set(entry.frames() or ()) for entry in reports]
    order = dict.fromkeys(frame for entry in reports for frame in entry.frames() or ())
    shared = tuple(frame for frame in order if all(frame in one for one in carried))
    return shared, tuple(frame for frame in order if frame not in shared)


def _said(told: StatementShown, shared: Sequence[str], differing: Sequence[str]) -> str:
    def named(frames: Sequence[str]) -> str:
        return ", ".join(told.looks.label(frame) for frame in frames)

    if not differing:
        return f"All carry the same frames: {named(shared)}." if shared else "None has a frame."
    same = f"All carry {named(shared)}. " if shared else "No frame is in all of them. "
    return f"{same}Only some carry {named(differing)}."


def _report(told: StatementShown, entry: Entry, differing: Sequence[str]) -> Component:
    said = entry.statement
    where = said.source.name or said.reported_by or said.id
    about = (MODES[said.mode] if said.mode else "", language_name(said.language))
    own = [frame for frame in entry.frames() or () if frame in differing]
    chips = [told.looks.chip(frame) for frame in own]
    return html.Li(
        [
            html.A(f"{where}, {said.date}", href=statement_href(said.id)),
            html.P(" · ".join(part for part in about if part), className="quiet"),
            marked_quote(entry, told.looks),
            gloss_of(said),
            html.Div(chips, className="chips") if chips else None,
        ]
    )
