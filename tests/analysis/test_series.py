from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from stance.analysis.findings import finding_sentence
from stance.analysis.series import coverage_table, jeffreys_interval, series_table
from stance.records import StatementQuery
from stance.records.dates import Period
from stance.store.counts import SeriesCounts

GROUP = ["issue", "actor", "voice", "period"]
COUNTS = SeriesCounts(
    totals=pd.DataFrame(
        [("i", "A", "own", 2005, 4), ("i", "A", "own", 2003, 2)], columns=[*GROUP, "n"]
    ),
    frames=pd.DataFrame([("i", "A", "own", 2005, "x", 3)], columns=[*GROUP, "frame", "n"]),
    sets=pd.DataFrame([("x", 1), ("x;y", 2), ("", 3)], columns=["frames", "n"]),
    n_left_out=0,
)


def rows() -> pd.DataFrame:
    frames, versions = {"i": ["x", "y"]}, {"i": 1}
    return series_table(COUNTS, period=Period.YEAR, frames=frames, versions=versions)


def test_each_period_has_every_frame_zeros_included_and_a_gap_has_no_rows() -> None:
    found = rows()[["period", "frame", "n_statements", "n_with_frame"]].to_numpy().tolist()
    assert found == [
        ["2003", "x", 2, 0],
        ["2003", "y", 2, 0],
        ["2005", "x", 4, 3],
        ["2005", "y", 4, 0],
    ]


@pytest.mark.parametrize(("n_with", "n"), [(1, 2), (3, 7), (45, 69)])
def test_the_interval_is_that_of_the_beta_distribution(n_with: int, n: int) -> None:
    low, high = jeffreys_interval(np.array([n_with]), np.array([n]))
    expected = beta.ppf([0.05, 0.95], n_with + 0.5, n - n_with + 0.5)
    assert (low[0], high[0]) == pytest.approx(tuple(expected))


def test_the_coverage_stands_in_time_order() -> None:
    assert coverage_table(COUNTS, Period.YEAR)["period"].tolist() == ["2003", "2005"]


@pytest.mark.parametrize(("sets", "told"), [("x", ""), ("x;y", ", beside 'y'")])
def test_the_finding_of_one_utterance_counts_nothing(sets: str, told: str) -> None:
    alone = replace(COUNTS, sets=pd.DataFrame([(sets, 1)], columns=["frames", "n"]))
    said = finding_sentence(StatementQuery(actors=("A",), frames=("x",)), None, alone)
    assert said == f"A: 'x' in the only utterance since 2003{told}"


def test_the_finding_counts_what_stands_together() -> None:
    said = finding_sentence(StatementQuery(actors=("A",)), None, COUNTS)
    assert said == "A: 'x' in 3 of 6 utterances since 2003, 2 of them beside 'y'"


@pytest.mark.parametrize(
    ("until", "when"), [(2003, "in 2003"), (2009, "from 2003 to 2005"), (None, "since 2003")]
)
def test_the_finding_says_when_as_the_reader_asked(until: int | None, when: str) -> None:
    counts = COUNTS
    if until == 2003:
        counts = replace(COUNTS, totals=COUNTS.totals[COUNTS.totals["period"] == until])
    query = StatementQuery(until=date(until, 12, 31) if until else None)
    assert f"utterances {when}, " in finding_sentence(query, None, counts)


def test_nothing_coded_is_said_so() -> None:
    none = replace(COUNTS, sets=COUNTS.sets.head(0))
    assert "no coded" in finding_sentence(StatementQuery(), None, none)


def test_the_finding_parts_thousands() -> None:
    sets = COUNTS.sets.assign(n=COUNTS.sets["n"] * 1000)
    said = finding_sentence(StatementQuery(actors=("A",)), None, replace(COUNTS, sets=sets))
    assert said == "A: 'x' in 3,000 of 6,000 utterances since 2003, 2,000 of them beside 'y'"
