"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "batch",
    "change",
    "actor",
    "issue",
    "source",
    "actor_alias",
    "codebook",
    "statement",
    "coding",
    "hit",
    "link",
    "tag",
)
"""In the order in which they can be made."""


def _text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    _create_batch()
    _create_change()
    _create_actor()
    _create_issue()
    _create_source()
    _create_actor_alias()
    _create_codebook()
    _create_statement()
    _create_coding()
    _create_hit()
    _create_link()
    _create_tag()


def downgrade() -> None:
    """Drop all tables."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _create_batch() -> None:
    op.create_table(
        "batch",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("loaded_at", _text(), nullable=False),
        sa.Column("file_name", _text(), nullable=False),
        sa.Column("file_hash", _text(), nullable=False),
        sa.Column("n_stored", sa.Integer(), nullable=False),
        sa.Column("n_duplicates", sa.Integer(), nullable=False),
        sa.Column("n_refused", sa.Integer(), nullable=False),
        sa.Column("undone_at", _text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_batch")),
    )


def _create_change() -> None:
    op.create_table(
        "change",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _text(), nullable=False),
        sa.Column("who", _text(), nullable=False),
        sa.Column("kind", _text(), nullable=False),
        sa.Column("subject", _text(), nullable=False),
        sa.Column("before", _text(), nullable=True),
        sa.Column("after", _text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_kind_subject"), "change", ["kind", "subject"])


def _create_actor() -> None:
    op.create_table(
        "actor",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", _text(), nullable=False),
        sa.Column("folded", _text(), nullable=False),
        sa.Column("kind", _text(), nullable=True),
        sa.Column("part_of_key", sa.Integer(), nullable=True),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_actor_batch_key")),
        sa.ForeignKeyConstraint(["part_of_key"], ["actor.key"], name=op.f("fk_actor_part_of_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_actor")),
        sa.UniqueConstraint("name", name=op.f("uq_actor_name")),
    )
    op.create_index(op.f("ix_actor_folded"), "actor", ["folded"])
    op.create_index(op.f("ix_actor_part_of_key"), "actor", ["part_of_key"])


def _create_issue() -> None:
    op.create_table(
        "issue",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", _text(), nullable=False),
        sa.Column("title", _text(), nullable=False),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_issue_batch_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_issue")),
        sa.UniqueConstraint("slug", name=op.f("uq_issue_slug")),
    )


def _create_source() -> None:
    op.create_table(
        "source",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", _text(), nullable=False),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_source_batch_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
    )


def _create_actor_alias() -> None:
    op.create_table(
        "actor_alias",
        sa.Column("actor_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alias", _text(), nullable=False),
        sa.Column("folded", _text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_key"], ["actor.key"], name=op.f("fk_actor_alias_actor_key")
        ),
        sa.PrimaryKeyConstraint("actor_key", "position", name=op.f("pk_actor_alias")),
    )
    op.create_index(op.f("ix_actor_alias_folded"), "actor_alias", ["folded"])


def _create_codebook() -> None:
    op.create_table(
        "codebook",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issue_key", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", _text(), nullable=False),
        sa.Column("content_hash", _text(), nullable=False),
        sa.Column("applied_at", _text(), nullable=False),
        sa.ForeignKeyConstraint(["issue_key"], ["issue.key"], name=op.f("fk_codebook_issue_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_codebook")),
        sa.UniqueConstraint("issue_key", "version", name=op.f("uq_codebook_issue_key_version")),
    )


def _create_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", _text(), nullable=False),
        sa.Column("date", _text(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("middle_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("n_days", sa.Integer(), nullable=False),
        sa.Column("actor_key", sa.Integer(), nullable=False),
        sa.Column("issue_key", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.Integer(), nullable=False),
        sa.Column("root_key", sa.Integer(), nullable=False),
        sa.Column("voice", _text(), nullable=False),
        sa.Column("mode", _text(), nullable=True),
        sa.Column("language", _text(), nullable=False),
        sa.Column("person_frames", _text(), nullable=True),
        sa.Column("dictionary_frames", _text(), nullable=True),
        sa.Column("dictionary_version", sa.Integer(), nullable=True),
        sa.Column("text", _text(), nullable=False),
        sa.Column("speaker", _text(), nullable=False),
        sa.Column("role", _text(), nullable=False),
        sa.Column("about", _text(), nullable=False),
        sa.Column("addressee", _text(), nullable=False),
        sa.Column("reported_by", _text(), nullable=False),
        sa.Column("summary", _text(), nullable=False),
        sa.Column("stance", sa.Double(), nullable=True),
        sa.Column("claimed", _text(), nullable=False),
        sa.Column("claimed_first_date", _text(), nullable=False),
        sa.Column("source_title", _text(), nullable=False),
        sa.Column("source_publisher", _text(), nullable=False),
        sa.Column("source_date", _text(), nullable=False),
        sa.Column("source_url", _text(), nullable=False),
        sa.Column("source_archive_url", _text(), nullable=False),
        sa.Column("note", _text(), nullable=False),
        sa.Column("extra", _text(), nullable=False),
        sa.Column("search_text", _text(), nullable=False),
        sa.Column("content_hash", _text(), nullable=False),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "first_day <= middle_day AND middle_day <= last_day",
            name=op.f("ck_statement_days_in_order"),
        ),
        sa.CheckConstraint("stance BETWEEN -2 AND 2", name=op.f("ck_statement_stance_in_range")),
        sa.ForeignKeyConstraint(["actor_key"], ["actor.key"], name=op.f("fk_statement_actor_key")),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_statement_batch_key")),
        sa.ForeignKeyConstraint(["issue_key"], ["issue.key"], name=op.f("fk_statement_issue_key")),
        sa.ForeignKeyConstraint(
            ["root_key"], ["statement.key"], name=op.f("fk_statement_root_key")
        ),
        sa.ForeignKeyConstraint(
            ["source_key"], ["source.key"], name=op.f("fk_statement_source_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_statement")),
        sa.UniqueConstraint("id", name=op.f("uq_statement_id")),
    )
    _index_statement()


def _index_statement() -> None:
    op.create_index(op.f("ix_statement_batch_key"), "statement", ["batch_key"])
    op.create_index(op.f("ix_statement_first_day"), "statement", ["first_day"])
    op.create_index(
        op.f("ix_statement_issue_key_first_day"), "statement", ["issue_key", "first_day"]
    )
    op.create_index(op.f("ix_statement_root_key"), "statement", ["root_key"])
    op.create_index(
        "ix_statement_series",
        "statement",
        [
            "issue_key",
            "actor_key",
            "voice",
            "middle_day",
            "n_days",
            "first_day",
            "last_day",
            "first_month",
            "last_month",
            "root_key",
            "source_key",
            "about",
            "mode",
            "language",
            "batch_key",
            "person_frames",
            "dictionary_frames",
        ],
    )


def _create_coding() -> None:
    op.create_table(
        "coding",
        sa.Column("statement_key", sa.Integer(), nullable=False),
        sa.Column("coder", _text(), nullable=False),
        sa.Column("frame", _text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=True),
        sa.Column("coded_at", _text(), nullable=True),
        sa.Column("is_dictionary", sa.Boolean(), nullable=False),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_coding_batch_key")),
        sa.ForeignKeyConstraint(
            ["statement_key"], ["statement.key"], name=op.f("fk_coding_statement_key")
        ),
        sa.PrimaryKeyConstraint("statement_key", "coder", "frame", name=op.f("pk_coding")),
        sqlite_with_rowid=False,
    )


def _create_hit() -> None:
    op.create_table(
        "hit",
        sa.Column("statement_key", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("end", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", _text(), nullable=False),
        sa.Column("is_tracked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_key"], ["statement.key"], name=op.f("fk_hit_statement_key")
        ),
        sa.PrimaryKeyConstraint(
            "statement_key", "start", "end", "key", "is_tracked", name=op.f("pk_hit")
        ),
        sqlite_with_rowid=False,
    )


def _create_link() -> None:
    op.create_table(
        "link",
        sa.Column("from_key", sa.Integer(), nullable=False),
        sa.Column("type", _text(), nullable=False),
        sa.Column("to_key", sa.Integer(), nullable=False),
        sa.Column("batch_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_key"], ["batch.key"], name=op.f("fk_link_batch_key")),
        sa.ForeignKeyConstraint(["from_key"], ["statement.key"], name=op.f("fk_link_from_key")),
        sa.ForeignKeyConstraint(["to_key"], ["statement.key"], name=op.f("fk_link_to_key")),
        sa.PrimaryKeyConstraint("from_key", "type", "to_key", name=op.f("pk_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_link_to_key"), "link", ["to_key"])


def _create_tag() -> None:
    op.create_table(
        "tag",
        sa.Column("statement_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", _text(), nullable=False),
        sa.Column("tag", _text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_key"], ["statement.key"], name=op.f("fk_tag_statement_key")
        ),
        sa.PrimaryKeyConstraint("statement_key", "position", name=op.f("pk_tag")),
        sqlite_with_rowid=False,
    )
