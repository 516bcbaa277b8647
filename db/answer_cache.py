"""Keep answers until something is written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

Answer = TypeVar("Answer")

_MOST = 512


class Memory:
    """The latest answers after one change of the history: the same change, the same answer."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._last_change = -1
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def recall(self, last_change: int, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer known after this change, or find and keep it; it must never change."""
        with self._lock:
            # Any other change, an earlier one too: the file may have been put back from a backup.
            if last_change != self._last_change:
                self._answers.clear()
                self._last_change = last_change
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return self._answers[asked]  # type: ignore[return-value]
        found = find()
        with self._lock:
            if last_change == self._last_change:
                self._answers[asked] = found
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
        return found
