"""Questions put to speakers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; as it has a default, SQLite adds it in place and keeps the table's triggers."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("statement", sa.Column("question", text, server_default="", nullable=False))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("statement", "question")
