"""Writers that are killed leave nothing; writers that come at once lose nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from db.store import SqlStore
from stance.errors import StanceError
from stance.records import Actor, StatementQuery
from stance.store.plans import REFUSED, Facts, Plan, Wanted
from tests.dashboard.demo import ROOT
from tests.db import crowd, editors
from tests.db.planted import apply, batch, code, codebook, join, load, said


def program(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.db.{name}", *arguments]


def address(store: SqlStore) -> str:
    return store._engines.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("work", ["load", "apply"])
def test_a_writer_killed_at_any_moment_leaves_nothing(store: SqlStore, work: str) -> None:
    apply(store, codebook())
    load(store, said("first", frames="refugee"))
    command = program("killed", address(store), work)
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120
    )
    assert int(done.stdout) >= 8
    assert store.count(StatementQuery()).n_statements == (42 if work == "load" else 1)
    assert len(store.statement("first").links_here) == (1 if work == "load" else 0)
    assert store.codebook("crossings").version == (1 if work == "load" else 2)
    assert list(store.broken_hashes()) == []


def test_two_processes_loading_and_editing_at_once_lose_nothing(store: SqlStore) -> None:
    apply(store, codebook())
    load(store, said("first"))
    names = ("ann", "bob")
    _run_at_once(store, "crowd", names)
    _check_nothing_is_lost(store, names)


def _run_at_once(store: SqlStore, work: str, names: tuple[str, ...]) -> None:
    """Start a process for each name, let them begin together, and see each end well."""
    crowded = [
        subprocess.Popen(  # noqa: S603 - our own program
            program(work, address(store), name),
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    for process in crowded:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in crowded:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in crowded:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")


def test_four_persons_editing_one_statement_at_once_lose_no_edit(store: SqlStore) -> None:
    load(store, said(editors.SHARED))
    names = ("ann", "bob", "cem", "dua")
    _run_at_once(store, "editors", names)
    shared = store.statement(editors.SHARED)
    lines = shared.statement.note.split("\n")[:-1]
    assert sorted(lines) == sorted(f"{name} {n}" for name in names for n in range(editors.N_EDITS))
    for name in names:
        assert [line for line in lines if line.startswith(name)] == [
            f"{name} {number}" for number in range(editors.N_EDITS)
        ]
    last = editors.N_EDITS - 1
    assert {coding.frame for coding in shared.codings} == {f"{name}-{last}" for name in names}
    assert len(store.history(editors.SHARED)) == 1 + 2 * len(names) * editors.N_EDITS
    assert store.count(StatementQuery()).n_statements == 1 + len(names) * editors.N_EDITS
    assert list(store.broken_hashes()) == []


def _check_nothing_is_lost(store: SqlStore, names: tuple[str, ...]) -> None:
    n_loads, n_rows = crowd.N_LOADS, crowd.N_ROWS
    entries = {entry.statement.id: entry for entry in store.statements(StatementQuery())}
    assert len(entries) == 1 + len(names) * n_loads * (n_rows + 1) + n_loads
    assert sum(batch_.n_stored for batch_ in store.batches()) == len(entries) + len(names) * n_loads
    assert {coding.coder for coding in entries["first"].codings} == {
        f"{name}-{number}" for name in names for number in range(n_loads)
    }
    assert len(store.utterance("first")) == 1 + len(names) * n_loads
    for name in names:
        assert store.actor(f"Edited {name}").aliases == (f"{name} alias {n_loads - 1}",)
    actors = [actor.name for actor in store.actors()]
    assert len(actors) == len(set(actors)) == 1 + 3 * len(names)
    versions = [book.version for book in store.codebook_versions("crossings")]
    assert versions == list(range(1, 2 + 2 * len(names)))
    assert {entry.codebook_version for entry in entries.values()} == {versions[-1]}
    assert list(store.broken_hashes()) == []


# --- plans and facts -----------------------------------------------------------------------


def test_a_plan_is_made_anew_where_somebody_wrote_in_between(store: SqlStore) -> None:
    seen: list[Facts] = []

    def plan(facts: Facts) -> Plan:
        seen.append(facts)
        if len(seen) == 1:
            load(store, said("a"))
        return Plan(writes=False) if len(seen) < 2 else Plan(issues={"new": "New"})

    wanted = Wanted(ids=frozenset(["a"]), actors=frozenset(["CHINA"]), issues=frozenset(["x"]))
    assert store.load(batch(), wanted, plan)[1] is None
    assert store.load(batch(), wanted, plan)[1] == 2
    assert [sorted(facts.statements) for facts in seen] == [[], ["a"]]
    assert seen[1].actors["china"].name == "China"
    assert seen[1].codebooks == {}


def test_a_planner_that_is_overtaken_again_and_again_gets_the_store_to_itself(
    store: SqlStore,
) -> None:
    n_planned = 0

    def plan(_facts: Facts) -> Plan:
        nonlocal n_planned
        n_planned += 1
        if n_planned <= 3:
            load(store, said(f"s{n_planned}"))
        return Plan(issues={"new": "New"})

    assert store.load(batch(), Wanted(), plan)[1] == 4
    assert n_planned == 4
    assert store.issue("new").title == "New"


def test_actors_saved_beside_a_load_do_not_make_it_start_again(store: SqlStore) -> None:
    store.save_actor(Actor("Beside"))
    seen: list[Facts] = []

    def plan(facts: Facts) -> Plan:
        seen.append(facts)
        store.save_actor(Actor("Beside", aliases=(f"saved {len(seen)}",)))
        return Plan(issues={"new": "New"}, actors=(Actor("Fresh"),))

    assert store.load(batch(), Wanted(actors=frozenset(["Fresh"])), plan)[1] == 1
    assert len(seen) == 1
    assert store.actor("saved 1").name == "Beside"
    assert store.actor("Fresh").name == "Fresh"


@pytest.mark.parametrize(
    "saved",
    [
        Actor("Fresh"),  # somebody else made it
        Actor("Beside", aliases=("fresh",)),  # the name means another now
        Actor("Other"),  # took the key that was foreseen; on PostgreSQL it was reserved
    ],
)
def test_actors_that_concern_a_load_make_it_start_again(store: SqlStore, saved: Actor) -> None:
    store.save_actor(Actor("Beside"))
    seen: list[Facts] = []

    def plan(facts: Facts) -> Plan:
        seen.append(facts)
        if len(seen) == 1:
            store.save_actor(saved)
        new = () if "fresh" in facts.actors else (Actor("Fresh"),)
        return Plan(issues={"new": "New"}, actors=new)

    assert store.load(batch(), Wanted(actors=frozenset(["Fresh"])), plan)[1] == 1
    is_alike = saved.name == "Other" and not store.is_embedded
    assert len(seen) == (1 if is_alike else 2)
    names = [actor.name for actor in store.actors()]
    assert len(names) == len(set(names))


def test_a_load_that_fails_leaves_the_next_one_room(store: SqlStore) -> None:
    def fail(_facts: Facts) -> Plan:
        message = "not today"
        raise StanceError(message)

    for _ in range(3):
        with pytest.raises(StanceError, match="not today"):
            store.load(batch(), Wanted(), fail)
    with pytest.raises(Exception, match="stance_in_range"):
        load(store, said("bad", stance=7.0))
    assert store.is_fresh()
    assert load(store, said("a")).count("stored") == 1
    assert [each.id for each in store.batches()] == [1]


def test_what_a_load_may_not_write_stays_unwritten(store: SqlStore) -> None:
    done, number = store.load(batch(), Wanted(), lambda _: Plan(issues={"a": "A"}, writes=False))
    assert (done.writes, number) == (False, None)
    assert store.load(batch(), Wanted(), lambda _: Plan())[1] is None
    assert store.is_fresh()
    assert store.issues() == []


def test_a_statement_that_comes_late_becomes_the_root_of_its_reports(store: SqlStore) -> None:
    load(store, said("a", "2003-06-18"), said("b", "2003-06-19", link=("reports", "a")))
    load(store, said("c", "2003-06-17"))
    assert store.count(StatementQuery()).n_utterances == 2
    join(store, ("a", "version_of", "c"))
    assert store.count(StatementQuery()).n_utterances == 1
    assert [entry.utterance for entry in store.utterance("c")] == ["c", "c", "c"]
    circle = join(store, ("c", "reports", "b"))
    assert [each.verdict for each in circle.outcomes] == [REFUSED]
    assert circle.links == ()
    assert store.count(StatementQuery()).n_utterances == 1


def test_codings_of_several_coders_are_kept_apart_and_united(store: SqlStore) -> None:
    load(store, said("a"))
    code(store, ("a", "ann", "humane"), ("a", "ann", "illegal"), ("a", "bob", "none"))
    code(store, ("a", "col", "refugee"), ("a", "ann", "humane"))
    entry = store.statement("a")
    assert [(each.coder, each.frame) for each in entry.codings] == [
        ("ann", "humane"),
        ("ann", "illegal"),
        ("bob", "none"),
        ("col", "refugee"),
    ]
    assert entry.frames() == ("humane", "illegal", "refugee")
    assert list(store.marks(StatementQuery(), limit=5)["frames"]) == ["humane;illegal;refugee"]
