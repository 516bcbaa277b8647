"""The dictionary's frames, and how far people agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from stance.analysis.wordings.finder import primary_subtag
from stance.records import Codebook, Codings, Entry, Hit


def dictionary_frames(codebook: Codebook, hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return the frames of hits, in the codebook's order."""
    found = {hit.key for hit in hits if not hit.is_tracked}
    return tuple(frame for frame in codebook.frame_ids if frame in found)


@dataclass(frozen=True, slots=True)
class Score:
    """How far the dictionary gives a frame as people do."""

    frame: str  # empty for all together
    language: str  # empty for all together, "und" where a statement has none
    n_person: int  # statements to which people gave the frame
    n_dictionary: int
    n_both: int

    @property
    def precision(self) -> float | None:
        """Share of the dictionary's codings that people gave too."""
        return self.n_both / self.n_dictionary if self.n_dictionary else None

    @property
    def recall(self) -> float | None:
        """Share of people's codings that the dictionary gave too."""
        return self.n_both / self.n_person if self.n_person else None


def score_table(codebook: Codebook, entries: Iterable[Entry]) -> tuple[Score, ...]:
    """Compare the dictionary with people on what both coded."""
    known = frozenset(codebook.frame_ids)
    languages: set[str] = set()
    person: Counter[tuple[str, str]] = Counter()
    dictionary: Counter[tuple[str, str]] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        given, found = entry.frames(Codings.HUMAN), entry.frames(Codings.DICTIONARY)
        if given is None or found is None:
            continue
        language = primary_subtag(entry.statement.language) or "und"
        languages.add(language)
        for side, frames in (
            (person, known & set(given)),
            (dictionary, known & set(found)),
            (both, known & set(given) & set(found)),
        ):
            for frame in frames:
                side.update(product(("", frame), ("", language)))
    cells = product(("", *codebook.frame_ids), ("", *sorted(languages)))
    return tuple(Score(*cell, person[cell], dictionary[cell], both[cell]) for cell in cells)


def score_markdown(scores: Sequence[Score]) -> str:
    """Write scores as Markdown: a line a frame, a column a language."""
    frames = dict.fromkeys(score.frame for score in scores)
    languages = dict.fromkeys(score.language for score in scores)
    cells = {(score.frame, score.language): _cell(score) for score in scores}
    head = ["frame", *(language or "all" for language in languages)]
    rows = [
        [frame or "all frames", *(cells[frame, language] for language in languages)]
        for frame in frames
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(score: Score) -> str:
    """Write precision, recall and the number of people's codings."""
    if not score.n_person and not score.n_dictionary:
        return "–"
    shares = (score.precision, score.recall)
    told = ("–" if share is None else f"{share:.0%}" for share in shares)
    return f"{' / '.join(told)} ({score.n_person})"
