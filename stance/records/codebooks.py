"""The scheme of an issue: frames, tracked wordings, versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stance.records.choices import LinkType
from stance.records.statements import NONE

Wordings = Mapping[str, tuple[str, ...]]
"""Patterns by language (primary subtag)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A way of putting an issue, with the wordings that signal it."""

    id: str
    label: str
    definition: str = ""
    wordings: Wordings = field(default_factory=dict)
    means: LinkType | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A wording finer than a frame, followed for its first and last use."""

    id: str
    label: str
    wordings: Wordings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The scheme of one issue; `retired` maps dropped frames to the last version with them."""

    issue: str
    title: str
    version: int
    exclusive: bool = False
    stance_min: str = ""
    stance_max: str = ""
    frames: tuple[Frame, ...] = ()
    tracked: tuple[Tracked, ...] = ()
    retired: Mapping[str, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Let what was made from a codebook be remembered by it: its mappings have no hash."""
        return hash((self.issue, self.version, self.frame_ids))

    @property
    def may_be_given(self) -> frozenset[str]:
        """What a person may give a statement: a frame, a retired one too, or that none applies."""
        return frozenset((*self.frame_ids, *self.retired, NONE))

    @property
    def frame_ids(self) -> tuple[str, ...]:
        """The ids of the frames, in the codebook's order."""
        return tuple(frame.id for frame in self.frames)


def labels_of(codebook: Codebook | None) -> dict[str, str]:
    """Map the ids of frames and tracked wordings to their labels."""
    if codebook is None:
        return {}
    holders: tuple[Frame | Tracked, ...] = (*codebook.frames, *codebook.tracked)
    return {holder.id: holder.label for holder in holders}
