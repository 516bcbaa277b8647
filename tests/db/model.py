"""What a store must answer, worked out in plain Python from what was put into it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stance.analysis.wordings.finder import compile_finder
from stance.files.reading.drafts import StatementDraft
from stance.records import (
    NONE,
    Codebook,
    Codings,
    Statement,
    StatementQuery,
    Unit,
    search_terms,
    search_text,
)
from stance.records.utterances import Member, utterance_roots

Frames = frozenset[str] | None
Cell = tuple[str, str, str, int]


@dataclass(frozen=True)
class Said:
    """A statement with all that filters and counts look at."""

    statement: Statement
    root: Statement
    person: Frames
    machine: Frames
    batch: int

    @property
    def place(self) -> tuple[int, str, str]:
        """Where it stands in lists: first possible day, date text, id by code points."""
        each = self.statement
        return (each.date.first.toordinal(), each.date.text, each.id)

    def frames(self, codings: Codings) -> Frames:
        """Return the frames in force, None where nobody coded."""
        if codings is Codings.DICTIONARY:
            return self.machine
        if codings is Codings.HUMAN or self.person is not None:
            return self.person
        return self.machine


def corpus(
    batches: Sequence[Sequence[StatementDraft]],
    books: Iterable[Codebook],
    codings: Iterable[tuple[str, str, str]],
) -> list[Said]:
    """Work out what a store holds after these loads."""
    drafts = {draft.statement.id: draft for each in batches for draft in each}
    members = {
        id_: Member(
            d.statement.actor, d.statement.issue, d.statement.voice, d.statement.date.sort_key
        )
        for id_, d in drafts.items()
    }
    roots = utterance_roots(members, [d.link for d in drafts.values() if d.link])
    given: defaultdict[str, set[str]] = defaultdict(set)
    for draft in drafts.values():
        given[draft.statement.id].update(draft.frames)
    for id_, _, frame in codings:
        given[id_].add(frame)
    finders = {book.issue: compile_finder(book) for book in books}

    def machine(said: Statement) -> Frames:
        find = finders.get(said.issue)
        if find is None:
            return None
        return frozenset(hit.key for hit in find(said.text, said.language) if not hit.is_tracked)

    return [
        Said(
            statement=draft.statement,
            root=drafts[roots[draft.statement.id]].statement,
            person=frozenset(given[draft.statement.id] - {NONE})
            if given[draft.statement.id]
            else None,
            machine=machine(draft.statement),
            batch=number,
        )
        for number, each in enumerate(batches, start=1)
        for draft in each
    ]


# --- filters -----------------------------------------------------------------------------


def chosen(said: Iterable[Said], query: StatementQuery) -> list[Said]:
    """Return what a query chooses, in the order of lists."""
    return sorted((each for each in said if _is_chosen(each, query)), key=lambda each: each.place)


def _is_chosen(each: Said, query: StatementQuery) -> bool:
    said = each.statement
    text = search_text(said)
    return (
        (not query.issue or said.issue == query.issue)
        and (not query.actors or said.actor in query.actors)
        and (not query.speaker or said.speaker == query.speaker)
        and (not query.about or said.about == query.about)
        and (query.voice is None or said.voice is query.voice)
        and (not query.modes or said.mode in query.modes)
        and (not query.language or said.language == query.language)
        and (not query.source or said.source.name == query.source)
        and (query.batch is None or each.batch == query.batch)
        and (query.since is None or said.date.middle >= query.since)
        and (query.until is None or said.date.middle <= query.until)
        and _has_tags(said, query.tags)
        and _has_frame(each.frames(query.codings), query.frames)
        and all(term in text for term in search_terms(query.text))
    )


def _has_tags(said: Statement, tags: Iterable[str]) -> bool:
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for tag in tags:
        by_key[tag.partition(":")[0]].add(tag)
    return all(wanted & set(said.tags) for wanted in by_key.values())


def _has_frame(frames: Frames, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    if frames is None:
        return False
    return bool(frames & set(wanted)) or (NONE in wanted and not frames)


# --- counts ------------------------------------------------------------------------------


def unit_of(each: Said, query: StatementQuery) -> str:
    """Return what a statement counts as: itself, or its utterance."""
    return each.root.id if query.unit is Unit.UTTERANCE else each.statement.id


def coded_units(found: Iterable[Said], query: StatementQuery) -> dict[str, tuple[Said, set[str]]]:
    """Return every coded unit with the frames that any of its chosen statements has."""
    units: dict[str, tuple[Said, set[str]]] = {}
    for each in found:
        frames = each.frames(query.codings)
        if frames is not None:
            units.setdefault(unit_of(each, query), (each, set()))[1].update(frames)
    return units


def series(
    found: Iterable[Said], query: StatementQuery
) -> tuple[Counter[Cell], Counter[tuple[str, str, str, int, str]], int]:
    """Count by issue, actor, voice and period, by frame too, and what spans several periods."""
    totals: Counter[Cell] = Counter()
    by_frame: Counter[tuple[str, str, str, int, str]] = Counter()
    n_left_out = 0
    for each, frames in coded_units(found, query).values():
        root = each.root
        first, last = query.period.key(root.date.first), query.period.key(root.date.last)
        if first != last:
            n_left_out += 1
            continue
        cell = (root.issue, root.actor, root.voice.value, first)
        totals[cell] += 1
        by_frame.update((*cell, frame) for frame in frames)
    return totals, by_frame, n_left_out


def frame_sets(found: Iterable[Said], query: StatementQuery) -> Counter[str]:
    """Count which frames stand together."""
    units = coded_units(found, query).values()
    return Counter(";".join(sorted(frames)) for _, frames in units)
