"""The schema of a store: its revision, its migrations, and the copy made before them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from sqlite3 import Error as SqliteError

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from db.addresses import store_name
from db.refusals import connected, in_a_sentence
from db.session import Engines, exclusively
from stance.errors import StoreRefused

_APPLICATION_ID = 0x5374_6E63
"""What marks an SQLite file as ours."""


def newest_revision() -> str:
    """Return the revision that this program knows last."""
    revision = _script().get_current_head()
    assert revision is not None  # noqa: S101 - the steps are part of the program
    return revision


def needs_migration(engines: Engines) -> bool:
    """Whether the schema is older than this program; raise StoreRefused where it is newer."""
    if engines.path is not None and not Path(engines.path).exists():
        return True
    with engines.reading() as connection:
        return _checked_revision(engines, connection) != newest_revision()


def migrate(engines: Engines, *, to: str = "head") -> list[str]:
    """Take the steps to a revision; return their names."""
    if not needs_migration(engines) and to == "head":
        return []
    with engines.loading() as connection:
        if engines.path is not None:
            # Outside any transaction, where alone SQLite lets it be switched on.
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
        with exclusively(connection):
            before = _checked_revision(engines, connection)
        if engines.path is not None and before not in (None, newest_revision()):
            # A copy stays beside the file, under a name that nothing has.
            wanted = f"{engines.path}.before-{newest_revision()}"
            names = (wanted, *(f"{wanted}.{number}" for number in range(2, 1000)))
            _vacuum_into(engines, next(name for name in names if not Path(name).exists()))
        with exclusively(connection):
            return _take_steps(connection, to)


def _take_steps(connection: Connection, to: str) -> list[str]:
    config, before = _config(), _revision(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID:d}")
    return _names_between(before, _revision(connection))


def _names_between(before: str | None, after: str | None) -> list[str]:
    steps = list(_script().iterate_revisions(after, before)) if after != before else []
    return [f"{step.revision} {step.doc.rstrip('.').lower()}" for step in reversed(steps)]


def downgrade(engines: Engines, *, to: str = "base") -> None:
    """Take steps back to a revision; whatever only newer schemas hold is lost."""
    config = _config()
    with engines.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


# --- what is there -----------------------------------------------------------------------


def _checked_revision(engines: Engines, connection: Connection) -> str | None:
    """Return the revision; raise StoreRefused for another program's file, or a newer Stance's."""
    if engines.is_sqlite:
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != _APPLICATION_ID and inspect(connection).get_table_names():
            raise StoreRefused(
                f"{store_name(engines.url)} is an SQLite file of another program: choose another "
                "file with --store."
            )
    revision = _revision(connection)
    known = {step.revision for step in _script().walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreRefused(
            f"The store {store_name(engines.url)} was made by a newer Stance (its schema is "
            f"{revision}, this program knows {newest_revision()}): use the newer program."
        )
    return revision


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


# --- copies ------------------------------------------------------------------------------


def backup(engines: Engines, path: str) -> None:
    """Write a consistent copy to a new file while the store is in use."""
    if not engines.is_sqlite:
        raise StoreRefused(
            "A PostgreSQL store is copied by its own tool: run "
            f"'pg_dump {engines.url.database} > FILE'."
        )
    if Path(path).exists():
        raise _exists_already(path)
    _vacuum_into(engines, path)


def _vacuum_into(engines: Engines, path: str) -> None:
    """Copy in one step, under another name until the copy is whole."""
    part = Path(f"{path}.part")
    try:
        part.unlink(missing_ok=True)
        with connected(engines.reader) as connection, in_a_sentence(engines.url):
            connection.connection.cursor().execute("VACUUM INTO ?", (str(part),))
        _name_whole(part, path)
    except (SqliteError, OSError, UnicodeEncodeError) as error:
        raise StoreRefused(
            f"The copy {path!r} could not be written ({error}): check that its folder exists, "
            "may be written and has room."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _name_whole(part: Path, path: str) -> None:
    """Give a copy its name, which nobody may have taken meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise _exists_already(path) from None
    except OSError:
        # Not every file system knows hard links.
        part.rename(path)


def _exists_already(path: str) -> StoreRefused:
    return StoreRefused(f"{path!r} exists already: name a new file.")
