"""Loading one file: read, judged, and stored whole or not at all."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from stance.analysis.wordings.finder import compile_finder
from stance.files.reading.drafts import (
    CodingDraft,
    FileRead,
    LinkDraft,
    ReadOptions,
    StatementDraft,
)
from stance.files.reading.registry import read_file
from stance.loading.codings_and_links import plan_codings, plan_links
from stance.loading.results import LoadResult, made_whole, result_of
from stance.loading.statements import plan_statements, wanted_by
from stance.store import Reading, Store
from stance.store.plans import Facts, NewBatch, Plan, Planner, Progress, Wanted, no_progress


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for circular garbage: it takes a fifth of the time a file takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
) -> LoadResult:
    """Load a file whole or not at all, unless `skip_bad_rows`; a dry run only judges."""
    read = read_file(content, name, options)
    wanted, judge = planner_of(store, read)
    known = store.issues()

    def plan(facts: Facts) -> Plan:
        return made_whole(judge(facts), read, skip_bad_rows=skip_bad_rows)

    number: int | None = None
    if dry_run:
        done = plan(store.facts(wanted))
    else:
        batch = NewBatch(name, hashlib.sha256(content).hexdigest(), at)
        done, number = store.load(batch, wanted, plan, progress=progress)
    return result_of(name, read, done, known=known, batch=number, dry_run=dry_run)


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
