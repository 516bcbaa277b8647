"""Finding a codebook's wordings in texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from stance.analysis.wordings.folding import FoldedText, fold, is_edge
from stance.analysis.wordings.negation import Group, Reach, Signs, Span, clause_ends, negators
from stance.analysis.wordings.patterns import Wording, read_wording
from stance.analysis.wordings.scripts import UNSPACED
from stance.records import Codebook, Frame, Hit, Tracked
from stance.store.plans import WordFinder


def compile_finder(codebook: Codebook) -> WordFinder:
    """Make the function that finds a codebook's wordings.

    Returns
    -------
    WordFinder
        Called with a text and its language tag (empty: any language), it returns the hits,
        sorted by start, end and key, offsets in characters of the text as given. Hits of one
        key that overlap are joined to one. Of an exclusive codebook only the frame with most
        hits keeps them, the first in the codebook among equals.

    Raises
    ------
    CodebookRefused
        If a wording breaks the rules of `read_wording`.

    Examples
    --------
    >>> frame = Frame("humanitarian", "Humanitarian", wordings={"en": ("humane*",)})
    >>> find = compile_finder(Codebook("refugees", "Refugees", 1, frames=(frame,)))
    >>> find("They are treated humanely.", "en-GB")
    (Hit(key='humanitarian', start=17, end=25, is_tracked=False),)
    """
    find = _Finder(tuple(_targets(codebook)))
    if not codebook.exclusive:
        return find

    def find_one_frame(text: str, language: str) -> tuple[Hit, ...]:
        hits = find(text, language)
        counts = Counter(hit.key for hit in hits if not hit.is_tracked)
        chosen = max(codebook.frame_ids, key=lambda frame: counts[frame])
        return tuple(hit for hit in hits if hit.is_tracked or hit.key == chosen)

    return find_one_frame


def primary_subtag(language: str) -> str:
    """Return the language of a tag: `zh` for `zh-Hant`."""
    return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]


# --- what is looked for ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Target:
    """A wording of a frame or tracked wording in one language."""

    wording: Wording
    key: str
    language: str
    is_tracked: bool
    holds_negation: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    """A wording that negates, or ends a negation."""

    wording: Wording
    language: str
    group: Group


def _targets(codebook: Codebook) -> Iterator[_Target]:
    holders: tuple[Frame | Tracked, ...] = (*codebook.frames, *codebook.tracked)
    for holder in holders:
        for language, texts in holder.wordings.items():
            for wording in map(read_wording, texts):
                is_tracked = isinstance(holder, Tracked)
                holds = not is_tracked and _negation_scanner(language).scan(wording.words)
                yield _Target(wording, holder.id, language, is_tracked, bool(holds))


# --- looking -----------------------------------------------------------------------------

_Entry = _Target | _Sign
_Found = tuple[_Entry, int, int]
_Raw = tuple[_Target, int, int]
_BLANK_BETWEEN_UNSPACED = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")


class _Scanner:
    """Finds the wordings of some entries in a folded text."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        by_needle: dict[str, list[_Entry]] = {}
        for entry in entries:
            written = entry.wording.needle
            # With and without blanks between characters of scripts without spaces.
            for needle in {written, _BLANK_BETWEEN_UNSPACED.sub("", written)}:
                by_needle.setdefault(needle, []).append(entry)
        self._entries = list(by_needle.values())
        self._automaton = AhoCorasick(list(by_needle)) if by_needle else None

    def scan(self, text: str) -> list[_Found]:
        """Return each entry found, with its span."""
        if self._automaton is None:
            return []
        found: list[_Found] = []
        reached: dict[int, int] = {}
        size = len(text)
        for at, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            # Nearly all edges are blanks; asking for those first halves the time.
            left = start == 0 or text[start - 1] == " " or is_edge(text, start)
            right = end == size or text[end] == " " or is_edge(text, end)
            for entry in self._entries[at]:
                wording = entry.wording
                if not left and not wording.open_left:
                    continue
                if wording.tail is None and left and right:
                    found.append((entry, start, end))
                elif wording.tail is not None or right or wording.open_right:
                    found += _extended(text, (start, end), entry, reached)
        return found


