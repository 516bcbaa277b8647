"""What differs between two states of a statement, cell by cell and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from stance.editing.statements import form_cells
from stance.records import NONE, Coding
from stance.records.history import State

KEPT, GONE, NEW = "kept", "gone", "new"
"""What can become of a stretch of words."""

_MOST_COMPARED = 20_000
_LEAST_ALIKE = 0.4
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that changed: its column, or `frames by CODER`, `links`, `dictionary`."""

    name: str
    before: str
    after: str


def differences(before: State | None, after: State | None) -> list[Difference]:
    """List the cells that differ, words first, then codings and links, the machine's last."""
    old, new = _cells(before), _cells(after)
    names = dict.fromkeys((*new, *old))
    pairs = [Difference(name, old.get(name, ""), new.get(name, "")) for name in names]
    return [pair for pair in pairs if pair.before != pair.after]


def _cells(state: State | None) -> dict[str, str]:
    if state is None:
        return {}
    by_coder: dict[str, list[Coding]] = {}
    for coding in state.codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    cells = form_cells(state.statement)
    cells |= {
        f"frames by {coder}": ", ".join(sorted(coding.frame for coding in given))
        for coder, given in sorted(by_coder.items())
    }
    cells["links"] = ", ".join(sorted(f"{link.type} {link.to_id}" for link in state.links))
    if state.dictionary_frames is not None:
        cells["dictionary"] = ", ".join(state.dictionary_frames or (NONE,))
    return cells


def word_changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of words in reading order, each with what became of it."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pair = SequenceMatcher(None, old, new, autojunk=False)
    # Texts with little in common, or very long ones, are shown whole one after the other.
    is_long = len(before) + len(after) > _MOST_COMPARED
    if is_long or pair.ratio() < _LEAST_ALIKE:
        yield from ((kind, text) for kind, text in ((GONE, before), (NEW, after)) if text)
        return
    for kind, start, end, new_start, new_end in pair.get_opcodes():
        if kind == "equal":
            yield KEPT, "".join(old[start:end])
            continue
        if start < end:
            yield GONE, "".join(old[start:end])
        if new_start < new_end:
            yield NEW, "".join(new[new_start:new_end])
