from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db.store import SqlStore, open_store
from stance.errors import BadValue, StoreRefused, Unknown
from stance.records import Actor, ActorKind, StatementQuery
from tests.conftest import ONLY_POSTGRESQL, NewUrl, Open
from tests.db.planted import AT, apply, codebook, load, said


@pytest.fixture
def embedded(tmp_path: Path, opened: Open) -> SqlStore:
    store = opened(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()
    return store


def held(path: Path, opened: Open) -> int:
    """Count the statements of a copy, which must be whole."""
    copy = opened(f"sqlite:///{path}")
    assert not copy.needs_migration()
    assert list(copy.broken_hashes()) == []
    n = copy.count(StatementQuery()).n_statements
    assert sum(batch.n_stored for batch in copy.batches()) == n
    return n


def test_a_backup_holds_what_was_stored_when_it_was_taken(
    embedded: SqlStore, tmp_path: Path, opened: Open
) -> None:
    load(embedded, said("a"), said("b"))
    embedded.backup(str(tmp_path / "copy.db"))
    load(embedded, said("c"))
    assert held(tmp_path / "copy.db", opened) == 2
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]


def test_a_backup_is_taken_while_somebody_writes(
    embedded: SqlStore, tmp_path: Path, opened: Open
) -> None:
    load(embedded, said("a"))
    with embedded._engines.writing() as connection:
        connection.execute(text("UPDATE statement SET text = 'half way'"))
        embedded.backup(str(tmp_path / "during.db"))
    assert held(tmp_path / "during.db", opened) == 1
    assert list(embedded.broken_hashes()) == ["a"]


def test_a_backup_can_be_taken_in_the_middle_of_a_load(
    embedded: SqlStore, tmp_path: Path, opened: Open
) -> None:
    load(embedded, said("a"))
    book = codebook()
    embedded.apply_codebook(
        book, lambda *_: (), at=AT, progress=lambda *_: embedded.backup(str(tmp_path / "mid.db"))
    )
    assert held(tmp_path / "mid.db", opened) == 1
    assert embedded.codebook(book.issue).version == 1


def test_a_backup_never_overwrites(embedded: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(StoreRefused, match="exists already: name a new file"):
        embedded.backup(str(tmp_path / "letter.txt"))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Dear Sir"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(
    embedded: SqlStore, tmp_path: Path
) -> None:
    with pytest.raises(StoreRefused):
        embedded.backup(str(tmp_path / "no" / "copy.db"))
    load(embedded, said("a"))


@ONLY_POSTGRESQL
def test_a_postgresql_store_names_the_tool_that_copies_it(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="pg_dump"):
        store.backup(str(tmp_path / "copy"))


# --- a file that goes while it is open ------------------------------------------------------


@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_store_whose_file_goes_while_it_is_open_is_neither_read_nor_written(
    embedded: SqlStore, tmp_path: Path, opened: Open, *, is_replaced: bool
) -> None:
    load(embedded, said("a"))
    embedded.backup(str(tmp_path / "copy.db"))
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"a.db{end}").rename(tmp_path / f"away.db{end}")
    if is_replaced:
        (tmp_path / "copy.db").rename(tmp_path / "a.db")
    for ask in (
        lambda: load(embedded, said("b")),
        lambda: embedded.count(StatementQuery()),
        lambda: embedded.backup(str(tmp_path / "other.db")),
    ):
        with pytest.raises(StoreRefused, match=r"replaced while it was open here.*start this"):
            ask()
    assert (tmp_path / "a.db").exists() == is_replaced
    assert held(tmp_path / "away.db", opened) == 1


# --- hashes ------------------------------------------------------------------------------

_TAMPERED = (
    *("text = text || '.'", "speaker = 'x'", "voice = 'attributed'", "mode = 'paraphrase'"),
    *("date = '2004'", "language = 'en'", "about = 'x'", "stance = 1", "note = 'x'"),
    *("source_url = 'x'", "claimed = '[\"x\"]'", 'extra = \'{"a":"b"}\'', "summary = 'x'"),
)


def test_a_row_that_was_tampered_with_is_found(store: SqlStore) -> None:
    ids = [f"s{number:02}" for number in range(len(_TAMPERED))]
    load(store, said("sound"), *(said(id_) for id_ in ids))
    assert list(store.broken_hashes()) == []
    with store._engines.writing() as connection:
        for id_, change in zip(ids, _TAMPERED, strict=True):
            connection.execute(text(f"UPDATE statement SET {change} WHERE id = '{id_}'"))  # noqa: S608
    assert sorted(store.broken_hashes()) == ids


