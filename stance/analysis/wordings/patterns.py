"""A wording as an analyst wrote it, made ready to be looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stance.analysis.wordings.continuations import Piece, Tail
from stance.analysis.wordings.folding import Kind, fold, kind_of
from stance.errors import CodebookRefused

LONGEST_WORDING = 300
"""Characters; more is a passage, not a wording."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording ready to be looked for.

    `needle` is the folded text up to the first star inside. `tail` must follow it at once,
    None where the needle is the whole. `open_left` and `open_right` say that the first and
    the last word may go on.
    """

    needle: str
    open_left: bool = False
    open_right: bool = False
    tail: Tail | None = None
    words: str = ""
    """The folded wording without its stars."""


def read_wording(text: str) -> Wording:
    """Make a wording of what an analyst wrote.

    Parameters
    ----------
    text : str
        One or more words; ``*`` at either end of a word means anything there.

    Raises
    ------
    CodebookRefused
        If it is empty, too long, has no word, a star in a wrong place, or crosses ``|``.

    Examples
    --------
    >>> wording = read_wording("Humanitarian*")
    >>> wording.needle, wording.open_right
    ('humanitarian', True)
    """
    plain = fold(text[: LONGEST_WORDING + 1]).text.strip()
    _check(text, plain)
    pieces = [_read_piece(piece, text) for piece in _pieces(plain)]
    first_star = next((at for at, piece in enumerate(pieces) if _is_star_inside(pieces, at)), None)
    words = "".join(piece.text for piece in pieces)
    opens = (pieces[0].open_left, pieces[-1].open_right)
    if first_star is None:
        return Wording(words, *opens, words=words)
    return _with_tail(pieces, first_star, words)


# --- reading -----------------------------------------------------------------------------


def _check(written: str, plain: str) -> None:
    shown = f"The wording {written[:60]!r}"
    if not plain:
        raise CodebookRefused("A wording is empty: write a word or take the line out.")
    if len(written) > LONGEST_WORDING:
        raise CodebookRefused(
            f"{shown} has {len(written)} characters and {LONGEST_WORDING} are allowed: "
            "give the words that signal the frame."
        )
    if not plain.replace("*", "").strip():
        raise CodebookRefused(f"{shown} is only '*' and would match everything: add a word.")
    if not any(map(kind_of, plain)):
        raise CodebookRefused(f"{shown} holds no letter or digit: add a word.")
    if re.search(r"(^| )\|( |$)", plain):
        raise CodebookRefused(
            f"{shown} crosses ' | ', which joins fragments: make it two wordings."
        )


def _pieces(plain: str) -> list[str]:
    """Split into words (with their stars) and what stands between them."""
    pieces: list[str] = []
    was_word = False
    for char in plain:
        is_word = char == "*" or kind_of(char) != Kind.OTHER
        if pieces and is_word == was_word:
            pieces[-1] += char
        else:
            pieces.append(char)
        was_word = is_word
    return pieces


def _read_piece(piece: str, written: str) -> Piece:
    word = piece.strip("*")
    if "*" in word or not word:
        raise CodebookRefused(
            f"The wording {written!r} has a '*' that is not at the start or end of a word: "
            "write it beside letters, as in 'refugee*', or make it two wordings."
        )
    return Piece(word, piece.startswith("*"), piece.endswith("*"))


def _is_star_inside(pieces: list[Piece], at: int) -> bool:
    piece = pieces[at]
    is_first, is_last = at == 0, at == len(pieces) - 1
    return (piece.open_left and not is_first) or (piece.open_right and not is_last)


# --- what follows the needle -------------------------------------------------------------


def _with_tail(pieces: list[Piece], at: int, words: str) -> Wording:
    starred = pieces[at]
    # Where the star stands before the word, the word itself belongs to the tail.
    split = at if starred.open_left and at else at + 1
    needle = "".join(piece.text for piece in pieces[:split])
    tail = Tail(tuple(pieces[split:]), goes_on=split == at + 1)
    return Wording(needle, pieces[0].open_left, pieces[-1].open_right, tail, words)
