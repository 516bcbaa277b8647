from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.analysis.wordings.finder import compile_finder, primary_subtag
from stance.analysis.wordings.folding import fold
from stance.analysis.wordings.negation import Group, clause_ends, negators
from stance.errors import CodebookRefused
from stance.records import Codebook, Frame, Tracked

NO_NEGATORS = "la"


def found(
    wording: str | tuple[str, ...], text: str, language: str = "en", *, of: str = ""
) -> list[str]:
    """The words that a frame with this wording finds in the text."""
    wordings = {of or language: (wording,) if isinstance(wording, str) else wording}
    find = compile_finder(Codebook("x", "X", 1, frames=(Frame("f", "F", wordings=wordings),)))
    return [text[hit.start : hit.end] for hit in find(text, language)]


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("refugee", "a refugee, refugees and a refugee's child", ["refugee", "refugee"]),
        ("refugee*", "Refugees and REFUGEEHOOD", ["Refugees", "REFUGEEHOOD"]),
        ("*migrant", "emigrant migrant migrants", ["emigrant", "migrant"]),
        ("*migra*", "immigration, emigrants, grams", ["immigration", "emigrants"]),
        ("humanitarian spirit", "humanitarian\n   spirit", ["humanitarian\n   spirit"]),
        ("humanitarian  spirit", "humanitarian\u00a0spirit", ["humanitarian\u00a0spirit"]),
        ("humanitarian spirit", "humanitarian, spirit", []),
        ("humanitarian spirit", "humanitarian | spirit", []),
        ("humanitarian spirit", "humanitarian. Spirit", []),
        ("domestic law, international law", "Domestic law, international law", None),
        ("seeker*", "asylum-seekers", ["seekers"]),
        ("asylum-seeker*", "asylum\u2010seekers, asylum seekers", ["asylum\u2010seekers"]),
        ("illegal* immigra*", "illegally immigrated; illegal immigrants", None),
        ("illegal* *migra*", "illegal emigrants. Illegal people migrate", ["illegal emigrants"]),
        ("a *b c", "a bbb c", ["a bbb c"]),
        ("a *b* c", "a xbbbx c", ["a xbbbx c"]),
        ("a *b", "a bab, a ba", ["a bab"]),
        ("camp* in", "camps in, camp-in, campo\u0304 in", ["camps in", "campo\u0304 in"]),
        ("illegal* *migra* *s", "illegally emigrated masses", ["illegally emigrated masses"]),
        ("China's law", "China’s law", ["China’s law"]),
        ('so-called "defectors"', "so-called “defectors”", ["so-called “defectors”"]),
        ("C++", "in c++ and C", ["c++"]),
        ("1951", "1951年 and 19511", ["1951"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("refined", "reﬁned ｒｅｆｉｎｅｄ", ["reﬁned", "ｒｅｆｉｎｅｄ"]),
        ("refugee", "re\u00adfugee", ["re\u00adfugee"]),
        ("asylum seeker", "asylum\u200bseeker", ["asylum\u200bseeker"]),
    ],
)
def test_a_wording_is_words_with_stars_at_their_ends(
    wording: str, text: str, expected: list[str] | None
) -> None:
    if expected is None:
        expected = text.split("; ")
    assert found(wording, text, NO_NEGATORS) == expected


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("人道", "国际法、国内法和人道主义精神", ["人道"]),
        ("人道主义精神", "人道主义\n精神", ["人道主义\n精神"]),
        ("人道 精神", "人道\n精神 人道 精神 人道精神", ["人道\n精神", "人道 精神", "人道精神"]),
        ("人道主义精神", "人道主义 精神", []),
        ("国内法、国际法", "国内法、国际法", ["国内法、国际法"]),
        ("カタカナ", "ｶﾀｶﾅ語", ["ｶﾀｶﾅ"]),
        ("ガス", "ｶﾞｽ", ["ｶﾞｽ"]),
        ("難民", "UN難民the", ["難民"]),
        ("難民*", "難民abc", ["難民"]),
        ("ผู้ลี้ภัย", "เป็นผู้ลี้ภัยสงคราม", ["ผู้ลี้ภัย"]),
        ("ลี", "ลี้", []),
        ("漢", "漢\u0301 漢\U000e0100", ["漢\U000e0100"]),
        ("불법", "불법 불법적 不法불법入国", ["불법", "불법"]),
        ("불법*", "불법적인 월경자", ["불법적인"]),
        ("난민", "난민이", []),
        ("शरणार्थी", "शरणार्थी शरणार्थियों", ["शरणार्थी"]),
        ("शरण", "शरणा", []),
        ("لاجئ*", "هم لاجئون\u200f", ["لاجئون\u200f"]),
        ("réfugié*", "les re\u0301fugie\u0301s", ["re\u0301fugie\u0301s"]),
        ("l'immigration", "L’immigration", ["L’immigration"]),
        ("immigration", "l'immigration", ["immigration"]),
    ],
)
def test_scripts_without_spaces_have_no_whole_words_and_the_others_do(
    wording: str, text: str, expected: list[str]
) -> None:
    assert found(wording, text, NO_NEGATORS) == expected