def test_a_tag_or_name_that_was_changed_behind_the_stores_back_is_found(store: SqlStore) -> None:
    load(store, said("a", tags=("read:page",)), said("b", actor="Japan"))
    with store._engines.writing() as connection:
        connection.execute(text("UPDATE tag SET tag = 'read:excerpt'"))
        connection.execute(text("UPDATE actor SET name = 'Nippon' WHERE name = 'Japan'"))
    assert sorted(store.broken_hashes()) == ["a", "b"]


def _wrote(path: Path, *statements: str) -> None:
    """Write into the file as another program would."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _read_all(store: SqlStore) -> None:
    list(store.statements(StatementQuery()))
    store.codebook_versions("crossings")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statement SET text = CAST(x'ff41' AS TEXT)",
        "UPDATE statement SET extra = '{'",
        "UPDATE codebook SET content = '{'",
    ],
)
def test_content_that_cannot_be_read_is_a_damaged_store(
    embedded: SqlStore, tmp_path: Path, change: str
) -> None:
    apply(embedded, codebook())
    load(embedded, said("a"))
    _wrote(tmp_path / "a.db", change)
    with pytest.raises(StoreRefused, match="is damaged: put a backup in its place"):
        _read_all(embedded)


def test_an_index_that_lost_a_row_is_found_although_every_hash_holds(
    embedded: SqlStore, tmp_path: Path
) -> None:
    load(embedded, said("a"), said("b"))
    path, of_links = tmp_path / "a.db", "WHERE name = 'ix_link_to_key'"
    _wrote(
        path,
        "PRAGMA writable_schema = ON",
        f"CREATE TABLE hidden AS SELECT * FROM sqlite_schema {of_links}",  # noqa: S608
        f"DELETE FROM sqlite_schema {of_links}",  # noqa: S608
    )
    _wrote(path, "INSERT INTO link (from_key, type, to_key) VALUES (1, 'denies', 2)")
    _wrote(
        path,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema SELECT * FROM hidden",
        "DROP TABLE hidden",
    )
    with pytest.raises(StoreRefused, match="is damaged: put a backup in its place"):
        list(embedded.broken_hashes())


def test_a_row_that_belongs_to_nothing_is_a_damaged_store(
    embedded: SqlStore, tmp_path: Path
) -> None:
    load(embedded, said("a", tags=("read:page",)))
    _wrote(tmp_path / "a.db", "UPDATE tag SET statement_key = 99")
    with pytest.raises(StoreRefused, match="is damaged: put a backup in its place"):
        list(embedded.broken_hashes())


def test_coding_and_linking_break_no_hash(store: SqlStore) -> None:
    load(store, said("a"), said("b", frames="humane", link=("reports", "a")))
    apply(store, codebook())
    assert list(store.broken_hashes()) == []


# --- actors ------------------------------------------------------------------------------


def test_an_actor_keeps_its_kind_aliases_and_whole(store: SqlStore) -> None:
    load(store, said("a", actor="PRC"))
    store.save_actor(Actor("China", ActorKind.GOVERNMENT, ("中国", "Zhongguo")))
    ministry = Actor("Foreign Ministry", ActorKind.AGENCY, ("MFA",), "China")
    store.save_actor(ministry)
    assert store.actor("mfa") == ministry
    assert store.actor("ZHONGGUO").aliases == ("中国", "Zhongguo")
    assert [actor.name for actor in store.actors()] == ["China", "Foreign Ministry", "PRC"]
    store.save_actor(Actor("China", ActorKind.GOVERNMENT, ("中国",)))
    with pytest.raises(Unknown):
        store.actor("Zhongguo")
    load(store, said("b", actor="中国"))
    assert store.statement("b").statement.actor == "China"


def test_a_name_that_another_actor_has_is_refused(store: SqlStore) -> None:
    store.save_actor(Actor("China", aliases=("PRC",)))
    for actor in (Actor("Taiwan", aliases=("prc",)), Actor("ｃｈｉｎａ"), Actor("PRC")):
        with pytest.raises(BadValue, match="already names the actor China"):
            store.save_actor(actor)
    with pytest.raises(BadValue, match="part of itself"):
        store.save_actor(Actor("China", part_of="China"))
    with pytest.raises(Unknown):
        store.save_actor(Actor("MFA", part_of="Nowhere"))
    assert store.actor("prc").name == "China"
    assert [actor.name for actor in store.actors()] == ["China"]


def test_two_actors_cannot_be_part_of_each_other(store: SqlStore) -> None:
    store.save_actor(Actor("A"))
    store.save_actor(Actor("B", part_of="A"))
    with pytest.raises(BadValue, match="part of"):
        store.save_actor(Actor("A", part_of="B"))


def test_a_closed_store_opens_again_by_itself(new_url: NewUrl) -> None:
    store = open_store(new_url())
    load(store, said("a"))
    store.close()
    assert store.count(StatementQuery()).n_statements == 1
    store.close()
