"""Strict YAML: every value as the text that was written, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from stance.errors import CodebookRefused, listed

LARGEST_CODEBOOK = 1_000_000
"""Characters a codebook file may have."""

DEEPEST = 12
"""Levels a codebook file may be nested; the format needs five."""


@dataclass(frozen=True, slots=True)
class Item:
    """A value of the file: text, list or mapping, and the line where it starts.

    Texts are kept as written: `no` is the word no, `1951` the word 1951.
    """

    value: str | list[Item] | dict[str, Item]
    line: int
    key_lines: Mapping[str, int]

    def text(self, what: str) -> str:
        """Return the text without blanks at its ends; refuse a list or mapping."""
        if not isinstance(self.value, str):
            raise CodebookRefused(
                f"{what} is {self._kind} and should be one text: write it on one line.",
                line=self.line,
            )
        return self.value.strip()

    def items(self, what: str) -> list[Item]:
        """Return the members of a list; refuse anything else."""
        if not isinstance(self.value, list):
            raise CodebookRefused(
                f"{what} is {self._kind} and should be a list: write [first, second], "
                "or one member a line after '- '.",
                line=self.line,
            )
        return self.value

    def mapping(self, what: str) -> dict[str, Item]:
        """Return the members of a mapping; refuse anything else."""
        if not isinstance(self.value, dict):
            raise CodebookRefused(
                f"{what} is {self._kind} and should be a mapping: write 'name: value' lines.",
                line=self.line,
            )
        return self.value

    def record(self, what: str, known: Iterable[str]) -> dict[str, Item]:
        """Return a mapping that has no keys but the known ones."""
        names = tuple(known)
        found = self.mapping(what)
        for key in found:
            if key not in names:
                raise CodebookRefused(_unknown(what, key, names), line=self.key_lines[key])
        return found

    @property
    def _kind(self) -> str:
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return f"the text {self.value[:40]!r}" if self.value.strip() else "empty"


def read_yaml(text: str) -> Item:
    """Read one YAML document into its top value.

    Raise CodebookRefused if it is too large, too deep, no YAML, or has aliases, tags or a key
    twice.
    """
    if len(text) > LARGEST_CODEBOOK:
        raise CodebookRefused(
            f"The file has {len(text)} characters and a codebook may have {LARGEST_CODEBOOK}: "
            "is it a codebook?"
        )
    try:
        node = _top_node(_Loader(text))
    except yaml.MarkedYAMLError as error:
        raise CodebookRefused(_sentence(error), line=_line_of(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise CodebookRefused(
            f"The character U+{error.character:04X} cannot stand in a codebook: take it out.",
            line=line,
        ) from error
    if node is None:
        raise CodebookRefused("The file is empty: a codebook needs 'issue' and 'frames'.", line=1)
    return _item(node)


# --- loading -----------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Reads nodes only, without what may grow without bound (aliases) or hide its sense (tags)."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Make the next node, at most `DEEPEST` levels down."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise CodebookRefused(
                f"The alias '*{event.anchor}' is not allowed: write the value out, and put a "
                "wording that begins with '*' in quotes.",
                line=line,
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise CodebookRefused(
                f"The tag {event.tag!r} is not allowed: write plain text.", line=line
            )
        if self.depth >= DEEPEST:
            raise CodebookRefused(
                f"The file is nested deeper than {DEEPEST} levels: a codebook needs five.",
                line=line,
            )
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _top_node(loader: _Loader) -> yaml.Node | None:
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError) as error:
        # Escapes of characters that do not exist come out of the scanner as these.
        raise CodebookRefused(
            f"This is not YAML ({error}): check the escapes.", line=loader.line + 1
        ) from error
    return node


def _item(node: yaml.Node) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, line)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(member) for member in node.value], line, {})
    return Item(_checked(node.value, line), line, {})


def _mapping(node: yaml.MappingNode, line: int) -> Item:
    found: dict[str, Item] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _item(key_node).text("A key")
        if key in found:
            raise CodebookRefused(
                f"{key!r} stands twice here, first in line {lines[key]}: keep one of them.",
                line=key_node.start_mark.line + 1,
            )
        lines[key] = key_node.start_mark.line + 1
        found[key] = _item(value_node)
    return Item(found, line, lines)


def _checked(text: str, line: int) -> str:
    bad = next((char for char in text if char not in "\n\t" and _is_control(char)), None)
    if bad is not None:
        raise CodebookRefused(
            f"The character {bad!r} cannot stand in a codebook: take it out.", line=line
        )
    return text


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


# --- sentences ---------------------------------------------------------------------------


def _sentence(error: yaml.MarkedYAMLError) -> str:
    found = " ".join(part for part in (error.context, error.problem) if part)
    return (
        f"This is not YAML ({found}): check the indentation, and put texts that hold "
        "':', '#', '*' or quotes at their start into quotes."
    )


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return 0 if mark is None else mark.line + 1


def _unknown(what: str, key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {listed(known)}."
    return f"{what} has an unknown key {key[:40]!r}: {hint}"
