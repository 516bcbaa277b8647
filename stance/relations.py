"""Deciding a load of codings or of links between statements that are already there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from stance.errors import LinkCycle, listed
from stance.importers.drafts import CodingDraft, LinkDraft
from stance.records import DICTIONARY, NONE, Codebook, Coding, Link
from stance.store import DUPLICATE, REFUSED, STORED, Facts, Outcome, Plan
from stance.utterances import Member, utterance_roots


def plan_codings(drafts: Sequence[CodingDraft], facts: Facts) -> Plan:
    """Judge codings that persons gave; the dictionary's are derived and count as duplicates."""
    outcomes: list[Outcome] = []
    codings: dict[tuple[str, str, str], Coding] = {}
    given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for draft in drafts:
        place = (draft.coding.statement, draft.coding.coder)
        key = (*place, draft.coding.frame)
        if key in codings:
            outcome, coding = _duplicate(draft.line, "frame", "it stands in this file twice"), None
        else:
            outcome, coding = _judge_coding(draft, facts, given[place])
        if coding is not None:
            codings[key] = coding
            given[place].add(coding.frame)
        outcomes.append(outcome)
    return Plan(outcomes=tuple(outcomes), codings=tuple(codings.values()))


def _judge_coding(
    draft: CodingDraft, facts: Facts, in_file: Collection[str]
) -> tuple[Outcome, Coding | None]:
    """Judge one coding; `in_file` are the frames this coder gave the statement so far."""
    given = draft.coding
    known = facts.statements.get(given.statement)
    if known is None:
        return _unknown(draft.line, "statement", given.statement), None
    if given.coder == DICTIONARY:
        return _duplicate(draft.line, "coder", "the dictionary's codings are derived"), None
    if (given.coder, given.frame) in known.codings:
        return _duplicate(draft.line, "frame", f"{given.coder} has given it already"), None
    codebook = facts.codebooks.get(known.issue)
    others = {*in_file, *(frame for coder, frame in known.codings if coder == given.coder)}
    reason = _beside_none(given, others) or _frame_refusal(given, others, codebook)
    if reason:
        return Outcome(draft.line, REFUSED, "frame", reason), None
    if codebook is None:
        return Outcome(draft.line, STORED), given
    version = given.codebook_version or codebook.version
    return Outcome(draft.line, STORED), Coding(given.statement, given.frame, given.coder, version)


def _beside_none(given: Coding, others: Collection[str]) -> str:
    """Refuse to say that no frame applies beside a frame of the same coder."""
    if not others or (given.frame != NONE and NONE not in others):
        return ""
    return f"{given.coder} gave {', '.join(sorted(others))} already, and {NONE!r} stands alone"


def _frame_refusal(given: Coding, others: Collection[str], codebook: Codebook | None) -> str:
    if codebook is None:
        return ""
    if given.frame not in codebook.may_be_given:
        choices = listed(codebook.frame_ids, most=40)
        return f"{given.frame!r} is not in the codebook; its frames are {choices}"
    if codebook.exclusive and others:
        return f"the codebook allows one frame a statement, and {given.coder} gave one already"
    return ""


def plan_links(drafts: Sequence[LinkDraft], facts: Facts) -> Plan:
    """Judge links between known statements, and find the utterances they make."""
    outcomes: dict[int, Outcome] = {}
    links: dict[Link, int] = {}
    for draft in drafts:
        outcomes[draft.line] = _judge_link(draft, facts, links)
        if outcomes[draft.line].verdict == STORED:
            links[draft.link] = draft.line
    roots = _roots_without_circles(facts, links, outcomes)
    known = facts.statements.items()
    moved = {id_: roots[id_] for id_, each in known if roots[id_] != each.utterance}
    return Plan(outcomes=tuple(outcomes.values()), links=tuple(links), utterances=moved)


def _roots_without_circles(
    facts: Facts, links: dict[Link, int], outcomes: dict[int, Outcome]
) -> dict[str, str]:
    """Refuse the links of every circle, which has no first statement."""
    while True:
        try:
            return utterance_roots(members_of(facts), [*links_of(facts), *links])
        except LinkCycle as circle:
            tangled = [
                link for link in links if link.type.joins and link.from_id in set(circle.ids)
            ]
            for link in tangled:
                line = links.pop(link)
                outcomes[line] = Outcome(line, REFUSED, "to", circle.reason)


def _judge_link(draft: LinkDraft, facts: Facts, links: Collection[Link]) -> Outcome:
    link = draft.link
    for column, id_ in (("from", link.from_id), ("to", link.to_id)):
        if id_ not in facts.statements:
            return _unknown(draft.line, column, id_)
    if link.from_id == link.to_id:
        return Outcome(draft.line, REFUSED, "to", "a statement cannot be linked to itself")
    if link in links or link in facts.statements[link.from_id].links:
        return _duplicate(draft.line, "to", "this link is already there")
    return Outcome(draft.line, STORED)


def members_of(facts: Facts) -> dict[str, Member]:
    """Return the known statements, as far as their utterances need them."""
    known = facts.statements.items()
    return {id_: Member(k.actor, k.issue, k.voice, k.sort_key) for id_, k in known}


def links_of(facts: Facts) -> list[Link]:
    """Return every link that starts at a known statement."""
    return [link for known in facts.statements.values() for link in known.links]


def _unknown(line: int, column: str, id_: str) -> Outcome:
    reason = f"there is no statement {id_!r} in this store: load its file first"
    return Outcome(line, REFUSED, column, reason)


def _duplicate(line: int, column: str, reason: str) -> Outcome:
    return Outcome(line, DUPLICATE, column, reason)
