"""What drawn statements deny, claim or rebut: told at their dots and tied to what they contest."""

from __future__ import annotations

from itertools import islice

from stance.answers.timeline import MOST_MARKS
from stance.dashboard.parts.naming import LINKS_OUT
from stance.errors import NotFound
from stance.records import LinkType, StatementQuery
from stance.store import Reading

_CONTESTS = (LinkType.DENIES, LinkType.CLAIMS_CHANGE, LinkType.REBUTS, LinkType.RETRACTS)
_MOST = 60


def contests(store: Reading, query: StatementQuery) -> list[list[str]]:
    """Return from, to and a line of words for every contest that starts at a drawn statement."""
    if store.count(query).n_statements > MOST_MARKS:
        return []
    found = (link for link in store.links(query) if link.type in _CONTESTS)
    return [
        [link.from_id, link.to_id, f"{LINKS_OUT[link.type]} {_named(store, link.to_id)}"]
        for link in islice(found, _MOST)
    ]


def _named(store: Reading, id_: str) -> str:
    try:
        said = store.statement(id_).statement
    except NotFound:
        return id_
    return f"{said.actor}, {said.date}"
