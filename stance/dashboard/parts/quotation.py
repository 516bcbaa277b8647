"""A statement's words with the coded wording marked, from offsets and never from markup."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.frames import FrameLooks
from stance.records import Entry, Hit, Statement


def marked_quote(entry: Entry, looks: FrameLooks) -> Component:
    """Quote a statement with its coded wording marked."""
    said = entry.statement
    words = marked_words(said.text, entry.hits, looks)
    return html.Blockquote(words, lang=said.language or None, dir="auto")


def marked_words(text: str, hits: Iterable[Hit], looks: FrameLooks) -> list[Component | str]:
    """Cut a text where hits begin and end, and mark every piece that some hit covers."""
    sound = [hit for hit in hits if 0 <= hit.start < hit.end <= len(text)]
    edges = sorted({0, len(text), *(hit.start for hit in sound), *(hit.end for hit in sound)})
    pieces: list[Component | str] = []
    for start, end in itertools.pairwise(edges):
        over = [hit for hit in sound if hit.start <= start and end <= hit.end]
        if not over:
            pieces.append(text[start:end])
            continue
        frames = [hit for hit in over if not hit.is_tracked]
        names = [looks.label(hit.key) for hit in (frames or over)]
        hue = looks.hue(frames[0].key) if frames else "hue-tracked"
        title = ", ".join(dict.fromkeys(names))
        pieces.append(html.Mark(text[start:end], className=f"coded {hue}", title=title))
    return pieces


def gloss_of(said: Statement) -> Component | None:
    """Show under words in another language what they say in English, where that is recorded."""
    return html.P(said.gloss, className="summary") if said.gloss else None
