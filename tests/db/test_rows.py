"""What is written into a table stands under the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.models import Base, CodingRow, HitRow, LinkRow, StatementRow, TagRow
from db.rows import (
    CODING,
    HIT,
    LINK,
    STATEMENT,
    TAG,
    Row,
    actor_cells,
    alias_cells,
    batch_cells,
    coding_row,
    completed,
    frame_cells,
    said_cells,
    statement_of,
    tag_rows,
)
from db.rows import SAID as SAID_HEADER
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


class _Read:
    """A row as a query gives it, with the names that its keys stand for."""

    def __init__(self, cells: dict[str, object]) -> None:
        self.__dict__.update(cells, actor="China", issue="crossings")


def named(header: Sequence[str], row: Row) -> dict[str, object]:
    return dict(zip(header, row, strict=True))


def test_a_statement_is_read_back_from_its_row() -> None:
    row = named(SAID_HEADER, said_cells(SAID))
    assert statement_of(_Read(row), SAID.tags) == SAID
    assert row["content_hash"] == SAID.content_hash


def test_every_column_of_a_statement_is_written_once() -> None:
    assert sorted(STATEMENT) == sorted(StatementRow.__table__.columns.keys())


def test_the_other_rows_are_written_whole_too() -> None:
    for model, header in ((TagRow, TAG), (HitRow, HIT), (CodingRow, CODING), (LinkRow, LINK)):
        assert sorted(header) == sorted(model.__table__.columns.keys())


def test_a_copy_keeps_the_hash_it_came_with() -> None:
    assert named(SAID_HEADER, said_cells(SAID, "as it was"))["content_hash"] == "as it was"


def test_what_was_kept_before_a_column_came_has_its_default() -> None:
    class Later(DeclarativeBase):
        pass

    class LaterRow(Later):
        __tablename__ = "later"
        key: Mapped[int] = mapped_column(primary_key=True)
        question: Mapped[str] = mapped_column(server_default="")

    model = cast("type[Base]", LaterRow)
    assert completed(model, {"key": 1}) == {"key": 1, "question": ""}
    assert completed(model, {"key": 1, "question": "why"}) == {"key": 1, "question": "why"}


def test_coded_none_is_empty_and_not_coded_is_nothing() -> None:
    none = Coding("a", NONE, "Ann")
    assert frame_cells([none], [], 2) == ("", "", 2)
    assert frame_cells([], None, 2) == (None, None, None)
    both = frame_cells([none, replace(none, frame="b")], [Hit("c", 0, 1), Hit("t", 0, 1, True)], 2)
    assert both == ("b", "c", 2)


def test_names_tags_codings_and_loads_stand_under_their_columns() -> None:
    actor = Actor("China", ActorKind.AGENCY, aliases=("PRC",), part_of="Asia")
    assert actor_cells(7, actor, part_of=8, batch=9) == {
        "key": 7,
        "name": "China",
        "folded": "china",
        "kind": "agency",
        "part_of_key": 8,
        "batch_key": 9,
    }
    (alias,) = alias_cells(7, actor)
    assert alias["folded"] == "prc"
    tags = [named(TAG, row) for row in tag_rows(1, SAID.tags)]
    assert [(row["position"], row["key"], row["tag"]) for row in tags] == [
        (0, "scope", "scope:embassy"),
        (1, "read", "read:excerpt"),
    ]
    coding = named(CODING, coding_row(1, Coding("a", "b", "Ann", 3, AT), 4, 5))
    assert (coding["frame"], coding["coder"], coding["position"]) == ("b", "Ann", 4)
    assert (coding["codebook_version"], coding["batch_key"]) == (3, 5)
    batch = Batch(1, AT, "a.csv", "hash", n_stored=2, n_duplicates=3, n_refused=4)
    load = batch_cells(batch)
    assert (load["n_stored"], load["n_duplicates"], load["n_refused"]) == (2, 3, 4)
    assert load["undone_at"] is None
