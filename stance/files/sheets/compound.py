"""The container of old Excel files: streams cut into sectors, which tables chain together."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

Piece = Callable[[int], bytes]
"""Reads the sector of this number."""

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_LAST = 0xFFFFFFFA
"""Numbers from here on name no sector."""

_ENTRY = 128
_ROOT = 5
_N_IN_HEADER = 109


def stream_in(content: bytes, names: Sequence[str]) -> bytes:
    """Return the first of these streams that a container holds; nothing where it cannot be told.

    A damaged container is left to the reader of workbooks to refuse.
    """
    if not content.startswith(_MAGIC):
        return b""
    try:
        return _Container(content).stream(names)
    except (struct.error, ValueError, IndexError, StopIteration):
        return b""


class _Container:
    """The sectors of a container, and what its directory says of its streams."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << _number(content, 30, "H")
        self._small_size = 1 << _number(content, 32, "H")
        self._is_large = _number(content, 56)
        self._next = self._table(self._sectors_of_table())
        self._entries = self._read_entries(_number(content, 48))

    def stream(self, names: Sequence[str]) -> bytes:
        folded = {name.casefold(): entry for name, entry in self._entries.items()}
        for name in names:
            if name.casefold() in folded:
                return self._read(*folded[name.casefold()][1:])
        return b""

    def _read(self, start: int, size: int) -> bytes:
        if size >= self._is_large:
            return self._chained(start, self._next, self._sector)[:size]
        root = next(entry for entry in self._entries.values() if entry[0] == _ROOT)
        small = self._chained(root[1], self._next, self._sector)
        following = _numbers(self._chained(_number(self._content, 60), self._next, self._sector))
        each = self._small_size

        def piece(at: int) -> bytes:
            return small[at * each : (at + 1) * each]

        return self._chained(start, following, piece)[:size]

    def _sector(self, at: int) -> bytes:
        return self._content[(at + 1) * self._size : (at + 2) * self._size]

    def _sectors_of_table(self) -> list[int]:
        found = list(struct.unpack_from(f"<{_N_IN_HEADER}I", self._content, 76))
        more = _number(self._content, 68)
        # A chain that bites its own tail must end too.
        for _ in range(len(self._content) // self._size):
            if more >= _LAST:
                break
            *sectors, more = _numbers(self._sector(more))
            found += sectors
        return [sector for sector in found if sector < _LAST]

    def _table(self, sectors: Sequence[int]) -> Sequence[int]:
        return _numbers(b"".join(map(self._sector, sectors)))

    def _chained(
        self, start: int, following: Sequence[int], piece: Callable[[int], bytes]
    ) -> bytes:
        pieces: list[bytes] = []
        while start < len(following) and len(pieces) <= len(following):
            pieces.append(piece(start))
            start = following[start]
        return b"".join(pieces)

    def _read_entries(self, start: int) -> dict[str, tuple[int, int, int]]:
        listed = self._chained(start, self._next, self._sector)
        entries = {}
        for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
            length = max(0, _number(listed, at + 64, "H") - 2)
            name = listed[at : at + min(length, 62)].decode("utf-16-le", "replace")
            entries[name] = (listed[at + 66], _number(listed, at + 116), _number(listed, at + 120))
        return entries


def _number(content: bytes, at: int, kind: str = "I") -> int:
    (number,) = struct.unpack_from(f"<{kind}", content, at)
    return int(number)


def _numbers(content: bytes) -> Sequence[int]:
    n = len(content) // 4
    return struct.unpack_from(f"<{n}I", content)
