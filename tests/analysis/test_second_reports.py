from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from stance.analysis.second_reports import Reason, find_second_reports, shared_places
from stance.records import StatementQuery
from stance.store import Reading
from stance.store.counts import Report

DAY = date(2003, 6, 17)
SAID = "China's position on this question has not been changed"


def report(id_: str, text: str, *, days: int = 0, language: str = "en") -> Report:
    day = DAY + timedelta(days=days)
    return Report(id_, id_, "China", "crossings", "own", day, day, language, text)


def pairs(*reports: Report) -> list[tuple[str, str, Reason]]:
    return [(pair.one, pair.other, pair.reason) for pair in find_second_reports(reports)]


def test_similar_words_of_one_day_are_found() -> None:
    said = report("a", SAID), report("b", "the position of China has not changed, he said")
    assert pairs(*said) == [("a", "b", Reason.WORDS)]


def test_other_words_are_not() -> None:
    assert pairs(report("a", SAID), report("b", "we hope for more talks in autumn")) == []


def test_scripts_without_spaces_are_compared_too() -> None:
    one = report("a", "这些朝鲜非法入境者不是难民", language="zh")
    other = report("b", "非法入境者不是难民，发言人说", language="zh")
    assert pairs(one, other) == [("a", "b", Reason.WORDS)]


def test_a_quoted_piece_is_found_inside_a_long_text_two_days_later() -> None:
    filler = " ".join(f"other{n}" for n in range(300))
    quote = "in accordance with the domestic laws"
    one, other = report("a", f"{filler} {quote}"), report("b", f'"{quote}" | x | y', days=2)
    more = " ".join(f"else{n}" for n in range(300))
    assert pairs(one, replace(other, text=f"{other.text} {more}")) == [("a", "b", Reason.QUOTE)]


def test_another_language_on_the_same_day_is_enough_unless_the_day_is_busy() -> None:
    korean = report("b", "중국의 정책이 변경된바 없다", language="ko")
    assert pairs(report("a", SAID), korean) == [("a", "b", Reason.LANGUAGE)]
    busy = [report(f"c{n}", " ".join(f"w{n}x{m}" for m in range(9))) for n in range(12)]
    assert pairs(korean, *busy) == []


def test_what_differs_in_actor_issue_voice_or_by_more_than_two_days_is_never_a_pair() -> None:
    one = report("a", SAID)
    same = report("b", SAID)
    for other in (
        replace(same, actor="Japan"),
        replace(same, issue="other"),
        replace(same, voice="attributed"),
        report("b", SAID, days=3),
        replace(same, first=date(2003, 6, 1), last=date(2003, 6, 30)),
        replace(same, utterance="a"),
    ):
        assert pairs(one, other) == []


def test_two_utterances_are_asked_about_once_by_their_most_alike_reports() -> None:
    one, other = report("a", SAID), replace(report("b", "changed"), utterance="a")
    assert pairs(one, other, report("c", SAID)) == [("a", "c", Reason.WORDS)]


def test_only_pairs_with_a_new_statement_are_asked_for() -> None:
    said = [report(name, SAID) for name in "abc"]
    found = find_second_reports(said, among={"c"})
    assert {(pair.one, pair.other) for pair in found} == {("a", "c"), ("b", "c")}


TEXTS = st.text(st.sampled_from("ab 中国한국|\"'é\u0301\n"), max_size=30)


@given(TEXTS, TEXTS)
def test_shared_places_lie_in_order_within_the_text(text: str, other: str) -> None:
    places = shared_places(text, other)
    flat = [edge for place in places for edge in place]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_shared_words_that_follow_one_another_are_one_place() -> None:
    text = "Well, the position has not changed: none has."
    shared = [text[start:end] for start, end in shared_places(text, "The position has changed")]
    assert shared == ["the position has", "changed", "has"]


@given(st.lists(st.tuples(TEXTS, st.integers(0, 4)), max_size=8))
def test_pairs_do_not_depend_on_the_order_of_the_statements(said: list[tuple[str, int]]) -> None:
    reports = [report(f"s{n}", text, days=days) for n, (text, days) in enumerate(said)]
    assert find_second_reports(reports) == find_second_reports(reports[::-1])


def test_on_the_demo_most_of_what_is_found_was_joined_by_its_compiler(demo: Reading) -> None:
    """Hold the figures of docs/method/second-reports.md: 56 of 65, and 56 of 71."""
    entries = list(demo.statements(StatementQuery()))
    roots = {entry.statement.id: entry.utterance for entry in entries}
    said = {entry.statement.id: entry.statement for entry in entries}
    alone = [
        Report(
            one.id,
            one.id,
            one.actor,
            one.issue,
            one.voice.value,
            one.date.first,
            one.date.last,
            one.language,
            one.text,
        )
        for one in said.values()
    ]
    found = find_second_reports(alone)
    right = [pair for pair in found if roots[pair.one] == roots[pair.other]]
    joined = [
        (a, b)
        for a, b in combinations(said, 2)
        if roots[a] == roots[b]
        and (said[a].actor, said[a].issue, said[a].voice)
        == (said[b].actor, said[b].issue, said[b].voice)
    ]
    assert (len(right), len(found), len(joined)) == (56, 65, 71)
