"""The corridor: one function for each sentence that pages, commands and the API share."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial

import pandas as pd

from stance.analysis.bins import days_of_a_bin, no_bins
from stance.analysis.codebook import parse_codebook
from stance.analysis.coding import dictionary_frames, score_report, score_table
from stance.analysis.findings import finding_sentence
from stance.analysis.series import coverage_table, series_table
from stance.analysis.wordings import compile_finder
from stance.collecting import uncollected
from stance.dates import Period
from stance.errors import CodebookRefused, NoCodebook, SeveralFrames, Unknown
from stance.importers import (
    CodingDraft,
    FileRead,
    LinkDraft,
    ReadOptions,
    StatementDraft,
    read_file,
)
from stance.loading import plan_statements, wanted_by
from stance.records import NONE, Codebook, Entry, StatementQuery, Unit, Voice
from stance.relations import plan_codings, plan_links
from stance.reports import LoadReport, made_whole, report_of
from stance.store import (
    Applied,
    Count,
    FacetCount,
    Facts,
    IssueSummary,
    NewBatch,
    Plan,
    Planner,
    Progress,
    Reading,
    SeriesCounts,
    Store,
    Undone,
    Wanted,
    no_progress,
)

_MOST_VERSION = 999_999

MOST_MARKS = 2000
"""Single dots up to this number; beyond it a picture of bins says more."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that an issue's page draws for one query.

    `marks` is what `Reading.marks` gives where there are at most `MOST_MARKS`; else it is empty
    and `bins` holds what `Reading.bins` gives, by stretches of `bin_days` days. `series` has the
    columns of series.csv, `coverage` one row a period that holds statements: issue, actor, voice,
    period, period_start, period_end, n.
    """

    issue: IssueSummary
    codebook: Codebook | None
    query: StatementQuery
    count: Count
    marks: pd.DataFrame
    bins: pd.DataFrame
    bin_days: int
    series: pd.DataFrame
    coverage: pd.DataFrame
    n_left_out: int
    finding: str


def checked(store: Reading, query: StatementQuery) -> StatementQuery:
    """Return the query with actors by their own names; raise Unknown for names nobody has."""
    if query.issue:
        store.issue(query.issue)
    actors = tuple(dict.fromkeys(store.actor(name).name for name in query.actors))
    about = store.actor(query.about).name if query.about else ""
    _check_frames(store, query)
    _check_values(store, query)
    return replace(query, actors=actors, about=about)


def timeline(store: Reading, query: StatementQuery) -> Timeline:
    """Answer an issue's page: what was said when, with which frames, and how much it rests on."""
    codebook = codebook_or_none(store, query.issue)
    count = store.count(query)
    counts = store.series(query)
    coverage = coverage_table(counts, query.period)
    is_binned = count.n_statements > MOST_MARKS
    bin_days = days_of_a_bin(coverage) if is_binned else 0
    return Timeline(
        issue=store.issue(query.issue),
        codebook=codebook,
        query=query,
        count=count,
        marks=store.marks(query, limit=0 if is_binned else MOST_MARKS),
        bins=store.bins(query, size=bin_days) if is_binned else no_bins(),
        bin_days=bin_days,
        series=_series(store, query, counts),
        coverage=coverage,
        n_left_out=counts.n_left_out,
        finding=finding_sentence(query, codebook, counts),
    )


