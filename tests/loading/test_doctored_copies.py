"""A copy that was doctored, its manifest too, is believed no more than a file that is loaded."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.editing.statements import add_link, edit_statement
from stance.errors import Refused
from stance.loading.copies import copy_of, fill_from
from stance.records import Actor, ActorKind, Link, LinkType
from tests.conftest import NewStore
from tests.db.planted import AT, code, join, load, said
from tests.loading.test_copies import Change, members, packed, replaced


def at_history(kind: str, change: Callable[[dict[str, Any]], object]) -> Change:
    """Change what the first piece of the history of this kind has kept."""

    def doctor(inside: dict[str, bytes]) -> None:
        lines = inside["history.jsonl"].splitlines()
        for number, line in enumerate(lines):
            cells = json.loads(line)
            if cells[2] == kind and cells[4]:
                piece = json.loads(cells[4])
                change(piece)
                lines[number] = json.dumps([*cells[:4], json.dumps(piece), cells[5]]).encode()
                break
        else:
            pytest.fail(f"no {kind}")
        inside["history.jsonl"] = b"\n".join(lines) + b"\n"

    return doctor


def told(name: str, column: str, reason: str, line: int = 2) -> str:
    return f"{name} in the copy, line {line}, {column}: {reason}"


LONG = "x" * 2_001
LIES: dict[str, tuple[Change, str]] = {
    "a name of two actors": (
        replaced("actors.csv", "PRC", "ministry"),
        told("actors.csv", "name", "'Ministry' already names the actor China", 3),
    ),
    "an actor that is part of itself": (
        replaced("actors.csv", '""Beijing""]",', '""Beijing""]",Ministry'),
        told("actors.csv", "part_of", "China would be part of itself"),
    ),
    "an actor that is part of nobody": (
        replaced("actors.csv", "agency,,China", "agency,,Chian"),
        told("actors.csv", "part_of", "it names the actor 'Chian'", 3),
    ),
    "a name that is too long": (
        replaced("actors.csv", "PRC", LONG),
        told("actors.csv", "aliases", "2,001 bytes are too many: at most 2,000 make a name"),
    ),
    "a name that turns its line round": (
        replaced("actors.csv", "PRC", "P\u202eRC"),
        told("actors.csv", "aliases", "the invisible character U+202E may not stand in a name"),
    ),
    "an empty other name": (
        replaced("actors.csv", "PRC", ""),
        told("actors.csv", "aliases", "a name in the list is empty"),
    ),
    "an issue that is no slug": (
        replaced("issues.csv", "\ncrossings,", "\nBorder Crossings,"),
        told("issues.csv", "issue", "'Border Crossings' would be 'border-crossings'"),
    ),
    "a moment before all calendars": (
        replaced("loads.csv", "2026-11-25T12:00:00+00:00", "0001-01-01T00:00:00+14:00"),
        told("loads.csv", "loaded_at", "'0001-01-01T00:00:00+14:00' is no moment with its zone"),
    ),
    "a moment that is none in the history": (
        replaced("history.jsonl", "2026-11-25", "2026-13-25"),
        "history.jsonl in the copy, line 1, at: '2026-13-25T12:00:00",
    ),
    "a hash that is none": (
        replaced("loads.csv", "0" * 64, "0" * 63),
        told("loads.csv", "file_hash", f"{'0' * 40!r} is no SHA-256"),
    ),
    "a number no database holds": (
        replaced("loads.csv", "\n1,", "\n4000000000,"),
        told("loads.csv", "load", "'4000000000' is no whole number from 1 to 2,147,483,647"),
    ),
    "a statement linked to itself": (
        replaced("links.csv", "b,reports,a,", "b,reports,b,"),
        told("links.csv", "to", "a statement cannot be linked to itself"),
    ),
    "a circle of links": (
        replaced("links.csv", "b,reports,a,", "b,reports,c,"),
        "These links close a circle (b -> c -> b)",
    ),
    "a coder who is the machine": (
        replaced("codings.csv", ",bob,", ",Dictionary,"),
        told("codings.csv", "coder", "'dictionary' is the machine's name"),
    ),
    "a frame that is no id": (
        replaced("codings.csv", ",humane,", ",Very humane,"),
        told("codings.csv", "frame", "'Very humane' is no id"),
    ),
    "an id with a blank": (
        replaced("statements/0001.csv", ",a,", ",a b,"),
        told("statements/0001.csv", "id", "the id 'a b' holds U+0020"),
    ),
    "a kind of deed nobody knows": (
        replaced("history.jsonl", '"edit"', '"burn"'),
        "this 'burn' of 'a' cannot be read",
    ),
    "a state without words": (
        at_history("edit", lambda state: state["statement"].pop("text")),
        "this 'edit' of 'a' cannot be read",
    ),
    "a state on a day that never was": (
        at_history("edit", lambda state: state["statement"].update(date="2003-02-31")),
        "2003-02-31",
    ),
    "a state of another statement": (
        at_history("edit", lambda state: state["statement"].update(id="b")),
        "this 'edit' of 'a' cannot be read",
    ),
    "a state linked to itself": (
        at_history("link", lambda state: state["links"].append({"from": "c", "to": "c"})),
        "this 'link' of 'c' cannot be read",
    ),
    "a load of no known table": (
        at_history("undo", lambda piece: piece.update(table="secrets")),
        "this 'undo' of '4' cannot be read",
    ),
    "a load of rows that are none": (
        at_history("undo", lambda piece: piece.update(rows=[{"name": 7}])),
        "this 'undo' of '4' cannot be read",
    ),
}


@pytest.fixture
def inside(new_store: NewStore, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of a copy with all sorts of deeds in its history, to be doctored."""
    store = new_store()
    load(store, said("a"), said("b", link=("reports", "a")), said("c"))
    code(store, ("a", "bob", "humane"))
    join(store, ("c", "reports", "b"))
    store.save_actor(Actor("China", ActorKind.GOVERNMENT, ("PRC", "Beijing")))
    store.save_actor(Actor("Ministry", ActorKind.AGENCY, (), "China"))
    edit_statement(store, "a", {"note": "x"}, based_on="", by="Ann", at=AT)
    add_link(store, Link("c", LinkType.DENIES, "a"), by="Ann", at=AT)
    load(store, said("d", actor="Korea"))
    store.undo(4, at=AT)
    path = tmp_path / "first.zip"
    path.write_bytes(b"".join(copy_of(store)))
    return members(path)


