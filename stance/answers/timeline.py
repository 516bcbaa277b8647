"""What an issue's timeline draws for one query, answered once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stance.analysis.findings import finding_sentence
from stance.analysis.series import coverage_table
from stance.answers.codebooks import codebook_or_none
from stance.answers.series import series_rows
from stance.figures.bubbles import days_of_a_bin, no_bins
from stance.figures.timeline import Canvas, canvas_of
from stance.records import Codebook, LinkType, StatementQuery
from stance.store import Reading
from stance.store.counts import Count, IssueSummary, LinkTo

MOST_MARKS = 2000
"""Single dots up to this number; beyond it a picture of bins says more."""

_DRAWN_LINKS = (LinkType.DENIES, LinkType.CLAIMS_CHANGE, LinkType.REBUTS, LinkType.RETRACTS)
_MOST_LINKS = 60


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that an issue's page draws for one query, and what that stands on."""

    issue: IssueSummary
    codebook: Codebook | None
    query: StatementQuery
    count: Count
    marks: pd.DataFrame
    """What `Reading.marks` gives where there are at most `MOST_MARKS`; else it is empty."""
    bins: pd.DataFrame
    """Else what `Reading.bins` gives, by stretches of `bin_days` days."""
    bin_days: int
    series: pd.DataFrame
    """The rows of series.csv."""
    coverage: pd.DataFrame
    """A row a period that holds statements."""
    n_left_out: int
    finding: str
    links: tuple[LinkTo, ...]
    canvas: Canvas


def answer_timeline(store: Reading, query: StatementQuery, *, is_narrow: bool = False) -> Timeline:
    """Answer an issue's page: what was said when, with which frames, and how much it rests on."""
    codebook = codebook_or_none(store, query.issue)
    count = store.count(query)
    counts = store.series(query)
    coverage, series = coverage_table(counts, query.period), series_rows(store, query, counts)
    is_binned = count.n_statements > MOST_MARKS
    bin_days = days_of_a_bin(coverage) if is_binned else 0
    marks = store.marks(query, limit=0 if is_binned else MOST_MARKS)
    bins = store.bins(query, size=bin_days) if is_binned else no_bins()
    links = [] if is_binned else store.links_to(query, _DRAWN_LINKS, limit=_MOST_LINKS)
    tables = {"marks": marks, "series": series, "coverage": coverage, "bins": bins}
    return Timeline(
        issue=store.issue(query.issue),
        codebook=codebook,
        query=query,
        count=count,
        marks=marks,
        bins=bins,
        bin_days=bin_days,
        series=series,
        coverage=coverage,
        n_left_out=counts.n_left_out,
        finding=finding_sentence(query, codebook, counts),
        links=tuple(links),
        canvas=store.recall(
            "canvas",
            (query, is_narrow),
            lambda: canvas_of(query, codebook, **tables, is_narrow=is_narrow),
        ),
    )


def answer_canvas(store: Reading, query: StatementQuery, *, is_narrow: bool) -> Canvas:
    """Return what the figure stands on, for what is laid over it once it is drawn."""
    return store.recall(
        "canvas",
        (query, is_narrow),
        lambda: answer_timeline(store, query, is_narrow=is_narrow).canvas,
    )
