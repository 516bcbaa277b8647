"""Write rows as JSON for the history, with names for keys: keys may be others' by the return."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from db.dialects import among
from db.keys import NAMED_BY, references
from db.models import (
    ActorRow,
    Base,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.rows import Cells, completed, frames_of, json_text, moment_of, statement_of, table_of
from db.unstorable_values import is_storable
from stance.records import Coding, Link, LinkType
from stance.records.history import State
from stance.store.plans import Progress

_CHUNK = 500
_MOST_CHARACTERS = 4_000_000
"""About how much goes into one piece: whoever reads one, from a copy too, holds it in memory."""

# What is kept of a name that may go with the last statement that bears it.
_TOLD = {"actor": {"actor_kind": "kind"}, "issue": {"issue_title": "title"}}

# What can be made again from the rest would only swell the history.
_DERIVED = ("search_text", "person_frames")


@cache
def by_names(model: type[Base]) -> Any:
    """Select a table's rows with the names that their keys stand for."""
    table = table_of(model)
    found: Any = select(table)
    for name, (column, other) in references(model).items():
        meant: Any = aliased(other, name=f"{name}_meant")
        told = {name: NAMED_BY[other], **_TOLD.get(name, {})}
        cells = (getattr(meant, cell).label(label) for label, cell in told.items())
        found = found.join(meant, table.c[column] == meant.key).add_columns(*cells)
    return found


def kept_cells(row: Mapping[Any, Any], without: Collection[str]) -> dict[str, Any]:
    """Return a row as JSON keeps it, without some of its cells."""
    return {str(name): value for name, value in row.items() if name not in without}


@cache
def keys_in(model: type[Base]) -> frozenset[str]:
    """Return a table's columns that hold surrogate keys."""
    own = ["key"] if model in NAMED_BY else []
    return frozenset([*own, *(column for column, _ in references(model).values())])


# --- pieces of a load that is undone -------------------------------------------------------


def pieces(
    connection: Connection,
    batch: int,
    removed: Sequence[int],
    *,
    codings: Any,
    links: Any,
    progress: Progress,
) -> Iterator[str]:
    """Yield the rows to be removed, as JSON: names, statements, and what belongs to these."""
    named: tuple[Any, ...] = (ActorRow, IssueRow, SourceRow)
    for model in named:
        yield from _pieces(connection, model, select(table_of(model)), model.batch_key == batch)
    for at in range(0, len(removed), _CHUNK):
        some = removed[at : at + _CHUNK]
        found = by_names(StatementRow).order_by(StatementRow.key)
        yield from _pieces(connection, StatementRow, found, among(StatementRow.key, some))
        for row in (TagRow, HitRow):
            yield from _pieces(connection, row, by_names(row), among(row.statement_key, some))
        progress(at + len(some), len(removed))
    yield from _pieces(connection, CodingRow, by_names(CodingRow), codings)
    yield from _pieces(connection, LinkRow, by_names(LinkRow), links)


def _pieces(connection: Connection, model: type[Base], found: Any, which: Any) -> Iterator[str]:
    rows: list[dict[str, Any]] = []
    n_characters, keys = 0, keys_in(model)
    for row in connection.execute(found.where(which)).mappings().all():
        rows.append(kept_cells(row, keys))
        n_characters += sum(len(value) for value in rows[-1].values() if isinstance(value, str))
        if len(rows) == _CHUNK or n_characters > _MOST_CHARACTERS:
            yield json_text({"table": model.__tablename__, "rows": rows})
            rows, n_characters = [], 0
    if rows:
        yield json_text({"table": model.__tablename__, "rows": rows})


# --- the state of one statement ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as JSON keeps it, its codings and links with the loads they came with."""

    cells: dict[str, Any]

    @property
    def text(self) -> str:
        """The JSON."""
        return json_text(self.cells)

    @property
    def state(self) -> State:
        """What persons decide about it."""
        said = self.cells["statement"]
        machine = said["dictionary_frames"]
        return State(
            statement=statement_of(
                SimpleNamespace(**completed(StatementRow, said)), self.cells["tags"]
            ),
            codings=tuple(_coding_of(said["id"], cells) for cells in self.cells["codings"]),
            links=tuple(link_of(cells) for cells in self.cells["links"]),
            dictionary_frames=None if machine is None else frames_of(machine),
        )

    @property
    def batch(self) -> int | None:
        """The load that the statement came with."""
        batch: int | None = self.cells["statement"]["batch_key"]
        return batch

    @property
    def links_here(self) -> list[Cells]:
        """The links that led to it when it was discarded."""
        return list(self.cells.get("links_here", ()))

    def batch_of_coding(self, coding: Coding) -> int | None:
        """Return the load that a coding came with."""
        mine = (coding.coder, coding.frame)
        found = (c["batch_key"] for c in self.cells["codings"] if (c["coder"], c["frame"]) == mine)
        return next(found, None)

    def batch_of_link(self, link: Link) -> int | None:
        """Return the load that a link came with."""
        found = (c["batch_key"] for c in self.cells["links"] if link_of(c) == link)
        return next(found, None)


def held_in(text: str | None) -> Held | None:
    """Read what the history kept."""
    return Held(json.loads(text)) if text else None


def key_of(connection: Connection, id_: str) -> int | None:
    """Return the key of a statement that stands in the store."""
    if not is_storable(id_):
        return None
    return connection.scalar(select(StatementRow.key).where(StatementRow.id == id_))


def held(connection: Connection, key: int) -> Held:
    """Read the state in which a statement stands."""
    found = by_names(StatementRow).where(StatementRow.key == key)
    row = connection.execute(found).mappings().one()
    tags = select(TagRow.tag).where(TagRow.statement_key == key).order_by(TagRow.position)
    persons = (CodingRow.statement_key == key) & CodingRow.is_dictionary.is_(False)
    given = by_names(CodingRow).where(persons).order_by(CodingRow.coder, CodingRow.position)
    return Held(
        {
            "statement": kept_cells(row, {*keys_in(StatementRow), *_DERIVED}),
            "tags": list(connection.scalars(tags)),
            "codings": [
                kept_cells(each, ("statement_key", "statement", "is_dictionary"))
                for each in connection.execute(given).mappings()
            ],
            "links": link_cells(connection, LinkRow.from_key == key),
        }
    )


def link_cells(connection: Connection, which: Any) -> list[dict[str, Any]]:
    """Read links as the history keeps them, always in the same order."""
    found = connection.execute(by_names(LinkRow).where(which)).mappings()
    rows = [kept_cells(each, keys_in(LinkRow)) for each in found]
    return sorted(rows, key=lambda cells: (cells["from"], cells["type"], cells["to"]))


def link_of(cells: Cells) -> Link:
    """Make a link of what the history keeps of it."""
    return Link(cells["from"], LinkType(cells["type"]), cells["to"])


def _coding_of(id_: str, cells: Cells) -> Coding:
    return Coding(
        id_, cells["frame"], cells["coder"], cells["codebook_version"], moment_of(cells["coded_at"])
    )
