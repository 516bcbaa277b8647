"""Comparing: the address holds both sides, the answers count what the store counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from stance.analysis.keyness import KeyWord
from stance.answers import comparison, tables
from stance.dashboard.parts.keyness import words_table
from stance.filters import split_at
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.dashboard.conftest import Ask
from tests.dashboard.demo import ISSUE

CHINA = StatementQuery(issue=ISSUE, actors=("China",), voice=Voice.OWN)
OF_CHINA = f"?issue={ISSUE}&actor=China&voice=own"


def compared(ask: Ask, search: str) -> Any:
    return ask("compare-title", {"compare-address.data": ["/compare", search, False]})


def test_actors_are_set_beside_each_other_on_their_own_statements(ask: Ask) -> None:
    answer = compared(ask, f"{OF_CHINA}&actor=UNHCR")
    assert "China (69 utterances), UNHCR (21 utterances)" in answer["compare-lead"]["children"]
    table = json.dumps(answer["compare-below"]["children"])
    assert "45 of 69" in table
    drawing = json.loads(answer["compare-drawing"]["data"])
    assert {trace["meta"]["actor"] for trace in drawing["data"]} == {"China", "UNHCR"}


def test_two_spans_of_one_actor_add_up_to_the_whole(store: Store) -> None:
    day = date(2003, 6, 17)
    shown = comparison.compare_spans(store, *split_at(CHINA, day))
    before, after = shown.sides
    assert before.n + after.n == 69
    humane = [
        share for side in shown.sides for share in side.shares if share.frame == "humanitarian"
    ]
    assert sum(share.n_with for share in humane) == 45


def test_both_ways_to_name_two_spans_say_the_same(ask: Ask) -> None:
    split = compared(ask, f"{OF_CHINA}&split=2003-06-17")
    named = compared(ask, f"{OF_CHINA}&to=2003-06-16&against.from=2003-06-17&against.to=")
    assert split["compare-title"] == named["compare-title"]
    assert split["compare-from-2"]["value"] == "2003-06-17"


def test_the_dates_of_one_side_do_not_bound_the_other(ask: Ask) -> None:
    answer = compared(ask, f"{OF_CHINA}&to=2003-06-16&against.from=2012")
    assert "from 2012-01-01 (" in answer["compare-lead"]["children"]


def test_quotes_of_a_frame_carry_it_and_lie_in_their_span(store: Store) -> None:
    shown = comparison.compare_spans(store, *split_at(CHINA, date(2003, 6, 17)))
    for (place, frame), entries in shown.quotes.items():
        for entry in entries:
            assert frame in (entry.frames() or ())
            assert (entry.statement.date.middle >= date(2003, 6, 17)) is (place == 1)


def test_the_title_names_the_actors_of_both_sides_each_with_its_counts(ask: Ask) -> None:
    title = compared(ask, f"{OF_CHINA}&against.actor=UNHCR")["compare-title"]["children"]
    assert title.startswith("China and UNHCR: ")
    assert "of 69 utterances by China, " in title
    assert title.endswith("of 21 by UNHCR")


def test_few_statements_tell_nothing(store: Store) -> None:
    share = comparison.Share("one", 0, 4, 0.0, 0.1)
    other = comparison.Share("one", 4, 4, 0.9, 1.0)
    assert not comparison.differ(share, other)
    assert comparison.halves(store, StatementQuery(issue=ISSUE, since=date(2024, 1, 1))) is None


def test_a_bare_address_begins_with_the_busiest_actors(client: FlaskClient) -> None:
    answer = client.get("/compare")
    assert answer.status_code == 302
    assert f"issue={ISSUE}&actor=China&" in answer.location
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        "split=never",
        "split=2003&split=2004",
        "against.issue=other",
        "against.actor=Atlantis",
        "split=2003&against.from=2004",
        "against.colour=red",
        "opposed.from=2003",
    ],
)
def test_sides_that_cannot_be_used_are_refused_with_a_sentence(
    client: FlaskClient, bad: str
) -> None:
    answer = client.get(f"/compare{OF_CHINA}&{bad}")
    assert answer.status_code == 400
    assert "<p>" in answer.text


def test_only_a_comparison_has_two_sides(client: FlaskClient) -> None:
    assert client.get("/statements?split=2003").status_code == 400


def test_the_fingerprint_of_two_spans_names_both_however_they_are_given(ask: Ask) -> None:
    def prints(search: str) -> str:
        drawn = {"compare-drawn.data": ["/compare", search, False], "compare-title.children": ""}
        answer = ask("compare-source", drawn)
        return str(answer["compare-source"]["children"])

    split = prints(f"{OF_CHINA}&split=2003-06-17")
    assert " and " in split
    assert split == prints(f"{OF_CHINA}&to=2003-06-16&against.from=2003-06-17")


@pytest.mark.parametrize("sides", ["&split=2003-06-17", "&language=en&against.actor=UNHCR"])
def test_the_words_of_the_page_are_those_of_its_file_with_their_counts(
    ask: Ask, store: Store, sides: str
) -> None:
    search = f"{OF_CHINA}{sides}"
    below = json.dumps(compared(ask, search)["compare-below"]["children"], ensure_ascii=False)
    table = tables.export(store, "keyness", parse_qsl(search.removeprefix("?")))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    told = [row for row in rows if float(str(row["p_adjusted"])) <= 0.05]
    listed = [row for row in told if f'"{row["word"]}"' in below]
    assert all(f"{row['n_before_with']} of {row['n_before']}" in below for row in listed)
    words = [str(row["word"]) for row in listed]
    for row in told:
        assert any(row["word"] in word or word in str(row["word"]) for word in words)
    assert bool(told) is ("No word is established" not in below)
    assert bool(told) is ("against" in sides)


def test_a_word_leads_to_one_side_with_its_filters_and_dates() -> None:
    before, after = split_at(CHINA, date(2003, 6, 17))
    word = KeyWord("humanitarian", 20, 3, 30, 9, 1.0, 3.0, 0.01, (), ())
    table = json.dumps(words_table([word], (before, after)).to_plotly_json(), cls=PlotlyJSONEncoder)
    assert "to=2003-06-16&q=%22humanitarian%22" in table
    assert "from=2003-06-17&q=%22humanitarian%22" in table
    ways = [text for text in table.split('"') if text.startswith("/statements?")]
    assert len(ways) == 2
    assert all("voice=own" in way for way in ways)
    assert "/export/keyness.csv?" in table


def test_two_spans_are_offered_of_one_actor_though_several_are_compared(ask: Ask) -> None:
    modes = compared(ask, f"{OF_CHINA}&actor=UNHCR")["compare-modes"]["children"]
    (href,) = [one["props"]["href"] for one in modes if one["props"]["children"] == "Two spans"]
    assert href.count("actor=") == 1
    assert "actor=China" in href


def test_quotes_in_another_language_stand_beside_their_summary_in_english(ask: Ask) -> None:
    korea = f"?issue={ISSUE}&actor=South+Korea&voice=own&split=2003-06-17"
    below = json.dumps(compared(ask, korea)["compare-below"]["children"])
    quoted = sum(below.count(f'"lang": "{tongue}"') for tongue in ("ko", "ja", "zh"))
    assert quoted
    assert below.count('"className": "summary"') == quoted


def test_the_day_that_halves_each_is_the_one_that_halves_it_alone(store: Store) -> None:
    query = StatementQuery(issue=ISSUE, actors=("China", "Japan", "UNHCR"))
    found = comparison.halves_of_each(store, query)
    alone = {
        (actor, voice): comparison.halves(
            store, replace(query, actors=(actor,), voice=Voice(voice))
        )
        for actor, voice in found
    }
    assert found == alone
    assert found["China", "own"] is not None
