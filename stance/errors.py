"""Every deliberate error: a class whose message says what was wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from stance.phrases import Sentence, Words, in_words


class StanceError(Exception):
    """Something the user can mend; the message is a sentence for them."""

    def in_words(self, words: Words) -> str:
        """Return the message as a surface says it that names its own controls."""
        return in_words(self.args[0], words) if self.args else str(self)


class NotFound(StanceError):
    """An address or a name that leads to nothing in this store."""


class Refused(StanceError):
    """A value from outside that cannot be taken as it is."""


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Join names for a sentence, and say how many were left off."""
    shown = [str(name) for name in names]
    if len(shown) <= most:
        return ", ".join(shown) or "none"
    return f"{', '.join(shown[:most])} and {len(shown) - most} more"


# --- values from outside -----------------------------------------------------------------


class BadDate(Refused):
    """A date that is not one of the spellings of a partial date."""

    def __init__(self, text: str, reason: str) -> None:
        spellings = (
            "2003, 2003-06, 2003-06-17, "
            "2003-06-17~ (approximate) or 2003-06-01/2003-06-17 (a range)"
        )
        self.reason = Sentence(f"{text!r} is not a date: ", reason, f". Write {spellings}.")
        super().__init__(self.reason)


class BadFilter(Refused):
    """A filter with a name or value that cannot be used."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        self.name = name
        super().__init__(f"{name}={value[:80]!r} cannot be used: {reason}.")


class BadValue(Refused):
    """A cell that breaks the rule of its column."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        self.reason = reason
        super().__init__(f"{column}: {reason}")


def as_sentence(reason: str) -> str:
    """Return a reason with a capital letter and one full stop."""
    return f"{reason[:1].upper()}{reason[1:]}".rstrip(".") + "."


class RowRefused(Refused):
    """A statement typed by hand that breaks rules: for each the column and the reason."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.in_words({}))

    def in_words(self, words: Words) -> str:
        """Return every reason as a surface says it."""
        return " ".join(as_sentence(in_words(reason, words)) for _, reason in self.problems)


class _RefusedAt(Refused):
    """Something refused for what stands at a place of a file."""

    def __init__(self, reason: str, *, line: int = 0, column: str = "") -> None:
        self.line = line
        self.column = column
        self.reason = reason
        super().__init__(reason)


class FileRefused(_RefusedAt):
    """A file that cannot be read as statements at all."""


class CodebookRefused(_RefusedAt):
    """A codebook file that breaks a rule of the format."""


class ExportRefused(Refused):
    """A table that the format asked for cannot hold without losing something."""


class SeveralFrames(CodebookRefused):
    """An exclusive codebook for statements to which persons gave several frames."""

    def __init__(self, given: Iterable[tuple[str, str]]) -> None:
        told = listed((f"{coder} to {id_}" for coder, id_ in given), most=3)
        super().__init__(
            f"An exclusive codebook allows one frame a statement; several were given by {told}: "
            "take all but one of them back, or leave 'exclusive' out."
        )


# --- names that lead to nothing ----------------------------------------------------------


class Unknown(NotFound):
    """A name this store does not hold, with the nearest ones it does."""

    def __init__(self, what: str, name: str, near: Sequence[str] = ()) -> None:
        self.what = what
        self.name = name
        hint = f" Did you mean {listed(near, most=3)}?" if near else ""
        super().__init__(f"There is no {what} {name[:80]!r} in this store.{hint}")


class UnknownInQuery(Refused):
    """A filter that names something this store does not hold: a bad value, no missing address."""


@contextmanager
def names_are_values() -> Iterator[None]:
    """Let a name in a query string that nobody has be a bad value, not a missing address."""
    try:
        yield
    except NotFound as problem:
        raise UnknownInQuery(str(problem)) from problem


class NoCodebook(NotFound):
    """An issue that has no codebook yet."""

    def __init__(self, issue: str) -> None:
        super().__init__(
            f"The issue {issue!r} has no codebook yet: give it one with 'codebook apply FILE'."
        )


# --- the store ---------------------------------------------------------------------------


class StoreRefused(StanceError):
    """A store that cannot be opened or written, and the next step."""


class Overtaken(Refused):
    """A change to a statement that somebody else changed since it was read."""

    def __init__(self, id_: str, who: str = "", when: str = "") -> None:
        self.who = who
        by = f" by {who} on {when}" if who else ""
        super().__init__(
            f"The statement {id_} was changed{by} since you opened it. Nothing is lost: their "
            "change is stored, and yours still stands here. Look at theirs, then save again to "
            "put yours on top."
        )


class LinkCycle(Refused):
    """Links that would make a statement a report of itself."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        self.reason = (
            f"these links close a circle ({' -> '.join(self.ids[:6])}): "
            "point reports, versions and translations at one first statement"
        )
        super().__init__(as_sentence(self.reason))
