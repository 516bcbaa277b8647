"""What statements were before persons changed them, for files that still hold that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, select

from db.dialects import among
from db.history_json import Held, held_in, link_of
from db.models import ChangeRow
from stance.records import Link
from stance.records.history import Deed
from stance.store.plans import Changed, Earlier

_Given: TypeAlias = tuple[str, str] | Link
_Told: TypeAlias = tuple[str, datetime]

_KINDS = tuple(deed.value for deed in Deed if not deed.is_machines and deed is not Deed.TYPE)


def changed_by_persons(connection: Connection, ids: Sequence[str]) -> dict[str, Changed]:
    """Return who changed each of these statements last and all that it was, where anybody did."""
    if not ids:
        return {}
    found = (
        select(ChangeRow.subject, ChangeRow.who, ChangeRow.at, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.kind.in_(_KINDS), among(ChangeRow.subject, ids))
        .order_by(ChangeRow.key)
    )
    states: defaultdict[str, set[Earlier]] = defaultdict(set)
    taken: defaultdict[str, dict[_Given, _Told]] = defaultdict(dict)
    last: dict[str, _Told] = {}
    for row in connection.execute(found):
        told = last[row.subject] = row.who, datetime.fromisoformat(row.at)
        before, after = held_in(row.before), held_in(row.after)
        if before is not None:
            states[row.subject].add(_earlier(before))
        # What is discarded waits in the bin with all it has: nothing of it is taken back.
        if after is not None:
            gone = (_given(before) if before else set()) - _given(after)
            taken[row.subject] |= dict.fromkeys(gone, told)
            for given in _given(after):
                taken[row.subject].pop(given, None)
    return {id_: Changed(*told, frozenset(states[id_]), taken[id_]) for id_, told in last.items()}


def _earlier(before: Held) -> Earlier:
    state = before.state
    return Earlier(
        content_hash=state.statement.content_hash,
        codings=frozenset((coding.coder, coding.frame) for coding in state.codings),
        # Those that led here wait in the bin with it, whatever became of their own ends.
        links=frozenset((*state.links, *map(link_of, before.links_here))),
    )


def _given(one: Held) -> set[_Given]:
    state = one.state
    return {*((coding.coder, coding.frame) for coding in state.codings), *state.links}
