"""A statement's state as the history keeps it: JSON that knows rows by their names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from db.models import CodingRow, LinkRow, StatementRow, TagRow
from db.rows import Cells, completed, frames_of, json_text, moment_of, statement_of
from db.snapshots import KEYS, cells_of, codings_where, links_where, statements_of
from db.unstorable_values import is_storable
from stance.errors import Unknown
from stance.records import Coding, Link, LinkType
from stance.records.history import State

# What can be made again from the rest would only swell the history.
_DERIVED = ("search_text", "person_frames")


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as it stands in the store or in the history: `cells` are what JSON keeps.

    Codings and links know the loads they came with, which the state does not.
    """

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


def needed_key(connection: Connection, id_: str) -> int:
    """Return the key of a statement; raise Unknown."""
    key = key_of(connection, id_)
    if key is None:
        raise Unknown("statement", id_)
    return key


def held(connection: Connection, key: int) -> Held:
    """Read the state in which a statement stands."""
    row = connection.execute(statements_of([key])).mappings().one()
    tags = select(TagRow.tag).where(TagRow.statement_key == key).order_by(TagRow.position)
    persons = (CodingRow.statement_key == key) & CodingRow.is_dictionary.is_(False)
    given = codings_where(persons).order_by(CodingRow.coder, CodingRow.position)
    return Held(
        {
            "statement": cells_of(row, (*KEYS, *_DERIVED)),
            "tags": list(connection.scalars(tags)),
            "codings": [
                cells_of(each, ("statement_key", "statement", "is_dictionary"))
                for each in connection.execute(given).mappings()
            ],
            "links": link_cells(connection, LinkRow.from_key == key),
        }
    )


def link_cells(connection: Connection, which: Any) -> list[dict[str, Any]]:
    """Read links as the history keeps them, always in the same order."""
    found = connection.execute(links_where(which)).mappings()
    rows = [cells_of(each, ("from_key", "to_key")) for each in found]
    return sorted(rows, key=lambda cells: (cells["from"], cells["type"], cells["to"]))


def link_of(cells: Cells) -> Link:
    """Make a link of what the history keeps of it."""
    return Link(cells["from"], LinkType(cells["type"]), cells["to"])


def _coding_of(id_: str, cells: Cells) -> Coding:
    return Coding(
        id_,
        cells["frame"],
        cells["coder"],
        cells["codebook_version"],
        moment_of(cells["coded_at"]),
    )
