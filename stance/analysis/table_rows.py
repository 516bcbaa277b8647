"""From tables to plain rows, many times faster than a table's own walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd


def rows_of(table: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Walk over the rows of some columns as plain Python values."""
    return zip(*(table[column].tolist() for column in columns), strict=True)
