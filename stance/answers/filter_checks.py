"""Whether the names that filters ask for exist, and where an issue begins."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from stance.answers.codebooks import codebook_or_none, frames_of
from stance.errors import Unknown
from stance.records import NONE, StatementQuery, Unit, Voice, folded
from stance.store import Reading
from stance.store.counts import KnownNames


def check_query(store: Reading, query: StatementQuery) -> StatementQuery:
    """Return the query with actors by their own names; raise Unknown for names nobody has."""
    # All that follows from one choice of filters asks for it again: it is answered once.
    return store.recall("checked", query, lambda: _checked(store, query))


def main_view(store: Reading, issue: str) -> StatementQuery:
    """Return where an issue's page starts: the actor with most utterances, in its own voice."""
    query = StatementQuery(issue=issue, voice=Voice.OWN, unit=Unit.UTTERANCE)
    speakers = [facet for facet in store.facets(query) if facet.facet == "actor"]
    actors = (speakers[0].value,) if speakers else ()
    return replace(query, actors=actors)


def one_voice(store: Reading, query: StatementQuery) -> StatementQuery:
    """Return the query narrowed to one actor's one voice: where it names none, the main view's."""
    actors = query.actors or main_view(store, query.issue).actors
    return replace(query, actors=actors[:1], voice=query.voice or Voice.OWN)


def _checked(store: Reading, query: StatementQuery) -> StatementQuery:
    if query.issue:
        store.issue(query.issue)
    known = store.known_names(query)
    actors = tuple(dict.fromkeys(_actor(store, known, name) for name in query.actors))
    about = _actor(store, known, query.about) if query.about else ""
    _check_frames(store, query)
    values = [("source", query.source), ("speaker", query.speaker)]
    values += [("tag", tag) for tag in query.tags] + [("language", query.language)]
    for what, value in values:
        if value and (what, value) not in known.values:
            raise Unknown(what, value)
    if query.stratify:
        facets = store.facets(StatementQuery(issue=query.issue))
        keys = {facet.value.partition(":")[0] for facet in facets if facet.facet == "tag"}
        if query.stratify not in keys:
            near = get_close_matches(query.stratify, sorted(keys))
            raise Unknown("tag key", query.stratify, near)
    if query.batch is not None and ("load", str(query.batch)) not in known.values:
        raise Unknown("load", str(query.batch))
    return replace(query, actors=actors, about=about)


def _actor(store: Reading, known: KnownNames, name: str) -> str:
    # The store alone knows which names are near to one that nobody has.
    return known.actors.get(folded(name)) or store.actor(name).name


def _check_frames(store: Reading, query: StatementQuery) -> None:
    if not query.frames:
        return
    issues = [query.issue] if query.issue else [issue.slug for issue in store.issues()]
    known = {NONE}
    for issue in issues:
        codebook = codebook_or_none(store, issue)
        known.update(store.used_frames(issue), frames_of(store, issue, codebook))
        known.update(tracked.id for tracked in (codebook.tracked if codebook else ()))
    for frame in query.frames:
        if frame not in known:
            raise Unknown("frame", frame, get_close_matches(frame, sorted(known)))
