"""What is added to a drawn timeline: tested shifts, claims and denials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stance.figures.contest_marks import ContestMark, contest_traces
from stance.figures.shift_bands import ShiftBand, shift_labels, shift_shapes, strip_note
from stance.figures.timeline import Canvas

NOTHING: dict[str, list[dict[str, Any]]] = {"data": [], "shapes": [], "annotations": []}
"""What is laid over where a search could not be made."""


def overlay(
    canvas: Canvas,
    bands: Sequence[ShiftBand],
    contests: Sequence[ContestMark],
    *,
    note: str = "",
    href: str = "",
) -> dict[str, list[dict[str, Any]]]:
    """Draw shifts, claims and denials, as parts to be added to the timeline's own.

    `note` stands where shifts would, and leads to `href`.
    """
    lanes, shape, span = canvas.lanes, canvas.shape, canvas.span
    notes = [strip_note(note, shape, span, href=href)] if note else []
    return {
        "data": contest_traces(contests, shape, span),
        "shapes": shift_shapes(bands, lanes, shape),
        "annotations": shift_labels(bands, shape, span) + notes,
    }
