"""Random deeds on a small store: it stays sound, counts agree, every way back is exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from db.store import SqlStore
from stance.answers import tables as exports
from stance.editing.statements import (
    add_link,
    bring_back,
    code_statement,
    discard,
    edit_statement,
    history,
    last_by_person,
    remove_link,
    revert,
    undo_last,
)
from stance.errors import StanceError
from stance.files.reading.drafts import ReadOptions
from stance.files.writing import FORMATS
from stance.loading.copies import copy_of, fill_from
from stance.loading.files import load_file
from stance.records import Link, LinkType, StatementQuery
from stance.records.store_contents import HistoryRow
from stance.records.utterances import Member, utterance_roots
from tests.conftest import NewStore
from tests.db.planted import AT, apply, codebook

ALL = StatementQuery()
HEADER = b"id,date,actor,issue,text,frames,coder,link_type,link_to\n"
FILES = {
    "a.csv": HEADER
    + b"a1,2003-06-17,China,crossings,They crossed illegally.,illegal,bob,,\n"
    + b"a2,2003-06-18,China,crossings,They crossed illegally.,,,reports,a1\n"
    + b"a3,2003-07,UNHCR,crossings,A humane answer is asked for.,,,,\n",
    "b.csv": HEADER
    + b"b1,2004,China,crossings,No change.,none,bob,,\n"
    + b"b2,2004-02,UNHCR,crossings,A humanitarian spirit.,humane;refugee,eve,reaffirms,b1\n",
}
TARGETS = {"a2": "a1", "b2": "b1"}
IDS = {"a.csv": ("a1", "a2", "a3"), "b.csv": ("b1", "b2")}
EXPORTS = ("statements", "codings", "links")
FRAMES = ("illegal", "humane", "refugee", "none")


def files_of(store: SqlStore) -> dict[str, bytes]:
    """Take out what a reader can see of a store."""
    tables = {what: exports.export(store, what, []) for what in EXPORTS}
    write = FORMATS["csv"].write
    return {what: b"".join(write(each.columns, each.rows)) for what, each in tables.items()}


class Walk:
    """A store and the simple model of it: what stands, what is in the bin, who was touched."""

    def __init__(self, store: SqlStore, seed: int) -> None:
        self.store = store
        self.chance = random.Random(seed)  # noqa: S311 - not a secret
        self.now = AT
        self.standing: set[str] = set()
        self.binned: set[str] = set()
        self.touched: set[str] = set()
        self.taken: dict[int, set[str]] = {}
        self.history: list[HistoryRow] = []
        self.n_done = 0
        apply(store, codebook())
        self.load("a.csv")
        self.check()

    def step(self) -> None:
        """Do something, whatever it is; then see whether all is well."""
        deeds: list[Callable[[], None]] = [
            self.load_any,
            self.edit,
            self.code,
            self.link,
            self.unlink,
            self.discard,
            self.bring_back,
            self.undo,
            self.bring_back_load,
            self.revert,
        ]
        self.now += timedelta(minutes=1)
        self.chance.choice(deeds)()
        self.check()

    # --- what is seen ------------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        """Take out what a reader can see."""
        return files_of(self.store)

    def check(self) -> None:
        """See that the store is sound and agrees with the model."""
        store = self.store
        assert list(store.broken_hashes()) == []
        entries = list(store.statements(ALL))
        assert {entry.statement.id for entry in entries} == self.standing
        assert store.count(ALL).n_statements == len(self.standing)
        assert {kept.state.statement.id for kept in store.trash(limit=99)} == self.binned
        members = {
            each.id: Member(each.actor, each.issue, each.voice, each.date.sort_key)
            for each in (entry.statement for entry in entries)
        }
        roots = utterance_roots(members, list(store.links(ALL)))
        assert {entry.statement.id: entry.utterance for entry in entries} == roots
        assert store.count(ALL).n_utterances == len(set(roots.values()))
        with store.contents() as whole:
            changes = list(whole.changes)
        assert changes[: len(self.history)] == self.history
        self.history = changes

    def one(self, ids: set[str]) -> str:
        """Choose one of these, the same for the same seed."""
        return self.chance.choice(sorted(ids))

    def there_and_back(self, deed: Callable[[], object], back: Callable[[], object]) -> None:
        """Do something, and take it back as often as not: then every byte is as before."""
        before = self.files()
        deed()
        self.n_done += 1
        self.check()
        if self.chance.random() < 0.5:
            self.now += timedelta(minutes=1)
            back()
            assert self.files() == before

    # --- files -------------------------------------------------------------------------

    def load_any(self) -> None:
        self.load(self.chance.choice(sorted(FILES)))

    def load(self, name: str) -> None:
        """Load a file, perhaps again: only what neither stands nor is in the bin comes."""
        before = self.files()
        new = set(IDS[name]) - self.standing - self.binned
        is_lost = any(TARGETS.get(id_) in self.binned for id_ in new)
        options = ReadOptions()
        result = load_file(self.store, FILES[name], name, options, at=self.now)
        assert result.n_stored == (0 if is_lost else len(new)), result.problems
        assert bool(result.n_refused) == is_lost, result.problems
        if result.n_stored:
            self.standing |= new
            self.taken = {n: ids for n, ids in self.taken.items() if not ids & new}
        else:
            assert self.files() == before

    def undo(self) -> None:
        """Take back a load: what persons touched stays, what nobody rests on goes."""
        batches = [batch.id for batch in self.store.batches() if batch.undone_at is None]
        if not batches:
            return
        batch, before = self.chance.choice(batches), self.files()
        mine = {e.statement.id for e in self.store.statements(ALL) if e.batch == batch}
        ends = {end for link in self.store.links(ALL) for end in (link.from_id, link.to_id)}
        undone = self.store.undo(batch, at=self.now)
        left = {entry.statement.id for entry in self.store.statements(ALL)}
        gone = self.standing - left
        assert gone <= mine - self.touched
        assert mine - self.touched - ends <= gone
        assert (undone.n_removed, len(undone.kept)) == (len(gone), len(mine - gone))
        self.standing = left
        self.n_done += 1
        if gone:
            self.taken[batch] = self.taken.get(batch, set()) | gone
        if gone and gone == mine and self.chance.random() < 0.5:
            self.check()
            assert self.store.bring_back_load(batch, at=self.now) >= len(gone)
            self.standing |= self.taken.pop(batch, set())
            assert self.files() == before

    def bring_back_load(self) -> None:
        """Bring a load back, unless what it took points to what is not there."""
        if not self.taken:
            return
        batch = self.chance.choice(sorted(self.taken))
        before = self.files()
        try:
            self.store.bring_back_load(batch, at=self.now)
        except StanceError:
            assert self.files() == before
            return
        self.n_done += 1
        self.standing |= self.taken.pop(batch)

    # --- by hand -----------------------------------------------------------------------

    def edit(self) -> None:
        if not self.standing:
            return
        id_ = self.one(self.standing)
        cells = {
            "text": self.chance.choice(["They crossed.", "Humane words.", "Refugees came."]),
            "note": f"note {self.now:%H:%M}",
            "date": self.chance.choice(["2003", "2004-02", "2004-02-03~"]),
        }
        self.touched.add(id_)
        self.there_and_back(
            lambda: edit_statement(self.store, id_, cells, based_on="", by="Ann", at=self.now),
            lambda: self.undo_last(id_),
        )

    def code(self) -> None:
        if not self.standing:
            return
        id_, frame = self.one(self.standing), self.chance.choice(FRAMES)
        coder = self.chance.choice(["Ann", "bob"])
        last = self.store.last_change()
        before = self.files()
        code_statement(self.store, id_, [frame], stance="1", by=coder, at=self.now)
        if self.store.last_change() == last:
            return
        self.touched.add(id_)
        self.n_done += 1
        self.check()
        if self.chance.random() < 0.5:
            self.undo_last(id_)
            assert self.files() == before

    def link(self) -> None:
        if len(self.standing) < 2:
            return
        start, end = self.chance.sample(sorted(self.standing), 2)
        link = Link(start, self.chance.choice([LinkType.DENIES, LinkType.REPORTS]), end)
        before = self.files()
        try:
            add_link(self.store, link, by="Ann", at=self.now)
        except StanceError:
            assert self.files() == before
            return
        self.touched.add(start)
        self.n_done += 1
        self.check()
        if self.chance.random() < 0.5:
            remove_link(self.store, link, by="Ann", at=self.now)
            assert self.files() == before

    def unlink(self) -> None:
        links = list(self.store.links(ALL))
        if not links:
            return
        link = self.chance.choice(links)
        self.touched.add(link.from_id)
        self.there_and_back(
            lambda: remove_link(self.store, link, by="Ann", at=self.now),
            lambda: add_link(self.store, link, by="Ann", at=self.now),
        )

    def undo_last(self, id_: str) -> None:
        last = last_by_person(self.store.history(id_))
        assert last is not None
        undo_last(self.store, id_, last.number, by="Ann", at=self.now)

    def revert(self) -> None:
        """Put a statement back into any state it ever was in."""
        if not self.standing:
            return
        id_ = self.one(self.standing)
        states = [one for one in history(self.store, id_) if one.after is not None]
        chosen = self.chance.choice(states)
        last, before = self.store.last_change(), self.files()
        try:
            revert(self.store, id_, chosen.number, based_on="", by="Ann", at=self.now)
        except StanceError:
            assert self.files() == before
            return
        assert chosen.after is not None
        now = history(self.store, id_)[-1].after
        if self.store.last_change() > last:
            self.touched.add(id_)
            assert now is not None
            assert now.fingerprint == chosen.after.fingerprint
            self.n_done += 1

    # --- the bin -----------------------------------------------------------------------

    def discard(self) -> None:
        if not self.standing:
            return
        id_ = self.one(self.standing)

        def deed() -> None:
            discard(self.store, id_, by="Ann", at=self.now)
            self.standing.remove(id_)
            self.binned.add(id_)

        def back() -> None:
            bring_back(self.store, id_, by="Ann", at=self.now)
            self.standing.add(id_)
            self.binned.remove(id_)

        self.touched.add(id_)
        self.there_and_back(deed, back)

    def bring_back(self) -> None:
        if not self.binned:
            return
        id_ = self.one(self.binned)
        bring_back(self.store, id_, by="Ann", at=self.now)
        self.binned.remove(id_)
        self.standing.add(id_)
        self.n_done += 1


def walked(store: SqlStore, seed: int, n_steps: int) -> Walk:
    walk = Walk(store, seed)
    for _ in range(n_steps):
        walk.step()
    return walk


def test_whatever_is_done_the_store_is_sound_and_every_way_back_is_exact(
    new_store: NewStore, backend: str, tmp_path: Path
) -> None:
    # Each step asks the store some thirty things, and a server is a network away.
    n_walks, n_steps = (1, 10) if backend == "postgresql" else (3, 25)
    for seed in range(n_walks):
        walk = walked(new_store(), seed, n_steps)
        assert walk.n_done > 3
        copy = tmp_path / f"copy-{seed}.zip"
        copy.write_bytes(b"".join(copy_of(walk.store)))
        other = new_store()
        assert list(fill_from(other, copy).broken) == []
        assert files_of(other) == files_of(walk.store)
