"""The frames that the dictionary gives a statement, and how far it agrees with people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stance.analysis.wordings.finder import primary_subtag
from stance.records import Codebook, Codings, Entry, Hit


def dictionary_frames(codebook: Codebook, hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return the frames that hits give a statement, in the codebook's order."""
    found = {hit.key for hit in hits if not hit.is_tracked}
    return tuple(frame for frame in codebook.frame_ids if frame in found)


@dataclass(frozen=True, slots=True)
class Score:
    """How far the dictionary gives one frame as people do, in one language.

    `frame` is empty for all frames together, `language` for all languages together; a
    statement without a language has `und`.
    """

    frame: str
    language: str
    n_person: int
    """Statements to which people gave the frame."""
    n_dictionary: int
    """Statements to which the dictionary gave it."""
    n_both: int
    """Statements to which both gave it."""

    @property
    def precision(self) -> float | None:
        """Share of the dictionary's codings that people gave too; None without any."""
        return self.n_both / self.n_dictionary if self.n_dictionary else None

    @property
    def recall(self) -> float | None:
        """Share of people's codings that the dictionary gave too; None without any."""
        return self.n_both / self.n_person if self.n_person else None


def score_table(codebook: Codebook, entries: Iterable[Entry]) -> tuple[Score, ...]:
    """Compare the dictionary with people, frame by frame and language by language.

    Statements that people or the dictionary did not code are passed over. All frames together
    first, then each in the codebook's order; the same with languages, in alphabetical order.
    """
    tallies: Counter[tuple[str, str, str]] = Counter()
    languages: set[str] = set()
    for entry in entries:
        person, machine = entry.frames(Codings.HUMAN), entry.frames(Codings.DICTIONARY)
        if person is None or machine is None:
            continue
        language = primary_subtag(entry.statement.language) or "und"
        languages.add(language)
        tallies.update(_tally(codebook.frame_ids, language, set(person), set(machine)))
    return tuple(
        _score(tallies, frame, language)
        for frame in ("", *codebook.frame_ids)
        for language in ("", *sorted(languages))
    )


def score_report(scores: Sequence[Score]) -> str:
    """Write scores as a table in Markdown: one line a frame, one column a language.

    Each cell holds precision, recall and the number of people's codings, a dash where there is
    nothing to divide by.
    """
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


def _tally(
    frames: Iterable[str], language: str, person: set[str], machine: set[str]
) -> list[tuple[str, str, str]]:
    """Return one key for each frame that either gave, for every row it counts in."""
    sides = {"person": person, "dictionary": machine, "both": person & machine}
    return [
        (side, row_frame, row_language)
        for side, given in sides.items()
        for frame in frames
        if frame in given
        for row_frame in ("", frame)
        for row_language in ("", language)
    ]


def _score(tallies: Counter[tuple[str, str, str]], frame: str, language: str) -> Score:
    person, dictionary, both = (
        tallies[side, frame, language] for side in ("person", "dictionary", "both")
    )
    return Score(frame, language, person, dictionary, both)


def _cell(score: Score) -> str:
    if not score.n_person and not score.n_dictionary:
        return "–"
    shares = (_percent(score.precision), _percent(score.recall))
    return f"{' / '.join(shares)} ({score.n_person})"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
