"""Joining or dismissing two statements that look like reports of one utterance."""

from __future__ import annotations

from datetime import datetime

from stance.editing.statements import add_link, person, remove_link
from stance.errors import BadFilter
from stance.records import Link, LinkType
from stance.store import Store


def join(store: Store, *, root: str, report: str, by: str, at: datetime) -> None:
    """Say that one statement reports the other; the report's history keeps who said so."""
    add_link(store, Link(report, LinkType.REPORTS, root), by=by, at=at)


def take_apart(store: Store, *, root: str, report: str, by: str, at: datetime) -> None:
    """Take back what `join` did."""
    remove_link(store, Link(report, LinkType.REPORTS, root), by=by, at=at)


def dismiss(
    store: Store, one: str, other: str, *, by: str, at: datetime, is_dismissed: bool = True
) -> None:
    """Remember that two statements are two utterances, or take that back."""
    who = person(by)
    if one == other:
        raise BadFilter("pair", one, "name two statements")
    store.entries([one, other])
    store.dismiss_pair(frozenset((one, other)), at=at, is_dismissed=is_dismissed, who=who)
