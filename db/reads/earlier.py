"""What statements were before persons changed them, for files that still hold that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from db.dialects import among
from db.models import ChangeRow
from db.states import Held, held_in
from stance.history import Deed
from stance.store import Changed, Earlier

_KINDS = tuple(deed.value for deed in Deed if not deed.is_machines and deed is not Deed.TYPE)


def changed_by_persons(connection: Connection, ids: Sequence[str]) -> dict[str, Changed]:
    """Return who changed each of these statements last and all that it was, where anybody did."""
    if not ids:
        return {}
    found = (
        select(ChangeRow.subject, ChangeRow.who, ChangeRow.at, ChangeRow.before)
        .where(ChangeRow.kind.in_(_KINDS), among(ChangeRow.subject, ids))
        .order_by(ChangeRow.key)
    )
    states: defaultdict[str, set[Earlier]] = defaultdict(set)
    last: dict[str, tuple[str, datetime]] = {}
    for row in connection.execute(found):
        last[row.subject] = row.who, datetime.fromisoformat(row.at)
        before = held_in(row.before)
        if before is not None:
            states[row.subject].add(_earlier(before))
    return {id_: Changed(*told, frozenset(states[id_])) for id_, told in last.items()}


def _earlier(before: Held) -> Earlier:
    state = before.state
    return Earlier(
        content_hash=state.statement.content_hash,
        codings=frozenset((coding.coder, coding.frame) for coding in state.codings),
        links=frozenset(state.links),
    )
