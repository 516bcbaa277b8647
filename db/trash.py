"""Put a statement into the bin with its links, and bring both back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap

from sqlalchemy import Connection, delete, select

from db.derived_columns import write_roots
from db.facts import facts
from db.history_json import Held, held, held_in, key_of, link_cells, link_of
from db.models import BatchRow, ChangeRow, CodingRow, HitRow, LinkRow, StatementRow, TagRow
from db.reads.history import last_discard
from db.revisions import forget_names, linked_keys, record, widened, write_revision
from db.rows import Cells
from db.writer import PlannedLink
from stance.errors import Refused, Unknown
from stance.records import Link
from stance.records.history import Deed
from stance.store.plans import Reviser, Wanted

_WAITING = "waiting"
"""Where a statement that came back keeps the links whose other end does not stand in the store."""


def discard(connection: Connection, id_: str, *, at: datetime, who: str) -> int:
    """Put a statement into the bin; return the change's number."""
    key = key_of(connection, id_)
    if key is None:
        raise Unknown("statement", id_)
    here = link_cells(connection, LinkRow.to_key == key)
    before = Held(held(connection, key).cells | {"links_here": here})
    ends = linked_keys(connection, key)
    touching = (LinkRow.from_key == key) | (LinkRow.to_key == key)
    connection.execute(delete(LinkRow).where(touching))
    # What had it as its root finds another, before it goes.
    write_roots(connection, [key, *ends])
    for model in (TagRow, HitRow, CodingRow):
        connection.execute(delete(model).where(model.statement_key == key))
    connection.execute(delete(StatementRow).where(StatementRow.key == key))
    forget_names(connection, before)
    return record(connection, id_, Deed.DISCARD, at=at, who=who, before=before)


def bring_back(
    connection: Connection, id_: str, reviser: Reviser, *, wanted: Wanted, at: datetime, who: str
) -> int:
    """Take a statement out of the bin; return the change's number."""
    last = last_discard(connection, id_)
    before = held_in(last.before) if last else None
    if last is None or before is None:
        raise Unknown("statement in the bin", id_)
    if key_of(connection, id_) is not None:
        raise Refused(f"{id_} stands in the store again: discard that one first.")
    before = _without_undone(connection, before)
    known = facts(connection, widened(wanted, id_, before))
    revision = reviser(before.state, known)
    # Links are put back from both sides at once, as far as the other ends are there.
    late = _waiting_for(connection, id_, since=last.key)
    links, waiting = _ready(connection, id_, [*before.cells["links"], *before.links_here, *late])
    key = write_revision(connection, None, revision, known.codebooks, before=before, links=links)
    after = Held(held(connection, key).cells | {_WAITING: waiting})
    return record(connection, id_, Deed.BRING_BACK, at=at, who=who, after=after)


def _without_undone(connection: Connection, before: Held) -> Held:
    """Leave out what came with loads that were taken back since, the statement's own apart."""
    found = select(BatchRow.key).where(BatchRow.undone_at.is_not(None))
    undone = set(connection.scalars(found)) - {before.batch}

    def left(name: str) -> list[Cells]:
        return [cells for cells in before.cells[name] if cells["batch_key"] not in undone]

    return Held(before.cells | {name: left(name) for name in ("codings", "links", "links_here")})


def _waiting_for(connection: Connection, id_: str, *, since: int) -> list[Cells]:
    """Return the links to a statement whose other ends came back while it was in the bin."""
    found = select(ChangeRow.after).where(
        ChangeRow.kind == Deed.BRING_BACK.value, ChangeRow.key > since
    )
    back = [held_in(text) for text in connection.scalars(found)]
    waiting = [cells for one in back if one for cells in one.cells[_WAITING]]
    return [cells for cells in waiting if id_ in (cells["from"], cells["to"])]


def _ready(
    connection: Connection, id_: str, links: Iterable[Cells]
) -> tuple[list[PlannedLink], list[Cells]]:
    """Split the links of a statement: those whose other end stands, each once, and the others."""
    waiting: list[Cells] = []
    ready: dict[Link, int | None] = {}
    for cells in links:
        link = link_of(cells)
        if all(one == id_ or key_of(connection, one) is not None for one in link.ends):
            ready.setdefault(link, cells["batch_key"])
        else:
            waiting.append(cells)
    return list(starmap(PlannedLink, ready.items())), waiting
