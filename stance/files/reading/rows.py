"""One row of named cells to one draft, or to every problem it has: the only way in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from stance.errors import BadDate, BadValue
from stance.files.reading import cells
from stance.files.reading.drafts import CodingDraft, Draft, LaterCell, LinkDraft, StatementDraft
from stance.files.reading.foreign_dates import DayOrder, read_date
from stance.files.reading.headers import Layout
from stance.files.reading.tables import Row, shown
from stance.phrases import Phrase, Sentence
from stance.records import Coding, Link, Problem
from stance.records.columns import BY_NAME, EXTRA, LATER, NUMERIC, REQUIRED, Kind
from stance.records.dates import PartialDate
from stance.records.statements import statement_from

DEFAULT_CODER = "import"
"""Who coded, where a file with frames does not say."""

_GUARD = "'"
_REMEMBERED = 4096
CellRule = Callable[[str, str], Any]

_RULES: dict[Kind, CellRule] = {
    Kind.ID: cells.statement_id,
    Kind.NAME: cells.name,
    Kind.ISSUE: cells.issue,
    Kind.LANGUAGE: cells.language,
    Kind.FRAMES: cells.frames,
    Kind.CODER: cells.coder,
    Kind.TAGS: cells.tags,
    Kind.CLAIMED: cells.claimed,
}
_RULES_BESIDE: dict[str, CellRule] = {
    "actor_kind": cells.actor_kind,
    "frame": cells.frame,
    "statement": cells.statement_id,
    "codebook_version": cells.version,
    "from": cells.statement_id,
    "to": cells.statement_id,
}
"""Of columns that only codings and links have, and of one that may be put in several ways."""

Values = dict[str, Any]


@dataclass(slots=True)
class _Found:
    """What a row holds: values by column of ours, unknown cells, and what is wrong."""

    line: int
    values: Values
    extra: dict[str, str]
    problems: list[Problem]
    later: tuple[LaterCell, ...] = ()

    def note(self, column: str, reason: str) -> None:
        """Write down a problem, unless the cell has one already."""
        if all(problem.column != column for problem in self.problems):
            self.problems.append(Problem(self.line, column, reason))


Rule = Callable[[str], Any]
_Column = tuple[int, str, Rule | None]


@dataclass(frozen=True, slots=True)
class RowRules:
    """How the rows of one file are read: for each column its place, name and rule."""

    kind: str
    columns: tuple[_Column, ...]
    """Ours; one without a rule holds any text."""
    others: tuple[tuple[int, str], ...] = ()
    """Kept in `extra` under the file's own name; where that is empty they may hold nothing."""
    later: tuple[tuple[int, str, str], ...] = ()
    """Those of ours that were added later, each with the file's own name."""
    is_guarded: bool = False
    id_prefix: str = ""


def row_rules(
    layout: Layout, order: DayOrder, *, has_decimal_comma: bool = False, id_prefix: str = ""
) -> RowRules:
    """Return the rules for a file with these columns and this order of days and months."""
    of_file: dict[Kind, CellRule] = {
        Kind.NUMBER: partial(cells.stance, has_decimal_comma=has_decimal_comma),
        Kind.DATE: partial(_date, order),
        Kind.EXTRA: _extra,
        # An export of codings names the dictionary among the coders; its rows are judged.
        **({Kind.CODER: cells.name} if layout.kind == "codings" else {}),
    }

    def rule_of(name: str) -> CellRule | None:
        """Return the rule of a column; those that hold any text have none."""
        if name in _RULES_BESIDE:
            return _RULES_BESIDE[name]
        column = BY_NAME[name]
        if column.choices is not None:
            return cells.choice_of(column.choices)
        return of_file.get(column.kind) or _RULES.get(column.kind)

    places = {name: at for at, name in enumerate(layout.names)}
    later = [one.name for one in LATER if one.name in places and layout.header]
    return RowRules(
        kind=layout.kind,
        columns=tuple(
            (at, name, _remembering(name, rule_of(name)))
            for at, name in enumerate(layout.names)
            if name and name not in layout.ignored
        ),
        others=tuple((at, layout.unknown[at]) for at, name in enumerate(layout.names) if not name),
        later=tuple((places[name], name, layout.header[places[name]]) for name in later),
        is_guarded=layout.is_guarded,
        id_prefix=id_prefix,
    )


def read_row(rules: RowRules, row: Row) -> Draft | tuple[Problem, ...]:
    """Return the draft of a row, or everything that is wrong with it."""
    if row.problems and not row.cells:
        return row.problems
    found = _values(rules, row)
    # A maker may note a problem and still make a draft: it does not count then.
    draft = _MAKERS[rules.kind](rules, found)
    return tuple(found.problems) if found.problems or draft is None else draft


def with_prefixed_links(drafts: list[Draft], given: frozenset[str], prefix: str) -> list[Draft]:
    """Put the prefix before each target that is an id of the file itself."""
    return [
        replace(draft, link=replace(draft.link, to_id=prefix + draft.link.to_id))
        if isinstance(draft, StatementDraft) and draft.link and draft.link.to_id in given
        else draft
        for draft in drafts
    ]


# --- cells -------------------------------------------------------------------------------


def _date(order: DayOrder, column: str, text: str) -> PartialDate:
    try:
        return read_date(text.strip(), order)
    except BadDate as error:
        raise BadValue(column, error.reason) from error


def _remembering(column: str, rule: CellRule | None) -> Rule | None:
    if rule is None:
        return None
    of_column = partial(rule, column)
    # These cells are near to never alike, so remembering them would only cost.
    is_once = rule in (cells.statement_id, _extra)
    return of_column if is_once else lru_cache(_REMEMBERED)(of_column)


