"""Decide which rows of a file of statements are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from stance.errors import LinkCycle
from stance.files.reading.drafts import StatementDraft
from stance.loading.codings_and_links import links_of, members_of, unknown_frame, when
from stance.phrases import Phrase, Sentence
from stance.records import Actor, ActorKind, Codebook, Coding, Hit, Statement, folded, folded_name
from stance.records.utterances import Member, utterance_roots
from stance.store.plans import (
    DUPLICATE,
    REFUSED,
    STORED,
    Earlier,
    Facts,
    Known,
    NewStatement,
    Outcome,
    Plan,
    Wanted,
    WordFinder,
)

FinderOf = Callable[[Codebook], WordFinder]


def wanted_by(drafts: Sequence[StatementDraft], *, with_earlier: bool = False) -> Wanted:
    """Name the statements, actors and issues that a plan for these drafts rests on."""
    ids = {draft.statement.id for draft in drafts}
    ids |= {draft.link.to_id for draft in drafts if draft.link}
    names = {name for draft in drafts for name in (draft.statement.actor, draft.statement.about)}
    return Wanted(
        ids=frozenset(ids),
        actors=frozenset(names - {""}),
        issues=frozenset(draft.statement.issue for draft in drafts),
        with_earlier=with_earlier,
    )


def plan_statements(drafts: Sequence[StatementDraft], facts: Facts, finder_of: FinderOf) -> Plan:
    """Judge each draft against the store and its file; coding and utterances included."""
    work = _Judgement(facts)
    for draft in drafts:
        work.judge(draft)
    work.refuse_broken_links()
    return work.plan(finder_of)


@dataclass(slots=True)
class _Judgement:
    """What is decided while the drafts of one file are gone through."""

    facts: Facts
    outcomes: list[Outcome] = field(default_factory=list)
    accepted: dict[str, StatementDraft] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def judge(self, given: StatementDraft) -> None:
        draft = self._with_known_names(given)
        earlier = self._earlier(draft)
        if earlier is None and draft is not given:
            # An actor may have another name by now than in the file and in an earlier state.
            earlier = self._earlier(given)
        problem = None if earlier else self._problem(draft)
        if earlier is not None:
            self.outcomes.append(earlier)
        elif problem is not None:
            self.outcomes.append(Outcome(draft.line, REFUSED, *problem))
        elif self._is_known(draft.statement.id):
            reason = f"{draft.statement.id} is already there with the same content"
            self.outcomes.append(Outcome(draft.line, DUPLICATE, "id", reason))
        else:
            self.accepted[draft.statement.id] = draft
            self._meet_actors(draft)

    def _with_known_names(self, given: StatementDraft) -> StatementDraft:
        """Names as the store has them, so that an alias is not a second actor."""
        said = given.statement
        actor, about = self._known_name(said.actor), self._known_name(said.about)
        if (actor, about) == (said.actor, said.about):
            return given
        return replace(given, statement=replace(said, actor=actor, about=about))

    def _known_name(self, name: str) -> str:
        actor = self._actor(name)
        return actor.name if actor else name

    def _actor(self, name: str) -> Actor | None:
        compared = folded_name(name)
        return self.actors.get(compared) or self.facts.actors.get(compared)

    def _meet_actors(self, draft: StatementDraft) -> None:
        said = draft.statement
        known = self._actor(said.actor) or Actor(said.actor)
        if known.kind is None:
            kind = draft.given_kind or ActorKind.GOVERNMENT
            self.actors[folded(said.actor)] = replace(known, kind=kind)
        if said.about and self._actor(said.about) is None:
            self.actors[folded(said.about)] = Actor(said.about)

    def _problem(self, draft: StatementDraft) -> tuple[str, str] | None:
        if draft.link is not None and draft.link.to_id == draft.statement.id:
            return "link_to", "a statement cannot be linked to itself"
        return self._frame_problem(draft) or self._kind_problem(draft) or self._id_problem(draft)

    def _frame_problem(self, draft: StatementDraft) -> tuple[str, str] | None:
        codebook = self.facts.codebooks.get(draft.statement.issue)
        if codebook is None or not draft.frames:
            return None
        if codebook.exclusive and len(draft.frames) > 1:
            return "frames", "this codebook allows one frame a statement: give the one that fits"
        reason = unknown_frame(draft.frames, codebook)
        return ("frames", reason) if reason else None

    def _kind_problem(self, draft: StatementDraft) -> tuple[str, str] | None:
        actor = self._actor(draft.statement.actor)
        if actor is None or None in (actor.kind, draft.given_kind):
            return None
        if actor.kind is draft.given_kind:
            return None
        return "actor_kind", f"{actor.name} is known as {actor.kind}, not {draft.given_kind}"

    def _id_problem(self, draft: StatementDraft) -> tuple[str, str] | None:
        id_, earlier = draft.statement.id, self.accepted.get(draft.statement.id)
        if earlier is not None and _compared(earlier) != _compared(draft):
            return "id", f"{id_} stands with other content in line {earlier.line}"
        trashed = self.facts.discarded.get(id_)
        if trashed is not None:
            return "id", (
                f"{id_} is in the bin, put there {when(trashed)}, and was never what this row is. "
                "Bring it back at /bin and edit it, or give the row another id"
            )
        known = self.facts.statements.get(id_)
        if known is None or self._is_kept(known, draft):
            return None
        if known.changed is None:
            return "id", Sentence(f"{id_} is in the store with other content; ", Phrase.ANOTHER_ID)
        return "id", Sentence(
            f"{id_} was changed here {when(known.changed)}, and this row is neither what it is "
            "now nor what it was before. ",
            Phrase.LEAVE_ROW_OUT,
            f" edit the statement at /statement/{id_}, or give the row another id",
        )

    def _earlier(self, draft: StatementDraft) -> Outcome | None:
        """Find a row that says what a statement was: whoever changed it since meant to."""
        id_ = draft.statement.id
        known, trashed = self.facts.statements.get(id_), self.facts.discarded.get(id_)
        changed = known.changed if known else trashed
        if changed is None or (known and self._is_kept(known, draft)):
            return None
        if not any(self._is_kept(state, draft) for state in changed.states):
            return None
        told = f"{id_} was the same before it was changed here {when(changed)}: the change is kept"
        if trashed is not None:
            told = f"{id_} is in the bin, put there {when(trashed)}: bring it back at /bin"
        return Outcome(draft.line, DUPLICATE, "id", told, is_earlier=True)

    def _is_kept(self, known: Known | Earlier, draft: StatementDraft) -> bool:
        """Whether the store holds all the draft says; a person may have added to it since."""
        codings = {(draft.coder, frame) for frame in draft.frames}
        # What leads to a statement in the bin waits there with it.
        has_link = (
            draft.link is None
            or draft.link in known.links
            or draft.link.to_id in self.facts.discarded
        )
        hashes = (said.content_hash for said in draft.as_ever_read())
        return has_link and codings <= known.codings and known.content_hash in hashes

    def _is_known(self, id_: str) -> bool:
        return id_ in self.accepted or id_ in self.facts.statements

    def refuse_broken_links(self) -> None:
        """Refuse rows that link to nothing; repeat, as a refused row may be a target itself."""
        while bad := [
            (draft, draft.link.to_id)
            for draft in self.accepted.values()
            if draft.link and not self._is_known(draft.link.to_id)
        ]:
            for draft, target in bad:
                del self.accepted[draft.statement.id]
                reason = Sentence(f"{target!r} ", Phrase.IS_NOWHERE)
                self.outcomes.append(Outcome(draft.line, REFUSED, "link_to", reason))

    def plan(self, finder_of: FinderOf) -> Plan:
        roots = self._roots()
        books = self.facts.codebooks
        finders = {issue: finder_of(book) for issue, book in books.items()}
        versions = {issue: book.version for issue, book in books.items()}
        drafts = list(self.accepted.values())
        # The new actors of what is stored; a refused row brings none.
        names = {
            folded_name(name) for d in drafts for name in (d.statement.actor, d.statement.about)
        }
        stored = [Outcome(draft.line, STORED) for draft in drafts]
        moved = {
            id_: roots[id_]
            for id_, known in self.facts.statements.items()
            if roots[id_] != known.utterance
        }
        return Plan(
            outcomes=tuple(sorted([*self.outcomes, *stored], key=lambda row: row.line)),
            actors=tuple(actor for name, actor in self.actors.items() if name in names),
            issues={d.statement.issue: d.issue_title or d.statement.issue for d in drafts},
            statements=tuple(
                NewStatement(d.statement, roots[d.statement.id], _hits(d.statement, finders))
                for d in drafts
            ),
            codings=tuple(
                Coding(d.statement.id, frame, d.coder, versions.get(d.statement.issue))
                for d in drafts
                for frame in d.frames
            ),
            links=tuple(d.link for d in drafts if d.link),
            utterances=moved,
        )

    def _roots(self) -> dict[str, str]:
        """Find the utterances; refuse the rows of a circle, which has no first statement."""
        while True:
            members = members_of(self.facts)
            for id_, draft in self.accepted.items():
                said = draft.statement
                members[id_] = Member(said.actor, said.issue, said.voice, said.date.sort_key)
            given = [draft.link for draft in self.accepted.values() if draft.link]
            try:
                return utterance_roots(members, [*links_of(self.facts), *given])
            except LinkCycle as circle:
                for id_ in self.accepted.keys() & set(circle.ids):
                    line = self.accepted.pop(id_).line
                    self.outcomes.append(Outcome(line, REFUSED, "link_to", circle.reason))
                # What rests on a refused row leads nowhere now.
                self.refuse_broken_links()


def _compared(draft: StatementDraft) -> tuple[object, ...]:
    return draft.statement.content_hash, draft.frames, draft.coder, draft.link


def _hits(said: Statement, finders: dict[str, WordFinder]) -> tuple[Hit, ...] | None:
    find = finders.get(said.issue)
    return find(said.text, said.language) if find else None
