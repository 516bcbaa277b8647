from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from db import session
from db.store import SqlStore, open_store
from stance.errors import StoreRefused
from stance.records import StatementQuery
from tests.conftest import ONLY_POSTGRESQL
from tests.db.planted import load, said


def pragma(store: SqlStore, name: str, *, reading: bool = False) -> object:
    """Ask a connection of the store for one of SQLite's settings."""
    engine = store._engines.reader if reading else store._engines.writer
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> SqlStore:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()
    store.close()
    return store


@pytest.mark.parametrize("reading", [False, True])
def test_sqlite_keeps_foreign_keys_and_a_log_that_readers_do_not_wait_for(
    sqlite_store: SqlStore, *, reading: bool
) -> None:
    assert pragma(sqlite_store, "foreign_keys", reading=reading) == 1
    assert pragma(sqlite_store, "journal_mode", reading=reading) == "wal"
    assert pragma(sqlite_store, "busy_timeout", reading=reading) == 30_000
    sqlite_store.close()


def test_a_statement_of_an_unknown_actor_cannot_be_written(store: SqlStore) -> None:
    load(store, said("a"))
    with pytest.raises(IntegrityError), store._engines.writing() as connection:
        connection.execute(text("UPDATE statement SET actor_key = 99"))
    with pytest.raises(IntegrityError), store._engines.writing() as connection:
        connection.execute(text("DELETE FROM actor"))


def test_the_database_itself_keeps_the_rules_of_stance_and_days(store: SqlStore) -> None:
    load(store, said("a"))
    for broken in ("stance = 3", "first_day = last_day + 1"):
        with pytest.raises(IntegrityError), store._engines.writing() as connection:
            connection.execute(text(f"UPDATE statement SET {broken}"))  # noqa: S608 - our own


def test_new_tables_are_gone_when_their_transaction_fails(store: SqlStore) -> None:
    for statement in ("CREATE TABLE brief (a INTEGER)", "DROP TABLE tag"):
        with (
            pytest.raises(StoreRefused),
            store._engines.loading() as connection,
            connection.begin(),
        ):
            _run_and_fail(connection, statement)
    with store._engines.reading() as connection:
        names = inspect(connection).get_table_names()
    assert "brief" not in names
    assert "tag" in names


def _run_and_fail(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))
    connection.execute(text("SELECT * FROM not_there"))


def test_a_reader_sees_one_snapshot_while_others_write(store: SqlStore) -> None:
    load(store, said("a"))
    n_statements = text("SELECT count(*) FROM statement")
    with store._engines.reading() as connection:
        assert connection.scalar(n_statements) == 1
        load(store, said("b"))
        assert connection.scalar(n_statements) == 1
    assert store.count(StatementQuery()).n_statements == 2


def test_a_list_being_read_does_not_change_under_its_reader(store: SqlStore) -> None:
    load(store, *(said(f"s{number:03}") for number in range(600)))
    walking = store.statements(StatementQuery())
    first = next(walking)
    load(store, said("late"))
    ids = [first.statement.id, *(entry.statement.id for entry in walking)]
    assert len(ids) == 600
    assert "late" not in ids


@ONLY_POSTGRESQL
def test_readers_of_postgresql_cannot_write(store: SqlStore) -> None:
    with pytest.raises(DBAPIError, match="read-only"), store._engines.reading() as connection:
        connection.execute(text("DELETE FROM tag"))


def test_a_second_writer_of_sqlite_waits_and_is_told_who_is_in_its_way(
    sqlite_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_BUSY_SECONDS", 0)
    other = open_store(str(sqlite_store._engines.url))
    with sqlite_store._engines.writing(), pytest.raises(StoreRefused, match="somebody else"):
        load(other, said("a"))
    load(other, said("a"))
    other.close()
    sqlite_store.close()


def test_a_store_in_memory_is_one_store_for_all_its_threads() -> None:
    store = open_store("sqlite://")
    store.migrate()
    load(store, said("a"))
    assert store.count(StatementQuery()).n_statements == 1
    assert store.is_embedded
    store.close()
