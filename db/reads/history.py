"""What happened to statements, what they were before, and what is in the bin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, String, and_, cast, exists, func, or_, select

from db import history_kinds as kinds
from db.dialects import among, position_in
from db.history_json import Held, held, held_in, key_of, link_of
from db.models import BatchRow, ChangeRow, StatementRow, also_named
from db.rows import json_text, moment_of
from stance.errors import Unknown
from stance.records import ActorKind, Link
from stance.records.history import Change, Deed, Discarded, Gone
from stance.store.plans import Changed, Earlier

BY_PERSONS = tuple(deed.value for deed in Deed if not deed.is_machines)
"""The kinds of changes whose subject is a statement's id."""

_Later = also_named(ChangeRow, "later")


def history(connection: Connection, id_: str) -> list[Change]:
    """Return all that happened to a statement, oldest first."""
    found = (
        select(*ChangeRow.__table__.columns)
        .where(ChangeRow.kind.in_(BY_PERSONS), ChangeRow.subject == id_)
        .order_by(ChangeRow.key)
    )
    rows = connection.execute(found).all()
    changes = [_change(row, held_in(row.before), held_in(row.after)) for row in rows]
    # As it stands, else as it was discarded.
    key = key_of(connection, id_)
    known = held_in(rows[-1].before if rows else None) if key is None else held(connection, key)
    if known is not None:
        typed = next((change.number for change in changes if change.deed is Deed.TYPE), 0)
        changes += _by_machine(connection, known, typed=typed)
    return sorted(changes, key=lambda change: change.number)


def _by_machine(connection: Connection, known: Held, *, typed: int) -> list[Change]:
    """Tell the load it came with, and every codebook that coded it anew since it is there."""
    start = typed
    changes: list[Change] = []
    if known.batch is not None:
        name = select(BatchRow.file_name).where(BatchRow.key == known.batch)
        told = f"load {known.batch}, {connection.scalar(name)}"
        for row in _rows(connection, Deed.LOAD, str(known.batch)):
            changes.append(_change(row, told=told))
            start = row.key
    issue = known.cells["statement"]["issue"]
    return changes + [
        _change(row, told=f"version {row.after}")
        for row in _rows(connection, Deed.CODEBOOK, issue)
        if row.key > start
    ]


def _rows(connection: Connection, deed: Deed, subject: str) -> list[Any]:
    found = select(*ChangeRow.__table__.columns).order_by(ChangeRow.key)
    mine = (ChangeRow.kind == deed.value, ChangeRow.subject == subject)
    return list(connection.execute(found.where(*mine)))


def _change(
    row: Any, before: Held | None = None, after: Held | None = None, told: str = ""
) -> Change:
    return Change(
        number=row.key,
        at=datetime.fromisoformat(row.at),
        who=row.who,
        deed=Deed(row.kind),
        before=before.state if before else None,
        after=after.state if after else None,
        told=told,
    )


def changed_at(connection: Connection, issue: str = "") -> datetime | None:
    """Return when last something changed that answers may rest on, about an issue or any."""
    kind = ChangeRow.kind
    by_persons: list[Any] = [kind.in_(BY_PERSONS)]
    codebook: list[Any] = [kind == kinds.CODEBOOK]
    if issue:
        # What is kept of a statement names its issue in a cell; within texts quotes are escaped.
        cell = json_text({"issue": issue}).strip("{}")
        sides = (func.coalesce(side, "") for side in (ChangeRow.before, ChangeRow.after))
        by_persons.append(or_(*(position_in(side, cell) > 0 for side in sides)))
        codebook.append(ChangeRow.subject == issue)
    loads = kind.in_((kinds.LOAD, kinds.UNDONE, kinds.RETURNED))
    counts = or_(loads, and_(*codebook), and_(*by_persons))
    last = select(ChangeRow.at).where(counts).order_by(ChangeRow.key.desc()).limit(1)
    return moment_of(connection.scalar(last))


# --- the bin -----------------------------------------------------------------------------


