"""One short statement for each frame of a codebook, whose words show why it carries it."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from stance.dashboard.parts.addresses import statement_href
from stance.dashboard.parts.frames import FrameLooks
from stance.dashboard.parts.quotation import gloss_of, marked_words
from stance.figures.palette import FrameStyle
from stance.records import Entry, StatementQuery
from stance.store import Reading

_MOST_SEARCHED = 400
_LONGEST = 240


def examples(store: Reading, issue: str) -> dict[str, Entry]:
    """Choose an example of each frame among the first few hundred statements of an issue."""
    return best_of(store.statements(StatementQuery(issue=issue), limit=_MOST_SEARCHED))


def best_of(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Choose for each frame the statement that has its wording and the fewest other frames.

    English before other languages, as most readers of the codebook's definitions read it.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        if len(entry.statement.text) > _LONGEST:
            continue
        for frame in entry.frames() or ():
            if frame not in found or _rank(entry, frame) < _rank(found[frame], frame):
                found[frame] = entry
    return found


def _rank(entry: Entry, frame: str) -> tuple[bool, bool, int]:
    has_wording = any(hit.key == frame and not hit.is_tracked for hit in entry.hits)
    is_english = entry.statement.text.isascii()
    return not has_wording, not is_english, len(entry.frames() or ())


def example_view(frame: str, label: str, entry: Entry, look: FrameStyle) -> Component:
    """Show the words with those of this frame marked, and who said them."""
    said = entry.statement
    hits = [hit for hit in entry.hits if hit.key == frame and not hit.is_tracked]
    words = marked_words(said.text, hits, FrameLooks({frame: label}, {frame: look}))
    return html.Div(
        [
            html.Blockquote(words, lang=said.language or None, dir="auto"),
            gloss_of(said),
            html.A(f"{said.actor}, {said.date}", href=statement_href(said.id)),
        ],
        className="examples",
    )
