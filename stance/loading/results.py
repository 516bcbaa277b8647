"""Account for every row of a load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stance.errors import FileRefused, listed
from stance.files.reading.drafts import FileRead
from stance.loading.issue_names import new_issue_notes
from stance.records import Problem
from stance.store.counts import IssueSummary
from stance.store.plans import DUPLICATE, HELD, REFUSED, STORED, Outcome, Plan


@dataclass(frozen=True, slots=True)
class LoadResult:
    """How every row of a file ended; `batch` is None where nothing was stored."""

    file_name: str
    n_stored: int
    n_duplicates: int
    n_refused: int
    problems: tuple[Problem, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    batch: int | None = None
    is_dry_run: bool = False
    outcomes: tuple[Outcome, ...] = ()


def made_whole(plan: Plan, read: FileRead, *, skip_bad_rows: bool) -> Plan:
    """Add the rows that could not be read to a plan, and decide whether it may write."""
    unread = {problem.line: problem for problem in reversed(read.problems)}
    refused = [Outcome(line, REFUSED, each.column, each.reason) for line, each in unread.items()]
    outcomes = sorted([*plan.outcomes, *refused], key=lambda outcome: outcome.line)
    has_bad = any(outcome.verdict == REFUSED for outcome in outcomes)
    writes = plan.writes and (skip_bad_rows or not has_bad)
    return replace(plan, outcomes=tuple(outcomes), writes=writes)


def result_of(
    name: str,
    read: FileRead,
    plan: Plan,
    *,
    known: Sequence[IssueSummary],
    batch: int | None,
    dry_run: bool,
) -> LoadResult:
    """Account for every row of a load; `known` are the issues before it."""
    unread = {problem.line for problem in read.problems}
    judged = [
        Problem(outcome.line, outcome.column, outcome.reason)
        for outcome in plan.outcomes
        if outcome.verdict == REFUSED and outcome.line not in unread
    ]
    problems = sorted([*read.problems, *judged], key=lambda problem: problem.line)
    # Where the load was refused whole, nothing counts as stored.
    is_whole = batch is not None or dry_run
    return LoadResult(
        file_name=name,
        n_stored=plan.count(STORED) if is_whole else 0,
        n_duplicates=plan.count(DUPLICATE),
        n_refused=plan.count(REFUSED),
        problems=tuple(problems),
        unknown_columns=read.unknown_columns,
        notes=(*read.notes, *_earlier_notes(plan), *new_issue_notes(known, plan.issues)),
        batch=batch,
        is_dry_run=dry_run,
        outcomes=plan.outcomes if is_whole else _held_back(plan),
    )


def _earlier_notes(plan: Plan) -> list[str]:
    """Say which rows are older than what persons made of them."""
    lines = [str(outcome.line) for outcome in plan.outcomes if outcome.is_earlier]
    before = "changed or discarded here"
    if len(lines) == 1:
        told = f"Line {lines[0]} holds what a statement was before it was {before}"
        return [f"{told}: it stays as it is now."]
    told = f"Lines {listed(lines)} hold what statements were before they were {before}"
    return [f"{told}: they stay as they are now."] if lines else []


def unread(name: str, problem: FileRefused) -> LoadResult:
    """Report a file that could not be read at all: one refusal, with its place and reason."""
    why = Problem(problem.line, problem.column, problem.reason)
    return LoadResult(name, 0, 0, 1, problems=(why,))


def _held_back(plan: Plan) -> tuple[Outcome, ...]:
    n_refused = plan.count(REFUSED)
    rows = "another row was" if n_refused == 1 else f"{n_refused} other rows were"
    return tuple(
        Outcome(each.line, HELD, "", f"nothing was stored, because {rows} refused")
        if each.verdict == STORED
        else each
        for each in plan.outcomes
    )
