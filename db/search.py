"""The full-text filter: every word must occur, on both databases alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, and_, literal, true

from db.dialects import position_in


def contains(column: Any, part: str) -> ColumnElement[bool]:
    """Build the condition that a text column contains these characters."""
    return position_in(column, literal(part, String())) > 0


def contains_all(column: Any, terms: Iterable[str]) -> ColumnElement[bool]:
    """Build the condition that a text column contains every term."""
    return and_(true(), *(contains(column, term) for term in terms))
