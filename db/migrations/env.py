"""What Alembic runs: steps on the connection it is handed, inside the caller's transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from db.models import Base


def run(connection: Connection) -> None:
    """Run the steps that the caller asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        # SQLite can undo schema changes as well, with the engine settings of db.session.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
