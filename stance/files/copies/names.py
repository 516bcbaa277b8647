"""The names in a copy: each means one actor or issue, and no body is a part of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stance.files.copies.cells import Line
from stance.files.reading import cells
from stance.records import Actor, ActorKind, folded
from stance.records.store_contents import KeptActor, KeptIssue


def read_actors(lines: Iterable[Line], loads: Collection[int]) -> list[KeptActor]:
    """Read the actors; raise FileRefused where a name means two of them."""
    read = [(line, _actor(line, loads)) for line in lines]
    owners: dict[str, str] = {}
    for line, kept in read:
        for column, name in _names(kept.actor):
            owner = owners.setdefault(folded(name), kept.actor.name)
            if owner != kept.actor.name:
                raise line.refused(column, f"{name!r} already names the actor {owner}")
    _refuse_twice([(line, kept.actor.name) for line, kept in read], "name")
    _refuse_circles(read)
    return [kept for _, kept in read]


def read_issues(lines: Iterable[Line], loads: Collection[int]) -> list[KeptIssue]:
    """Read the issues, whose ids must be slugs."""
    read = [
        (line, KeptIssue(line.ruled("issue", _slug), line.text("title"), line.load(loads)))
        for line in lines
    ]
    _refuse_twice([(line, kept.slug) for line, kept in read], "issue")
    return [kept for _, kept in read]


def _slug(column: str, text: str) -> str:
    return cells.issue(column, text)[0]


def _actor(line: Line, loads: Collection[int]) -> KeptActor:
    kind = line.choice("kind", ActorKind) if line.text("kind") else None
    name, aliases = line.ruled("name", cells.name), line.named("aliases")
    return KeptActor(Actor(name, kind, aliases, line.text("part_of")), line.load(loads))


def _names(actor: Actor) -> list[tuple[str, str]]:
    return [("name", actor.name), *(("aliases", alias) for alias in actor.aliases)]


def _refuse_twice(names: Iterable[tuple[Line, str]], column: str) -> None:
    known: set[str] = set()
    for line, name in names:
        if name in known:
            raise line.refused(column, f"{name!r} stands in it twice")
        known.add(name)


def _refuse_circles(read: Iterable[tuple[Line, KeptActor]]) -> None:
    """Go up from every actor: what it is part of must be known, and must not lead back."""
    lines = {kept.actor.name: line for line, kept in read}
    wholes = {kept.actor.name: kept.actor.part_of for _, kept in read if kept.actor.part_of}
    for name, whole in wholes.items():
        if whole not in lines:
            raise lines[name].refused("part_of", f"it names the actor {whole!r}, who is not there")
    is_above: set[str] = set()
    for start in wholes:
        path: dict[str, None] = {}
        name = start
        while name in wholes and name not in is_above:
            if name in path:
                raise lines[name].refused("part_of", f"{name} would be part of itself")
            path[name] = None
            name = wholes[name]
        is_above |= set(path)
