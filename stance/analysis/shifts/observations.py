"""What was said, as the search for shifts sees it: one record an utterance or a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from stance.analysis.shifts.evidence import IntArray
from stance.analysis.shifts.stream import Stream
from stance.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance or report of one actor on one issue in one voice.

    `id` is that of the statement or of the utterance's root. `frames` is None where nobody coded
    it. `others` is what else may change at the same time: mode, language, speaker.
    """

    id: str
    date: PartialDate
    frames: tuple[str, ...] | None
    stance: float | None = None
    source: str = ""
    coder: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)


def stream_of_said(
    said: Sequence[Said],
    frame_ids: Sequence[str],
    *,
    exclusive: bool = False,
    stratify_by: str = "",
) -> Stream:
    """Lay records out as the columns of a stream, one row a record, in the same order.

    Only the frames of `frame_ids` are looked at. `stratify_by` is the tag key whose values are
    the strata, such as ``scope``; empty for the sources.
    """
    names = list(dict.fromkeys(name for one in said for name in one.others))
    frames = [[frame in (one.frames or ()) for frame in frame_ids] for one in said]
    scores = [np.nan if one.stance is None else one.stance for one in said]
    return Stream(
        tuple(frame_ids),
        _days(one.date.middle.toordinal() for one in said),
        np.array(frames, dtype=np.bool_).reshape(len(said), len(frame_ids)),
        first_day=_days(one.date.first.toordinal() for one in said),
        last_day=_days(one.date.last.toordinal() for one in said),
        scores=np.array(scores, dtype=np.float64),
        sources=[one.source for one in said],
        coders=[one.coder for one in said],
        strata=[one.tags.get(stratify_by, "") for one in said] if stratify_by else None,
        others={name: [one.others.get(name, "") for one in said] for name in names},
        is_coded=np.array([one.frames is not None for one in said], dtype=np.bool_),
        exclusive=exclusive,
    )


def _days(ordinals: Iterable[int]) -> IntArray:
    return np.fromiter(ordinals, dtype=np.int64)
