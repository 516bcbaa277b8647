"""What a load takes with it when it is undone, as JSON that knows rows by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from db.dialects import among
from db.models import (
    ActorRow,
    CodingRow,
    HitRow,
    IssueRow,
    LinkRow,
    SourceRow,
    StatementRow,
    TagRow,
)
from db.rows import json_text, table_of
from stance.store import Progress

_CHUNK = 500
_MOST_CHARACTERS = 4_000_000
"""About how much goes into one piece: whoever reads one, from a copy too, holds it in memory."""

KEYS = ("key", "actor_key", "issue_key", "source_key", "root_key")

_Root = aliased(StatementRow, name="root")
_Target = aliased(StatementRow, name="target")


def snapshots(
    connection: Connection,
    batch: int,
    removed: Sequence[int],
    *,
    codings: Any,
    links: Any,
    progress: Progress,
) -> Iterator[str]:
    """Yield what goes, in pieces: names first, then statements, then what hangs on them.

    Surrogate keys are left out, as they may be given to others before the rows come back.
    """
    named: tuple[Any, ...] = (ActorRow, IssueRow, SourceRow)
    for model in named:
        found = select(table_of(model)).where(model.batch_key == batch)
        yield from _pieces(connection, model.__tablename__, found, without=("key", "part_of_key"))
    for at in range(0, len(removed), _CHUNK):
        some = removed[at : at + _CHUNK]
        yield from _pieces(connection, "statement", statements_of(some), without=KEYS)
        for model in (TagRow, HitRow):
            yield from _pieces(
                connection, model.__tablename__, belongings_of(model, some), without=_OF_ROW
            )
        progress(at + len(some), len(removed))
    yield from _pieces(connection, "coding", codings_where(codings), without=_OF_ROW)
    yield from _pieces(connection, "link", links_where(links), without=("from_key", "to_key"))


_OF_ROW = ("statement_key",)


def statements_of(keys: Sequence[int]) -> Any:
    """Select these statements with the names that their keys stand for."""
    return (
        select(
            table_of(StatementRow),
            ActorRow.name.label("actor"),
            ActorRow.kind.label("actor_kind"),
            IssueRow.slug.label("issue"),
            IssueRow.title.label("issue_title"),
            SourceRow.name.label("source"),
            _Root.id.label("root"),
        )
        .join(ActorRow, StatementRow.actor_key == ActorRow.key)
        .join(IssueRow, StatementRow.issue_key == IssueRow.key)
        .join(SourceRow, StatementRow.source_key == SourceRow.key)
        .join(_Root, StatementRow.root_key == _Root.key)
        .where(among(StatementRow.key, keys))
        .order_by(StatementRow.key)
    )


def belongings_of(model: Any, keys: Sequence[int]) -> Any:
    """Select what hangs on these statements, each row with its statement's id."""
    return (
        select(table_of(model), StatementRow.id.label("statement"))
        .join(StatementRow, model.statement_key == StatementRow.key)
        .where(among(model.statement_key, keys))
    )


def codings_where(which: Any) -> Any:
    """Select codings, each with its statement's id."""
    return (
        select(table_of(CodingRow), StatementRow.id.label("statement"))
        .join(StatementRow, CodingRow.statement_key == StatementRow.key)
        .where(which)
    )


def links_where(which: Any) -> Any:
    """Select links with the ids of both ends."""
    return (
        select(table_of(LinkRow), StatementRow.id.label("from"), _Target.id.label("to"))
        .join(StatementRow, LinkRow.from_key == StatementRow.key)
        .join(_Target, LinkRow.to_key == _Target.key)
        .where(which)
    )


def _pieces(
    connection: Connection, name: str, found: Any, *, without: Sequence[str]
) -> Iterator[str]:
    rows: list[dict[str, Any]] = []
    n_characters = 0
    for row in connection.execute(found).mappings().all():
        rows.append(cells_of(row, without))
        n_characters += sum(len(value) for value in rows[-1].values() if isinstance(value, str))
        if len(rows) == _CHUNK or n_characters > _MOST_CHARACTERS:
            yield json_text({"table": name, "rows": rows})
            rows, n_characters = [], 0
    if rows:
        yield json_text({"table": name, "rows": rows})


def cells_of(row: Mapping[Any, Any], without: Sequence[str]) -> dict[str, Any]:
    """Return a row as JSON keeps it, without its surrogate keys."""
    return {str(name): value for name, value in row.items() if name not in without}
