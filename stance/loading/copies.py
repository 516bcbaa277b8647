"""Write a whole store as one file, and fill an empty store from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stance.analysis.wordings.finder import compile_finder
from stance.files.copies.reading import open_copy
from stance.files.copies.writing import write_copy
from stance.records.store_contents import Copying, KeptStatement, StoreContents
from stance.store import Store
from stance.store.plans import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Filled:
    """What came back: how many statements, and those whose content has lost its hash."""

    n_statements: int
    broken: tuple[str, ...]


def copy_of(store: Copying) -> Iterator[bytes]:
    """Yield everything the store holds as a zip, as it is at one moment."""
    with store.contents() as contents:
        yield from write_copy(contents)


def fill_from(store: Store, path: Path, *, progress: Progress = no_progress) -> Filled:
    """Fill an empty store from a copy, whole or not at all."""
    broken: list[str] = []
    with open_copy(path) as contents:
        coded = _coded(contents, broken)
        n_statements = store.fill(replace(contents, statements=coded), progress=progress)
    return Filled(n_statements, tuple(broken))


def _coded(contents: StoreContents, broken: list[str]) -> Iterator[KeptStatement]:
    """Find the wordings anew, and note statements that have lost their hash."""
    kept_books = sorted((one.codebook for one in contents.codebooks), key=lambda book: book.version)
    newest = {book.issue: book for book in kept_books}
    finders = {issue: compile_finder(book) for issue, book in newest.items()}
    for kept in contents.statements:
        said = kept.entry.statement
        if said.content_hash != kept.content_hash:
            broken.append(said.id)
        # What the dictionary says is not in a copy: it follows from text and codebook.
        book = newest.get(said.issue)
        if book is None:
            yield kept
            continue
        hits = finders[said.issue](said.text, said.language)
        yield replace(kept, entry=replace(kept.entry, hits=hits, codebook_version=book.version))
