"""Holds the product to what a correct analysis of the founding example finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from stance.analysis.first_use import ClaimStatus
from stance.answers import claims
from stance.answers.first_uses import first_uses
from stance.errors import Unknown
from stance.records import Link, LinkType, Mode, StatementQuery, Voice
from stance.store import Store
from tests.dashboard.demo import ISSUE, demo_store

CHINA = StatementQuery(issue=ISSUE, actors=("China",), voice=Voice.OWN)
QUOTED = (Mode.OFFICIAL_TEXT, Mode.DIRECT_QUOTE, Mode.PARTIAL_QUOTE)
CLAIM = "unhcr-2003-06-20-1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("first_uses"))
    yield opened
    opened.close()


def first(store: Store, key: str, **filters: object) -> tuple[str, str]:
    query = StatementQuery(
        issue=ISSUE,
        actors=("China",),
        voice=Voice.OWN,
        frames=(key,),
        **filters,  # type: ignore[arg-type]
    )
    use = first_uses(store, query)[0].use
    return (use.first_date, use.first_statement) if use else ("", "")


@pytest.mark.parametrize(
    ("key", "filters", "expected"),
    [
        ("humanitarian", {}, ("2000-01-11", "cn-mfa-2000-01-11-1")),
        ("illegal_migration", {}, ("1998-02", "cn-mfa-1998-02-1")),
        ("domestic_law", {"tags": ("scope:general",)}, ("2000-05-08", "cn-mfa-2000-05-08-1")),
        ("security", {"modes": (Mode.OFFICIAL_TEXT,)}, ("2004-10-27", "cn-mfa-2004-10-26-2")),
        ("case_by_case", {}, ("2002-03-19", "cn-mfa-2002-03-19-1")),
        ("cooperation", {"modes": QUOTED}, ("2012-02-27", "cn-mfa-2012-02-28-2")),
        ("humanitarian_spirit", {}, ("2001-06-28", "cn-mfa-2001-06-28-1")),
        (
            "humanitarian_spirit",
            {"modes": (Mode.OFFICIAL_TEXT,)},
            ("2002-06-23", "cn-mfa-2002-06-23-1"),
        ),
        ("humanitarian_principle", {"modes": QUOTED}, ("2002-06-13", "cn-mfa-2002-06-13-1")),
        ("denies_shift", {"modes": (Mode.OFFICIAL_TEXT,)}, ("", "")),
        ("refugees", {}, ("", "")),
        ("non_refoulement", {}, ("", "")),
        ("claims_shift", {}, ("", "")),
    ],
)
def test_a_first_use_is_dated_by_the_statement_that_holds_it(
    store: Store, key: str, filters: dict[str, object], expected: tuple[str, str]
) -> None:
    assert first(store, key, **filters) == expected


def test_the_claim_of_june_2003_is_contested_by_seventeen_earlier_utterances(store: Store) -> None:
    found = claims.dispute(store, CLAIM, StatementQuery())
    status = {finding.key: (finding.status, len(finding.earlier)) for finding in found.findings}
    assert status == {
        "humanitarian": (ClaimStatus.CONTESTED, 17),
        "international_law": (ClaimStatus.CONTESTED, 22),
    }
    earlier = found.findings[0].earlier
    assert earlier[0].statement == "cn-mfa-2000-01-11-1"
    assert [each.days_before for each in earlier] == sorted(
        (each.days_before for each in earlier), reverse=True
    )
    assert (earlier[0].days_before, earlier[-1].days_before) == (1253, 145)


def test_narrowed_to_general_statements_one_thin_report_contests_it(store: Store) -> None:
    found = claims.dispute(store, CLAIM, StatementQuery(tags=("scope:general",)))
    (only,) = found.findings[0].earlier
    assert (only.statement, only.date) == ("cn-mfa-2000-05-08-1", "2000-05-08")
    assert store.statement(only.statement).statement.mode is Mode.PARAPHRASE


def test_narrowed_further_to_quoted_words_it_is_consistent(store: Store) -> None:
    query = StatementQuery(tags=("scope:general",), modes=QUOTED)
    found = claims.dispute(store, CLAIM, query)
    assert found.findings[0].status is ClaimStatus.CONSISTENT
    assert first(store, "humanitarian", tags=("scope:general",), modes=QUOTED)[0] == "2003-06-17"


def test_filters_choose_the_evidence_and_never_the_claim(store: Store) -> None:
    rows = first_uses(store, StatementQuery(issue=ISSUE, modes=(Mode.PARAPHRASE,)))
    claimed = {(row.actor, row.voice, one.claim.statement) for row in rows for one in row.claims}
    assert claimed == {("China", "own", CLAIM)}


def test_who_claims_and_who_denies_is_told_over_all_actors(store: Store) -> None:
    found = claims.claims_and_denials(store, ISSUE)
    assert (len(found.claims), len({each.utterance for each in found.claims})) == (9, 7)
    assert (len(found.denials), len({each.utterance for each in found.denials})) == (8, 5)
    own = [each for each in found.claims if each.statement.voice is Voice.OWN]
    assert "China" not in {each.statement.actor for each in own}


def test_what_claims_nothing_is_no_dispute(store: Store) -> None:
    with pytest.raises(Unknown, match="claim"):
        claims.dispute(store, "cn-mfa-2000-01-11-1", StatementQuery())


@pytest.mark.parametrize(
    ("actor", "n", "counts"),
    [
        ("China", 69, {"illegal_migration": 44, "not_refugees": 37, "international_law": 53}),
        ("South Korea", 28, {"humanitarian": 10, "non_refoulement": 16, "refugees": 2}),
        ("UNHCR", 21, {"refugees": 11, "non_refoulement": 9, "cooperation": 6}),
        ("United States", 12, {"refugees": 7, "international_law": 6, "humanitarian": 1}),
        ("Japan", 5, {"humanitarian": 5, "refugees": 0, "non_refoulement": 1}),
    ],
)
def test_actors_differ_as_the_record_says(
    store: Store, actor: str, n: int, counts: dict[str, int]
) -> None:
    query = StatementQuery(issue=ISSUE, actors=(actor,), voice=Voice.OWN)
    rows = {row.key: row for row in first_uses(store, query)}
    assert {row.n_searched for row in rows.values()} == {n}
    assert {key: rows[key].n_uses for key in counts} == counts


@pytest.mark.parametrize(
    ("since", "until", "n", "illegal", "humanitarian", "both"),
    [
        ("1998-01-01", "2000-12-31", 6, 2, 2, 1),
        ("2001-01-01", "2002-12-31", 23, 10, 14, 6),
        ("2003-01-01", "2003-06-16", 1, 1, 1, 1),
        ("2003-06-17", "2006-12-31", 14, 13, 10, 10),
        ("2007-01-01", "2011-12-31", 2, 0, 0, 0),
        ("2012-01-01", "2017-12-31", 16, 12, 12, 9),
        ("2018-01-01", "2022-12-31", 0, 0, 0, 0),
        ("2023-01-01", "2024-12-31", 7, 6, 6, 6),
    ],
)
def test_illegal_and_humanitarian_stand_side_by_side_in_every_period(
    store: Store, since: str, until: str, n: int, illegal: int, humanitarian: int, both: int
) -> None:
    days = pd.to_datetime([since, until])
    query = StatementQuery(
        issue=ISSUE, actors=("China",), voice=Voice.OWN, since=days[0].date(), until=days[1].date()
    )
    sets = [(set(ids.split(";")), int(n_of)) for ids, n_of in store.series(query).sets.to_numpy()]

    def having(*frames: str) -> int:
        return sum(n_of for ids, n_of in sets if ids.issuperset(frames))

    found = (having(), having("illegal_migration"), having("humanitarian"))
    assert (*found, having("illegal_migration", "humanitarian")) == (n, illegal, humanitarian, both)


def test_a_surprise_is_small_only_where_it_should_be(store: Store) -> None:
    rows = {row.key: row for row in first_uses(store, CHINA)}
    assert rows["illegal_migration"].surprise_p == 1
    assert rows["humanitarian"].surprise_p == pytest.approx(24 * 23 / (69 * 68), abs=1e-6)


def test_only_denials_linked_to_a_claim_answer_it_and_none_is_lost(store: Store) -> None:
    found = claims.dispute(store, CLAIM, CHINA)
    apart = claims.denials_apart(found)
    linked = {link.from_id for link in found.entry.links_here if link.type is LinkType.DENIES}
    assert linked <= {each.statement.id for each in apart.of_claim}
    assert bool(linked) is bool(apart.of_claim)
    every = [*apart.of_claim, *apart.spoken_of, *apart.others]
    assert sorted(each.statement.id for each in every) == sorted(
        each.statement.id for each in found.denials
    )


def test_a_denial_that_is_linked_to_a_claim_is_told_as_its_denial(store: Store) -> None:
    found = claims.dispute(store, CLAIM, CHINA)
    denial = found.denials[0]
    link = Link(denial.statement.id, LinkType.DENIES, CLAIM)
    answered = replace(found, entry=replace(found.entry, links_here=(link,)))
    apart = claims.denials_apart(answered)
    assert {each.utterance for each in apart.of_claim} == {denial.utterance}
