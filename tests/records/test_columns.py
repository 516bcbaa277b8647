"""The table of a statement's columns says what the rest follows from."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from stance.records import Source, Statement
from stance.records.columns import COLUMNS, OF_STATEMENT, Kind, statement_from, values_of
from stance.records.dates import PartialDate

FILES = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
SAID = Statement(
    "a", PartialDate.parse("2003"), "China", "energy", "Words.", source=Source("T", url="https://x")
)


@pytest.mark.parametrize("column", [one.name for one in COLUMNS])
def test_every_column_stands_in_the_docs(column: str) -> None:
    assert f"`{column}`" in FILES


def test_every_value_of_a_statement_and_its_source_has_its_column() -> None:
    held = {one.attribute for one in OF_STATEMENT}
    own = {field.name for field in fields(Statement)} - {"source"}
    assert held == own | {f"source.{field.name}" for field in fields(Source)}


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
