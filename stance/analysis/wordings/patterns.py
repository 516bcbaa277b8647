"""Wordings as analysts write them, ready to be looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stance.analysis.wordings.folding import Kind, fold, kind_of
from stance.errors import CodebookRefused

LONGEST_WORDING = 300
"""Characters; more is a passage, not a wording."""

_GOES_ON = (Kind.SPACED, Kind.SPACED_MARK, Kind.UNSPACED_MARK)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with its stars, or what stands between words."""

    text: str
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True, slots=True)
class Tail:
    """The pieces of a wording behind its needle."""

    # A regular expression would say the same, but the characters that continue a word are so many
    # that a thousand expressions take a minute to compile.
    pieces: tuple[Piece, ...]
    goes_on: bool = False  # a star ends the needle's last word

    def end(self, text: str, at: int) -> int | None:
        """Return where the wording ends, None where it is not all there."""
        place = _run_end(text, at) if self.goes_on else at
        for piece in self.pieces:
            found = _piece_end(text, place, piece)
            if found is None:
                return None
            place = _run_end(text, found) if piece.open_right else found
        last = self.pieces[-1]
        is_word = any(map(kind_of, last.text))
        is_cut = not last.open_right and is_word and _goes_on(text, place)
        return None if is_cut else place


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording ready to be looked for."""

    needle: str  # the folded text up to the first star inside
    open_left: bool = False  # the first word may go on, before its first letter
    open_right: bool = False  # the last word may go on
    tail: Tail | None = None  # must follow at once; None where the needle is the whole
    words: str = ""  # the folded wording without its stars


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
    # Where the star stands before the word, the word itself belongs to the tail.
    is_before = pieces[first_star].open_left and first_star > 0
    split = first_star if is_before else first_star + 1
    needle = "".join(piece.text for piece in pieces[:split])
    return Wording(needle, *opens, Tail(tuple(pieces[split:]), goes_on=not is_before), words)


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
    """Split into words and what stands between them."""
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


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and kind_of(text[at]) in _GOES_ON


def _run_end(text: str, at: int) -> int:
    """Return the first place at which no word goes on."""
    while _goes_on(text, at):
        at += 1
    return at


def _piece_end(text: str, at: int, piece: Piece) -> int | None:
    if not piece.open_left:
        end = at + len(piece.text)
        return end if text.startswith(piece.text, at) else None
    while True:
        end = at + len(piece.text)
        # A closed end must be the word's end, or the search goes on inside the word.
        if text.startswith(piece.text, at) and (piece.open_right or not _goes_on(text, end)):
            return end
        if not _goes_on(text, at):
            return None
        at += 1
