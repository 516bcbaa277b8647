"""Whether the names that filters ask for exist, and where an issue begins."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from stance.answers.codebooks import codebook_or_none, frames_of
from stance.errors import Unknown
from stance.records import NONE, StatementQuery, Unit, Voice
from stance.store import FacetCount, Reading


def check_query(store: Reading, query: StatementQuery) -> StatementQuery:
    """Return the query with actors by their own names; raise Unknown for names nobody has."""
    if query.issue:
        store.issue(query.issue)
    actors = tuple(dict.fromkeys(store.actor(name).name for name in query.actors))
    about = store.actor(query.about).name if query.about else ""
    _check_frames(store, query)
    _check_values(store, query)
    return replace(query, actors=actors, about=about)


def main_view(store: Reading, issue: str) -> StatementQuery:
    """Return where an issue's page starts: the actor with most utterances, in its own voice."""
    query = StatementQuery(issue=issue, voice=Voice.OWN, unit=Unit.UTTERANCE)
    speakers = [facet for facet in store.facets(query) if facet.facet == "actor"]
    actors = (speakers[0].value,) if speakers else ()
    return replace(query, actors=actors)


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


def _check_values(store: Reading, query: StatementQuery) -> None:
    """Refuse a source, speaker, tag, language or load that no statement has."""
    lone = [("source", query.source, StatementQuery(source=query.source))]
    lone += [("speaker", query.speaker, StatementQuery(speaker=query.speaker))]
    lone += [("tag", tag, StatementQuery(tags=(tag,))) for tag in query.tags]
    lone += [("language", query.language, StatementQuery(language=query.language))]
    for what, value, alone in lone:
        if value and not store.count(alone).n_statements:
            raise Unknown(what, value)
    keys = {facet.value.partition(":")[0] for facet in _tags_of(store, query)}
    if query.stratify and query.stratify not in keys:
        raise Unknown("tag key", query.stratify, get_close_matches(query.stratify, sorted(keys)))
    if query.batch is not None and query.batch not in {batch.id for batch in store.batches()}:
        raise Unknown("load", str(query.batch))


def _tags_of(store: Reading, query: StatementQuery) -> list[FacetCount]:
    if not query.stratify:
        return []
    facets = store.facets(StatementQuery(issue=query.issue))
    return [facet for facet in facets if facet.facet == "tag"]
