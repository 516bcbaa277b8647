"""The first tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    *("batch", "change", "actor", "issue", "source", "actor_alias", "codebook"),
    *("statement", "coding", "hit", "link", "tag"),
)
"""In the order in which they can be made."""


def upgrade() -> None:
    """Make all tables."""
    _make_loads_and_history()
    _make_names()
    _make_codebook()
    _make_statement()
    _make_belongings()


def downgrade() -> None:
    """Drop all tables."""
    for name in reversed(_TABLES):
        op.drop_table(name)


# --- parts of a table --------------------------------------------------------------------


def _integers(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    # Keys are given out under the writing lock, so no sequence is needed.
    return [sa.Column(name, sa.Integer(), autoincrement=False, nullable=nullable) for name in names]


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    # SQLite compares texts by code point; "C" makes PostgreSQL give the same order.
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _make(
    name: str,
    *columns: sa.Column[Any],
    rules: Mapping[str, str] = {},
    refers: Mapping[str, str] = {},
    key: Sequence[str] = ("key",),
    unique: Sequence[str] = (),
    **options: Any,
) -> None:
    """Make a table; `refers` maps columns to the tables whose keys they hold."""
    parts: list[Any] = [
        sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{title}")) for title, rule in rules.items()
    ]
    parts += [
        sa.ForeignKeyConstraint([column], [f"{other}.key"], name=op.f(f"fk_{name}_{column}"))
        for column, other in refers.items()
    ]
    parts.append(sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))
    if unique:
        parts.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    op.create_table(name, *columns, *parts, **options)


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(op.f(f"ix_{table}_{name or '_'.join(columns)}"), table, list(columns))


# --- the tables --------------------------------------------------------------------------


def _make_loads_and_history() -> None:
    _make(
        "batch",
        *_integers("key"),
        *_texts("loaded_at", "file_name", "file_hash"),
        *_integers("n_stored", "n_duplicates", "n_refused"),
        *_texts("undone_at", nullable=True),
    )
    _make(
        "change",
        *_integers("key"),
        *_texts("at", "who", "kind", "subject"),
        *_texts("before", "after", nullable=True),
    )
    _index("change", "kind", "subject")


def _make_names() -> None:
    _make(
        "actor",
        *_integers("key"),
        *_texts("name", "folded"),
        *_texts("kind", nullable=True),
        *_integers("part_of_key", "batch_key", nullable=True),
        refers={"batch_key": "batch", "part_of_key": "actor"},
        unique=["name"],
    )
    _index("actor", "folded")
    _index("actor", "part_of_key")
    for table, names in (("issue", ("slug", "title")), ("source", ("name",))):
        _make(
            table,
            *_integers("key"),
            *_texts(*names),
            *_integers("batch_key", nullable=True),
            refers={"batch_key": "batch"},
            unique=names[:1],
        )
    _make(
        "actor_alias",
        *_integers("actor_key", "position"),
        *_texts("alias", "folded"),
        refers={"actor_key": "actor"},
        key=["actor_key", "position"],
    )
    _index("actor_alias", "folded")


def _make_codebook() -> None:
    _make(
        "codebook",
        *_integers("key", "issue_key", "version"),
        *_texts("content", "content_hash", "applied_at"),
        refers={"issue_key": "issue"},
        unique=["issue_key", "version"],
    )


def _make_statement() -> None:
    days = ("first_day", "middle_day", "last_day", "first_month", "last_month", "n_days")
    _make(
        "statement",
        *_integers("key"),
        *_texts("id", "date"),
        *_integers(*days, "actor_key", "issue_key", "source_key", "root_key"),
        *_texts("voice"),
        *_texts("mode", nullable=True),
        *_texts("language"),
        *_texts("person_frames", "dictionary_frames", nullable=True),
        *_integers("dictionary_version", nullable=True),
        *_texts("text", "speaker", "role", "about", "addressee", "reported_by", "summary"),
        sa.Column("stance", sa.Double(), nullable=True),
        *_texts("claimed", "claimed_first_date"),
        *_texts("source_title", "source_publisher", "source_date"),
        *_texts("source_url", "source_archive_url"),
        *_texts("note", "extra", "search_text", "content_hash"),
        *_integers("batch_key", nullable=True),
        rules={
            "days_in_order": "first_day <= middle_day AND middle_day <= last_day",
            "stance_in_range": "stance BETWEEN -2 AND 2",
        },
        refers={
            "actor_key": "actor",
            "batch_key": "batch",
            "issue_key": "issue",
            "root_key": "statement",
            "source_key": "source",
        },
        unique=["id"],
    )
    for columns in (["batch_key"], ["first_day"], ["issue_key", "first_day"], ["root_key"]):
        _index("statement", *columns)
    _index(
        "statement",
        *("issue_key", "actor_key", "voice", "middle_day", "n_days", "first_day", "last_day"),
        *("first_month", "last_month", "root_key", "source_key", "about", "mode", "language"),
        *("batch_key", "person_frames", "dictionary_frames"),
        name="series",
    )


def _make_belongings() -> None:
    _make(
        "coding",
        *_integers("statement_key"),
        *_texts("coder", "frame"),
        *_integers("position"),
        *_integers("codebook_version", nullable=True),
        *_texts("coded_at", nullable=True),
        sa.Column("is_dictionary", sa.Boolean(), nullable=False),
        *_integers("batch_key", nullable=True),
        refers={"batch_key": "batch", "statement_key": "statement"},
        key=["statement_key", "coder", "frame"],
        sqlite_with_rowid=False,
    )
    _make(
        "hit",
        *_integers("statement_key", "start", "end"),
        *_texts("key"),
        sa.Column("is_tracked", sa.Boolean(), nullable=False),
        refers={"statement_key": "statement"},
        key=["statement_key", "start", "end", "key", "is_tracked"],
        sqlite_with_rowid=False,
    )
    _make(
        "link",
        *_integers("from_key"),
        *_texts("type"),
        *_integers("to_key"),
        *_integers("batch_key", nullable=True),
        refers={"batch_key": "batch", "from_key": "statement", "to_key": "statement"},
        key=["from_key", "type", "to_key"],
        sqlite_with_rowid=False,
    )
    _index("link", "to_key")
    _make(
        "tag",
        *_integers("statement_key", "position"),
        *_texts("key", "tag"),
        refers={"statement_key": "statement"},
        key=["statement_key", "position"],
        sqlite_with_rowid=False,
    )
