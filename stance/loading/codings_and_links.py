"""Decide which rows of a file of codings or links are stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from stance.errors import LinkCycle, listed
from stance.files.reading.drafts import CodingDraft, LinkDraft
from stance.records import DICTIONARY, NONE, Codebook, Coding, Link
from stance.records.utterances import Member, utterance_roots
from stance.store.plans import DUPLICATE, REFUSED, STORED, Changed, Facts, Known, Outcome, Plan


def plan_codings(drafts: Sequence[CodingDraft], facts: Facts, *, is_export: bool = False) -> Plan:
    """Judge codings that persons gave; the dictionary's are derived and count as duplicates."""
    outcomes: list[Outcome] = []
    codings: dict[tuple[str, str, str], Coding] = {}
    given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for draft in drafts:
        place = (draft.coding.statement, draft.coding.coder)
        key = (*place, draft.coding.frame)
        if key in codings:
            outcomes.append(_duplicate(draft.line, "frame", "it stands in this file twice"))
            continue
        outcomes.append(_judge_coding(draft, facts, given[place]))
        if outcomes[-1].verdict == STORED:
            codings[key] = _with_version(draft.coding, facts)
            given[place].add(draft.coding.frame)
    given_now = tuple(codings.values())
    return Plan(outcomes=tuple(outcomes), codings=given_now, codings_in_order=is_export)


def _with_version(given: Coding, facts: Facts) -> Coding:
    codebook = facts.codebooks.get(facts.statements[given.statement].issue)
    if codebook is None or given.codebook_version:
        return given
    return replace(given, codebook_version=codebook.version)


def _judge_coding(draft: CodingDraft, facts: Facts, in_file: Collection[str]) -> Outcome:
    """Judge one coding; `in_file` are the frames this coder gave the statement so far."""
    given = draft.coding
    known = facts.statements.get(given.statement)
    if known is None:
        return _coding_of_unknown(draft, facts)
    kept = _kept_coding(draft, known)
    if kept is not None:
        return kept
    others = {*in_file, *(frame for coder, frame in known.codings if coder == given.coder)}
    reason = _frame_refusal(given, others, facts.codebooks.get(known.issue))
    return Outcome(draft.line, REFUSED, "frame", reason) if reason else Outcome(draft.line, STORED)


def _coding_of_unknown(draft: CodingDraft, facts: Facts) -> Outcome:
    """Judge a coding of what does not stand in the store: it may wait in the bin with it."""
    given = draft.coding
    trashed = facts.discarded.get(given.statement)
    if trashed is None:
        return _unknown(draft.line, "statement", given.statement)
    is_waiting = any((given.coder, given.frame) in one.codings for one in trashed.states)
    return _in_trash(draft.line, "statement", given.statement, trashed, is_waiting=is_waiting)


def _kept_coding(draft: CodingDraft, known: Known) -> Outcome | None:
    """Find a coding that is there already, or that somebody took back and so decided on."""
    given = draft.coding
    key = (given.coder, given.frame)
    if given.coder == DICTIONARY:
        return _duplicate(draft.line, "coder", "the dictionary's codings are derived")
    if key in known.codings:
        return _duplicate(draft.line, "frame", f"{given.coder} has given it already")
    if known.changed is None or key not in known.changed.taken_back:
        return None
    what = f"{given.coder} gave {given.statement} {given.frame}"
    return _taken_back(draft.line, "frame", what, known.changed.taken_back[key])


def _frame_refusal(given: Coding, others: Collection[str], codebook: Codebook | None) -> str:
    """Say why a frame may not be given, or not beside the others of the same coder."""
    if others and (given.frame == NONE or NONE in others):
        return f"{given.coder} gave {', '.join(sorted(others))} already, and {NONE!r} stands alone"
    if codebook is None:
        return ""
    reason = unknown_frame([given.frame], codebook)
    if not reason and codebook.exclusive and others:
        reason = f"the codebook allows one frame a statement, and {given.coder} gave one already"
    return reason


def unknown_frame(frames: Iterable[str], codebook: Codebook) -> str:
    """Name the first of these frames that a codebook does not have; empty where it has all."""
    known = codebook.may_be_given
    bad = [frame for frame in frames if frame not in known]
    choices = listed(codebook.frame_ids, most=40)
    return f"{bad[0]!r} is not in the codebook; its frames are {choices}" if bad else ""


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
            for link, line in list(links.items()):
                if link.type.joins and link.from_id in circle.ids:
                    del links[link]
                    outcomes[line] = Outcome(line, REFUSED, "to", circle.reason)


def _judge_link(draft: LinkDraft, facts: Facts, links: Collection[Link]) -> Outcome:
    link = draft.link
    trashed = [facts.discarded[id_] for id_ in link.ends if id_ in facts.discarded]
    is_waiting = any(link in state.links for each in trashed for state in each.states)
    for column, id_ in zip(("from", "to"), link.ends, strict=True):
        if id_ in facts.discarded:
            return _in_trash(draft.line, column, id_, facts.discarded[id_], is_waiting=is_waiting)
        if id_ not in facts.statements:
            return _unknown(draft.line, column, id_)
    if link.from_id == link.to_id:
        return Outcome(draft.line, REFUSED, "to", "a statement cannot be linked to itself")
    start = facts.statements[link.from_id]
    if link in links or link in start.links:
        return _duplicate(draft.line, "to", "this link is already there")
    if start.changed is not None and link in start.changed.taken_back:
        return _taken_back(draft.line, "to", "this link was there", start.changed.taken_back[link])
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


def _in_trash(line: int, column: str, id_: str, trashed: Changed, *, is_waiting: bool) -> Outcome:
    where = f"{id_} is in the bin, put there {when(trashed)}"
    if is_waiting:
        told = f"{where}, and this waits there with it: bring it back at /bin"
        return Outcome(line, DUPLICATE, column, told, is_earlier=True)
    return Outcome(line, REFUSED, column, f"{where}: bring it back at /bin first")


def when(changed: Changed) -> str:
    """Say when and by whom something was changed."""
    return f"on {changed.at:%Y-%m-%d} by {changed.who}"


def _taken_back(line: int, column: str, what: str, told: tuple[str, datetime]) -> Outcome:
    who, at = told
    reason = f"{what}, which was taken back here on {at:%Y-%m-%d} by {who}: that is kept"
    return Outcome(line, DUPLICATE, column, reason, is_earlier=True)


def _duplicate(line: int, column: str, reason: str) -> Outcome:
    return Outcome(line, DUPLICATE, column, reason)
