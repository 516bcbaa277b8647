"""The table of a statement's columns says what the rest follows from."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from stance.records import Mode, Source, Statement, Voice
from stance.records.columns import COLUMNS, OF_STATEMENT, Column, Kind
from stance.records.dates import PartialDate
from stance.records.statements import statement_from, values_of

FILES = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
SAID = Statement(
    "a", PartialDate.parse("2003"), "China", "energy", "Words.", source=Source("T", url="https://x")
)

FULL = Statement(
    id="b",
    date=PartialDate.parse("2003-06~"),
    actor="China",
    issue="energy",
    text="Words,\nmore “words”.",
    speaker="Liu",
    role="Spokesman",
    about="USA",
    addressee="UN",
    voice=Voice.ATTRIBUTED,
    reported_by="Xinhua",
    mode=Mode.PARAPHRASE,
    language="zh-CN",
    summary="A gloss.",
    stance=-1,
    tags=("b:c", "a:x"),
    claimed=("humane",),
    claimed_first_date=PartialDate.parse("1999"),
    source=Source("T", "P", PartialDate.parse("2004-01-02"), "https://x/a", "https://y"),
    note="A note.",
    extra={"page": "7"},
)


@pytest.mark.parametrize("column", [one.name for one in COLUMNS])
def test_every_column_stands_in_the_docs(column: str) -> None:
    assert f"`{column}`" in FILES


def test_every_value_of_a_statement_and_its_source_has_its_column() -> None:
    held = {one.attribute for one in OF_STATEMENT}
    own = {field.name for field in fields(Statement)} - {"source"}
    assert held == own | {f"source.{field.name}" for field in fields(Source)}


@pytest.mark.parametrize("column", OF_STATEMENT, ids=lambda column: column.name)
def test_every_value_is_in_the_hash(column: Column) -> None:
    given: dict[Kind, Any] = {
        Kind.DATE: PartialDate.parse("1999"),
        Kind.NUMBER: 0.0,
        Kind.CHOICE: list(column.choices)[-1] if column.choices else "",
        Kind.TAGS: ("x",),
        Kind.CLAIMED: ("x",),
        Kind.EXTRA: {"page": "7"},
    }
    other = statement_from(values_of(SAID) | {column.name: given.get(column.kind, "other")})
    assert other.content_hash != SAID.content_hash


def test_what_is_stored_keeps_its_hash() -> None:
    assert [one.content_hash[:16] for one in (SAID, FULL, replace(FULL, question="Has it?"))] == [
        "27e60da15bb6bf97",
        "7c8a57b01c363d1d",
        "973e0cbe2db95a71",
    ]


def test_a_statement_is_made_of_its_values_again() -> None:
    assert statement_from(values_of(SAID)) == SAID


def test_no_two_columns_go_by_one_name() -> None:
    names = [one.name for one in COLUMNS]
    names += [name for one in COLUMNS for name in one.synonyms.split(", ") if name]
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_no_two_columns_stand_in_one_place() -> None:
    for places in (
        [(one.part, one.place) for one in COLUMNS if one.part],
        [one.fact for one in COLUMNS if one.fact],
        [one.listed for one in COLUMNS if one.listed],
        [one.came for one in COLUMNS if one.came],
    ):
        assert len(places) == len(set(places))


def test_what_is_searched_is_text() -> None:
    assert {one.kind for one in COLUMNS if one.is_searched} <= {Kind.TEXT, Kind.LINES}
