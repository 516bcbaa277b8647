"""What an issue's codebook says, what its next version would change, and how well it codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stance.analysis.wordings.codebook import read_codebook
from stance.analysis.wordings.dictionary import dictionary_frames, score_markdown, score_table
from stance.analysis.wordings.finder import compile_finder
from stance.errors import NoCodebook, SeveralFrames
from stance.records import Codebook, StatementQuery
from stance.store import Reading


def codebook_or_none(store: Reading, issue: str) -> Codebook | None:
    """Return the newest codebook of an issue, or None where it has none yet."""
    try:
        return store.codebook(issue)
    except NoCodebook:
        return None


def frames_of(store: Reading, issue: str, codebook: Codebook | None) -> list[str]:
    """List the codebook's frames in its order, or what was coded where there is none."""
    return list(codebook.frame_ids) if codebook else store.used_frames(issue)


@dataclass(frozen=True, slots=True)
class FrameChange:
    """How many statements the dictionary gives a frame now and would, and how many move."""

    frame: str
    n_now: int
    n_then: int
    n_gained: int
    n_lost: int


def try_codebook(store: Reading, content: bytes) -> tuple[Codebook, int, tuple[FrameChange, ...]]:
    """Return what a codebook file would change: statements looked at, and each frame's counts."""
    codebook = read_codebook(content)
    find = compile_finder(codebook)
    now, then, gained, lost = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    n_statements = 0
    several: list[tuple[str, str]] = []
    for entry in store.statements(StatementQuery(issue=codebook.issue)):
        said = entry.statement
        given = Counter(coding.coder for coding in entry.codings)
        several += [(coder, said.id) for coder, n_frames in given.items() if n_frames > 1]
        before = set(entry.dictionary_frames or ())
        after = set(dictionary_frames(codebook, find(said.text, said.language)))
        now.update(before)
        then.update(after)
        gained.update(after - before)
        lost.update(before - after)
        n_statements += 1
    if codebook.exclusive and several:
        raise SeveralFrames(several)
    frames = dict.fromkeys([*codebook.frame_ids, *sorted(now)])
    changes = (FrameChange(id_, now[id_], then[id_], gained[id_], lost[id_]) for id_ in frames)
    return codebook, n_statements, tuple(changes)


def codebook_score(store: Reading, issue: str) -> str:
    """Return how well the dictionary agrees with the persons, as a Markdown table."""
    codebook = store.codebook(issue)
    return score_markdown(score_table(codebook, store.statements(StatementQuery(issue=issue))))
