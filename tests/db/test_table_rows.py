"""What is written into a table stands under the names of its columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from db.models import ActorAliasRow, ActorRow, BatchRow, CodingRow, StatementRow, TagRow
from db.rows import statement_of
from db.table_rows import (
    FrameCells,
    StatementKeys,
    actor_row,
    alias_rows,
    batch_row,
    coding_row,
    frame_cells,
    named,
    statement_row,
    tag_rows,
)
from stance.records import (
    NONE,
    Actor,
    ActorKind,
    Batch,
    Coding,
    Hit,
    Mode,
    Source,
    Statement,
    Voice,
)
from stance.records.dates import PartialDate

AT = datetime(2026, 1, 2, tzinfo=UTC)
SAID = Statement(
    id="a",
    date=PartialDate.parse("2003-06"),
    actor="China",
    issue="crossings",
    text="words",
    speaker="Liu",
    role="spokesman",
    about="UNHCR",
    addressee="the press",
    voice=Voice.ATTRIBUTED,
    reported_by="KBS",
    mode=Mode.PARAPHRASE,
    language="zh",
    summary="in short",
    stance=1.5,
    tags=("scope:embassy", "read:excerpt"),
    claimed=("humanitarian",),
    claimed_first_date=PartialDate.parse("2003"),
    source=Source("title", "paper", PartialDate.parse("2003-07"), "http://a.test", "http://b.test"),
    note="a note",
    extra={"page": "7"},
)
KEYS = StatementKeys(own=1, actor=2, issue=3, source=4, root=5, batch=6)


class _Read:
    """A row as a query gives it, with the names that its keys stand for."""

    def __init__(self, cells: dict[str, object]) -> None:
        self.__dict__.update(cells, actor="China", issue="crossings")


def test_a_statement_is_read_back_from_its_row() -> None:
    row = named(StatementRow, statement_row(SAID, KEYS, FrameCells("x", "y", 9)))
    assert statement_of(_Read(row), SAID.tags) == SAID
    keys = ("key", "actor_key", "issue_key", "source_key", "root_key", "batch_key")
    assert [row[name] for name in keys] == [1, 2, 3, 4, 5, 6]
    frames = ("person_frames", "dictionary_frames", "dictionary_version")
    assert [row[name] for name in frames] == ["x", "y", 9]
    assert row["content_hash"] == SAID.content_hash


def test_a_copy_keeps_the_hash_it_came_with() -> None:
    row = statement_row(SAID, KEYS, FrameCells(None, None, None), content_hash="as it was")
    assert named(StatementRow, row)["content_hash"] == "as it was"


def test_coded_none_is_empty_and_not_coded_is_nothing() -> None:
    none = Coding("a", NONE, "Ann")
    assert frame_cells([none], [], 2) == FrameCells("", "", 2)
    assert frame_cells([], None, 2) == frame_cells(None, None, 2) == FrameCells(None, None, None)
    both = frame_cells([none, replace(none, frame="b")], [Hit("c", 0, 1), Hit("t", 0, 1, True)], 2)
    assert both == FrameCells("b", "c", 2)


def test_names_tags_codings_and_loads_stand_under_their_columns() -> None:
    actor = Actor("China", ActorKind.AGENCY, aliases=("PRC",), part_of="Asia")
    assert named(ActorRow, actor_row(7, actor, part_of=8, batch=9)) == {
        "key": 7,
        "name": "China",
        "folded": "china",
        "kind": "agency",
        "part_of_key": 8,
        "batch_key": 9,
    }
    (alias,) = alias_rows(7, actor)
    assert named(ActorAliasRow, alias)["folded"] == "prc"
    tags = [named(TagRow, row) for row in tag_rows(1, SAID.tags)]
    assert [(row["position"], row["key"], row["tag"]) for row in tags] == [
        (0, "scope", "scope:embassy"),
        (1, "read", "read:excerpt"),
    ]
    coding = named(CodingRow, coding_row(1, Coding("a", "b", "Ann", 3, AT), 4, 5))
    assert (coding["frame"], coding["coder"], coding["position"]) == ("b", "Ann", 4)
    assert (coding["codebook_version"], coding["batch_key"]) == (3, 5)
    batch = Batch(1, AT, "a.csv", "hash", n_stored=2, n_duplicates=3, n_refused=4)
    load = named(BatchRow, batch_row(batch))
    assert (load["n_stored"], load["n_duplicates"], load["n_refused"]) == (2, 3, 4)
    assert load["undone_at"] is None
