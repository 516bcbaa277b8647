"""Undo a load: keep what others rest on, move the rest into the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, Integer, column, delete, func, insert, or_, select, table, update
from sqlalchemy.orm import aliased

from db import history_kinds as kinds
from db.facts import last_change
from db.history_json import pieces
from db.keys import Firsts, record_change
from db.models import BatchRow, ChangeRow, CodingRow, HitRow, LinkRow, StatementRow, TagRow
from db.reads.history import BY_PERSONS
from db.rows import CHANGE, moment_text
from db.session import Engines
from db.staged_changes import Prepared, in_two_steps
from db.unused_names import NAMED, take_unused
from stance.errors import Refused, Unknown
from stance.records import Problem
from stance.records.history import Deed
from stance.store.plans import Progress, Undone, no_progress

_DONE = {
    Deed.TYPE: "typed",
    Deed.EDIT: "edited",
    Deed.CODE: "coded",
    Deed.LINK: "linked",
    Deed.REVERT: "put back to an earlier state",
    Deed.DISCARD: "discarded",
    Deed.BRING_BACK: "brought back from the bin",
}


def undo_load(
    engines: Engines, batch: int, *, at: datetime, progress: Progress = no_progress
) -> Undone:
    """Take back a load; what goes is written down outside the lock, and taken inside."""
    moment = moment_text(at)
    return in_two_steps(
        engines, lambda connection: _UndoneLoad(connection, batch, moment, progress)
    )


def _refuse_undone(connection: Connection, batch: int) -> None:
    row = connection.execute(
        select(BatchRow.file_name, BatchRow.undone_at).where(BatchRow.key == batch)
    ).one_or_none()
    if row is None:
        raise Unknown("load", str(batch))
    if row.undone_at is not None:
        raise Refused(
            f"Load {batch} ({row.file_name}) is undone already: load the file again, "
            "or bring it back on the page /load."
        )


def _kept(connection: Connection, batch: int, names: Mapping[int, str]) -> dict[int, str]:
    """Return the statements that must stay, each with the sentence that says why."""
    kept = _changed_since(connection, batch, names)
    for key, reason in _coded_since(connection, batch, names).items():
        kept.setdefault(key, reason)
    for key, other in _linked_by_others(connection, batch):
        if key in names:
            kept.setdefault(key, f"{names[key]} is linked with {other} by another load")
    _keep_targets(connection, batch, kept, names)
    return dict(sorted(kept.items()))


def _changed_since(connection: Connection, batch: int, names: Mapping[int, str]) -> dict[int, str]:
    """Find what persons changed since, each with the last of them."""
    # What they did to a statement of the same id that stood here before is no change of this one.
    loaded = select(func.coalesce(func.max(ChangeRow.key), 0)).where(
        ChangeRow.kind == kinds.LOAD, ChangeRow.subject == str(batch)
    )
    found = (
        select(StatementRow.key, ChangeRow.who, ChangeRow.kind)
        .join(ChangeRow, ChangeRow.subject == StatementRow.id)
        .where(StatementRow.batch_key == batch, ChangeRow.kind.in_(BY_PERSONS))
        .where(ChangeRow.key > loaded.scalar_subquery())
        .order_by(ChangeRow.key)
    )
    rows = connection.execute(found)
    return {key: f"{names[key]} was {_DONE[Deed(kind)]} by {who} since" for key, who, kind in rows}


def _coded_since(connection: Connection, batch: int, names: Mapping[int, str]) -> dict[int, str]:
    found = (
        select(CodingRow.statement_key, CodingRow.coder)
        .join(StatementRow, CodingRow.statement_key == StatementRow.key)
        .where(
            StatementRow.batch_key == batch,
            CodingRow.is_dictionary.is_(False),
            CodingRow.batch_key.is_distinct_from(batch),
        )
    )
    rows = connection.execute(found)
    return {key: f"{names[key]} was coded by {coder} since" for key, coder in rows}


def _linked_by_others(connection: Connection, batch: int) -> Iterator[tuple[int, str]]:
    """Yield both ends of every link that rests on another load, with what they are linked with."""
    start, end = aliased(StatementRow, name="start"), aliased(StatementRow, name="end")
    other = LinkRow.batch_key.is_distinct_from(batch)
    found = (
        select(LinkRow.from_key, LinkRow.to_key, start.id.label("from_id"), end.id.label("to_id"))
        .join(start, LinkRow.from_key == start.key)
        .join(end, LinkRow.to_key == end.key)
        .where(
            or_(
                other & or_(start.batch_key == batch, end.batch_key == batch),
                (end.batch_key == batch) & start.batch_key.is_distinct_from(batch),
            )
        )
        .order_by(LinkRow.from_key, LinkRow.to_key)
    )
    for row in connection.execute(found):
        yield row.from_key, row.to_id
        yield row.to_key, row.from_id


def _keep_targets(
    connection: Connection, batch: int, kept: dict[int, str], names: Mapping[int, str]
) -> None:
    """Keep also what a kept statement points to, however far that leads."""
    targets: defaultdict[int, list[int]] = defaultdict(list)
    found = (
        select(LinkRow.from_key, LinkRow.to_key)
        .join(StatementRow, LinkRow.from_key == StatementRow.key)
        .where(StatementRow.batch_key == batch)
    )
    for start, end in connection.execute(found):
        targets[start].append(end)
    waiting = list(kept)
    while waiting:
        start = waiting.pop()
        for end in targets[start]:
            if end in names and end not in kept:
                kept[end] = f"{names[end]} is linked from {names[start]}, which is kept"
                waiting.append(end)


_GONE = table("stage_gone", column("key", Integer()))
_STAYS = table("stage_stays", column("key", Integer()))
_PIECE = table("stage_piece", *(column(name) for name in CHANGE))


class _UndoneLoad(Prepared[Undone]):
    """The rows of one load on their way out: named in temporary tables, then taken at once."""

    def __init__(self, connection: Connection, batch: int, moment: str, progress: Progress) -> None:
        _refuse_undone(connection, batch)
        super().__init__(connection)
        self._batch = batch
        self._moment = moment
        self._progress = progress
        found = select(StatementRow.key, StatementRow.id).where(StatementRow.batch_key == batch)
        names = {row.key: row.id for row in connection.execute(found)}
        self._kept = _kept(connection, batch, names)
        self._removed = sorted(names.keys() - self._kept.keys())
        self._gone = select(_GONE.c.key)
        stays = select(_STAYS.c.key)
        self._codings = or_(
            CodingRow.statement_key.in_(self._gone),
            (CodingRow.batch_key == batch) & CodingRow.statement_key.not_in(stays),
        )
        self._links = or_(
            LinkRow.from_key.in_(self._gone),
            (LinkRow.batch_key == batch) & LinkRow.from_key.not_in(stays),
        )

    def put_all(self, _firsts: Firsts) -> None:
        """Stage what goes: its keys, and its rows as the history keeps them."""
        for name, keys in (("gone", self._removed), ("stays", sorted(self._kept))):
            self.stage.begin(name, "SELECT key FROM statement")
            self.stage.put_like(name, "", ["key"], ((key,) for key in keys))
        # What stays, but loses a coding or a link.
        for key, which, touch in (
            (CodingRow.statement_key, self._codings, self._writer.recode),
            (LinkRow.from_key, self._links, self._writer.relink),
        ):
            found = select(key).distinct().where(which, key.not_in(self._gone))
            touch(self._connection.scalars(found))
        kept = pieces(
            self._connection,
            self._batch,
            self._removed,
            codings=self._codings,
            links=self._links,
            progress=self._progress,
        )
        told = (kinds.TAKEN, str(self._batch))
        rows = ((at, self._moment, "", *told, text, None) for at, text in enumerate(kept, 1))
        self.stage.begin("piece", "SELECT * FROM change")
        self.stage.put_like("piece", "", CHANGE, rows)

    def pour(self) -> None:
        """Delete the rows of the load, and update the statements that stay."""
        connection = self._connection
        connection.execute(delete(LinkRow).where(self._links))
        connection.execute(delete(CodingRow).where(self._codings))
        for row in (HitRow, TagRow):
            connection.execute(delete(row).where(row.statement_key.in_(self._gone)))
        # Roots among the removed point at each other; a row may go once it is its own root.
        gone = StatementRow.key.in_(self._gone)
        connection.execute(update(StatementRow).where(gone).values(root_key=StatementRow.key))
        connection.execute(delete(StatementRow).where(gone))
        # Names go that only this load, or one that is undone, brought and nothing uses.
        undone = select(BatchRow.key).where(BatchRow.undone_at.is_not(None))
        for model in NAMED:
            from_here = or_(model.batch_key == self._batch, model.batch_key.in_(undone))
            take_unused(connection, model, from_here)
        self._writer.pour()

    def record(self) -> Undone:
        """Write down what went."""
        connection, batch = self._connection, self._batch
        key, *others = (_PIECE.c[name] for name in CHANGE)
        numbered = select(key + last_change(connection), *others)
        connection.execute(insert(ChangeRow).from_select(CHANGE, numbered))
        # A load of which something is kept can be undone again, once nothing rests on it.
        if not self._kept:
            done = update(BatchRow).where(BatchRow.key == batch)
            connection.execute(done.values(undone_at=self._moment))
        record_change(connection, at=self._moment, kind=kinds.UNDONE, subject=str(batch))
        problems = tuple(Problem(0, "", reason) for reason in self._kept.values())
        return Undone(batch, len(self._removed), problems)
