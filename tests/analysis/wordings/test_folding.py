from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.analysis.wordings import folding
from stance.analysis.wordings.folding import fold, is_edge

_TANGLED = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "éﬁß…“”｡ｶﾞ가각힣\u1100\u1161\u11a8ㄱㅏİ\u0301\u0345\u0316\u200d\u200b\ufe0f"
        ),
        st.sampled_from("👩‍👧🇰🇷人道の精神ไม่สำאבלا \n\t\u3000\u2028-'|*"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＮＯＴ  Reﬁned", "not refined"),
        ("a\r\n\t b", "a b"),
        ("“DPRK” ‘x’ 「難民」", '"dprk" \'x\' "難民"'),
        ("人道\n主义 精神", "人道主义 精神"),
        ("re\u00adfugee\ufeff", "refugee"),
        ("ㄱㅏ", "가"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_alike_texts_are_folded_to_one(text: str, expected: str) -> None:
    assert fold(text).text == expected


def test_a_folded_place_leads_back_to_whole_characters_of_the_text() -> None:
    text = "a\u0301  ﬁ가"
    folded = fold(text)
    assert folded.text == "á fi가"
    assert [folded.span(at, at + 1) for at in range(5)] == [(0, 2), (2, 3), (4, 5), (4, 5), (5, 6)]


@settings(deadline=None)
@given(_TANGLED)
def test_the_quick_ways_of_folding_give_what_the_thorough_one_gives(text: str) -> None:
    quick = fold(text)
    thorough = folding._one_blank(folding._folded_by_cluster(text))
    assert quick.text == thorough.text
    # No hit begins at a mark, so only other places need agree.
    for at in (at for at in range(len(quick.text)) if is_edge(quick.text, at)):
        assert quick.span(at, at + 1)[0] == thorough.span(at, at + 1)[0]


@settings(deadline=None)
@given(_TANGLED)
def test_the_unicode_form_of_a_text_changes_no_fold(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(text).text
    assert fold(unicodedata.normalize("NFC", text)).text == fold(text).text


@settings(deadline=None)
@given(_TANGLED)
def test_the_ends_of_a_text_are_edges_and_marks_never_are(text: str) -> None:
    assert is_edge(text, 0)
    assert is_edge(text, len(text))
    for at in range(1, len(text)):
        if unicodedata.category(text[at])[0] == "M":
            assert not is_edge(text, at)