def _in_trash() -> Any:
    """Select the last discard of every statement that was not brought back or stored since."""
    again = exists().where(
        _Later.subject == ChangeRow.subject,
        _Later.kind.in_((Deed.BRING_BACK.value, Deed.DISCARD.value)),
        _Later.key > ChangeRow.key,
    )
    stands = exists().where(StatementRow.id == ChangeRow.subject)
    return select(*ChangeRow.__table__.columns).where(
        ChangeRow.kind == Deed.DISCARD.value, ~again, ~stands
    )


def last_discard(connection: Connection, id_: str) -> Any:
    """Return the row of the last discard of a statement that was not brought back since."""
    mine = (
        ChangeRow.subject == id_,
        ChangeRow.kind.in_((Deed.DISCARD.value, Deed.BRING_BACK.value)),
    )
    newest = select(func.max(ChangeRow.key)).where(*mine).scalar_subquery()
    found = select(ChangeRow.key, ChangeRow.before).where(
        ChangeRow.key == newest, ChangeRow.kind == Deed.DISCARD.value
    )
    return connection.execute(found).one_or_none()


def discarded(connection: Connection, id_: str) -> Discarded:
    """Return a statement of the bin; raise Unknown."""
    row = connection.execute(_in_trash().where(ChangeRow.subject == id_)).one_or_none()
    if row is None:
        raise Unknown("statement in the bin", id_)
    return _discarded(row)


def gone(connection: Connection, id_: str) -> Gone | None:
    """Tell where a statement went that stood in the store once."""
    if key_of(connection, id_) is not None:
        return None
    row = connection.execute(_in_trash().where(ChangeRow.subject == id_)).one_or_none()
    if row is not None:
        return Gone(datetime.fromisoformat(row.at), row.who)
    # What an undone load took is kept as lists of rows, which no index can look into.
    cell = json_text({"id": id_}).strip("{}")
    back = exists().where(
        _Later.kind == kinds.RETURNED,
        _Later.subject == ChangeRow.subject,
        _Later.key > ChangeRow.key,
    )
    taken = (
        select(ChangeRow.at, BatchRow.key, BatchRow.file_name)
        .join(BatchRow, ChangeRow.subject == cast(BatchRow.key, String))
        .where(ChangeRow.kind == kinds.TAKEN, position_in(ChangeRow.before, cell) > 0, ~back)
        .order_by(ChangeRow.key.desc())
        .limit(1)
    )
    load = connection.execute(taken).one_or_none()
    if load is None:
        return None
    return Gone(datetime.fromisoformat(load.at), batch=load.key, file_name=load.file_name)


def ids_in_trash(connection: Connection) -> frozenset[str]:
    """Return the ids of all statements of the bin."""
    return frozenset(connection.scalars(_in_trash().with_only_columns(ChangeRow.subject)))


def trash(connection: Connection, *, limit: int) -> list[Discarded]:
    """List the statements of the bin, the last discarded first."""
    found = _in_trash().order_by(ChangeRow.key.desc()).limit(limit)
    return [_discarded(row) for row in connection.execute(found)]


def _discarded(row: Any) -> Discarded:
    before = held_in(row.before)
    assert before is not None  # noqa: S101 - a discard always keeps what it took
    said = before.cells["statement"]
    return Discarded(
        at=datetime.fromisoformat(row.at),
        who=row.who,
        state=before.state,
        links_here=tuple(link_of(cells) for cells in before.links_here),
        actor_kind=ActorKind(said["actor_kind"]) if said["actor_kind"] else None,
        issue_title=said["issue_title"],
    )


# --- what statements were, for files that still hold that --------------------------------

_Given: TypeAlias = tuple[str, str] | Link
_Told: TypeAlias = tuple[str, datetime]

_CHANGES = tuple(deed.value for deed in Deed if not deed.is_machines and deed is not Deed.TYPE)


def changed_by_persons(connection: Connection, ids: Sequence[str]) -> dict[str, Changed]:
    """Return who changed each of these statements last and all that it was, where anybody did."""
    if not ids:
        return {}
    found = (
        select(ChangeRow.subject, ChangeRow.who, ChangeRow.at, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.kind.in_(_CHANGES), among(ChangeRow.subject, ids))
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
