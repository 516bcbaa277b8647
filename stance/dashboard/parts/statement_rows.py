"""Rows and columns of the tables: what a chart draws, as its accessible twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stance.analysis.table_rows import rows_of
from stance.answers.timeline import Timeline
from stance.dashboard.parts.naming import VOICES, frame_labels, shown_value
from stance.figures.lanes import split_frames
from stance.figures.palette import styles
from stance.records import NONE, Codebook, Entry, Voice, folded, gloss
from stance.records.columns import COLUMNS
from stance.records.statements import values_of

Row = dict[str, Any]
Column = dict[str, Any]


_WIDE = ("date", "actor", "voice", "frames", "source")
"""Columns that a narrow screen does without: there one cell tells all."""


def mark_columns(terms: Sequence[str] = (), *, is_narrow: bool = False) -> list[Column]:
    """Return the columns of a table of statements; `terms` are marked in the words."""
    words = {"cellRenderer": "StanceWords", "cellRendererParams": {"terms": list(terms)}}
    columns: list[Column] = [
        {"field": "date", "headerName": "Date", "width": 122, "maxWidth": 150, "minWidth": 112},
        {"field": "actor", "headerName": "Actor", "width": 130, "minWidth": 100},
        {"field": "voice", "headerName": "Voice", "width": 110, "minWidth": 96},
        {
            "field": "words",
            "headerName": "Words",
            "flex": 4,
            "minWidth": 240,
            "autoHeight": True,
            **words,
        },
        {
            "field": "frames",
            "headerName": "Frames",
            "flex": 3,
            "minWidth": 220,
            "cellRenderer": "StanceFrames",
            "autoHeight": True,
            "sortable": False,
        },
        {"field": "source", "headerName": "Source", "flex": 1, "minWidth": 130, **words},
    ]
    return [one | {"hide": True} if is_narrow and one["field"] in _WIDE else one for one in columns]


_MOST_CHIPS = 3
"""Frames that stand in a row of fixed height; those beyond are counted."""

_LISTED = sorted((one for one in COLUMNS if one.listed), key=lambda one: one.listed)

FURTHER = tuple((one.name, one.short_label) for one in _LISTED)
"""Columns that a list of statements shows on demand: field and name."""


def entry_columns(terms: Sequence[str] = (), *, is_narrow: bool = False) -> list[Column]:
    """Return the columns of the list of statements, those on demand hidden at first."""
    further = [
        {"field": field, "headerName": name, "width": 140, "hide": True} for field, name in FURTHER
    ]
    columns = mark_columns(terms, is_narrow=is_narrow)
    for one in columns:
        # Rows that come as the list is scrolled are all of one height.
        one.pop("autoHeight", None)
        one["sortable"] = one["field"] == "date"
        if one["field"] == "frames":
            one["cellRendererParams"] = {"most": _MOST_CHIPS}
    return [*columns, *further]


def mark_rows(shown: Timeline) -> list[Row]:
    """Return a row for every statement that the timeline draws, in time order."""
    chips = _Chips(shown.codebook)
    columns = ["id", "date", "actor", "voice", "text", "frames", "source", "language", "summary"]
    return [
        {
            "id": str(id_),
            "date": str(day),
            "actor": str(actor),
            "voice": VOICES[Voice(voice)],
            "words": str(text),
            "frames": chips.of(split_frames(str(frames))),
            "source": str(source),
            **({"summary": told} if (told := gloss(str(language), str(summary))) else {}),
        }
        for id_, day, actor, voice, text, frames, source, language, summary in rows_of(
            shown.marks, columns
        )
    ]


def bin_columns() -> list[Column]:
    """Return the columns of a table of bubbles."""
    names = (("first", "From"), ("last", "To"), ("voice", "Voice"))
    plain = [{"field": field, "headerName": name, "flex": 1} for field, name in names]
    frames = {
        "field": "frames",
        "headerName": "Frame",
        "flex": 2,
        "cellRenderer": "StanceFrames",
        "sortable": False,
    }
    return [*plain, frames, {"field": "n", "headerName": "Statements", "flex": 1}]


def bin_rows(shown: Timeline) -> list[Row]:
    """Return a row for every bubble that the timeline draws; its id says what it opens."""
    chips = _Chips(shown.codebook)
    return [
        {
            "id": f"bin {frame} {first} {last} {voice}",
            "first": str(first),
            "last": str(last),
            "voice": VOICES[Voice(voice)],
            "frames": chips.of([str(frame)]),
            "n": int(n),
        }
        for voice, frame, first, last, n in rows_of(
            shown.bins, ("voice", "frame", "first", "last", "n")
        )
    ]


def entry_rows(
    entries: Iterable[Entry], codebooks: dict[str, Codebook | None], terms: Sequence[str] = ()
) -> list[Row]:
    """Return a row for every statement of a list; some need their summary beside the words."""
    chips = {issue: _Chips(codebook) for issue, codebook in codebooks.items()}
    return [
        _entry_row(entry, chips.get(entry.statement.issue, _Chips(None)), terms)
        for entry in entries
    ]


def _entry_row(entry: Entry, chips: _Chips, terms: Sequence[str]) -> Row:
    said, values = entry.statement, values_of(entry.statement)
    words, summary = folded(said.text), folded(said.summary)
    # The summary of words in another language, or of words that lack what was looked for.
    is_there = any(term in summary and term not in words for term in terms)
    told = said.summary if is_there else said.gloss
    return {
        "id": said.id,
        "date": str(said.date),
        "actor": said.actor,
        "voice": VOICES[said.voice],
        "words": said.text,
        "frames": chips.of(entry.frames() or (NONE,)),
        "source": said.source.name or said.reported_by,
        **{one.name: shown_value(one, values[one.name]) for one in _LISTED},
        **({"summary": told} if told else {}),
    }


class _Chips:
    """Frames as the table's cells take them: label, marker and hue."""

    def __init__(self, codebook: Codebook | None) -> None:
        self._labels = frame_labels(codebook)
        self._looks = styles(codebook.frame_ids if codebook else ())
        self._order = {frame: place for place, frame in enumerate(self._looks)}

    def of(self, frames: Iterable[str]) -> list[list[str]]:
        """Return label, marker and hue of each frame, in the codebook's order."""
        last = len(self._order)
        chips = []
        for frame in sorted(frames, key=lambda one: self._order.get(one, last)):
            look = self._looks.get(frame, self._looks[NONE])
            chips.append([self._labels.get(frame, frame), look.symbol, str(look.hue)])
        return chips
