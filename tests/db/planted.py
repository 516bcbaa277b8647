"""Small planted statements, and the ways a test puts them into a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from stance.analysis.wordings.finder import compile_finder
from stance.files.reading.drafts import CodingDraft, LinkDraft, StatementDraft
from stance.loading.codings_and_links import plan_codings, plan_links
from stance.loading.statements import plan_statements, wanted_by
from stance.records import Codebook, Coding, Frame, Link, LinkType, Statement, Tracked
from stance.records.dates import PartialDate
from stance.store import Writing
from stance.store.plans import Applied, Facts, NewBatch, Plan, Wanted

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ISSUE = "crossings"


def said(
    id_: str,
    date: str = "2003",
    text: str = "They crossed illegally.",
    *,
    frames: str = "",
    coder: str = "import",
    link: tuple[str, str] | None = None,
    **cells: Any,
) -> StatementDraft:
    """Draft a statement; `link` is (type, to), `frames` are joined by ';'."""
    values: dict[str, Any] = {"actor": "China", "issue": ISSUE, **cells}
    return StatementDraft(
        line=2,
        statement=Statement(id=id_, date=PartialDate.parse(date), text=text, **values),
        frames=tuple(frames.split(";")) if frames else (),
        coder=coder if frames else "",
        link=Link(id_, LinkType(link[0]), link[1]) if link else None,
    )


def batch(name: str = "planted.csv", at: datetime = AT) -> NewBatch:
    """Name the file that planted rows come from."""
    return NewBatch(name, "0" * 64, at)


def load(store: Writing, *drafts: StatementDraft, name: str = "planted.csv") -> Plan:
    """Load statements; return the plan that was carried out."""

    def plan(facts: Facts) -> Plan:
        return plan_statements(drafts, facts, compile_finder)

    return store.load(batch(name), wanted_by(drafts), plan)[0]


def code(store: Writing, *codings: tuple[str, str, str], issue: str = ISSUE) -> Plan:
    """Load persons' codings, each (statement, coder, frame)."""
    drafts = [CodingDraft(2, Coding(id_, frame, coder)) for id_, coder, frame in codings]
    ids = frozenset(id_ for id_, _, _ in codings)
    wanted = Wanted(ids=ids, issues=frozenset([issue]))
    return store.load(batch("codings.csv"), wanted, lambda facts: plan_codings(drafts, facts))[0]


def join(store: Writing, *links: tuple[str, str, str]) -> Plan:
    """Load links, each (from, type, to)."""
    drafts = [LinkDraft(2, Link(start, LinkType(type_), end)) for start, type_, end in links]
    ids = frozenset(id_ for start, _, end in links for id_ in (start, end))
    return store.load(batch("links.csv"), Wanted(ids=ids), lambda facts: plan_links(drafts, facts))[
        0
    ]


def codebook(
    wordings: Mapping[str, tuple[str, ...]] | None = None,
    *,
    version: int = 1,
    issue: str = ISSUE,
    title: str = "Crossings",
) -> Codebook:
    """Make a codebook of frames, each with its English wordings."""
    given = wordings or {"illegal": ("illegal*",), "humane": ("human*",), "refugee": ("refugee*",)}
    frames = tuple(Frame(id_, id_.title(), "", {"en": found}) for id_, found in given.items())
    tracked = (Tracked("spirit", "Spirit", {"en": ("humanitarian spirit",)}),)
    return Codebook(issue, title, version, frames=frames, tracked=tracked)


def apply(store: Writing, book: Codebook) -> Applied:
    """Apply a codebook with its own wordings."""
    return store.apply_codebook(book, compile_finder(book), at=AT)
