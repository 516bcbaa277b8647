"""The pages of first uses and disputes say what the record says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app import build_dashboard
from stance.answers import shifts
from stance.dashboard.frame.address import read_address
from stance.dashboard.frame.page import match_any
from stance.dashboard.pages import pages_of
from stance.filters import PageState
from stance.records import StatementQuery, Voice
from stance.store import Store
from tests.conftest import NewStore
from tests.dashboard.demo import ISSUE, demo_store
from tests.db.planted import load, said

CLAIM = "/claim/unhcr-2003-06-20-1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = demo_store(tmp_path_factory.mktemp("pages"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return build_dashboard(store).server.test_client()


def words_of(component: Any) -> str:
    """All the text that a page shows."""
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return " ".join(map(words_of, component))
    return words_of(getattr(component, "children", None) or "")


def laid_out(store: Store, address: str) -> Any:
    """The page at an address, as components."""
    pages = pages_of(None)
    parts = urlsplit(address)
    read = read_address(store, match_any(pages), parts.path, parts.query)
    assert isinstance(read.state, PageState)
    layout = next(page.layout for page in pages if page.key == read.page)
    return layout(store, read)


def shown(store: Store, address: str) -> str:
    return " ".join(words_of(laid_out(store, address)).split())


def test_the_page_dates_every_wording_of_china(store: Store) -> None:
    text = shown(store, f"/issue/{ISSUE}/wordings?actor=China&voice=own")
    assert "Own voice, 69 utterances searched; 10 of 13 frames found" in text
    assert "Humanitarian 2000-01-11 2024-06-19 45 of 69" in text
    assert "since 2003-06-17: contested" in text
    assert "never, in 69 searched" in text


def test_one_frame_alone_tells_who_else_uses_it_and_since_when(store: Store) -> None:
    text = shown(store, f"/issue/{ISSUE}/wordings?actor=China&voice=own&frame=refugees")
    assert "Refugees never, in 69 searched" in text
    assert "9 actors of 17, own voice, 156 utterances searched, earliest first." in text
    assert "UNHCR 1999-10-14 2006-03-17 11 of 21 South Korea 2000-03-29" in text
    assert "Never: China (69 searched), Japan (5 searched)" in text
    every = shown(store, f"/issue/{ISSUE}/wordings?actor=China&voice=own")
    assert "since when" not in every


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("actor=China&frame=refugees", "China: ‘Refugees’ never, in 69 utterances searched"),
        (
            "actor=South+Korea&frame=refugees",
            "South Korea: ‘Refugees’ first on 2000-03-29 and last on 2023-08-16 in 2 of 28 utter",
        ),
        (
            "actor=China&frame=not_defectors",
            "China: ‘not defectors’ on 2013-11-18 in 1 of 69 utterances",
        ),
    ],
)
def test_a_wording_asked_for_alone_is_answered_in_the_title(
    store: Store, asked: str, title: str
) -> None:
    text = shown(store, f"/issue/{ISSUE}/wordings?{asked}&voice=own")
    assert text.startswith(title)
    assert "frames found" not in text


def test_the_dispute_says_who_claimed_and_what_the_record_says(store: Store) -> None:
    text = shown(store, CLAIM)
    assert "UNHCR (Ruud Lubbers) claimed on 2003-06-20 that China first said" in text
    assert (
        "‘Humanitarian’ stands in 17 earlier utterances of China, the first on 2000-01-11" in text
    )
    assert "Does not print ‘Humanitarian’." in text


def test_the_readings_stand_a_click_apart(store: Store) -> None:
    text = shown(store, CLAIM)
    assert "General statements only Humanitarian: contested, 1 earlier" in text
    assert "General, quoted or official Humanitarian: consistent" in text


def test_the_uses_of_each_reading_of_a_claim_are_asked_for_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[StatementQuery] = []
    uses = store.uses

    def noted(query: StatementQuery) -> Any:
        asked.append(query)
        return uses(query)

    monkeypatch.setattr(store, "uses", noted)
    shown(store, CLAIM)
    assert len(asked) == len(set(asked)) == 4


def test_a_narrowed_reading_has_its_own_address(store: Store) -> None:
    text = shown(store, f"{CLAIM}?tag=scope:general")
    assert "stands in 1 earlier utterance of China, the first on 2000-05-08" in text


def test_claims_and_denials_stand_over_all_actors(store: Store) -> None:
    text = shown(store, f"/issue/{ISSUE}/claims")
    assert "7 claims in 9 reports and 5 denials in 8 reports" in text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (CLAIM, 200),
        (f"{CLAIM}?tag=scope:general", 200),
        (f"{CLAIM}?tag=scope", 400),
        ("/claim/nobody", 404),
        ("/claim/cn-mfa-2000-01-11-1", 404),
        ("/issue/nothing/wordings", 404),
        (f"/issue/{ISSUE}/wordings?actor=Nobody", 400),
    ],
)
def test_addresses_answer_with_their_status(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_wordings_without_an_actor_goes_to_the_main_one(client: FlaskClient) -> None:
    answer = client.get(f"/issue/{ISSUE}/wordings")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/wordings?actor=China&voice=own")


def test_the_page_of_shifts_says_how_sure_it_is(store: Store) -> None:
    text = shown(store, f"/issue/{ISSUE}/shifts?actor=South+Korea&voice=own")
    assert "South Korea probably changed how it puts this between" in text
    assert "Humanitarian 9 of 12 (75%) 1 of 16 (6%)" in text
    assert "'Humanitarian' in 9 of 12 before, 1 of 16 after; from 22 November 2011" in text
    assert "how probable it is that a change had come by each day; in the end 92%" in text
    assert "Shaded: the 90% range of this shift." in text


def test_too_few_to_tell_says_how_many_it_would_take_and_shows_what_there_was(store: Store) -> None:
    text = shown(store, f"/issue/{ISSUE}/shifts?actor=Spain&voice=own")
    assert "Too few statements to tell: a shift is established from a probability of 80%" in text
    assert "1 looked at on 1 date." in text
    assert "By when it had changed" not in text
    assert "that there was none only on 100 statements or more" in text
    assert "Frame Has it First Last Humanitarian 1 of 1" in text


def test_a_shift_leads_to_every_statement_on_both_sides_and_marks_its_quotes(store: Store) -> None:
    address = path_of_the_shift(store)
    page = str(laid_out(store, address))
    assert "Every statement on this side that has it" in page
    assert "/export/statements.csv?issue=north-korean-refugees-in-china&actor=South+Korea" in page
    assert "&frame=humanitarian&to=2011-11-21" in page
    assert "Mark(children='humanitarian'" in page


def path_of_the_shift(store: Store) -> str:
    asked = StatementQuery(issue=ISSUE, actors=("South Korea",), voice=Voice.OWN)
    (pair,) = shifts.search(store, asked)
    return f"/issue/{ISSUE}/shift/{pair.key_of(pair.wording.shifts[0])}?actor=South+Korea&voice=own"


@pytest.mark.parametrize("address", [CLAIM, f"/issue/{ISSUE}/claims"])
def test_the_words_of_a_claim_carry_the_marks_of_their_coding(store: Store, address: str) -> None:
    assert "Mark(children='first time they added'" in str(laid_out(store, address))


def test_the_page_of_a_shift_of_stance_stands_on_the_numbers_of_stance(new_store: NewStore) -> None:
    planted = new_store()
    load(
        planted,
        *(said(f"s{n}", f"19{n + 60}-05-01", stance=-1.0 if n < 15 else 1.0) for n in range(30)),
        said("later", "1999-05-01", frames="odd"),
    )
    (pair,) = shifts.search(planted, StatementQuery(issue="crossings"))
    assert pair.stance is not None
    (shift,) = pair.stance.shifts
    text = shown(planted, f"/issue/crossings/shift/{pair.key_of(shift)}")
    assert "Mean stance -1.00 in 15 before, +1.00 in 15 after" in text
    assert "Probability that the mean stance changed at all: over 99%" in text
    assert "30 looked at on 30 dates" in text
    assert "in the end over 99%" in text
    assert "The days around this shift alone, 1 May 1973 to 30 April 1976" in text


def test_one_shift_has_a_page_and_an_unknown_one_does_not(
    store: Store, client: FlaskClient
) -> None:
    assert client.get(path_of_the_shift(store)).status_code == 200
    for unknown in (f"{ISSUE}/shift/{'0' * 12}", f"{ISSUE}/shift/abc", f"nothing/shift/{'0' * 12}"):
        assert client.get(f"/issue/{unknown}?voice=own").status_code == 404


def test_the_latest_words_in_other_languages_stand_beside_their_summary(store: Store) -> None:
    text = shown(store, "/")
    assert "Again urges China to keep its duty not to return people." in text
    found = [entry.statement for entry in store.statements(StatementQuery())]
    english = [said.summary for said in found if said.language == "en"]
    assert len(english) == 125
    assert not any(summary in text for summary in english)


def test_the_evidence_of_a_dispute_can_be_read_in_english(store: Store) -> None:
    text = shown(store, CLAIM)
    assert store.statement("cn-mfa-2000-01-11-1").statement.gloss in text
