"""Group statements into utterances, and find the root of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    """Return the root's id of every member; raise LinkCycle where links close a circle.

    Links that do not join, cross actors, issues or voices, or lead out of `members` join
    nothing. The root is the earliest statement that points to no other; ties go by id.
    """
    targets = _joined(members, links)
    _refuse_circles(targets)
    group_of = _groups(members, targets)
    roots: dict[str, str] = {}
    for id_, member in members.items():
        if id_ in targets:
            continue
        group = group_of[id_]
        best = roots.get(group)
        if best is None or (member.sort_key, id_) < (members[best].sort_key, best):
            roots[group] = id_
    return {id_: roots[group] for id_, group in group_of.items()}


def _joined(members: Mapping[str, Member], links: Iterable[Link]) -> dict[str, set[str]]:
    """Where each statement's joining links lead."""
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
    """Take away, again and again, what nothing points to; a circle is what stays."""
    n_pointing: defaultdict[str, int] = defaultdict(int)
    for ends in targets.values():
        for end in ends:
            n_pointing[end] += 1
    free = [id_ for id_ in targets if not n_pointing[id_]]
    n_left = len(targets)
    while free:
        id_ = free.pop()
        n_left -= 1
        for end in targets[id_]:
            n_pointing[end] -= 1
            if not n_pointing[end] and end in targets:
                free.append(end)
    if n_left:
        raise LinkCycle(_circle(targets, {id_ for id_ in targets if n_pointing[id_]}))


def _circle(targets: Mapping[str, set[str]], tangled: set[str]) -> list[str]:
    """Walk backwards from the smallest tangled statement until the walk meets itself."""
    pointing: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(tangled, reverse=True):
        for end in targets[id_]:
            pointing[end].append(id_)
    walk = {min(tangled): 0}
    here = min(tangled)
    while (here := pointing[here][-1]) not in walk:
        walk[here] = len(walk)
    circle = list(walk)[walk[here] :]
    return [here, *reversed(circle)]