@pytest.mark.parametrize(
    ("language", "of", "is_found"),
    [("en", "en", 1), ("EN-gb", "en", 1), ("", "en", 1), ("fr", "en", 0), ("zh-Hant", "zh", 1)],
)
def test_a_wording_applies_to_its_language_and_to_texts_without_one(
    language: str, of: str, is_found: int
) -> None:
    assert len(found("law", "law", language, of=of)) == is_found


def test_a_primary_subtag_is_what_stands_before_script_and_region() -> None:
    assert [primary_subtag(tag) for tag in ("zh-Hant-TW", "EN_us", "", "ko")] == [
        "zh",
        "en",
        "",
        "ko",
    ]


# --- negation ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "wording", "text", "is_found"),
    [
        ("en", "refugee*", "they are not refugees", False),
        ("en", "refugee*", "they aren’t refugees", False),
        ("en", "refugee*", "we do not believe that these people are refugees", False),
        ("en", "refugee*", "neither migrants nor refugees", False),
        ("en", "refugee*", "people without refugee status", False),
        ("en", "refugee*", "not only refugees", True),
        ("en", "refugee*", "there is no doubt that they are refugees", True),
        ("en", "refugee*", "This is not so. They are refugees", True),
        ("en", "refugee*", "not migrants, refugees", True),
        ("en", "refugee*", "not migrants | refugees", True),
        ("en", "refugee*", "not migrants but refugees", True),
        ("en", "refugee*", "refugees are not welcome", True),
        ("en", "refugee*", "not the 1,000 refugees", False),
        ("en", "refugee*", "not under U.S. law refugees", False),
        ("en", "not refugees", "they are not refugees", True),
        ("en", "illegal*", "refugees rather than illegal immigrants", False),
        ("zh", "难民", "他们不是难民", False),
        ("zh", "难民", "不仅是难民", True),
        ("zh", "难民", "不是移民，是难民", True),
        ("zh", "不是难民", "他们不是难民", True),
        ("zh", "非法入境", "非法入境者不是难民", True),
        ("ja", "難民", "難民ではない", False),
        ("ja", "難民", "難民と認定できません", False),
        ("ja", "難民", "難民ではなく、不法入国者である", False),
        ("ja", "不法入国", "難民ではなく、不法入国者である", True),
        ("ja", "不法入国", "不法入国者は難民ではない", True),
        ("ja", "難民", "難民だけでなく移民も", True),
        ("ja", "難民ではない", "難民ではない", True),
        ("ko", "난민*", "이들은 난민이 아니다", False),
        ("ko", "난민*", "난민으로 인정할 수 없다", False),
        ("ko", "난민*", "난민으로 인정할 수는 없으나", False),
        ("ko", "난민*", "난민뿐 아니라", True),
        ("ko", "불법*", "불법 월경자는 난민이 아니다", True),
        ("ko", "불법*", "난민이 아니라 불법 월경자", True),
        ("ko", "난민이 아니*", "이들은 난민이 아니다", True),
        ("fr", "réfugiés", "ils ne sont pas réfugiés", False),
        ("fr", "réfugiés", "ils n’ont rien de réfugiés", False),
        ("fr", "non-refoulement", "le principe de non-refoulement", True),
        ("es", "refugiados", "no son refugiados", False),
        ("es", "refugiados", "no sólo refugiados", True),
        ("es", "migrantes", "no son refugiados sino migrantes", True),
        ("de", "Flüchtling*", "das sind keine Flüchtlinge", False),
        ("ru", "беженц*", "они не беженцы", False),
        ("th", "ผู้ลี้ภัย", "ไม่ใช่ผู้ลี้ภัย", False),
        ("la", "refugees", "not refugees", True),
    ],
)
def test_a_wording_negated_inside_its_clause_does_not_count(
    language: str, wording: str, text: str, is_found: bool
) -> None:
    assert bool(found(wording, text, language)) is is_found


def test_a_text_without_language_is_negated_by_the_negators_of_the_wordings_language() -> None:
    assert found("难民", "不是难民", "", of="zh") == []
    assert found("难民", "not 难民", "", of="zh") == ["难民"]


def test_a_tracked_wording_ignores_negation() -> None:
    codebook = Codebook(
        "x",
        "X",
        1,
        frames=(Frame("f", "F", wordings={"en": ("refugees",)}),),
        tracked=(Tracked("t", "T", {"en": ("refugees",)}),),
    )
    hits = compile_finder(codebook)("not refugees", "en")
    assert [(hit.key, hit.is_tracked) for hit in hits] == [("t", True)]


@pytest.mark.parametrize(
    "mark",
    [*list(".,;:!?。、，；：！？｡…—؟،؛۔।॥።፣։។၊။།"), " | "],
    ids=lambda mark: hex(ord(mark[0])),
)
def test_clause_marks_of_many_scripts_end_a_negation(mark: str) -> None:
    assert found("refugees", f"not migrants{mark}refugees", "en") == ["refugees"]


def test_numbers_initials_and_bars_inside_words_end_no_clause() -> None:
    assert clause_ends("1,000 3.5 u.s. law 10:30 a|b") == []


