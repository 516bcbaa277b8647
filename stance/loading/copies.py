"""Write a whole store as one file, and fill an empty store from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stance.analysis.wordings.finder import compile_finder
from stance.files.copies.reading import open_copy
from stance.files.copies.writing import write_copy
from stance.records import Codebook
from stance.records.store_contents import Copying, KeptCodebook, KeptStatement
from stance.store import Store
from stance.store.plans import Progress, WordFinder, no_progress


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
        coded = _coded(_watched(contents.statements, broken), _newest(contents.codebooks))
        n_statements = store.fill(replace(contents, statements=coded), progress=progress)
    return Filled(n_statements, tuple(broken))


def _newest(kept: Iterable[KeptCodebook]) -> dict[str, Codebook]:
    books = sorted((one.codebook for one in kept), key=lambda book: book.version)
    return {book.issue: book for book in books}


def _watched(statements: Iterable[KeptStatement], broken: list[str]) -> Iterator[KeptStatement]:
    """Let statements pass, and note those that the store they come from would call broken."""
    for kept in statements:
        statement = kept.entry.statement
        if statement.content_hash != kept.content_hash:
            broken.append(statement.id)
        yield kept


def _coded(
    statements: Iterable[KeptStatement], books: dict[str, Codebook]
) -> Iterator[KeptStatement]:
    """Find the wordings anew: what the dictionary says follows from text and codebook."""
    finders: dict[str, WordFinder] = {issue: compile_finder(book) for issue, book in books.items()}
    for kept in statements:
        said = kept.entry.statement
        book = books.get(said.issue)
        if book is None:
            yield kept
            continue
        hits = finders[said.issue](said.text, said.language)
        yield replace(kept, entry=replace(kept.entry, hits=hits, codebook_version=book.version))
