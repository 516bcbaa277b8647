"""Show what loading a file would do, before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from stance.analysis.name_likeness import LookAlike, look_alikes
from stance.analysis.second_reports import ReportPair
from stance.files.reading.drafts import FileRead, ReadOptions
from stance.files.reading.foreign_dates import DayOrder
from stance.files.reading.headers import Layout
from stance.files.reading.registry import Opened, open_file, read_opened
from stance.files.reading.tables import Row, Rows, filled
from stance.loading.files import planner_of, uncollected
from stance.loading.results import LoadResult, made_whole, result_of
from stance.loading.second_reports import likely_in
from stance.records import Problem
from stance.store import Reading
from stance.store.plans import DUPLICATE, REFUSED, NewStatement, Outcome, Progress, no_progress

MOST_CELLS = 6000
"""How many cells a preview holds at most; a file of many columns shows fewer rows."""

_FIRST_ROWS = 25
_TOLD_EVERY = 2000
_FEWEST_ROWS = 12
_LINES_NAMED = 5
_VARIES = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it stands in the file: its verdict, and what is wrong by column (-1: the row)."""

    line: int
    cells: tuple[str, ...]
    verdict: str
    wrong: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were refused: one sentence for all that differ only in what their cells hold."""

    column: str
    example: str
    lines: tuple[int, ...]
    n_rows: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run with the rows to look at: the first ones, and the first that are not stored."""

    result: LoadResult
    header: tuple[str, ...]
    layout: Layout
    order: DayOrder
    n_rows: int
    rows: tuple[PreviewRow, ...]
    reasons: tuple[Reason, ...]
    likely: tuple[ReportPair, ...] | None = ()
    """Likely second reports among the rows to store; None where there are too many to look."""
    look_alikes: tuple[LookAlike, ...] = ()
    """New names that may be other spellings of actors who are known already."""


@uncollected()
def preview_file(
    store: Reading,
    content: bytes,
    name: str,
    options: ReadOptions,
    *,
    progress: Progress = no_progress,
    told: Callable[[LoadResult], LoadResult] = lambda result: result,
) -> Preview:
    """Judge a file and store nothing; `told` may say the result's sentences in other words."""
    opened = open_file(content, name, options)
    watched = replace(opened.table, rows=Rows(partial(_watched, opened.table.rows, progress)))
    read = read_opened(replace(opened, table=watched), options)
    wanted, judge = planner_of(store, read)
    plan = made_whole(judge(store.facts(wanted)), read, skip_bad_rows=False)
    result = told(result_of(name, read, plan, known=store.issues(), batch=None, dry_run=True))
    return Preview(
        result=result,
        header=(*opened.table.header, *options.fills),
        layout=read.layout,
        order=read.order,
        n_rows=read.n_rows,
        rows=tuple(_rows(opened, options, read, result)),
        reasons=reasons_of(result.problems),
        likely=likely_in(store, plan.statements),
        look_alikes=_look_alikes(store, plan.statements),
    )


def _watched(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    """Tell how many rows have been read, so that reading can be broken off."""
    for n, row in enumerate(rows):
        if n % _TOLD_EVERY == 0:
            progress(n, 0)
        yield row


def _look_alikes(store: Reading, planned: Sequence[NewStatement]) -> tuple[LookAlike, ...]:
    known = {name: actor.name for actor in store.actors() for name in (actor.name, *actor.aliases)}
    said = [one.statement for one in planned]
    names = dict.fromkeys(name for each in said for name in (each.actor, each.about) if name)
    return tuple(look_alikes(names, known))


def reasons_of(problems: Sequence[Problem]) -> tuple[Reason, ...]:
    """Group problems whose sentences differ only in quoted words and numbers, most rows first."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kind = (problem.column, _VARIES.sub("…", problem.reason))
        groups.setdefault(kind, []).append(problem)
    found = []
    for (column, _), alike in groups.items():
        lines = tuple(dict.fromkeys(problem.line for problem in alike))
        found.append(Reason(column, alike[0].reason, lines[:_LINES_NAMED], len(lines)))
    return tuple(sorted(found, key=lambda reason: -reason.n_rows))


def _rows(
    opened: Opened, options: ReadOptions, read: FileRead, result: LoadResult
) -> Iterator[PreviewRow]:
    """Yield the first rows and the first that are not stored, as far as the bound allows."""
    table = filled(opened.table, options.fills)
    wrong: dict[int, list[Problem]] = {}
    for problem in result.problems:
        wrong.setdefault(problem.line, []).append(problem)
    verdicts = {outcome.line: outcome for outcome in result.outcomes}
    known = {line for line, one in verdicts.items() if one.verdict == DUPLICATE} - wrong.keys()
    # A problem names its column by our name or by the file's.
    places = {name: at for at, name in enumerate(table.header)}
    places |= {name: at for at, name in enumerate(read.layout.names) if name}
    most = max(_FEWEST_ROWS, MOST_CELLS // max(1, len(table.header)))
    n_first, n_left, n_wrong, n_known = min(_FIRST_ROWS, most), most, len(wrong), len(known)
    for at, row in enumerate(table.rows):
        is_wrong, is_known = row.line in wrong, row.line in known
        n_wrong -= is_wrong
        n_known -= is_known
        # Refused rows go before duplicates, which need no mending.
        if at < n_first or is_wrong or (is_known and n_left > n_wrong):
            yield _row(row, verdicts.get(row.line), wrong.get(row.line, ()), places)
            n_left -= 1
        if not n_left or (at >= n_first and not n_wrong and not n_known):
            return


def _row(
    row: Row, outcome: Outcome | None, problems: Sequence[Problem], places: Mapping[str, int]
) -> PreviewRow:
    verdict = REFUSED if problems else outcome.verdict if outcome else REFUSED
    told: dict[int, str] = {}
    for problem in problems:
        place = places.get(problem.column, -1)
        told[place] = f"{told[place]} {problem.reason}" if place in told else problem.reason
    if verdict == DUPLICATE and outcome:
        told[-1] = outcome.reason
    return PreviewRow(row.line, row.cells or row.raw, verdict, told)