def test_every_language_of_the_negators_has_some_and_they_are_tags() -> None:
    for language, says_no in negators().items():
        assert primary_subtag(language) == language
        assert says_no.get("before") or says_no.get("after")
        assert set(says_no) <= set(get_args(Group))


# --- hits --------------------------------------------------------------------------------


def test_hits_stand_in_the_order_of_the_text_and_those_of_one_frame_are_joined() -> None:
    frames = (
        Frame("a", "A", wordings={"en": ("humanitarian spirit", "spirit of law", "humanitarian")}),
        Frame("b", "B", wordings={"en": ("spirit", "law")}),
    )
    find = compile_finder(Codebook("x", "X", 1, frames=frames))
    text = "Humanitarian spirit of law"
    assert [(hit.key, text[hit.start : hit.end]) for hit in find(text, "en")] == [
        ("a", "Humanitarian spirit of law"),
        ("b", "spirit"),
        ("b", "law"),
    ]


def test_an_exclusive_codebook_gives_the_frame_with_most_hits_and_keeps_tracked_ones() -> None:
    frames = (
        Frame("a", "A", wordings={"en": ("law",)}),
        Frame("b", "B", wordings={"en": ("aid",)}),
    )
    tracked = (Tracked("t", "T", {"en": ("law",)}),)
    find = compile_finder(Codebook("x", "X", 1, exclusive=True, frames=frames, tracked=tracked))
    assert [hit.key for hit in find("law and aid and aid", "en")] == ["t", "b", "b"]
    assert [hit.key for hit in find("aid and law", "en")] == ["a", "t"]


def test_thousands_of_wordings_with_stars_inside_are_taken() -> None:
    wordings = tuple(f"w{number}x* in *y" for number in range(5000))
    assert found(wordings, "w17xa in bcy, w17 in y, w4999x in y") == ["w17xa in bcy", "w4999x in y"]


def test_a_codebook_without_wordings_finds_nothing() -> None:
    assert compile_finder(Codebook("x", "X", 1, frames=(Frame("f", "F"),)))("law", "") == ()


def test_a_broken_wording_is_refused() -> None:
    with pytest.raises(CodebookRefused, match="start or end of a word"):
        found("a*b", "")


# --- places, over all of Unicode ---------------------------------------------------------

_PLANTED = "réfugiés humanitarian spirit"
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
_SPELLINGS = st.sampled_from(
    [
        lambda text: text,
        str.upper,
        str.swapcase,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFKD", text.upper()),
        lambda text: text.replace(" ", "\r\n\u3000 "),
        lambda text: text.replace("h", "ｈ").replace("s", "ſ"),
        "\u00ad".join,
    ]
)


@settings(deadline=None)
@given(_TANGLED, _TANGLED, _SPELLINGS)
def test_a_planted_wording_is_found_at_its_place(before: str, after: str, spelling: object) -> None:
    assert callable(spelling)
    planted = spelling(_PLANTED)
    text = f"{before} {planted} {after}"
    find = compile_finder(
        Codebook("x", "X", 1, frames=(Frame("f", "F", wordings={NO_NEGATORS: (_PLANTED,)}),))
    )
    start = len(before) + 1
    spans = [(hit.start, hit.end) for hit in find(text, NO_NEGATORS)]
    assert (start, start + len(planted)) in spans


@settings(deadline=None)
@given(_TANGLED)
def test_a_hit_reads_as_its_wording_and_splits_no_combining_sequence(text: str) -> None:
    wordings = ("e*", "*a*", "fi", "人道", "精神", "の", "가*", "م*", "ไม่", "* b".strip("* "))
    find = compile_finder(
        Codebook("x", "X", 1, frames=(Frame("f", "F", wordings={NO_NEGATORS: wordings}),))
    )
    for hit in find(text, ""):
        assert 0 <= hit.start < hit.end <= len(text)
        assert unicodedata.category(text[hit.start])[0] != "M"
        assert text[hit.end : hit.end + 1] == "" or (unicodedata.category(text[hit.end])[0] != "M")
        assert fold(text[hit.start : hit.end]).text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "illegal" * 15_000,
        "illegal migra" * 8_000,
        "illegal " + "migra" * 20_000,
        '"' * 100_000,
        "not refugee " * 8_000,
        "not only " * 10_000 + "refugees",
        "e" + "\u0301\u0316" * 50_000,
        " " * 50_000 + "\n" + " " * 50_000,
        "不" * 100_000 + "难民",
        "👩‍👩‍👧" * 20_000,
        "ㅋ" * 100_000,
    ],
    ids=range(12),
)
def test_hostile_texts_of_100_000_characters_are_read_in_one_go(text: str) -> None:
    wordings = {
        "en": ("a*", "*a*", "*a", "refugee*", "illegal* *migra*", "*e* *g* *m*"),
        "zh": ("难民",),
        "ko": ("ㅋ*",),
    }
    find = compile_finder(Codebook("x", "X", 1, frames=(Frame("f", "F", wordings=wordings),)))
    hits = find(text, "")
    assert all(one.end <= other.start for one, other in pairwise(hits))
