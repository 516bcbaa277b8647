from __future__ import annotations

import string
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.analysis.wordings.codebook import parse_codebook, print_codebook
from stance.analysis.wordings.codebook_yaml import LARGEST_CODEBOOK
from stance.analysis.wordings.patterns import LONGEST_WORDING, read_wording
from stance.errors import CodebookRefused
from stance.records import Codebook, Frame, LinkType, Tracked

FULL = """
issue: North Koreans in China
title: Koreans
version: 3
exclusive: yes
stance: {min: "return them", max: "protect them"}
frames:
  - id: humanitarian
    label: Humanitarian
    definition: >-
      The treatment is put
      as a matter of humanity.
    wordings:
      en-GB: [humanitarian*, "in a humanitarian spirit"]
      EN: [humane*, humanitarian*]
      zh: [人道]
  - id: no
    means: denies
    wordings: {no: [ikke, on, 1951]}
tracked:
  - id: spirit
    label: humanitarian spirit
    wordings: {ja: [人道主義の精神]}
retired:
  security: 2
"""


def test_a_full_file_is_read_as_it_is_meant() -> None:
    assert parse_codebook(FULL) == Codebook(
        issue="north-koreans-in-china",
        title="Koreans",
        version=3,
        exclusive=True,
        stance_min="return them",
        stance_max="protect them",
        frames=(
            Frame(
                "humanitarian",
                "Humanitarian",
                "The treatment is put as a matter of humanity.",
                {"en": ("humanitarian*", "in a humanitarian spirit", "humane*"), "zh": ("人道",)},
            ),
            Frame("no", "no", "", {"no": ("ikke", "on", "1951")}, LinkType.DENIES),
        ),
        tracked=(Tracked("spirit", "humanitarian spirit", {"ja": ("人道主義の精神",)}),),
        retired={"security": 2},
    )


def test_what_may_be_left_out_has_a_sensible_value() -> None:
    least = parse_codebook("issue: Oil and Gas\nframes: [{id: tax}]")
    assert least == Codebook("oil-and-gas", "Oil and Gas", 1, frames=(Frame("tax", "tax"),))
    empty = "issue: Oil and Gas\ntracked: []\nretired:\nstance: {}\nframes: [{id: tax, wordings: }]"
    assert parse_codebook(empty) == least