def refused(target_of: NewStore, path: Path) -> str:
    """Return why a copy is refused; the store that it was to fill stays empty."""
    target = target_of()
    with pytest.raises(Refused) as refusal:
        fill_from(target, path)
    assert target.is_fresh()
    assert (target.actors(), target.issues(), target.batches()) == ([], [], [])
    return str(refusal.value)


def test_a_copy_that_nobody_doctored_comes_back(
    inside: dict[str, bytes], new_store: NewStore, tmp_path: Path
) -> None:
    again = new_store()
    assert fill_from(again, packed(inside, tmp_path / "honest.zip")).n_statements == 3
    assert again.bring_back_load(4, at=AT) == 1


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("what", LIES)
def test_a_doctored_copy_is_refused_with_file_line_column_and_what_to_do(
    inside: dict[str, bytes], new_store: NewStore, tmp_path: Path, what: str
) -> None:
    change, reason = LIES[what]
    change(inside)
    said_ = refused(new_store, packed(inside, tmp_path / "lie.zip"))
    assert reason in said_
    assert "\n" not in said_
    if "in the copy" in said_:
        assert said_.endswith("or make it anew.")


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"statements": 3', '"statements": 4', "it holds 3 statements, and manifest.json says 4"),
        ('"statements": 3', '"statements": true', "does not say what the copy holds"),
        ('"statements": 3', '"statements": -3', "does not say what the copy holds"),
        ('"format": 2', '"format": 0', "does not say what the copy holds"),
        ('"format": 2', '"format": true', "does not say what the copy holds"),
    ],
)
def test_a_manifest_is_not_believed(
    inside: dict[str, bytes], new_store: NewStore, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    replaced("manifest.json", old, new)(inside)
    assert reason in refused(new_store, packed(inside, tmp_path / "lie.zip", honest=False))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("name", ["statements/0003.csv", "codebooks/0009.yaml", "evil.txt"])
def test_a_file_that_nothing_reads_is_refused_though_the_manifest_names_it(
    inside: dict[str, bytes], new_store: NewStore, tmp_path: Path, name: str
) -> None:
    inside[name] = inside["statements/0001.csv"]
    said_ = refused(new_store, packed(inside, tmp_path / "lie.zip"))
    assert f"{name} is no part of it" in said_


@pytest.mark.parametrize("backend", ["sqlite"])
def test_two_files_of_one_name_are_refused(
    inside: dict[str, bytes], new_store: NewStore, tmp_path: Path
) -> None:
    path = packed(inside, tmp_path / "lie.zip")
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as more:
        warnings.simplefilter("ignore")
        more.writestr("links.csv", inside["links.csv"])
    assert "holds two files of one name" in refused(new_store, path)
