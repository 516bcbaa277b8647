from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import BadFilter
from stance.filters import (
    MOST_VALUES,
    Sides,
    parse_page,
    parse_query,
    parse_sides,
    query_pairs,
    side_pairs,
)
from stance.records import MOST_NAME_BYTES, Codings, Mode, StatementQuery, Unit, Voice
from stance.records.dates import Period


def test_whatever_may_have_a_name_can_be_asked_for_by_it() -> None:
    longest = "a" * MOST_NAME_BYTES
    assert parse_query([("actor", longest)]).actors == (longest,)
    with pytest.raises(BadFilter, match="longer than 2000 characters"):
        parse_query([("actor", f"{longest}a")])


QUERIES = st.builds(
    StatementQuery,
    issue=st.sampled_from(["", "crossings", "北朝鮮"]),
    actors=st.lists(st.sampled_from(["China", "South Korea"]), unique=True).map(tuple),
    speaker=st.sampled_from(["", "Liu Jianchao", "劉建超"]),
    voice=st.sampled_from([None, *Voice]),
    modes=st.lists(st.sampled_from(list(Mode)), unique=True).map(tuple),
    tags=st.lists(st.sampled_from(["scope:embassy", "read:page"]), unique=True).map(tuple),
    since=st.none() | st.dates(),
    period=st.sampled_from(list(Period)),
    unit=st.sampled_from(list(Unit)),
    codings=st.sampled_from(list(Codings)),
    batch=st.none() | st.integers(0, 999_999_999),
)


@given(QUERIES)
def test_a_query_survives_its_own_address(query: StatementQuery) -> None:
    assert parse_query(query_pairs(query)) == query


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("voice", "loud"),
        ("from", "17.06.2003"),
        ("to", "2003~"),
        ("tag", "embassy"),
        ("frame", "<script>"),
        ("batch", "-1"),
        ("language", "e"),
        ("colour", "red"),
        ("q", "\x00"),
        ("q", "x" * 501),
    ],
)
def test_a_bad_value_is_refused_and_names_its_filter(name: str, value: str) -> None:
    with pytest.raises(BadFilter, match=name):
        parse_query([(name, value)])


def test_a_filter_given_twice_is_refused_where_it_can_stand_only_once() -> None:
    with pytest.raises(BadFilter, match="only once"):
        parse_query([("issue", "a"), ("issue", "b")])


def test_more_values_than_the_bound_are_refused() -> None:
    with pytest.raises(BadFilter, match="at most"):
        parse_query([("actor", str(number)) for number in range(MOST_VALUES + 1)])


def test_a_month_means_its_first_day_as_a_start_and_its_last_as_an_end() -> None:
    query = parse_query([("from", "2003-06"), ("to", "2003-06")])
    assert (query.since, query.until) == (date(2003, 6, 1), date(2003, 6, 30))


def test_a_list_takes_at_most_five_hundred_rows_at_once() -> None:
    with pytest.raises(BadFilter, match="500"):
        parse_page([("limit", "501")])


def test_a_second_side_inherits_what_it_does_not_name() -> None:
    first, second = sides("actor=China&mode=paraphrase&from=2001&to=2002&against.to=2004")
    assert (second.actors, second.modes) == (first.actors, first.modes)
    assert (second.since, second.until) == (None, date(2004, 12, 31))


@given(QUERIES, QUERIES)
def test_two_sides_written_as_filters_are_read_back_the_same(
    first: StatementQuery, other: StatementQuery
) -> None:
    second = replace(other, issue=first.issue)
    if query_pairs(second) != query_pairs(first):
        assert parse_sides(side_pairs((first, second))) == (first, second)


def test_an_empty_value_lifts_a_filter_on_the_second_side() -> None:
    first, second = sides("actor=China&voice=own&from=2001&against.voice=")
    assert second == replace(first, voice=None)


def test_a_day_splits_one_choice_into_two_sides() -> None:
    first, second = sides("actor=China&from=2001&split=2003-06-17")
    assert (first.since, first.until) == (date(2001, 1, 1), date(2003, 6, 16))
    assert (second.since, second.until) == (date(2003, 6, 17), None)


def test_without_a_second_side_there_are_none() -> None:
    assert parse_sides(parse_qsl("actor=China")) is None


def test_two_sides_lie_within_one_issue() -> None:
    with pytest.raises(BadFilter, match="within one issue"):
        sides("issue=a&against.issue=b")


def sides(search: str) -> Sides:
    found = parse_sides(parse_qsl(search, keep_blank_values=True))
    assert found is not None
    return found


def test_the_same_value_with_blanks_around_it_is_one_value() -> None:
    found = parse_query(
        [("q", "humane"), ("q", " humane "), ("actor", "China "), ("actor", "China")]
    )
    assert (found.text, found.actors) == ("humane", ("China",))
