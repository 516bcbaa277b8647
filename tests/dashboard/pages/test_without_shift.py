"""Over all actors, those without a shift are a line each, which leads to the whole of them."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from plotly.utils import PlotlyJSONEncoder

from stance.answers import shifts
from stance.answers.shift_sentences import who
from stance.dashboard.frame.address import Address
from stance.dashboard.pages.shifts.page import layout
from stance.filters import PageState, parse_query
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.dashboard.demo import ISSUE
from tests.dashboard.pages.test_ways_on import links

OF_ALL = StatementQuery(issue=ISSUE)
CARD = "Each frame looked at alone"


def page_of(store: Store, query: StatementQuery) -> str:
    page = layout(store, Address("shifts", ISSUE, PageState(query=query)))
    return json.dumps(page, cls=PlotlyJSONEncoder)


def test_only_those_with_a_shift_have_a_card(store: Store) -> None:
    pairs = shifts.search(store, OF_ALL)
    shifted = [pair for pair in pairs if pair.shifts]
    assert 0 < len(shifted) < len(pairs)
    page = page_of(store, OF_ALL)
    assert page.count(CARD) == len(shifted)


def test_each_name_of_the_table_leads_to_its_card(store: Store) -> None:
    page = layout(store, Address("shifts", ISSUE, PageState(query=OF_ALL)))
    ways = links(page)
    still = [pair for pair in shifts.search(store, OF_ALL) if not pair.shifts]
    for pair in still:
        query = parse_query(parse_qsl(urlsplit(ways[who(pair)]).query))
        assert (query.actors, query.voice) == ((pair.actor,), Voice(pair.voice))
        assert page_of(store, StatementQuery(ISSUE, query.actors, voice=query.voice)).count(CARD)


def test_the_table_says_on_how_many_it_rests_and_the_verdict(store: Store) -> None:
    page = page_of(store, OF_ALL)
    table = page[page.index("Searched, and no shift found") :]
    states = table[table.index('"United States"') :][:900]
    assert '"children": "12"' in states
    assert "Too few statements to tell" in states


def test_whoever_is_asked_for_by_name_has_a_card(store: Store) -> None:
    named = StatementQuery(issue=ISSUE, actors=("Spain",), voice=Voice.OWN)
    assert page_of(store, named).count(CARD) == 1
    assert "no shift found" not in page_of(store, named)
