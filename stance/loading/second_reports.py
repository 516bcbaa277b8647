"""Find statements that may be second reports of one utterance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stance.analysis.second_reports import MOST_DAYS, ReportPair, find_second_reports
from stance.answers.statements import entries_by_id
from stance.records import Entry, Statement, StatementQuery
from stance.store import Reading
from stance.store.counts import Report
from stance.store.plans import NewStatement

MOST_LOOKED_AT = 20_000
"""How many statements one review looks at; filters narrow it."""

MOST_NEW = 2_000
"""Up to how many new rows a preview looks for second reports; the review takes any number."""


@dataclass(frozen=True, slots=True)
class Review:
    """The pairs from one place on, the statements they name, and how much was looked at."""

    pairs: tuple[ReportPair, ...]
    place: int
    n_pairs: int
    entries: dict[str, Entry]
    n_looked_at: int
    n_dismissed: int
    is_cut: bool = False


def review(store: Reading, query: StatementQuery, *, most: int, place: int = 1) -> Review:
    """Return `most` open pairs among what a query chooses, the likeliest first, from `place` on."""
    reports = store.reports(replace(query, batch=None), limit=MOST_LOOKED_AT + 1)
    is_cut = len(reports) > MOST_LOOKED_AT
    reports = reports[:MOST_LOOKED_AT]
    among = None
    if query.batch is not None:
        # One of the two must come from the load that is named.
        among = {report.id for report in reports if report.batch == query.batch}
    found = find_second_reports(reports, among=among)
    gone = store.dismissed_pairs()
    open_pairs = [pair for pair in found if frozenset((pair.one, pair.other)) not in gone]
    if place > len(open_pairs):
        # There are no longer so many: the last page begins here.
        place = max(len(open_pairs) - 1, 0) // most * most + 1
    shown = open_pairs[place - 1 : place - 1 + most]
    return Review(
        pairs=tuple(shown),
        place=place,
        n_pairs=len(open_pairs),
        entries=entries_by_id(store, (id_ for pair in shown for id_ in (pair.one, pair.other))),
        n_looked_at=len(reports),
        n_dismissed=len(found) - len(open_pairs),
        is_cut=is_cut,
    )


def likely_in(store: Reading, planned: Sequence[NewStatement]) -> tuple[ReportPair, ...] | None:
    """Return pairs of which one is about to be stored; None where there are too many rows."""
    if len(planned) > MOST_NEW:
        return None
    new = [_report(one.statement, one.utterance) for one in planned]
    among = frozenset(one.id for one in new)
    return tuple(find_second_reports([*new, *_around(store, planned)], among=among))


def _around(store: Reading, planned: Sequence[NewStatement]) -> Iterator[Report]:
    """Yield what the store holds of the same actors and issues near the new dates."""
    groups: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in planned:
        groups[one.statement.issue, one.statement.actor].append(one.statement)
    known_issues = {issue.slug for issue in store.issues()}
    known_actors = {actor.name for actor in store.actors()}
    for (issue, actor), said in groups.items():
        if issue in known_issues and actor in known_actors:
            for since, until in _stretches(said):
                query = StatementQuery(issue=issue, actors=(actor,), since=since, until=until)
                yield from store.reports(query, limit=MOST_LOOKED_AT)


def _stretches(said: Iterable[Statement]) -> Iterator[tuple[date, date]]:
    """Yield the stretches of time around dates that name a day or a few, joined where they meet."""
    edge = 2 * MOST_DAYS
    spans = sorted((one.date.first.toordinal(), one.date.last.toordinal()) for one in said)
    stretches: list[tuple[int, int]] = []
    for first, last in spans:
        if last - first > edge:
            continue
        begin, end = first - edge, last + edge
        if stretches and begin <= stretches[-1][1]:
            begin, end = stretches[-1][0], max(end, stretches.pop()[1])
        stretches.append((begin, end))
    for begin, end in stretches:
        yield _day(begin), _day(end)


def _day(number: int) -> date:
    return date.fromordinal(min(max(number, 1), date.max.toordinal()))


def _report(said: Statement, utterance: str) -> Report:
    return Report(
        id=said.id,
        utterance=utterance,
        actor=said.actor,
        issue=said.issue,
        voice=said.voice.value,
        first=said.date.first,
        last=said.date.last,
        language=said.language,
        text=said.text,
    )
