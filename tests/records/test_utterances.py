"""Utterances: every statement gets one root, and circles are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import LinkCycle
from stance.records import Link, LinkType, Voice
from stance.records.utterances import Member, utterance_roots

JOINING = (LinkType.REPORTS, LinkType.VERSION_OF, LinkType.TRANSLATION_OF)


def _member(day: int = 1, *, actor: str = "China", voice: Voice = Voice.OWN) -> Member:
    return Member(actor, "topic", voice, (day, 1, str(day)))


@st.composite
def _webs(draw: st.DrawFn) -> tuple[dict[str, Member], list[Link]]:
    """Members and links without a circle: every link leads to a smaller number."""
    size = draw(st.integers(1, 12))
    members = {
        f"s{at}": _member(
            draw(st.integers(1, 4)),
            actor=draw(st.sampled_from(["China", "Japan"])),
            voice=draw(st.sampled_from(list(Voice))),
        )
        for at in range(size)
    }
    pairs = draw(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
    links = [
        Link(f"s{max(pair)}", draw(st.sampled_from(list(LinkType))), f"s{min(pair)}")
        for pair in pairs
        if pair[0] != pair[1]
    ]
    return members, links


@given(_webs())
def test_a_root_is_its_own_root_and_points_nowhere(
    web: tuple[dict[str, Member], list[Link]],
) -> None:
    members, links = web
    roots = utterance_roots(members, links)
    assert roots.keys() == members.keys()
    for link in links:
        if link.from_id not in members or link.to_id not in members or not link.type.joins:
            continue
        if members[link.from_id].may_join(members[link.to_id]):
            assert roots[link.from_id] == roots[link.to_id]
            assert link.from_id not in roots.values()
    for id_, root in roots.items():
        assert roots[root] == root
        assert members[id_].may_join(members[root])


@given(_webs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    web: tuple[dict[str, Member], list[Link]], random: object
) -> None:
    members, links = web
    shuffled = sorted(links, key=lambda _: random.random())  # type: ignore[attr-defined]
    backwards = dict(reversed(members.items()))
    assert utterance_roots(backwards, shuffled) == utterance_roots(members, links)


@pytest.mark.parametrize("kind", JOINING)
def test_a_joining_link_makes_one_utterance(kind: LinkType) -> None:
    members = {"a": _member(5), "b": _member(1)}
    assert utterance_roots(members, [Link("b", kind, "a")]) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("kind", [kind for kind in LinkType if not kind.joins])
def test_other_links_join_nothing(kind: LinkType) -> None:
    members = {"a": _member(), "b": _member()}
    assert utterance_roots(members, [Link("b", kind, "a")]) == {"a": "a", "b": "b"}


def test_two_roots_go_by_date_then_id() -> None:
    members = {"a": _member(2), "b": _member(1), "c": _member(1), "d": _member(9)}
    links = [Link("d", LinkType.REPORTS, end) for end in "abc"]
    assert utterance_roots(members, links) == dict.fromkeys("abcd", "b")


def test_links_across_actors_voices_or_out_of_sight_join_nothing() -> None:
    members = {"a": _member(), "b": _member(actor="Japan"), "c": _member(voice=Voice.ATTRIBUTED)}
    links = [Link(pair[0], LinkType.REPORTS, pair[1]) for pair in ("ba", "ca", "ax")]
    assert utterance_roots(members, links) == {"a": "a", "b": "b", "c": "c"}


def test_a_circle_is_refused_and_named() -> None:
    members = {id_: _member() for id_ in "abcde"}
    links = [Link(*pair) for pair in _pairs("ab", "bc", "cb", "de", "ad")]
    with pytest.raises(LinkCycle, match=r"b -> c -> b|c -> b -> c") as refused:
        utterance_roots(members, links)
    assert str(refused.value).startswith("These links")
    assert str(refused.value).endswith("statement.")


def test_a_statement_cannot_report_itself() -> None:
    with pytest.raises(LinkCycle, match="a -> a"):
        utterance_roots({"a": _member()}, [Link("a", LinkType.REPORTS, "a")])


def test_a_chain_of_many_reports_is_one_utterance() -> None:
    size = 50_000
    members = {f"s{at}": _member(at + 1) for at in range(size)}
    links = [Link(f"s{at + 1}", LinkType.REPORTS, f"s{at}") for at in range(size - 1)]
    assert set(utterance_roots(members, links).values()) == {"s0"}


def _pairs(*pairs: str) -> list[tuple[str, LinkType, str]]:
    return [(pair[0], LinkType.REPORTS, pair[1]) for pair in pairs]
