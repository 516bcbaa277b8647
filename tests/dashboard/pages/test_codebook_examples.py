from __future__ import annotations

from stance.dashboard.pages.codebook.page import best_of
from stance.records import Entry, Hit, Statement
from stance.records.dates import PartialDate


def entry(text: str, *frames: str, hit: str = "") -> Entry:
    said = Statement(
        id=text, date=PartialDate.parse("2003"), actor="Norway", issue="dolphins", text=text
    )
    hits = (Hit(hit, 0, 2),) if hit else ()
    return Entry(said, None, text, dictionary_frames=frames, hits=hits)


def test_an_example_has_the_frames_own_wording_before_anything_else() -> None:
    bare, own, crowded = (
        entry("no wording of it", "kind"),
        entry("\u4eba\u9053", "kind", hit="kind"),
        entry("humane and legal", "kind", "legal", hit="legal"),
    )
    assert best_of([bare, crowded, own])["kind"] is own
    assert best_of([bare, crowded, own])["legal"] is crowded


def test_english_and_few_frames_come_first_among_those_with_the_wording() -> None:
    foreign, mixed, plain = (
        entry("\u4eba\u9053", "kind", hit="kind"),
        entry("humane, legal", "kind", "legal", hit="kind"),
        entry("humane", "kind", hit="kind"),
    )
    assert best_of([foreign, mixed])["kind"] is mixed
    assert best_of([foreign, mixed, plain])["kind"] is plain


def test_a_long_text_is_no_example() -> None:
    assert best_of([entry("humane " * 60, "kind", hit="kind")]) == {}
