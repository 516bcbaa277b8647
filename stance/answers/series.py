"""The rows of series.csv, and how many statements each year holds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from stance.analysis.series import coverage_table, series_table
from stance.answers.codebooks import codebook_or_none, frames_of
from stance.records import StatementQuery
from stance.records.dates import Period
from stance.store import Reading
from stance.store.counts import SeriesCounts


def answer_series(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return the rows of series.csv for this query."""
    return series_rows(store, query, store.series(query))


def answer_coverage(store: Reading, query: StatementQuery) -> pd.DataFrame:
    """Return how many statements or utterances each year holds."""
    yearly = replace(query, period=Period.YEAR)
    return coverage_table(store.series(yearly), Period.YEAR)


def series_rows(store: Reading, query: StatementQuery, counts: SeriesCounts) -> pd.DataFrame:
    """Return the rows of series.csv for counts that the store has given already."""
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
