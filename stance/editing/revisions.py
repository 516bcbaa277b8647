"""Decide the next state of a statement, by the rules of a load."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache

from stance.analysis.wordings.finder import compile_finder
from stance.errors import RowRefused, Unknown, listed
from stance.files.reading.drafts import StatementDraft
from stance.loading.statements import plan_statements
from stance.records import Codebook, Coding, folded
from stance.records.history import Discarded, Revision, State
from stance.store.plans import STORED, Facts, Plan

_REMEMBERED = 8

# Edits come one after another under the same few codebooks, and making a finder is slow.
finder_of = lru_cache(_REMEMBERED)(compile_finder)


def rewritten(present: State, draft: StatementDraft, facts: Facts) -> Revision:
    """Judge a statement's new words by a load's rules; its codings and links stay."""
    id_ = draft.statement.id
    others = {known: facts.statements[known] for known in facts.statements if known != id_}
    plan = plan_statements([draft], replace(facts, statements=others), finder_of)
    revision = revision_of(plan)
    said = revision.state.statement
    codings = present.codings
    if said.issue != present.statement.issue:
        codings = _moved_codings(codings, said.issue, facts)
    return replace(revision, state=State(said, codings, present.links))


def _moved_codings(codings: tuple[Coding, ...], issue: str, facts: Facts) -> tuple[Coding, ...]:
    """Take codings along to another issue, whose codebook must know their frames."""
    codebook = facts.codebooks.get(issue)
    if codebook is None:
        return tuple(replace(coding, codebook_version=None) for coding in codings)
    _refuse_several(codings, codebook, "Take these codings back first.")
    strange = sorted({coding.frame for coding in codings} - codebook.may_be_given)
    if strange:
        reason = f"the codebook of {issue} has no {listed(strange)}, which persons gave it. "
        raise RowRefused([("issue", f"{reason}Take these codings back first.")])
    return tuple(replace(coding, codebook_version=codebook.version) for coding in codings)


def _refuse_several(codings: tuple[Coding, ...], codebook: Codebook, remedy: str) -> None:
    """Refuse several frames of one coder where the codebook allows one frame a statement."""
    n_given = Counter(coding.coder for coding in codings)
    several = [coder for coder, n in n_given.items() if n > 1]
    if codebook.exclusive and several:
        rule = f"the codebook of {codebook.issue} allows one frame a statement"
        told = f"{rule}, and {listed(several)} gave several. {remedy}"
        raise RowRefused([("issue", told)])


def revision_of(plan: Plan) -> Revision:
    """Return what a plan for one statement stores; raise RowRefused where it stores nothing."""
    problems = [(each.column, each.reason) for each in plan.outcomes if each.verdict != STORED]
    if problems:
        raise RowRefused(problems)
    (new,) = plan.statements
    return Revision(
        state=State(new.statement, plan.codings, plan.links),
        hits=new.hits,
        actors=plan.actors,
        issue_title=plan.issues[new.statement.issue],
    )


def as_said(state: State, facts: Facts, kept: Discarded | None = None) -> Revision:
    """Return a state as it stood once; only the dictionary looks at its words anew."""
    said = state.statement
    is_known = folded(said.actor) in facts.actors
    draft = StatementDraft(
        1,
        said,
        given_kind=kept.actor_kind if kept and not is_known else None,
        issue_title=kept.issue_title if kept else "",
    )
    codebook = facts.codebooks.get(said.issue)
    if codebook is not None:
        remedy = "It can come back under a codebook that allows several."
        _refuse_several(state.codings, codebook, remedy)
    revision = revision_of(plan_statements([draft], replace(facts, statements={}), finder_of))
    # A name that has become another actor's alias since means that actor now.
    return replace(revision, state=replace(state, statement=revision.state.statement))


def needed(present: State | None, id_: str) -> State:
    """Return the state a statement is in; raise Unknown where there is none."""
    if present is None:
        raise Unknown("statement", id_)
    return present