def series(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return the rows of series.csv for this query."""
    return _series(store, query, store.series(query))


def coverage(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return how many statements or utterances each year holds: what any answer rests on."""
    yearly = replace(query, period=Period.YEAR)
    return coverage_table(store.series(yearly), Period.YEAR)


def main_view(store: Reading, issue: str) -> StatementQuery:
    """Return where an issue's page starts: the actor with most utterances, in its own voice."""
    query = StatementQuery(issue=issue, voice=Voice.OWN, unit=Unit.UTTERANCE)
    speakers = [facet for facet in store.facets(query) if facet.facet == "actor"]
    actors = (speakers[0].value,) if speakers else ()
    return replace(query, actors=actors)


def codebook_or_none(store: Reading, issue: str) -> Codebook | None:
    """Return the newest codebook of an issue, or None where it has none yet."""
    try:
        return store.codebook(issue)
    except NoCodebook:
        return None


def statement(store: Reading, id_: str) -> tuple[Entry, list[Entry]]:
    """Return a statement and every report of its utterance, in time order."""
    entry = store.statement(id_)
    return entry, store.utterance(entry.utterance)


@uncollected()
def load_file(
    store: Store,
    content: bytes,
    name: str,
    options: ReadOptions,
    *,
    at: datetime,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> LoadReport:
    """Load a file whole or not at all, unless `skip_bad_rows`; a dry run only judges."""
    read = read_file(content, name, options)
    wanted, judge = planner_of(store, read)
    known = store.issues()

    def plan(facts: Facts) -> Plan:
        return made_whole(judge(facts), read, skip_bad_rows=skip_bad_rows, dry_run=dry_run)

    batch = NewBatch(name, hashlib.sha256(content).hexdigest(), at)
    done, number = store.load(batch, wanted, plan, progress=progress)
    return report_of(name, read, done, known=known, batch=number, dry_run=dry_run)


def planner_of(store: Reading, read: FileRead) -> tuple[Wanted, Planner]:
    """Choose who judges this kind of file, and what it needs to know of the store."""
    match read.kind:
        case "codings":
            codings = [draft for draft in read.drafts if isinstance(draft, CodingDraft)]
            ids = frozenset(draft.coding.statement for draft in codings)
            issues = frozenset(issue.slug for issue in store.issues())
            wanted = Wanted(ids=ids, issues=issues, with_earlier=True)
            return wanted, partial(plan_codings, codings, is_export=read.layout.is_export)
        case "links":
            links = [draft for draft in read.drafts if isinstance(draft, LinkDraft)]
            ids = frozenset(id_ for one in links for id_ in (one.link.from_id, one.link.to_id))
            return Wanted(ids=ids, with_earlier=True), partial(plan_links, links)
        case _:
            said = [draft for draft in read.drafts if isinstance(draft, StatementDraft)]
            wanted = wanted_by(said, with_earlier=True)
            return wanted, partial(plan_statements, said, finder_of=compile_finder)


def apply_codebook(
    store: Store, content: bytes, *, at: datetime, progress: Progress = no_progress
) -> tuple[Codebook, Applied]:
    """Check a codebook file, store it as the next version and code its statements anew."""
    codebook = read_codebook(content)
    find = compile_finder(codebook)
    return codebook, store.apply_codebook(codebook, find, at=at, progress=progress)


@dataclass(frozen=True, slots=True)
class FrameChange:
    """How many statements the dictionary gives a frame now and would, and how many move."""

    frame: str
    n_now: int
    n_then: int
    n_gained: int
    n_lost: int


def try_codebook(store: Reading, content: bytes) -> tuple[Codebook, int, tuple[FrameChange, ...]]:
    """Return what a codebook file would change: statements looked at, and each frame's counts."""
    codebook = read_codebook(content)
    find = compile_finder(codebook)
    now, then, gained, lost = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    n_statements = 0
    several: list[tuple[str, str]] = []
    for entry in store.statements(StatementQuery(issue=codebook.issue)):
        said = entry.statement
        given = Counter(coding.coder for coding in entry.codings)
        several += [(coder, said.id) for coder, n_frames in given.items() if n_frames > 1]
        before = set(entry.dictionary_frames or ())
        after = set(dictionary_frames(codebook, find(said.text, said.language)))
        now.update(before)
        then.update(after)
        gained.update(after - before)
        lost.update(before - after)
        n_statements += 1
    if codebook.exclusive and several:
        raise SeveralFrames(several)
    frames = dict.fromkeys([*codebook.frame_ids, *sorted(now)])
    changes = [FrameChange(id_, now[id_], then[id_], gained[id_], lost[id_]) for id_ in frames]
    return codebook, n_statements, tuple(changes)


def read_codebook(content: bytes) -> Codebook:
    """Read a codebook file; it is UTF-8 with or without a byte mark."""
    try:
        codebook = parse_codebook(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise CodebookRefused("this is not UTF-8: save the file as UTF-8", line=line) from None
    if codebook.version > _MOST_VERSION:
        # The store counts on from it, and what it prints must stay readable.
        reason = f"'version' is {codebook.version:,}, and at most {_MOST_VERSION:,} is taken"
        raise CodebookRefused(f"{reason}: leave it out, and the next number is given")
    return codebook


def codebook_score(store: Reading, issue: str) -> str:
    """Return how well the dictionary agrees with the persons, as a Markdown table."""
    codebook = store.codebook(issue)
    return score_report(score_table(codebook, store.statements(StatementQuery(issue=issue))))


@dataclass(frozen=True, slots=True)
class Demo:
    """The files of the founding example."""

    codebook: bytes
    statements: bytes


def restore(store: Store, batch: int, at: datetime) -> int:
    """Bring back what undoing a load took; return how many statements."""
    return store.restore(batch, at=at)


def needs_demo(store: Store, demo: Demo) -> bool:
    """Whether nothing was ever stored, or filling with the demo was broken off half way."""
    if store.is_fresh():
        return True
    issues = [issue.slug for issue in store.issues()]
    has_any = store.batches() or store.count(StatementQuery()).n_statements
    return not has_any and issues == [read_codebook(demo.codebook).issue]


def load_demo(store: Store, demo: Demo, *, at: datetime) -> LoadReport:
    """Put the founding example into a store: its codebook, then its statements."""
    apply_codebook(store, demo.codebook, at=at)
    return load_file(store, demo.statements, "demo/statements.csv", ReadOptions(), at=at)


def undo(store: Store, batch: int, at: datetime, *, progress: Progress = no_progress) -> Undone:
    """Take back a load; what was removed stays in the history."""
    return store.undo(batch, at=at, progress=progress)


def _series(store: Reading, query: StatementQuery, counts: SeriesCounts) -> pd.DataFrame:
    issues = sorted(set(counts.totals["issue"]))
    codebooks = {issue: codebook_or_none(store, issue) for issue in issues}
    frames = {issue: frames_of(store, issue, codebook) for issue, codebook in codebooks.items()}
    table = series_table(
        counts,
        period=query.period,
        frames=frames,
        versions={issue: book.version if book else None for issue, book in codebooks.items()},
    )
    chosen = table["frame"].isin(query.frames) if query.frames else slice(None)
    return table[chosen].reset_index(drop=True)


def frames_of(store: Reading, issue: str, codebook: Codebook | None) -> list[str]:
    """List the codebook's frames in its order, or what was coded where there is none."""
    return list(codebook.frame_ids) if codebook else store.used_frames(issue)


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


def _tags_of(store: Reading, query: StatementQuery) -> list[FacetCount]:
    if not query.stratify:
        return []
    facets = store.facets(StatementQuery(issue=query.issue))
    return [facet for facet in facets if facet.facet == "tag"]


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
