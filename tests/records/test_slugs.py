from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.records.text_search import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("North Koreans in China", "north-koreans-in-china"),
        ("  US monetary  policy! ", "us-monetary-policy"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full-width"),
        ("refugees, asylum and border", "refugees-asylum-and-border"),
        ("中国境内的朝鲜人", "中国境内的朝鲜人"),
        ("탈북자 문제", "탈북자-문제"),
        ("शरणार्थी नीति", "शरणार्थी-नीति"),
        ("ผู้ลี้ภัย 2003", "ผู้ลี้ภัย-2003"),
        ("Cafe\u0301 ﬁn", "café-fin"),
        ("İstanbul", "i̇stanbul"),
        ("a--b__c", "a-b-c"),
        ("***", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug_in_its_own_script(title: str, expected: str) -> None:
    assert slug(title) == expected


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_its_own_slug_and_holds_only_letters_digits_marks_and_hyphens(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert not re.search("^-|--|-$", made)
    assert all(c == "-" or c.isalnum() or unicodedata.category(c)[0] == "M" for c in made)
