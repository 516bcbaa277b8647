"""The rest of a wording behind its first fixed piece: more words, some of them cut by stars."""

from __future__ import annotations

from dataclasses import dataclass

from stance.analysis.wordings.folding import Kind, kind_of

_GOES_ON = (Kind.SPACED, Kind.SPACED_MARK, Kind.UNSPACED_MARK)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a wording with its stars, or what stands between two words."""

    text: str
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True, slots=True)
class Tail:
    """The pieces behind the needle, whose own last word `goes_on` where a star ends it.

    A regular expression would say the same, but the characters that continue a word are so many
    that a thousand expressions take a minute to compile.
    """

    pieces: tuple[Piece, ...]
    goes_on: bool = False

    def end(self, text: str, at: int) -> int | None:
        """Return where the wording ends whose needle ends here, None where it does not go on."""
        place = _run_end(text, at) if self.goes_on else at
        for piece in self.pieces:
            found = _piece_end(text, place, piece)
            if found is None:
                return None
            place = found
        last = self.pieces[-1]
        is_cut = not last.open_right and _is_word(last) and _goes_on(text, place)
        return None if is_cut else place


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and kind_of(text[at]) in _GOES_ON


def _run_end(text: str, at: int) -> int:
    """Return the first place from here on at which no word goes on."""
    while _goes_on(text, at):
        at += 1
    return at


def _piece_end(text: str, at: int, piece: Piece) -> int | None:
    if not piece.open_left:
        end = at + len(piece.text)
        return _opened(text, end, piece) if text.startswith(piece.text, at) else None
    while True:
        end = at + len(piece.text)
        # A closed end must be the word's end, or the search goes on inside the word.
        if text.startswith(piece.text, at) and (piece.open_right or not _goes_on(text, end)):
            return _opened(text, end, piece)
        if not _goes_on(text, at):
            return None
        at += 1


def _opened(text: str, end: int, piece: Piece) -> int:
    return _run_end(text, end) if piece.open_right else end


def _is_word(piece: Piece) -> bool:
    return any(map(kind_of, piece.text))
