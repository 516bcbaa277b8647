"""Strict YAML: every value as text, with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml

from stance.errors import CodebookRefused, listed

LARGEST_CODEBOOK = 1_000_000
"""Characters a codebook file may have."""

DEEPEST = 12
"""Levels a codebook file may be nested; the format needs five."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_Kind = TypeVar("_Kind", str, list[Any], dict[str, Any])


@dataclass(frozen=True, slots=True)
class Item:
    """A text, list or mapping of the file, and its line."""

    # Texts are kept as written: `no` is the word no, `1951` the word 1951.
    value: str | list[Item] | dict[str, Item]
    line: int
    key_lines: Mapping[str, int]

    def text(self, what: str) -> str:
        """Return the text without blanks at its ends."""
        return self._as(str, what, "one text: write it on one line.").strip()

    def items(self, what: str) -> list[Item]:
        """Return the members of a list; refuse anything else."""
        wanted = "a list: write [first, second], or one member a line after '- '."
        return self._as(list, what, wanted)

    def mapping(self, what: str) -> dict[str, Item]:
        """Return the members of a mapping; refuse anything else."""
        return self._as(dict, what, "a mapping: write 'name: value' lines.")

    def record(self, what: str, known: Collection[str]) -> dict[str, Item]:
        """Return a mapping that has no keys but the known ones."""
        found = self.mapping(what)
        for key in found:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known are {listed(known)}."
                raise CodebookRefused(
                    f"{what} has an unknown key {key[:40]!r}: {hint}", line=self.key_lines[key]
                )
        return found

    def _as(self, kind: type[_Kind], what: str, wanted: str) -> _Kind:
        if isinstance(self.value, kind):
            return self.value
        if isinstance(self.value, str):
            got = f"the text {self.value[:40]!r}" if self.value.strip() else "empty"
        else:
            got = "a mapping" if isinstance(self.value, dict) else "a list"
        raise CodebookRefused(f"{what} is {got} and should be {wanted}", line=self.line)


def read_yaml(text: str) -> Item:
    """Read one YAML document, without tags, aliases or repeats."""
    if len(text) > LARGEST_CODEBOOK:
        raise CodebookRefused(
            f"The file has {len(text)} characters and a codebook may have {LARGEST_CODEBOOK}: "
            "is it a codebook?"
        )
    try:
        loader = _Loader(text)
        node: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        found = " ".join(part for part in (error.context, error.problem) if part)
        mark = error.problem_mark or error.context_mark
        raise CodebookRefused(
            f"This is not YAML ({found}): check the indentation, and put texts that hold "
            "':', '#', '*' or quotes at their start into quotes.",
            line=mark.line + 1 if mark else 0,
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise CodebookRefused(
            f"The character U+{error.character:04X} cannot stand in a codebook: take it out.",
            line=line,
        ) from error
    except (ValueError, OverflowError) as error:
        # Escapes of characters that do not exist come out of the scanner as these.
        raise CodebookRefused(
            f"This is not YAML ({error}): check the escapes.", line=loader.line + 1
        ) from error
    if node is None:
        raise CodebookRefused("The file is empty: a codebook needs 'issue' and 'frames'.", line=1)
    return _item(node)


# --- loading -----------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Reads nodes, and refuses what may grow or hide its sense."""

    # Aliases can make a small file grow without bound; tags change what a text means.
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


def _item(node: yaml.Node) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, line)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(member) for member in node.value], line, {})
    if bad := _CONTROL.search(node.value):
        raise CodebookRefused(
            f"The character {bad[0]!r} cannot stand in a codebook: take it out.", line=line
        )
    return Item(node.value, line, {})


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
