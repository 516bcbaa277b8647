"""From what a page shows there is a way on: to a speaker, a strip of tags, a file for Excel."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from plotly.utils import PlotlyJSONEncoder

from stance.dashboard.frame.address import Address
from stance.dashboard.frame.header import header
from stance.dashboard.pages.shifts.page import layout as shifts_layout
from stance.dashboard.parts.statement import read_statement, statement_view
from stance.filters import PageState, parse_query
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.dashboard.demo import DENIAL, ISSUE


def links(component: object) -> dict[str, str]:
    """The addresses of a component's links by their words, where these are plain."""
    found: dict[str, str] = {}

    def walk(part: object) -> None:
        if isinstance(part, dict):
            props = part.get("props", {})
            if "href" in props and isinstance(props.get("children"), str):
                found[props["children"]] = props["href"]
            for value in part.values():
                walk(value)
        if isinstance(part, list):
            for one in part:
                walk(one)

    walk(json.loads(json.dumps(component, cls=PlotlyJSONEncoder)))
    return found


def test_a_speaker_leads_to_all_that_he_said_and_to_nothing_that_only_names_him(
    store: Store,
) -> None:
    said = store.statement(DENIAL).statement
    href = links(statement_view(read_statement(store, DENIAL), is_page=True))[said.speaker]
    query = parse_query(parse_qsl(urlsplit(href).query))
    found = [entry.statement for entry in store.statements(query)]
    assert said in found
    assert {one.speaker for one in found} == {said.speaker}
    assert len(found) == sum(
        entry.statement.speaker == said.speaker for entry in store.statements(StatementQuery())
    )


def test_tags_are_offered_with_their_counts_those_that_part_most_evenly_first(store: Store) -> None:
    query = StatementQuery(issue=ISSUE, actors=("China",), voice=Voice.OWN)
    page = shifts_layout(store, Address("shifts", ISSUE, PageState(query=query)))
    offered = [words for words in links(page) if words.startswith("Within each")]
    assert offered == [f"Within each {key}" for key in ("source", "scope", "date", "read")]
    assert "scope" in parse_query(parse_qsl(urlsplit(links(page)[offered[1]]).query)).stratify
    assert "embassy 27, general 26" in json.dumps(page, cls=PlotlyJSONEncoder)


def test_a_tag_with_one_value_for_every_statement_parts_nothing(store: Store) -> None:
    years = (date(2001, 1, 1), date(2002, 12, 31))
    query = StatementQuery(issue=ISSUE, actors=("Japan",), since=years[0], until=years[1])
    every = list(store.statements(query))
    assert all("scope:embassy" in entry.statement.tags for entry in every)
    page = shifts_layout(store, Address("shifts", ISSUE, PageState(query=query)))
    offered = [words for words in links(page) if words.startswith("Within each")]
    assert offered == ["Within each source", "Within each date"]


def test_every_csv_of_the_menu_is_offered_for_excel() -> None:
    menu = json.dumps(header(), cls=PlotlyJSONEncoder)
    files = re.findall(r"/export/[a-z-]+\.csv(?=\")", menu)
    assert files
    assert all(f"{file}?excel=1" in menu for file in files)
