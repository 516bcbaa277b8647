"""Group statements into utterances, and find the root of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from stance.errors import LinkCycle
from stance.records import Link, Voice


class Member(NamedTuple):
    """A statement, as far as its place in an utterance needs it."""

    actor: str
    issue: str
    voice: Voice
    sort_key: tuple[int, int, str]

    def may_join(self, other: Member) -> bool:
        """Whether a joining link makes both one utterance: same actor, issue and voice."""
        return self[:3] == other[:3]


def utterance_roots(members: Mapping[str, Member], links: Iterable[Link]) -> dict[str, str]:
    """Return the root's id of every member; raise LinkCycle where links close a circle."""
    targets = _joined(members, links)
    _refuse_circles(targets)
    group_of = _groups(members, targets)
    # The root is the earliest statement that points to no other; ties go by id.
    roots: dict[str, str] = {}
    free = (id_ for id_ in members if id_ not in targets)
    for id_ in sorted(free, key=lambda one: (members[one].sort_key, one)):
        roots.setdefault(group_of[id_], id_)
    return {id_: roots[group] for id_, group in group_of.items()}


def _joined(members: Mapping[str, Member], links: Iterable[Link]) -> dict[str, set[str]]:
    """Tell where each statement's joining links lead: within an actor, issue and voice."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if not link.type.joins:
            continue
        start, end = members.get(link.from_id), members.get(link.to_id)
        if start is not None and end is not None and start.may_join(end):
            targets[link.from_id].add(link.to_id)
    return dict(targets)


def _groups(members: Mapping[str, Member], targets: Mapping[str, set[str]]) -> dict[str, str]:
    """Name each member's group by one of its statements (union-find, paths halved)."""
    parent = {id_: id_ for id_ in members}

    def find(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for start, ends in targets.items():
        for end in ends:
            parent[find(start)] = find(end)
    return {id_: find(id_) for id_ in members}


def _refuse_circles(targets: Mapping[str, set[str]]) -> None:
    pointing: defaultdict[str, set[str]] = defaultdict(set)
    for id_, ends in targets.items():
        for end in ends:
            pointing[end].add(id_)
    order = TopologicalSorter(pointing)
    try:
        order.prepare()
    except CycleError:
        tangled = set(targets)
        # What can be put in order stands in no circle.
        while ready := order.get_ready():
            tangled.difference_update(ready)
            order.done(*ready)
        raise LinkCycle(_circle(pointing, tangled)) from None


def _circle(pointing: Mapping[str, set[str]], tangled: set[str]) -> list[str]:
    """Walk backwards from the smallest tangled statement until the walk meets itself."""
    walk: dict[str, int] = {}
    here = min(tangled)
    while here not in walk:
        walk[here] = len(walk)
        here = min(pointing[here] & tangled)
    circle = list(walk)[walk[here] :]
    return [here, *reversed(circle)]
