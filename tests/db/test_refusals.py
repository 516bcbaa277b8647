"""What cannot be opened or written ends in one sentence that names the next step."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from db.store import SqlStore, open_store
from stance.analysis.wordings.finder import compile_finder
from stance.errors import StoreRefused
from stance.loading.copies import copy_of, fill_from
from stance.loading.statements import plan_statements, wanted_by
from stance.records import StatementQuery
from stance.store.plans import Facts, Plan
from tests.conftest import ONLY_POSTGRESQL, Open
from tests.dashboard.demo import ROOT
from tests.db.databases import run_on
from tests.db.planted import AT, batch, codebook, load, said


def sentence(ask: Callable[[], object]) -> str:
    """Return what the refusal says: one sentence with a remedy behind a colon."""
    with pytest.raises(StoreRefused) as refusal:
        ask()
    said_ = str(refusal.value)
    assert "\n" not in said_
    assert said_.endswith(".")
    assert ": " in said_
    assert "sqlalche.me" not in said_
    return said_


def asks(store: SqlStore) -> list[Callable[[], object]]:
    """List what a command or page does first."""
    return [
        store.needs_migration,
        store.migrate,
        lambda: store.count(StatementQuery()),
        lambda: list(store.statements(StatementQuery())),
        lambda: load(store, said("a")),
    ]


@pytest.mark.parametrize("url", ["nonsense", "", "mysql://a/b", "nosuchdialect://x", "sqlite:/a"])
def test_an_address_that_cannot_be_used_is_refused_with_examples(url: str) -> None:
    assert "sqlite:///stance.db" in sentence(lambda: open_store(url))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///a.db?nope=1",
        "sqlite:///a.db?timeout=soon",
        "sqlite://host/a.db",
        "sqlite:///a\0b",
        "postgresql://me@host:port/db",
    ],
)
def test_an_option_or_host_that_no_driver_takes_is_refused(url: str) -> None:
    assert "sqlite:///stance.db" in sentence(lambda: open_store(url))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://me:secret@localhost:99999999/db", "invalid port number"),
        ("postgresql://me:secret@localhost:1/db?nope=1", 'option "nope"'),
        ("postgresql://me:secret@localhost:1/db", "cannot be reached"),
        (f"postgresql://me:secret@{'a' * 300}/db", "cannot be reached"),
        ("postgresql://me:secret@localhost:1/db?host=/nope", "cannot be reached"),
        ("sqlite:///file:a.db?mode=any&uri=true", "no such access mode"),
    ],
)
def test_what_a_driver_says_at_its_door_is_a_sentence(url: str, reason: str, opened: Open) -> None:
    said_ = sentence(opened(url).migrate)
    assert reason in said_
    assert "secret" not in said_


def test_a_password_is_never_repeated() -> None:
    said_ = sentence(lambda: open_store("mysql://me:secret@host/db"))
    assert "secret" not in said_


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE statement (id TEXT)")
        theirs.commit()
    before = path.read_bytes()
    store = opened(f"sqlite:///{path}")
    for ask in (store.needs_migration, store.migrate):
        assert "another program: choose another file" in sentence(ask)
    for ask in asks(store)[2:]:
        sentence(ask)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir or Madam, this is not a database at all. " * 100)
    before = path.read_bytes()
    for ask in asks(opened(f"sqlite:///{path}")):
        assert "not a Stance store: choose another file" in sentence(ask)
    assert path.read_bytes() == before


def test_a_damaged_store_is_named_with_the_way_back(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "hurt.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    load(store, *(said(f"s{number}", text="words " * 50) for number in range(300)))
    store.close()
    content = bytearray(path.read_bytes())
    content[8192 : len(content) - 4096] = os.urandom(len(content) - 12288)
    path.write_bytes(content)
    hurt = opened(f"sqlite:///{path}")
    said_ = sentence(lambda: list(hurt.statements(StatementQuery())))
    assert "damaged" in said_
    assert "backup" in said_


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, opened: Open) -> None:
    store = opened(f"sqlite:///{tmp_path / 'no' / 'such' / 'a.db'}")
    for ask in asks(store)[1:]:
        assert "check that its folder exists" in sentence(ask)


def test_a_folder_is_no_store(tmp_path: Path, opened: Open) -> None:
    for ask in asks(opened(f"sqlite:///{tmp_path}")):
        assert "no folder itself" in sentence(ask)


def test_a_store_that_may_only_be_read_can_be_read_and_says_so_to_writers(
    tmp_path: Path, opened: Open
) -> None:
    path = tmp_path / "fixed.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    load(store, said("a"))
    store.close()
    fixed = opened(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert fixed.count(StatementQuery()).n_statements == 1
    assert not fixed.needs_migration()
    said_ = sentence(lambda: load(fixed, said("b")))
    assert "read-only: make it writable" in said_


def test_a_read_only_file_on_disk_can_be_read(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "fixed.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    load(store, said("a"))
    store.close()
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write every file")
    fixed = opened(f"sqlite:///{path}")
    assert fixed.count(StatementQuery()).n_statements == 1
    assert "read-only" in sentence(lambda: load(fixed, said("b")))


def test_a_postgresql_server_that_does_not_answer_is_named(opened: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    store = opened(f"postgresql://me:secret@127.0.0.1:{port}/stance")
    for ask in asks(store):
        said_ = sentence(ask)
        assert "'stance' cannot be reached" in said_
        assert "secret" not in said_


def test_a_postgresql_host_that_does_not_exist_is_named(opened: Open) -> None:
    for host in ("no-such-host.invalid", "[bad"):
        store = opened(f"postgresql://me@{host}/stance")
        assert "cannot be reached" in sentence(store.needs_migration)


def end_connections(store: SqlStore) -> None:
    """End every connection of a store's database, as a server does that is stopped."""
    run_on(
        store._engines.url.render_as_string(hide_password=False),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


@ONLY_POSTGRESQL
def test_a_server_that_goes_away_in_the_middle_is_told_of_and_nothing_is_half_done(
    store: SqlStore,
) -> None:
    load(store, said("a"), said("b"))

    def end(*_: object) -> tuple[()]:
        end_connections(store)
        return ()

    def lose_it(facts: Facts) -> Plan:
        end()
        return plan_statements([said("c")], facts, compile_finder)

    def read() -> None:
        with store.contents() as whole:
            end()
            list(whole.statements)

    for ask in (
        read,
        lambda: store.apply_codebook(codebook(), end, at=AT),
        lambda: store.load(batch("b.csv"), wanted_by([said("c")]), lose_it),
    ):
        assert "went away before the work was done" in sentence(ask)
    assert store.count(StatementQuery()).n_statements == 2
    assert list(store.broken_hashes()) == []


@pytest.mark.postgres
def test_a_database_that_the_server_lacks_is_named(postgres_server: str, opened: Open) -> None:
    store = opened(postgres_server.replace("/postgres?", "/no_such_database?"))
    if "no_such_database" not in str(store._engines.url):
        pytest.skip("the address of this server has another form")
    for ask in asks(store):
        assert "no_such_database" in sentence(ask)


def test_an_empty_database_asks_for_its_tables(store: SqlStore) -> None:
    url = store._engines.url.render_as_string(hide_password=False)
    store.close()
    for table in ("hit", "coding", "tag", "link"):
        run_on(url, f"DROP TABLE {table}")
    assert "run 'migrate'" in sentence(lambda: list(_after_loading(store)))


def _after_loading(store: SqlStore) -> list[object]:
    load(store, said("a", frames="humane"))
    return list(store.statements(StatementQuery()))


def test_a_write_while_a_store_in_memory_is_being_read_is_refused_in_a_sentence(
    opened: Open,
) -> None:
    store = opened("sqlite://")
    store.migrate()
    with store.snapshot(), pytest.raises(StoreRefused, match="one connection, and it is reading"):
        load(store, said("a"))
    load(store, said("a"))
    assert store.count(StatementQuery()).n_statements == 1


def test_an_id_that_is_too_long_is_refused_in_a_sentence(store: SqlStore) -> None:
    # Random, so that PostgreSQL cannot shorten it.
    id_ = os.urandom(4000).hex()
    if store.is_embedded:
        load(store, said(id_))
        assert store.statement(id_).statement.id == id_
        return
    assert "too long" in sentence(lambda: load(store, said(id_)))
    assert store.count(StatementQuery()).n_statements == 0


# --- disks that are full -------------------------------------------------------------------

_ROOM = 40
"""Pages that a store may still grow by; the engine answers as it does on a full disk."""


def _with_little_room(store: SqlStore) -> None:
    """Let every connection of a writer stop growing the file soon."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + _ROOM}")

    event.listen(store._engines.writer, "connect", limit)


def test_a_full_disk_is_named_and_leaves_the_store_as_it_was(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "full.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    load(store, said("a"))
    store.close()
    tight = opened(f"sqlite:///{path}")
    _with_little_room(tight)
    many = [said(f"s{number}", text="words " * 500) for number in range(300)]
    assert "disk is full, so nothing was written" in sentence(lambda: load(tight, *many))
    assert tight.count(StatementQuery()).n_statements == 1
    assert list(tight.broken_hashes()) == []
    assert len(tight.batches()) == 1


def test_a_full_disk_stops_a_restored_copy_whole(tmp_path: Path, opened: Open) -> None:
    source = opened(f"sqlite:///{tmp_path / 'source.db'}")
    source.migrate()
    load(source, *(said(f"s{number}", text="words " * 500) for number in range(300)))
    copy = tmp_path / "copy.zip"
    copy.write_bytes(b"".join(copy_of(source)))
    tight = opened(f"sqlite:///{tmp_path / 'tight.db'}")
    tight.migrate()
    tight.close()
    _with_little_room(tight)
    assert "disk is full" in sentence(lambda: fill_from(tight, copy))
    assert tight.is_fresh()
    assert tight.actors() == []


_WRITE_ON_A_FULL_DISK = """
import resource, signal, sys
from app import house
from stance.commands.cli import run

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
sys.exit(run(house(), sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "command", [("export", "store"), ("export", "statements", "--format", "xlsx"), ("backup",)]
)
def test_a_file_that_finds_no_room_is_told_of_and_leaves_nothing_behind(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    store = open_store(url)
    store.migrate()
    load(store, *(said(f"s{number}", text=os.urandom(300).hex()) for number in range(300)))
    store.close()
    target = str(tmp_path / "target")
    output = (target,) if command == ("backup",) else ("-o", target)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _WRITE_ON_A_FULL_DISK, "--store", url, *command, *output],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "room" in done.stderr
    assert done.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm"}
