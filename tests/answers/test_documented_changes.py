"""Real changes that others documented are found where they were documented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from db.store import open_store
from stance.analysis.shifts.verdicts import Verdict
from stance.answers import shifts
from stance.answers.first_uses import first_uses
from stance.files.reading.drafts import ReadOptions
from stance.loading.codebooks import apply_codebook
from stance.loading.files import load_file
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.shared import CORPORA

AT = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora at {CORPORA}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('corpora') / 'stance.db'}")
    opened.migrate()
    for name in ("australia_boats", "fomc"):
        apply_codebook(opened, (CORPORA / f"{name}.codebook.yaml").read_bytes(), at=AT)
    for name in ("australia_boats.csv", "fomc_statements.csv"):
        content = (CORPORA / name).read_bytes()
        load_file(opened, content, name, ReadOptions(), at=AT)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("frame", "since", "until", "first", "last"),
    [
        ("considerable_period", "2003-01-01", "2004-12-31", "2003-08-12", "2003-12-09"),
        ("patient", "2004-01-01", "2005-12-31", "2004-01-28", "2004-03-16"),
        ("measured", "2004-01-01", "2006-12-31", "2004-05-04", "2005-11-01"),
        # The last one is a dissent paragraph: the Committee's own last use is of 2011-06-22.
        ("extended_period", "2009-01-01", "2012-12-31", "2009-03-18", "2011-08-09"),
        ("calendar_date", "2011-01-01", "2011-12-31", "2011-08-09", "2011-12-13"),
        ("considerable_period", "2012-01-01", "2016-12-31", "2012-09-13", "2014-12-17"),
        ("patient", "2014-01-01", "2016-12-31", "2014-12-17", "2015-01-28"),
    ],
)
def test_every_regime_of_the_fomc_begins_and_ends_to_the_day(
    store: Store, frame: str, since: str, until: str, first: str, last: str
) -> None:
    query = StatementQuery(
        issue="us-monetary-policy",
        frames=(frame,),
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
    )
    (row,) = first_uses(store, query)
    assert row.use is not None
    assert (row.use.first_date, row.use.last_date) == (first, last)


@pytest.mark.parametrize("documented", [date(2013, 9, 18), date(2015, 9, 15)])
def test_the_changes_of_2013_and_2015_are_shifts_of_illegal(store: Store, documented: date) -> None:
    query = StatementQuery(issue="refugees-asylum-and-border", voice=Voice.OWN)
    (pair,) = shifts.search(store, query)
    assert pair.wording.verdict is Verdict.SHIFT
    moves = [
        move
        for shift in pair.wording.shifts
        if shift.verdict is Verdict.SHIFT
        for move in shift.frames
        if move.frame == "illegal" and move.moved
    ]
    assert any(move.date_low <= documented <= move.date_high for move in moves)
