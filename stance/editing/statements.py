"""What persons do to one statement: type, edit, code, link, discard, and go back to before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from stance.editing.revisions import as_said, finder_of, needed, revision_of, rewritten
from stance.errors import BadFilter, BadValue, Overtaken, Refused, RowRefused, Unknown
from stance.files.reading import cells
from stance.files.reading.drafts import LinkDraft, StatementDraft
from stance.files.reading.foreign_dates import DayOrder
from stance.files.reading.headers import Layout
from stance.files.reading.rows import read_row, row_rules
from stance.files.reading.tables import Row
from stance.files.writing.statements import statement_rows
from stance.loading import actor_names, issue_names
from stance.loading.codings_and_links import plan_links
from stance.loading.statements import plan_statements, wanted_by
from stance.records import Entry, Link, Statement, StatementQuery
from stance.records.columns import COLUMNS, STATEMENTS, Kind
from stance.records.history import Change, Deed, Discarded, Revision, State, state_of
from stance.store import Reading, Store
from stance.store.plans import STORED, Facts, Wanted

EDITABLE = tuple(one.name for one in COLUMNS if one.part and one.kind is not Kind.ID)
"""Columns of a statement's words, as a form has them."""

MANY_LINES = frozenset(one.name for one in COLUMNS if one.kind is Kind.LINES)
"""Columns whose field in a form holds line breaks."""

Cells = Mapping[str, str]


def person(name: str) -> str:
    """Return who does something, by a coder's rules; raise RowRefused where nobody is named."""
    try:
        found = cells.coder("coder", cells.clean("coder", name))
    except BadValue as bad:
        raise RowRefused([("coder", bad.reason)]) from bad
    if not found:
        raise RowRefused([("coder", "Give your name first: the history says who did what.")])
    return found


# --- typing and editing ------------------------------------------------------------------


def type_statement(
    store: Store,
    typed: Cells,
    *,
    by: str,
    at: datetime,
    is_new_actor: bool = False,
    is_new_issue: bool = False,
) -> str:
    """Store a statement that was typed; return its id; raise RowRefused with every problem."""
    given = {**_with_known_issue(store, typed), "coder": by if typed.get("frames") else ""}
    who, draft = _who_and_draft(by, given)
    unsure = [] if is_new_actor else actor_names.unsure(store, draft.statement)
    _refuse([*unsure, *([] if is_new_issue else _unsure_issue(store, given["issue"]))])

    def typed_anew(_present: State | None, facts: Facts) -> Revision:
        return revision_of(plan_statements([draft], facts, finder_of))

    # What lies in the bin under this id would be out of reach there for as long as this stands.
    wanted = wanted_by([draft], with_earlier=True)
    store.revise(draft.statement.id, typed_anew, wanted=wanted, deed=Deed.TYPE, at=at, who=who)
    return draft.statement.id


def form_cells(said: Statement) -> dict[str, str]:
    """Return a statement as the fields of a form hold it."""
    (row,) = statement_rows([Entry(said, None, said.id)])
    whole = dict(zip(STATEMENTS, row, strict=True))
    return {name: "" if whole[name] is None else str(whole[name]) for name in EDITABLE}


def edit_statement(
    store: Store,
    id_: str,
    changed: Cells,
    *,
    based_on: str,
    by: str,
    at: datetime,
    is_new_actor: bool = False,
    is_new_issue: bool = False,
) -> bool:
    """Change the cells given; return whether anything did change.

    Raises RowRefused with every problem, and Overtaken where the statement is no longer in the
    state with the fingerprint `based_on`.
    """
    entry = store.statement(id_)
    before = form_cells(entry.statement)
    given = {
        name: _as_it_was(name, text, before[name])
        for name, text in _with_known_issue(store, changed).items()
    }
    who, draft = _who_and_draft(by, {"id": id_, **before, **given})
    said = replace(draft.statement, extra=dict(entry.statement.extra))
    names_others = (said.actor, said.about) != (entry.statement.actor, entry.statement.about)
    unsure = actor_names.unsure(store, said) if names_others and not is_new_actor else []
    if said.issue != entry.statement.issue and not is_new_issue:
        unsure += _unsure_issue(store, given["issue"])
    _refuse(unsure)
    draft = replace(draft, statement=said)

    def edited(present: State | None, facts: Facts) -> Revision:
        if present is None or (based_on and present.fingerprint != based_on):
            raise Overtaken(id_)
        return rewritten(present, draft, facts)

    number = store.revise(
        id_,
        edited,
        wanted=wanted_by([draft]),
        deed=Deed.EDIT,
        at=at,
        who=who,
        # What was read above must be what is written over.
        based_on=based_on or state_of(entry).fingerprint,
    )
    return number is not None