WITH = "issue: x\nframes:\n  - id: a\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "is empty"),
        ("- a", 1, "should be a mapping"),
        ("frames: [{id: a}]", 1, "no 'issue'"),
        ("issue: x", 1, "no 'frames'"),
        ("issue: x\nframes: []", 2, "no 'frames'"),
        ("issue: x\nframes: {id: a}", 2, "should be a list"),
        ("issue: '***'\nframes: [{id: a}]", 1, "no letter or digit"),
        ("issue: [x]\nframes: [{id: a}]", 1, "should be one text"),
        ("issue: x\nissue: y\nframes: [{id: a}]", 2, "stands twice"),
        ("issue: x\nversion: 0\nframes: [{id: a}]", 2, "from 1 on"),
        ("issue: x\nversion: 1.5\nframes: [{id: a}]", 2, "from 1 on"),
        ("issue: x\nexclusive: maybe\nframes: [{id: a}]", 2, "true"),
        ("issue: x\nstance: {low: a}\nframes: [{id: a}]", 2, "known are min, max"),
        ("issue: x\nframes:\n  - label: a", 3, "no 'id'"),
        ("issue: x\nframes:\n  - id: A b", 3, "small letters"),
        ("issue: x\nframes:\n  - id: none", 3, "no frame applies"),
        (WITH + "  - id: a", 4, "share no id"),
        (WITH + "tracked:\n  - id: a\n    wordings: {en: [b]}", 5, "share no id"),
        (WITH + "retired: {a: 1}", 3, "share no id"),
        (WITH + "retired: {b: zero}", 4, "from 0 on"),
        (WITH + "tracked:\n  - id: b", 5, "no wordings"),
        (WITH + "    wording: {}", 4, "did you mean 'wordings'"),
        (WITH + "    means: rebuts", 4, "claims_change or denies"),
        (WITH + "    wordings: [b]", 4, "should be a mapping"),
        (WITH + "    wordings: {english: [b]}", 4, "not a language tag"),
        (WITH + "    wordings: {en: b}", 4, "should be a list"),
        (WITH + "    wordings:\n      en:\n        - b\n        - ''", 7, "is empty"),
        (WITH + "    wordings: {en: [{b: c}]}", 4, "should be one text"),
        (WITH + "    wordings: {en: ['*']}", 4, "match everything"),
        (WITH + "    wordings: {en: ['...']}", 4, "no letter or digit"),
        (WITH + "    wordings: {en: ['a*b']}", 4, "start or end of a word"),
        (WITH + "    wordings: {en: ['a * b']}", 4, "start or end of a word"),
        (WITH + "    wordings: {en: ['a | b']}", 4, "two wordings"),
        (WITH + f"    wordings: {{en: [{'a' * (LONGEST_WORDING + 1)}]}}", 4, "allowed"),
        (WITH + "    wordings: {en: [*b]}", 4, "in quotes"),
        ("issue: &a x\nframes: [{id: *a}]", 2, "alias"),
        ("issue: !!python/name:os.system x\nframes: [{id: a}]", 1, "tag"),
        ("issue: 'x\nframes", 2, "not YAML"),
        ("issue: x\n---\nissue: y", 2, "not YAML"),
        ("issue: x\x00", 1, "U+0000"),
        ('issue: "\\ud800"', 1, "cannot stand"),
        ('issue: "\\UFFFFFFFF"', 1, "not YAML"),
        ('issue: x\nframes:\n  - id: "\\U00110000"', 3, "check the escapes"),
        ("[" * 100_000, 1, "nested"),
        ("x" * (LARGEST_CODEBOOK + 1), 0, "may have"),
    ],
)
def test_a_broken_rule_is_refused_with_its_line_and_the_remedy(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(CodebookRefused) as refused:
        parse_codebook(text)
    assert refused.value.line == line
    assert words in refused.value.reason
    assert refused.value.reason.endswith((".", "?"))


@pytest.mark.parametrize(
    "text",
    [
        f"issue: {'a' * 2_001}\nframes: [{{id: b}}]\n",
        f"issue: b\nframes: [{{id: {'a' * 2_001}}}]\n",
    ],
)
def test_a_name_that_no_address_could_hold_is_refused(text: str) -> None:
    with pytest.raises(CodebookRefused, match="2,001 bytes and at most 2,000 make a name: shorten"):
        parse_codebook(text)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    with pytest.raises(CodebookRefused, match="alias"):
        parse_codebook("\n".join(rows))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("issue:frames[]{}-&*!|>'\"\\%@#,?\n\t xU0"), max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with suppress(CodebookRefused):
        assert parse_codebook(text).frames


# --- there and back ----------------------------------------------------------------------

_IDS = st.text(alphabet=string.ascii_lowercase + string.digits + "_-", min_size=1, max_size=8)
_WORDS = (
    st.text(
        alphabet=st.one_of(
            st.sampled_from("ab *'\":#-|>,[]{}&!%@人불é\n\t~"),
            st.characters(exclude_categories=("Cc", "Cs")),
        ),
        max_size=20,
    )
    .map(str.strip)
    .filter(bool)
)


def _is_wording(text: str) -> bool:
    try:
        read_wording(text)
    except CodebookRefused:
        return False
    return True


_LISTS = st.lists(_WORDS.filter(_is_wording), min_size=1, max_size=3, unique=True).map(tuple)
_WORDINGS = st.dictionaries(st.sampled_from(["en", "no", "zh", "ko", "yue"]), _LISTS, max_size=3)
_FRAMES = st.builds(
    Frame,
    id=_IDS,
    label=_WORDS,
    definition=st.one_of(st.just(""), _WORDS),
    wordings=_WORDINGS,
    means=st.sampled_from([None, LinkType.DENIES, LinkType.CLAIMS_CHANGE]),
)
_TRACKED = st.builds(Tracked, id=_IDS, label=_WORDS, wordings=_WORDINGS.filter(bool))


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(_IDS.filter(lambda id_: id_ != "none"), min_size=1, unique=True))
    n_frames = draw(st.integers(1, len(ids)))
    n_tracked = draw(st.integers(0, len(ids) - n_frames))
    frames = [draw(_FRAMES) for _ in range(n_frames)]
    tracked = [draw(_TRACKED) for _ in range(n_tracked)]
    named = iter(ids)
    return Codebook(
        issue=draw(st.sampled_from(["x", "north-korea", "脱北者", "no", "1951"])),
        title=draw(_WORDS),
        version=draw(st.integers(1, 999_999_999)),
        exclusive=draw(st.booleans()),
        stance_min=draw(st.one_of(st.just(""), _WORDS)),
        stance_max=draw(st.one_of(st.just(""), _WORDS)),
        frames=tuple(
            Frame(next(named), f.label, f.definition, f.wordings, f.means) for f in frames
        ),
        tracked=tuple(Tracked(next(named), t.label, t.wordings) for t in tracked),
        retired={id_: draw(st.integers(1, 99)) for id_ in named},
    )


@settings(deadline=None)
@given(codebooks())
def test_a_printed_codebook_is_read_back_the_same(codebook: Codebook) -> None:
    assert parse_codebook(print_codebook(codebook)) == codebook


def test_printing_is_plain_yaml_in_the_order_of_the_format() -> None:
    assert print_codebook(parse_codebook("issue: x\nframes: [{id: on, wordings: {en: [a*]}}]")) == (
        "issue: x\ntitle: x\nversion: 1\nexclusive: false\nframes:\n"
        "  - id: 'on'\n    label: 'on'\n    wordings:\n      en: [a*]\n"
    )
