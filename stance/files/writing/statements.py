"""Statements, codings and links as rows of their files, which load again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from stance.files.writing.tables import Value
from stance.records import NONE, Coding, Entry, Link, Statement
from stance.records.columns import CODINGS, EXTRA, LINKS, OF_STATEMENT, STATEMENTS, Kind
from stance.records.statements import values_of

STATEMENT_COLUMNS = STATEMENTS
CODING_COLUMNS = CODINGS
LINK_COLUMNS = LINKS

Cells = dict[str, Value]


def statement_rows(entries: Iterable[Entry]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `STATEMENT_COLUMNS` for each statement, in the order given."""
    for entry in entries:
        cells = _said(entry.statement) | _known(entry)
        yield tuple(cells.get(column, "") for column in STATEMENT_COLUMNS)


def coding_rows(codings: Iterable[Coding]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `CODING_COLUMNS` for each coding."""
    for coding in codings:
        url = statement_url(coding.statement)
        yield coding.statement, coding.frame, coding.coder, coding.codebook_version, url


def link_rows(links: Iterable[Link]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of `LINK_COLUMNS` for each link."""
    for link in links:
        yield link.from_id, link.type.value, link.to_id, statement_url(link.from_id)


def statement_url(id_: str) -> str:
    """Return the path of a statement's page."""
    return f"/statement/{quote(id_, safe='')}"


def _said(statement: Statement) -> Cells:
    """Return what a statement itself holds."""
    cells = values_of(statement)
    for name in _WRITTEN:
        cells[name] = _text(cells[name])
    cells[EXTRA] = _json(dict(statement.extra))
    return cells


_WRITTEN = tuple(
    one.name
    for one in OF_STATEMENT
    if one.kind in (Kind.DATE, Kind.CHOICE, Kind.TAGS, Kind.CLAIMED)
)
"""The columns whose values are neither texts nor numbers already."""


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def _known(entry: Entry) -> Cells:
    """Return what the store knows about a statement beyond what it says."""
    coder, frames = _first_coder(entry)
    link = entry.links[0] if entry.links else None
    return {
        "actor_kind": entry.actor_kind.value if entry.actor_kind else "",
        "frames": ";".join(frames),
        "coder": coder,
        "link_type": link.type.value if link else "",
        "link_to": link.to_id if link else "",
        "statement_url": statement_url(entry.statement.id),
        "utterance": entry.utterance,
        "codebook_version": entry.codebook_version,
        "dictionary_frames": _dictionary_frames(entry),
        "evidence": _json(_evidence(entry)),
    }


def _first_coder(entry: Entry) -> tuple[str, list[str]]:
    """Return the first person who coded a statement, and the frames they gave it."""
    persons = [coding for coding in entry.codings if not coding.is_dictionary]
    if not persons:
        return "", []
    coder = persons[0].coder
    frames = (coding.frame for coding in persons if coding.coder == coder)
    return coder, list(dict.fromkeys(frames))


def _dictionary_frames(entry: Entry) -> str:
    if entry.dictionary_frames is None:
        return ""
    return ";".join(entry.dictionary_frames) or NONE


def _evidence(entry: Entry) -> list[dict[str, str | int]]:
    text = entry.statement.text
    return [
        {"frame": hit.key, "start": hit.start, "end": hit.end, "words": text[hit.start : hit.end]}
        for hit in entry.hits
        if not hit.is_tracked
    ]


def _json(value: Any) -> str:
    is_sorted = isinstance(value, dict)
    return json.dumps(value, ensure_ascii=False, sort_keys=is_sorted, separators=(",", ":"))