def _with_known_issue(store: Reading, given: Cells) -> Cells:
    """Put the issue's id in place of a known title."""
    name = given.get("issue", "")
    issue = issue_names.read_issue(store.issues(), name).issue if name.strip() else None
    return given if issue is None else {**given, "issue": issue.slug}


def _unsure_issue(store: Reading, name: str) -> list[tuple[str, str]]:
    problem = issue_names.problem_of(store, name)
    return [("issue", problem)] if problem else []


def _refuse(problems: Sequence[tuple[str, str]]) -> None:
    if problems:
        raise RowRefused(problems)


def _who_and_draft(by: str, given: Cells) -> tuple[str, StatementDraft]:
    """Return who types, and the row; raise RowRefused with the problems of both."""
    try:
        who, refused = person(by), []
    except RowRefused as unnamed:
        who, refused = "", list(unnamed.problems)
    try:
        draft = _draft(given)
    except RowRefused as further:
        columns = {column for column, _ in refused}
        more = (problem for problem in further.problems if problem[0] not in columns)
        raise RowRefused([*refused, *more]) from further
    _refuse(refused)
    return who, draft


def _draft(given: Cells) -> StatementDraft:
    """Read cells through the door that the rows of files come through."""
    names = tuple(name for name, text in given.items() if text)
    layout = Layout("statements", names=names, unknown=("",) * len(names))
    row = Row(1, tuple(given[name] for name in names))
    answer = read_row(row_rules(layout, DayOrder()), row)
    if isinstance(answer, tuple):
        raise RowRefused([(problem.column, problem.reason) for problem in answer])
    if not isinstance(answer, StatementDraft):
        raise RowRefused([("text", "These cells make no statement.")])
    return answer


def _as_it_was(name: str, given: str, before: str) -> str:
    """Return the former cell where a browser's field only could not hold its line breaks."""
    lines = "\n".join(before.replace("\r\n", "\n").split("\r"))
    held = lines if name in MANY_LINES else lines.replace("\n", "")
    return before if given == held else given


# --- coding and linking ------------------------------------------------------------------


def code_statement(
    store: Store, id_: str, frames: Sequence[str], *, stance: str | None, by: str, at: datetime
) -> bool:
    """Give a statement one coder's frames in place of those given before; none takes them back.

    `stance` is the score as typed, empty for no score, None to leave it as it is.
    """
    who = person(by)
    try:
        given = cells.frames("frames", ";".join(frames))
        score = cells.stance("stance", stance) if stance and stance.strip() else None
    except BadValue as bad:
        raise RowRefused([(bad.column, bad.reason)]) from bad

    def coded(present: State | None, facts: Facts) -> Revision:
        held = needed(present, id_)
        said = held.statement if stance is None else replace(held.statement, stance=score)
        draft = StatementDraft(1, said, frames=given, coder=who if given else "")
        others = tuple(one for one in held.codings if one.coder != who)
        since = {one.frame: one.coded_at for one in held.codings if one.coder == who}
        plan = plan_statements([draft], replace(facts, statements={}), finder_of)
        own = (replace(one, coded_at=since.get(one.frame, at)) for one in plan.codings)
        return replace(revision_of(plan), state=State(said, (*others, *own), held.links))

    number = store.revise(id_, coded, wanted=Wanted(), deed=Deed.CODE, at=at, who=who)
    return number is not None


def add_link(store: Store, link: Link, *, by: str, at: datetime) -> None:
    """Add one link that starts at a statement; raise Refused with the reason."""

    def added(links: tuple[Link, ...], facts: Facts) -> tuple[Link, ...]:
        (outcome,) = plan_links([LinkDraft(1, link)], facts).outcomes
        if outcome.verdict != STORED:
            raise Refused(f"This link is not added: {outcome.reason}.")
        return (*links, link)

    _change_links(store, link, added, by=by, at=at)


def remove_link(store: Store, link: Link, *, by: str, at: datetime) -> None:
    """Take one link back; raise Unknown where it is not there."""

    def removed(links: tuple[Link, ...], _facts: Facts) -> tuple[Link, ...]:
        if link not in links:
            raise Unknown("link", f"{link.from_id} {link.type} {link.to_id}")
        return tuple(other for other in links if other != link)

    _change_links(store, link, removed, by=by, at=at)


