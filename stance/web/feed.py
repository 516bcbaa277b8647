"""The feed of shifts, as Atom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from urllib.parse import quote
from xml.etree import ElementTree as ET

from stance.answers import shifts
from stance.answers.shift_sentences import move_sentence, shift_sentence
from stance.answers.shifts import FoundShift
from stance.filters import query_string
from stance.records import StatementQuery, Voice
from stance.store import Reading

_ATOM = "http://www.w3.org/2005/Atom"


def shifts_feed(store: Reading, query: StatementQuery, *, root: str) -> bytes:
    """Return the latest shifts that a query chooses; `root` is the address of the server."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    asked = query_string(query)
    address = f"{root}/feed/shifts.atom" + (f"?{asked}" if asked else "")
    newest = store.changed_at(query.issue) or datetime(1970, 1, 1, tzinfo=UTC)
    _add(feed, "title", "Stance: shifts")
    _add(feed, "id", address)
    _add(feed, "updated", newest.astimezone(UTC).isoformat())
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="self", href=address)
    for found in shifts.latest(store, query).found:
        _entry(feed, found, root=root, query=query)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ET.Element, found: FoundShift, *, root: str, query: StatementQuery) -> None:
    pair, shift = found.pair, found.shift
    # Under other filters it may not be found again.
    mine = replace(query, issue="", actors=(pair.actor,), voice=Voice(pair.voice), frames=())
    issue = quote(pair.issue, safe="")
    path = f"/issue/{issue}/shift/{found.key}?{query_string(mine)}"
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "title", f"{pair.actor} on {pair.title}")
    _add(entry, "id", f"{root}{path}")
    moment = datetime.combine(shift.date, time(), tzinfo=UTC)
    _add(entry, "updated", moment.isoformat())
    _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", "Stance")
    ET.SubElement(entry, f"{{{_ATOM}}}link", href=f"{root}{path}")
    search = pair.search_of(shift)
    moved = [move_sentence(move, pair.codebook, search) for move in shift.told_moves]
    _add(entry, "summary", " ".join([shift_sentence(pair, shift), *moved]))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text
