"""Refuse a copy whose history could not be read later."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from types import NoneType, SimpleNamespace
from typing import Any

from db import history_kinds as kinds
from db.history_json import Held, link_of
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
from db.reads.history import BY_PERSONS
from db.rows import completed, statement_of, table_of
from stance.errors import Refused, StanceError
from stance.records.store_contents import HistoryRow

_TABLES: dict[str, type[Base]] = {
    model.__tablename__: model
    for model in (ActorRow, IssueRow, SourceRow, StatementRow, TagRow, HitRow, CodingRow, LinkRow)
}
_LINK_ENDS = ("from", "to")


def refuse_unreadable(number: int, change: HistoryRow, loads: Collection[int]) -> None:
    """Refuse a line of the history that nothing could be brought back from."""
    try:
        _read(change, loads)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        problem = f"this {change.kind[:40]!r} of {change.subject[:40]!r} cannot be read"
    except StanceError as refused:
        problem = str(refused).rstrip(".")
    else:
        return
    raise Refused(
        f"history.jsonl in the copy, line {number}: {problem}. "
        "Take the copy from where it was made once more, or make it anew."
    )


def _read(change: HistoryRow, loads: Collection[int]) -> None:
    pieces = [json.loads(text) for text in (change.before, change.after) if text is not None]
    if change.kind in BY_PERSONS:
        for piece in pieces:
            _read_state(piece, change.subject)
    elif change.kind in kinds.OF_LOADS:
        _hold(int(change.subject) in loads)
        for piece in pieces:
            _read_piece(piece)
    elif change.kind == kinds.CODEBOOK:
        _hold(all(type(piece) is int for piece in pieces))
    elif change.kind == kinds.ACTOR:
        for piece in pieces:
            _hold(all(isinstance(name, str) for name in (piece["name"], *piece["aliases"])))
    else:
        _hold(change.kind == kinds.DISMISS and change.subject.count(" ") == 1)


def _read_state(cells: Any, id_: str) -> None:
    _hold(cells["statement"]["id"] == id_)
    _check_row(StatementRow, cells["statement"], without=("search_text", "person_frames"))
    _hold(all(isinstance(tag, str) for tag in cells["tags"]))
    for coding in cells["codings"]:
        _check_row(CodingRow, coding, without=("is_dictionary",))
    for name in ("links", "links_here", "waiting"):
        for link in cells.get(name, ()):
            _check_link(link)
    # A digest is taken of every state that is shown.
    _hold(bool(Held(cells).state.fingerprint))


def _read_piece(piece: Any) -> None:
    model = _TABLES[piece["table"]]
    for row in piece["rows"]:
        _check_row(model, row)
        if model is StatementRow:
            _hold(bool(statement_of(SimpleNamespace(**completed(model, row)), ()).content_hash))
        elif model is LinkRow:
            _check_link(row)
        elif model in (TagRow, HitRow, CodingRow):
            _hold(isinstance(row["statement"], str))


def _check_link(cells: Any) -> None:
    _hold(all(isinstance(cells[end], str) for end in _LINK_ENDS) and cells["from"] != cells["to"])
    _hold(bool(link_of(cells).type))


def _check_row(model: type[Base], row: Mapping[str, Any], without: Collection[str] = ()) -> None:
    """See that a row has what its table needs, each of its sort; keys are given anew."""
    row = completed(model, row)
    for name, sorts in _sorts_of(model):
        _hold(name in without or isinstance(row.get(name), sorts))


@cache
def _sorts_of(model: type[Base]) -> list[tuple[str, tuple[type, ...]]]:
    """Return what may stand in each column, keys apart."""
    sorts: list[tuple[str, tuple[type, ...]]] = []
    for column in table_of(model).columns:
        if not column.foreign_keys and not column.name.endswith("key"):
            sort = column.type.python_type
            numbers = (int,) if sort is float else ()
            sorts.append((column.name, (sort, *numbers, *([NoneType] if column.nullable else []))))
    return sorts


def _hold(is_so: bool) -> None:
    if not is_so:
        raise ValueError
