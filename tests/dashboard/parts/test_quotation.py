"""Marking words from offsets."""

from __future__ import annotations

from dash import html
from hypothesis import given
from hypothesis import strategies as some

from stance.dashboard.parts.components import is_web
from stance.dashboard.parts.frames import FrameLooks
from stance.dashboard.parts.quotation import marked_words
from stance.figures.palette import styles
from stance.records import Hit

LOOKS = FrameLooks({"humane": "Humane"}, styles(["humane", "illegal"]))


def plain(pieces: list[html.Mark | str]) -> str:
    return "".join(piece if isinstance(piece, str) else piece.children for piece in pieces)


def test_a_hit_is_marked_and_named() -> None:
    pieces = marked_words("in a humane way", [Hit("humane", 5, 11)], LOOKS)
    assert [getattr(piece, "children", piece) for piece in pieces] == ["in a ", "humane", " way"]
    assert pieces[1].title == "Humane"


def test_overlapping_hits_share_their_words() -> None:
    hits = [Hit("humane", 0, 6), Hit("illegal", 3, 9)]
    pieces = marked_words("abcdefghi", hits, LOOKS)
    assert [piece.title for piece in pieces] == ["Humane", "Humane, illegal", "illegal"]


def test_markup_in_a_text_stays_text() -> None:
    assert marked_words("<b>bold</b>", [], LOOKS) == ["<b>bold</b>"]


@given(
    some.text(max_size=40),
    some.lists(some.tuples(some.integers(-5, 50), some.integers(-5, 50)), max_size=6),
)
def test_no_hit_changes_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    hits = [Hit("humane", start, end) for start, end in spans]
    assert plain(marked_words(text, hits, LOOKS)) == text


def test_only_web_addresses_become_links() -> None:
    assert is_web("https://example.org/a")
    assert not is_web("javascript:alert(1)")
    assert not is_web("data:text/html,x")
    assert not is_web("//example.org")
    assert not is_web("http://[bad")
