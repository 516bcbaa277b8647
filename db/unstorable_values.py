"""Recognise values that no column can hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")
_MOST = 2**31 - 1
_NOTHING = "\uffff"
"""No character: what stands for an impossible one equals nothing that was ever stored."""


def is_storable(text: str) -> bool:
    """Whether both databases can hold this text: neither NUL nor half a character."""
    return _IMPOSSIBLE.search(text) is None


def askable(
    _connection: object,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    _executemany: bool,
) -> tuple[str, Any]:
    """Make what a reader asks possible; an engine calls this before each statement."""
    if isinstance(parameters, Mapping):
        return statement, {name: _possible(value) for name, value in parameters.items()}
    return statement, tuple(_possible(value) for value in parameters)


def _possible(value: Any) -> Any:
    if isinstance(value, str):
        return value if is_storable(value) else _IMPOSSIBLE.sub(_NOTHING, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-_MOST, min(value, _MOST))
    return value
