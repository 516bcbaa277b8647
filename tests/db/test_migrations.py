from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from db import schema
from db.models import Base
from db.session import Engines
from db.store import SqlStore, open_store
from stance.errors import StoreRefused
from stance.records import StatementQuery
from tests.conftest import NewUrl
from tests.db.databases import run_on
from tests.db.planted import load, said

STEPS = ["0001 the first tables", "0002 questions put to speakers"]
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def shape(connection: Connection) -> dict[str, Any]:
    """Describe every table as the database itself sees it."""
    seen = inspect(connection)
    return {
        name: {
            "columns": [
                (each["name"], str(each["type"]), each["nullable"])
                for each in seen.get_columns(name)
            ],
            "indexes": sorted(
                (str(each["name"]), tuple(each["column_names"]), bool(each["unique"]))
                for each in seen.get_indexes(name)
            ),
            "unique": sorted(str(each["name"]) for each in seen.get_unique_constraints(name)),
            "checks": sorted(str(each["name"]) for each in seen.get_check_constraints(name)),
            "key": seen.get_pk_constraint(name)["constrained_columns"],
            "foreign": sorted(
                (str(each["name"]), each["referred_table"], tuple(each["constrained_columns"]))
                for each in seen.get_foreign_keys(name)
            ),
        }
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def triggers(engine: Engine) -> set[str]:
    """Name the triggers there are."""
    with engine.connect() as connection:
        return set(connection.scalars(text(_TRIGGERS[engine.dialect.name])))


def without_rowid(engine: Engine) -> set[str]:
    """Name the SQLite tables that are kept by their primary key alone."""
    if engine.dialect.name != "sqlite":
        return set()
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT name FROM pragma_table_list WHERE wr = 1")))


def test_the_migrated_schema_equals_the_models(store: SqlStore) -> None:
    with store._engines.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_tables_are_those_the_models_would_make(
    store: SqlStore, new_url: NewUrl
) -> None:
    other = open_store(new_url())
    schema.downgrade(other._engines)
    Base.metadata.create_all(other._engines.writer)
    shapes = []
    for each in (store, other):
        with each._engines.reader.connect() as connection:
            found = shape(connection), triggers(each._engines.writer)
            shapes.append((*found, without_rowid(each._engines.writer)))
    other.close()
    assert shapes[0] == shapes[1]


def test_texts_are_sorted_by_code_point(store: SqlStore) -> None:
    with store._engines.reader.connect() as connection:
        for name in inspect(connection).get_table_names():
            for column in inspect(connection).get_columns(name):
                if str(column["type"]).startswith("TEXT") and name != "alembic_version":
                    collation = getattr(column["type"], "collation", None)
                    assert collation == (None if store.is_embedded else "C")


def test_steps_go_down_and_up_again(store: SqlStore) -> None:
    load(store, said("a"))
    schema.downgrade(store._engines)
    with store._engines.reader.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    assert store.needs_migration()
    assert store.migrate() == STEPS
    assert store.is_fresh()
    assert not store.needs_migration()
    load(store, said("a"))
    assert store.count(StatementQuery()).n_statements == 1


def test_migrating_twice_takes_no_step(store: SqlStore) -> None:
    assert store.migrate() == []


def test_a_step_that_fails_leaves_nothing_behind(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.downgrade(store._engines)

    def fail(*_arguments: object) -> None:
        raise RuntimeError("a step that fails at its end")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "_names_between", fail)
        with pytest.raises(RuntimeError):
            store.migrate()
    with store._engines.reader.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    assert store.migrate() == STEPS


def test_a_store_of_a_newer_program_is_refused_with_the_cure(new_url: NewUrl) -> None:
    url = new_url()
    run_on(url, "UPDATE alembic_version SET version_num = '9999'")
    store = open_store(url)
    for ask in (store.needs_migration, store.migrate):
        with pytest.raises(StoreRefused, match=r"newer Stance.*9999.*use the newer program"):
            ask()
    store.close()


def test_a_copy_is_put_beside_an_older_file_before_its_schema_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.db'}")
    store.migrate()
    load(store, said("a"))
    monkeypatch.setattr(schema, "newest_revision", lambda: "0003")
    store.migrate()
    store.migrate()
    store.close()
    copies = sorted(path.name for path in tmp_path.glob("old.db.before-*"))
    assert copies == ["old.db.before-0003", "old.db.before-0003.2"]
    monkeypatch.undo()
    copy = open_store(f"sqlite:///{tmp_path / copies[0]}")
    assert not copy.needs_migration()
    assert copy.count(StatementQuery()).n_statements == 1
    copy.close()


def test_a_missing_file_needs_migration_and_is_not_made_by_asking(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    engines = Engines(f"sqlite:///{path}")
    assert schema.needs_migration(engines)
    assert not path.exists()
    engines.close()
