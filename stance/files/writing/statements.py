"""Statements, codings and links as rows of their files, which load again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from stance.files.writing.tables import Value
from stance.records import NONE, Coding, Entry, Link
from stance.records.columns import EXTRA, OF_STATEMENT, STATEMENTS, Kind
from stance.records.statements import values_of

_WRITTEN = tuple(
    one.name
    for one in OF_STATEMENT
    if one.kind in (Kind.DATE, Kind.CHOICE, Kind.TAGS, Kind.CLAIMED)
)
"""The columns whose values are neither texts nor numbers already."""


def statement_rows(entries: Iterable[Entry]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `STATEMENTS` for each statement, in the order given."""
    for entry in entries:
        cells = _cells(entry)
        yield tuple(cells.get(column, "") for column in STATEMENTS)


def coding_rows(codings: Iterable[Coding]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `CODINGS` for each coding."""
    for coding in codings:
        url = statement_url(coding.statement)
        yield coding.statement, coding.frame, coding.coder, coding.codebook_version, url


def link_rows(links: Iterable[Link]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `LINKS` for each link."""
    for link in links:
        yield link.from_id, link.type.value, link.to_id, statement_url(link.from_id)


def statement_url(id_: str) -> str:
    """Return the path of a statement's page."""
    return f"/statement/{quote(id_, safe='')}"


def _cells(entry: Entry) -> dict[str, Value]:
    """Return what a statement says, and what the store knows about it beyond that."""
    said = entry.statement
    cells = values_of(said)
    coder, frames = _first_coder(entry)
    link = entry.links[0] if entry.links else None
    evidence = [
        {
            "frame": hit.key,
            "start": hit.start,
            "end": hit.end,
            "words": said.text[hit.start : hit.end],
        }
        for hit in entry.hits
        if not hit.is_tracked
    ]
    by_dictionary = entry.dictionary_frames
    return {
        **cells,
        **{name: _text(cells[name]) for name in _WRITTEN},
        EXTRA: _json(dict(said.extra)),
        "actor_kind": entry.actor_kind.value if entry.actor_kind else "",
        "frames": ";".join(frames),
        "coder": coder,
        "link_type": link.type.value if link else "",
        "link_to": link.to_id if link else "",
        "statement_url": statement_url(said.id),
        "utterance": entry.utterance,
        "codebook_version": entry.codebook_version,
        "dictionary_frames": "" if by_dictionary is None else ";".join(by_dictionary) or NONE,
        "evidence": _json(evidence),
    }


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def _first_coder(entry: Entry) -> tuple[str, list[str]]:
    """Return the first person who coded a statement, and the frames they gave it."""
    persons = [coding for coding in entry.codings if not coding.is_dictionary]
    if not persons:
        return "", []
    coder = persons[0].coder
    frames = (coding.frame for coding in persons if coding.coder == coder)
    return coder, list(dict.fromkeys(frames))


def _json(value: Any) -> str:
    is_sorted = isinstance(value, dict)
    return json.dumps(value, ensure_ascii=False, sort_keys=is_sorted, separators=(",", ":"))