def _values(rules: RowRules, row: Row) -> _Found:
    found = _Found(row.line, {}, {}, list(row.problems))
    texts = _cleaned(rules, row, found)
    for at, name, rule in rules.columns:
        text = texts[at]
        if not text:
            continue
        if rule is None:
            found.values[name] = text
        elif not text.isspace():
            try:
                found.values[name] = rule(text)
            except BadValue as bad:
                found.note(bad.column, bad.reason)
    _put_others(rules, texts, found)
    # Few files have such columns, and an empty loop for each row costs a tenth of the reading.
    if rules.later:
        later = ((name, theirs, texts[at]) for at, name, theirs in rules.later)
        found.later = tuple(LaterCell(*cell) for cell in later if cell[2])
    return found


def _cleaned(rules: RowRules, row: Row, found: _Found) -> Sequence[str]:
    """Return the cells as they are stored, without guards; a bad cell comes out empty."""
    whole = "".join(row.cells)
    if not rules.is_guarded and len(whole) <= cells.MOST_CHARACTERS and cells.is_clean(whole):
        return row.cells
    texts = list(row.cells)
    for at, name, _ in (*rules.columns, *((at, name, None) for at, name in rules.others)):
        try:
            text = cells.clean(name, texts[at])
            if rules.is_guarded and name not in NUMERIC:
                text = text.removeprefix(_GUARD)
            texts[at] = cells.fitting(name, text)
        except BadValue as bad:
            found.note(bad.column, bad.reason)
            texts[at] = ""
    return texts


def _put_others(rules: RowRules, texts: Sequence[str], found: _Found) -> None:
    # A column of the file itself is nearer to what was meant than the export's copy.
    found.extra.update(found.values.pop(EXTRA, {}))
    for at, name in rules.others:
        if name and texts[at]:
            found.extra[name] = texts[at]
        elif texts[at].strip():
            reason = f"{shown(texts[at])} stands in a column without a name. Name the column."
            found.note("", reason)


def _extra(column: str, cell: str) -> dict[str, str]:
    reason = 'a JSON object of texts is expected, such as {"page": "7"}.'
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        raise BadValue(column, reason) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise BadValue(column, reason)
    return {cells.clean(column, key): cells.clean(column, value) for key, value in found.items()}


# --- statements --------------------------------------------------------------------------


def _statement_draft(rules: RowRules, found: _Found) -> StatementDraft | None:
    _note_missing(REQUIRED, found)
    _note_half_a_link(found)
    if found.problems:
        return None
    values = found.values
    slug, title = values["issue"]
    id_ = _prefixed(rules, "id", found) if values.get("id") else _made_id(slug, values)
    frames = values.get("frames", ())
    target = values.get("link_to")
    return StatementDraft(
        line=found.line,
        statement=statement_from({**values, "id": id_, "issue": slug, EXTRA: found.extra}),
        frames=frames,
        coder=values.get("coder", DEFAULT_CODER) if frames else "",
        link=Link(id_, values["link_type"], target) if target else None,
        given_kind=values.get("actor_kind"),
        issue_title=title,
        later=found.later,
    )


def _note_missing(needed: tuple[str, ...], found: _Found) -> None:
    for name in needed:
        value = found.values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            found.note(name, Sentence(Phrase.EMPTY, column=name))


def _note_half_a_link(found: _Found) -> None:
    told = {problem.column for problem in found.problems}
    has_type, has_target = "link_type" in found.values, "link_to" in found.values
    if has_type != has_target and not told & {"link_type", "link_to"}:
        there, missing = ("link_type", "link_to") if has_type else ("link_to", "link_type")
        found.note(missing, Sentence(Phrase.HALF_EMPTY, there=there))
    if has_target and found.values["link_to"] == found.values.get("id"):
        found.note("link_to", "a statement cannot be linked to itself.")


def _made_id(slug: str, values: Values) -> str:
    parts = [str(values["date"]), values["actor"], slug, values["text"]]
    whole = json.dumps([*parts, values.get("source_url", "")], ensure_ascii=False)
    return f"s-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


# --- codings and links -------------------------------------------------------------------


def _coding_draft(rules: RowRules, found: _Found) -> CodingDraft | None:
    _note_missing(("statement", "frame"), found)
    if found.problems:
        return None
    values = found.values
    coding = Coding(
        statement=_prefixed(rules, "statement", found),
        frame=values["frame"],
        coder=values.get("coder", DEFAULT_CODER),
        codebook_version=values.get("codebook_version"),
    )
    return CodingDraft(found.line, coding)


def _link_draft(rules: RowRules, found: _Found) -> LinkDraft | None:
    _note_missing(("from", "link_type", "to"), found)
    values = found.values
    if not found.problems and values["from"] == values["to"]:
        found.note("to", "a statement cannot be linked to itself.")
    if found.problems:
        return None
    start, end = _prefixed(rules, "from", found), _prefixed(rules, "to", found)
    return LinkDraft(found.line, Link(start, values["link_type"], end))


def _prefixed(rules: RowRules, column: str, found: _Found) -> str:
    """Return an id behind the file's prefix; note where both together are no id."""
    given: str = found.values[column]
    if not rules.id_prefix:
        return given
    try:
        return cells.statement_id(column, rules.id_prefix + given)
    except BadValue as bad:
        found.note(bad.column, bad.reason)
        return ""


_MAKERS: dict[str, Callable[[RowRules, _Found], Draft | None]] = {
    "statements": _statement_draft,
    "codings": _coding_draft,
    "links": _link_draft,
}
