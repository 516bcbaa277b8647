"""Which column of a file is which of ours, by the names in its header."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stance.errors import FileRefused, listed
from stance.files.reading.tables import Table
from stance.phrases import Phrase, Sentence
from stance.records import folded
from stance.records.columns import CODINGS, DERIVED, EXTRA, LINKS, OPTIONAL, REQUIRED, STATEMENTS

MOST_COLUMNS = 200

REFUSED_LINE, REASON = "refused_line", "reason"
"""What a file of refused rows adds, and a load of it ignores where both are there."""

_URL = "statement_url"
_NEEDED = {"statements": REQUIRED, "codings": ("statement", "frame", "coder"), "links": LINKS[:3]}
_IN_KIND = {
    "statements": frozenset((*REQUIRED, *OPTIONAL)),
    "codings": frozenset(CODINGS),
    "links": frozenset(LINKS),
}
_ALIASES = {"statements": {"frame": "frames"}, "codings": {"frames": "frame"}, "links": {}}
_JOINTS = str.maketrans("", "", "_-\ufeff")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a file is which of ours, and what kind of file it is."""

    kind: str
    names: tuple[str, ...]
    """Our name of each column, empty where there is none."""
    unknown: tuple[str, ...]
    """The file's own name where the column is kept in `extra`, else empty."""
    header: tuple[str, ...] = ()
    """The file's own name of every column; a form has none."""
    is_guarded: bool = False
    """Whether this program wrote the file, and with it guards against formulas."""

    @property
    def is_export(self) -> bool:
        """Whether the file came out of an export: it has a statement_url."""
        return _URL in self.names

    @property
    def ignored(self) -> frozenset[str]:
        """The columns of ours that a load does not read."""
        if self.kind == "statements":
            return frozenset((*DERIVED, REFUSED_LINE, REASON))
        return frozenset((_URL, REFUSED_LINE, REASON))


def squashed(name: str) -> str:
    """Return a column name as it is compared: without case, blanks, joints or byte mark."""
    return "".join(folded(name).translate(_JOINTS).split())


def match_columns(table: Table, renames: Mapping[str, str]) -> Layout:
    """Find our columns in a file's header; raise FileRefused where that cannot be done."""
    line, n_columns = table.header_line, len(table.header)
    if n_columns > MOST_COLUMNS:
        reason = f"the file has {n_columns} columns, and at most {MOST_COLUMNS} are read."
        raise FileRefused(f"{reason} Take out those that are not needed.", line=line)
    shown = [unicodedata.normalize("NFC", name).strip(" \t\ufeff") for name in table.header]
    keys = _renamed([squashed(name) for name in shown], renames, shown, line)
    _refuse_twice(keys, shown, line)
    layout = _laid_out(keys, shown)
    _refuse_missing(layout, table)
    is_ours = layout.is_export or REFUSED_LINE in layout.names
    return replace(layout, is_guarded=is_ours and table.may_be_guarded)


def n_known(header: Sequence[str], renames: Mapping[str, str]) -> int:
    """Count the names of a header that are ours: how a separator is confirmed."""
    theirs = {squashed(name) for name in renames}
    return sum(key in _OURS or key in theirs for key in map(squashed, header))


def is_whole(header: Sequence[str], renames: Mapping[str, str]) -> bool:
    """Whether a header has every column that one of our kinds of file needs."""
    names = {our_name(name, renames) for name in header}
    return any(names.issuperset(needed) for needed in _NEEDED.values())


def our_name(name: str, renames: Mapping[str, str]) -> str:
    """Return what we call a column of a file, or its own name where we have none."""
    key = squashed(name)
    key = next((squashed(ours) for theirs, ours in renames.items() if squashed(theirs) == key), key)
    return _OURS.get(key) or " ".join(name.split())


_OURS = {squashed(name): name for name in (*STATEMENTS, *CODINGS, *LINKS)}
_CAME_BACK = {squashed(name): name for name in (REFUSED_LINE, REASON)}


def _renamed(
    keys: list[str], renames: Mapping[str, str], shown: Sequence[str], line: int
) -> list[str]:
    theirs = {squashed(name): (name, ours) for name, ours in renames.items()}
    for key, (name, ours) in theirs.items():
        if ours and squashed(ours) not in _OURS:
            known = listed(dict.fromkeys(_OURS.values()), most=60)
            reason = Sentence(Phrase.MAPS_TO_NOTHING, theirs=name, ours=ours, known=known)
            raise FileRefused(reason, line=line, column=ours)
        if key not in keys:
            known = _seen(shown)
            reason = Sentence(Phrase.MAPS_NOTHING, theirs=name, ours=ours, known=known)
            raise FileRefused(reason, line=line, column=name)
    return [squashed(theirs[key][1]) if key in theirs else key for key in keys]


def _refuse_twice(keys: Sequence[str], shown: Sequence[str], line: int) -> None:
    one_frame = ["frames" if key == "frame" else key for key in keys if key]
    twice = [key for key, n in Counter(one_frame).items() if n > 1]
    if not twice:
        return
    named = [name for name, key in zip(shown, keys, strict=True) if key.startswith(twice[0][:5])]
    name = next((name for name in named if squashed(name) == twice[0]), named[0])
    reason = f"the column {name!r} is there more than once. Rename or take out all but one."
    raise FileRefused(reason, line=line, column=name)


def _laid_out(keys: Sequence[str], shown: Sequence[str]) -> Layout:
    kind = kind_of_columns(keys)
    known = _IN_KIND[kind]
    if kind == "statements" and squashed(_URL) in keys:
        # Derived columns only count in exports.
        known |= {*DERIVED, EXTRA}
    came_back = _CAME_BACK if _CAME_BACK.keys() <= set(keys) else {}
    names = []
    for key in keys:
        ours = _OURS.get(key, "")
        ours = _ALIASES[kind].get(ours, ours)
        names.append(came_back.get(key, ours if ours in known else ""))
    unknown = tuple(
        name if name and not ours else "" for name, ours in zip(shown, names, strict=True)
    )
    return Layout(kind, tuple(names), unknown, tuple(shown))


def kind_of_columns(header: Iterable[str]) -> str:
    """Return what a file with this header holds: statements, codings or links."""
    keys = {squashed(name) for name in header}
    if "text" in keys:
        return "statements"
    if {"from", "linktype", "to"} <= keys:
        return "links"
    if {"statement", "coder"} <= keys and keys & {"frame", "frames"}:
        return "codings"
    return "statements"


def _refuse_missing(layout: Layout, table: Table) -> None:
    needed = _NEEDED[layout.kind]
    missing = [name for name in needed if name not in layout.names]
    # In JSON each row has its own names: refused is only a file with none that are required.
    if not missing or (table.rows_may_lack and len(missing) < len(needed)):
        return
    verb = "is" if len(missing) == 1 else "are"
    lacks = f"the required {listed(missing)} {verb} missing. The columns seen are: "
    ways = (f"{_seen(layout.header)}. Add a header, or ", Phrase.NAME_COLUMN, ".")
    reason = Sentence(lacks, *ways, ours=missing[0])
    raise FileRefused(reason, line=table.header_line, column=missing[0])


def _seen(shown: Sequence[str]) -> str:
    return listed([" ".join(name[:40].split()) for name in shown if name])