def _extended(text: str, needle: Span, entry: _Entry, reached: dict[int, int]) -> list[_Found]:
    """Return the whole wording around its needle, or nothing."""
    start, end = needle
    wording = entry.wording
    # In a word that was looked at before, a wording open to the left finds nothing more.
    if wording.open_left and start < reached.get(id(entry), 0):
        return []
    whole = _whole(text, start, end, wording)
    reached[id(entry)] = _word_end(text, end) if whole is None else whole[1]
    return [] if whole is None else [(entry, *whole)]


def _whole(text: str, start: int, end: int, wording: Wording) -> Span | None:
    """Return the span with open ends; None if the tail differs."""
    if wording.tail is not None:
        found = wording.tail.end(text, end)
        if found is None:
            return None
        end = found
    return (
        _word_start(text, start) if wording.open_left else start,
        _word_end(text, end) if wording.open_right else end,
    )


def _word_start(text: str, at: int) -> int:
    while not is_edge(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while not is_edge(text, at):
        at += 1
    return at


@cache
def _negation_scanner(language: str) -> _Scanner:
    return _Scanner(sign for sign in _signs(language) if sign.group in ("before", "after"))


# --- the finder --------------------------------------------------------------------------


class _Finder:
    """A WordFinder: one scanner a language."""

    def __init__(self, targets: tuple[_Target, ...]) -> None:
        self._targets = targets
        languages = dict.fromkeys(target.language for target in targets)
        self._scanners = {language: self._scanner((language,)) for language in languages}
        self._scanner_of_all = self._scanner(tuple(languages))

    def __call__(self, text: str, language: str) -> tuple[Hit, ...]:
        """Find the wordings of one language, or of all."""
        wanted = primary_subtag(language) if language else ""
        scanner = self._scanners.get(wanted) if wanted else self._scanner_of_all
        if scanner is None:
            return ()
        folded_text = fold(text)
        raws, signs = _sorted_out(scanner.scan(folded_text.text))
        return _hits(_standing(raws, signs, folded_text.text), folded_text)

    def _scanner(self, languages: tuple[str, ...]) -> _Scanner:
        targets = [target for target in self._targets if target.language in languages]
        return _Scanner(chain(targets, chain.from_iterable(map(_signs, languages))))


def _signs(language: str) -> Iterator[_Sign]:
    for group, wordings in negators().get(language, {}).items():
        for wording in wordings:
            yield _Sign(wording, language, group)


def _sorted_out(found: Iterable[_Found]) -> tuple[list[_Raw], Mapping[str, Signs]]:
    raws: list[_Raw] = []
    signs: defaultdict[str, Signs] = defaultdict(lambda: defaultdict(list))
    for entry, start, end in found:
        if isinstance(entry, _Target):
            raws.append((entry, start, end))
        else:
            signs[entry.language][entry.group].append((start, end))
    return raws, signs


def _standing(raws: list[_Raw], signs: Mapping[str, Signs], text: str) -> list[_Raw]:
    """Return the hits that are not negated."""
    denied = {key: found for key, found in signs.items() if found["before"] or found["after"]}
    if not raws or not denied:
        return raws
    marks = clause_ends(text)
    reaches = {language: Reach(found, marks) for language, found in denied.items()}
    return [raw for raw in raws if not _is_negated(raw, reaches)]


def _is_negated(raw: _Raw, reaches: Mapping[str, Reach]) -> bool:
    target, start, end = raw
    if target.is_tracked or target.holds_negation:
        return False
    reach = reaches.get(target.language)
    return reach is not None and reach.negates(start, end)


def _hits(raws: list[_Raw], folded_text: FoldedText) -> tuple[Hit, ...]:
    """Join overlaps of one key, at the original's places."""
    spans: dict[tuple[str, bool], list[Span]] = {}
    for target, folded_start, folded_end in sorted(raws, key=itemgetter(1, 2)):
        start, end = folded_text.span(folded_start, folded_end)
        of_key = spans.setdefault((target.key, target.is_tracked), [])
        if of_key and start < of_key[-1][1]:
            start, last_end = of_key.pop()
            end = max(end, last_end)
        of_key.append((start, end))
    hits = [(start, end, *key) for key, of_key in spans.items() for start, end in of_key]
    return tuple(Hit(key, start, end, tracked) for start, end, key, tracked in sorted(hits))
