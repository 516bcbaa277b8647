from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.analysis.name_likeness import look_alikes

KNOWN = {
    "China": "China",
    "Ministry of Foreign Affairs": "China",
    "US": "United States",
    "United States": "United States",
    "Côte d'Ivoire": "Côte d'Ivoire",
    "North Korea": "North Korea",
    "Iran": "Iran",
    "Gambia": "Gambia",
    "Austria": "Austria",
    "Niger": "Niger",
}


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Minstry of Foreign Affairs", "China"),
        ("Ministry for Foreign Affairs", "China"),
        ("Foreign Affairs Ministry", "China"),
        ("U.S.", "United States"),
        ("The United States", "United States"),
        ("Untied States", "United States"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("North-Korea", "North Korea"),
        ("Chnia", "China"),
    ],
)
def test_another_spelling_is_recognised(name: str, actor: str) -> None:
    assert [found.actor for found in look_alikes([name], KNOWN)] == [actor]


@pytest.mark.parametrize(
    "name",
    ["PRC", "South Korea", "Iraq", "Zambia", "Australia", "Nigeria", "Japan", "中国", "", "..."],
)
def test_another_name_is_not(name: str) -> None:
    assert look_alikes([name], KNOWN) == []


def test_a_known_name_in_another_case_is_known_and_not_asked_about() -> None:
    assert look_alikes(["CHINA", "ＵＳ"], KNOWN) == []


NAMES = st.text(st.sampled_from("abcdefghijkl .'é中"), max_size=24)


@given(NAMES, NAMES)
def test_names_resemble_each_other_or_not_in_both_directions(one: str, other: str) -> None:
    assert bool(look_alikes([one], {other: other})) == bool(look_alikes([other], {one: one}))
