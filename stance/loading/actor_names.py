"""Find the actor that a name means, or the names it is near to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from stance.errors import BadValue, RowRefused, listed
from stance.files.reading import cells
from stance.records import Actor, Statement, folded
from stance.store import Reading, Store

_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class UnderstoodActor:
    """How a typed name is understood: the actor it means, else the names it is near to."""

    actor: Actor | None
    near: tuple[str, ...] = ()


def read_actor(store: Reading, name: str) -> UnderstoodActor:
    """Say whom a typed name means; look-alikes are offered, never taken."""
    sought = folded(name.strip())
    by_name = {
        folded(called): actor for actor in store.actors() for called in (*actor.aliases, actor.name)
    }
    if not sought or sought in by_name:
        return UnderstoodActor(by_name.get(sought))
    found = get_close_matches(sought, by_name, n=2 * _MOST_NEAR)
    near = dict.fromkeys(by_name[one].name for one in found)
    return UnderstoodActor(None, tuple(near)[:_MOST_NEAR])


def unsure(store: Reading, said: Statement) -> list[tuple[str, str]]:
    """Return a problem for each name of a statement that is new and near to a known one."""
    problems = []
    for column, name in (("actor", said.actor), ("about", said.about)):
        near = read_actor(store, name).near if name else ()
        if near:
            reason = f"nobody is called {name!r} yet. Did you mean {listed(near)}? "
            problems.append((column, f"{reason}If not, say that this is a new actor."))
    return problems


def add_alias(store: Store, alias: str, actor: str, *, who: str = "") -> Actor:
    """Let another name mean an actor; raise RowRefused for what could be no actor's name."""
    try:
        called = given_name("actor", alias)
    except BadValue as bad:
        raise RowRefused([("actor", bad.reason)]) from bad
    return store.change_actor(actor, lambda known: with_aliases(known, [called]), who=who)


def given_name(column: str, text: str) -> str:
    """Return another name for an actor by the rules of a file's names; raise BadValue."""
    called = cells.name(column, cells.clean(column, text))
    if not called:
        raise BadValue(column, "Another name for an actor must not be empty.")
    return called


def with_aliases(actor: Actor, names: Iterable[str]) -> Actor:
    """Return an actor with further names, each once however it is written."""
    known = {folded(name) for name in (actor.name, *actor.aliases)}
    new: dict[str, str] = {}
    for name in names:
        if folded(name) not in known:
            new.setdefault(folded(name), name)
    return replace(actor, aliases=(*actor.aliases, *new.values()))
