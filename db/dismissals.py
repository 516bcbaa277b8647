"""Remember pairs of statements that a person found to be two utterances."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from db import history_kinds as kinds
from db.keys import record_change
from db.models import ChangeRow
from db.rows import moment_text
from stance.store.counts import IdPair

_IS_DISMISSED = "{}"


def set_dismissed(
    connection: Connection,
    pair: Collection[str],
    *,
    at: datetime,
    is_dismissed: bool = True,
    who: str = "",
) -> None:
    """Remember that two statements are no reports of one utterance, or take that back."""
    record_change(
        connection,
        at=moment_text(at),
        kind=kinds.DISMISS,
        # No id holds a blank.
        subject=" ".join(sorted(pair)),
        who=who,
        before=None if is_dismissed else _IS_DISMISSED,
        after=_IS_DISMISSED if is_dismissed else None,
    )


def dismissed(connection: Connection) -> frozenset[IdPair]:
    """Return every pair that is dismissed now."""
    found = (
        select(ChangeRow.subject, ChangeRow.after)
        .where(ChangeRow.kind == kinds.DISMISS)
        .order_by(ChangeRow.key)
    )
    latest = {row.subject: row.after for row in connection.execute(found)}
    return frozenset(
        frozenset(subject.split(" ")) for subject, after in latest.items() if after is not None
    )
