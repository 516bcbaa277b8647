"""How an issue's frames are named and coloured on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash.development.base_component import Component

from stance.dashboard.parts.components import frame_chip
from stance.dashboard.parts.naming import frame_labels
from stance.figures.palette import FrameStyle, styles
from stance.records import Codebook


@dataclass(frozen=True, slots=True)
class FrameLooks:
    """The labels and styles of an issue's frames; what has none is named by its id."""

    labels: Mapping[str, str]
    styles: Mapping[str, FrameStyle]

    def label(self, frame: str) -> str:
        """Return a frame's or tracked wording's label."""
        return self.labels.get(frame, frame)

    def chip(self, frame: str) -> Component:
        """Return a frame's name with its marker and colour."""
        return frame_chip(self.label(frame), self.styles.get(frame))

    def hue(self, frame: str) -> str:
        """Return the class that colours what a frame, or else a tracked wording, marks."""
        return f"hue-{self.styles[frame].hue}" if frame in self.styles else "hue-tracked"


def looks_of(codebook: Codebook | None) -> FrameLooks:
    """Return the labels and styles of a codebook's frames."""
    return FrameLooks(frame_labels(codebook), styles(codebook.frame_ids if codebook else ()))
