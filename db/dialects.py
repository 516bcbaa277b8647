"""SQL elements that SQLite and PostgreSQL spell differently."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Self, TypeAlias

from sqlalchemy import ColumnElement, Select, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import Boolean, Integer

from db.unstorable_values import is_storable

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT whose columns are read by name."""


class position_in(GenericFunction[int]):  # noqa: N801 - SQL functions are named like this
    """Where a text first holds another, counted from 1; 0 where it does not."""

    type = Integer()
    inherit_cache = True


@compiles(position_in, "sqlite")
def _instr(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(position_in, "postgresql")
def _strpos(element: Any, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


class is_listed(GenericFunction[bool]):  # noqa: N801 - SQL functions are named like this
    """Whether a column's value stands in a JSON array: one bound value for any number."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """Stay as it is: the `= 1` that SQLite's conditions get would hide the index from it."""
        del against
        return self


@compiles(is_listed, "sqlite")
def _in_json(element: Any, compiler: Any, **options: Any) -> str:
    column, array = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({array}))"  # noqa: S608 - both parts are compiled SQL


@compiles(is_listed, "postgresql")
def _in_jsonb(element: Any, compiler: Any, **options: Any) -> str:
    kind = "integer" if isinstance(next(iter(element.clauses)).type, Integer) else "text"
    column, array = (compiler.process(clause, **options) for clause in element.clauses)
    # As an array the planner sees one value to probe an index with, not a table to join.
    unfolded = f"ARRAY(SELECT jsonb_array_elements_text(CAST({array} AS jsonb))::{kind})"
    return f"{column} = ANY ({unfolded})"


def among(column: Any, values: Iterable[int | str]) -> ColumnElement[bool]:
    """Build `column IN values`, however many values there are."""
    possible = [value for value in values if isinstance(value, int) or is_storable(value)]
    array = json.dumps(possible, ensure_ascii=False)
    return is_listed(column, literal(array, String()))


def contains(column: Any, part: str) -> ColumnElement[bool]:
    """Build the condition that a text column contains these characters."""
    return position_in(column, literal(part, String())) > 0
