"""Statements by their ids."""

from __future__ import annotations

from collections.abc import Iterable

from stance.records import Entry
from stance.store import Reading


def entries_by_id(store: Reading, ids: Iterable[str]) -> dict[str, Entry]:
    """Return the statements with these ids, by id, from one read."""
    wanted = list(dict.fromkeys(ids))
    return dict(zip(wanted, store.entries(wanted), strict=True))