def _change_links(
    store: Store,
    link: Link,
    change: Callable[[tuple[Link, ...], Facts], tuple[Link, ...]],
    *,
    by: str,
    at: datetime,
) -> None:
    def linked(present: State | None, facts: Facts) -> Revision:
        held = needed(present, link.from_id)
        return as_said(replace(held, links=change(held.links, facts)), facts)

    wanted = Wanted(ids=frozenset(link.ends))
    store.revise(link.from_id, linked, wanted=wanted, deed=Deed.LINK, at=at, who=person(by))


def find_ends(store: Reading, words: str, *, limit: int) -> list[Entry]:
    """Find statements to link to, by their id or by words in them; the latest first."""
    found = list(store.statements(StatementQuery(text=words), limit=limit, newest_first=True))
    try:
        named = store.statement(words.strip())
    except Unknown:
        return found
    return [named, *(entry for entry in found if entry.statement.id != named.statement.id)]


def dismiss(
    store: Store, pair: tuple[str, str], *, by: str, at: datetime, is_dismissed: bool = True
) -> None:
    """Remember that two statements are two utterances, or take that back."""
    who = person(by)
    if pair[0] == pair[1]:
        raise BadFilter("pair", pair[0], "name two statements")
    store.entries(pair)
    store.dismiss_pair(frozenset(pair), at=at, is_dismissed=is_dismissed, who=who)


# --- going back --------------------------------------------------------------------------


def history(store: Store, id_: str) -> list[Change]:
    """Return all that happened to a statement, oldest first, each with the state it led to."""
    changes = store.history(id_)
    for at, change in enumerate(changes):
        if change.deed is Deed.LOAD:
            # A load led to what the next person found, else to how the statement stands.
            found = next((later.before for later in changes[at + 1 :] if later.before), None)
            led_to = found or state_of(store.statement(id_))
            changes[at] = replace(change, after=led_to)
    return changes


def last_by_person(changes: Sequence[Change]) -> Change | None:
    """Return the last thing a person did."""
    return next((change for change in reversed(changes) if not change.deed.is_machines), None)


def revert(store: Store, id_: str, number: int, *, based_on: str, by: str, at: datetime) -> None:
    """Put a statement, still with the fingerprint `based_on`, back into an earlier state."""
    led = {change.number: change.after for change in history(store, id_)}
    target = led.get(number)
    if target is None:
        raise Unknown("state in the history", str(number))
    came = "was changed since its page was opened: putting an earlier state back would take that"
    told = f"The statement {id_} {came} back, too. Open its page again and look at what came since."
    _put_back(store, id_, target, based_on, told, by=by, at=at)


def undo_last(store: Store, id_: str, number: int, *, by: str, at: datetime) -> None:
    """Take back the last thing a person did, if it still is the one with this number."""
    last = last_by_person(store.history(id_))
    if last is None or last.number != number:
        raise Overtaken(id_, last.who if last else "", f"{last.at:%Y-%m-%d}" if last else "")
    if last.before is None:
        discard(store, id_, by=by, at=at)
    else:
        told = (
            f"The statement {id_} is no longer as that change left it: undoing would take back "
            "what came since, too. Choose a state of its history instead, or edit it."
        )
        based_on = last.after.fingerprint if last.after else ""
        _put_back(store, id_, last.before, based_on, told, by=by, at=at)


def _put_back(
    store: Store, id_: str, target: State, based_on: str, told: str, *, by: str, at: datetime
) -> None:
    def as_it_was(present: State | None, facts: Facts) -> Revision:
        stands = needed(present, id_)
        if based_on and stands.fingerprint != based_on:
            raise Refused(told)
        return as_said(target, facts)

    wanted = wanted_by([StatementDraft(1, target.statement)])
    store.revise(id_, as_it_was, wanted=wanted, deed=Deed.REVERT, at=at, who=person(by))


def discard(store: Store, id_: str, *, by: str, at: datetime) -> None:
    """Put a statement into the bin, with its codings and the links from and to it."""
    store.discard(id_, at=at, who=person(by))


def bring_back(store: Store, id_: str, *, by: str, at: datetime) -> None:
    """Take a statement out of the bin as it was, coded by the codebook of today."""
    who = person(by)
    kept: Discarded = store.discarded(id_)

    def back(former: State | None, facts: Facts) -> Revision:
        return as_said(former or kept.state, facts, kept)

    wanted = wanted_by([StatementDraft(1, kept.state.statement)])
    store.bring_back(id_, back, wanted=wanted, at=at, who=who)
