"""Collect rows in temporary tables, and write them into the real ones at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, insert
from sqlalchemy.exc import SQLAlchemyError

from db.models import Base
from db.rows import Cells, Row, completed, table_of
from db.session import quietly

_CHUNK = 2000
_T = TypeVar("_T")


class Tables:
    """Where rows are put: into the tables at once, as a change of one statement does."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def put(self, model: type[Base], header: Sequence[str], rows: Iterable[Row]) -> None:
        """Add rows, whose cells stand under a header of the table's columns; others stay empty."""
        found = [dict(zip(header, row, strict=True)) for row in rows]
        if found:
            self.connection.execute(insert(model), found)

    def put_cells(self, model: type[Base], rows: Sequence[Cells]) -> None:
        """Add rows whose cells are named one by one; what is no column of the table is left out."""
        header = table_of(model).columns.keys()
        whole = (completed(model, row) for row in rows)
        self.put(model, header, ([row.get(name) for name in header] for row in whole))

    def pour(self) -> None:
        """See that every row is in its table."""


class Stage(Tables):
    """Rows on their way into the tables, in the order in which they were put."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._names: list[str] = []

    def put(self, model: type[Base], header: Sequence[str], rows: Iterable[Row]) -> None:
        """Add rows to the table's temporary twin; their cells stand under a header."""
        table = table_of(model)
        self.put_like(table.name, f"SELECT * FROM {table.name}", header, rows)  # noqa: S608 - our own name

    def put_like(
        self, name: str, selection: str, header: Sequence[str], rows: Iterable[Row]
    ) -> None:
        """Add rows to `stage_NAME`, which has the columns of a selection and is not poured."""
        for chunk in chunks(rows, _CHUNK):
            self.begin(name, selection)
            self._insert(name, header, chunk)

    def begin(self, name: str, selection: str) -> None:
        """Make `stage_NAME`, which may stay empty; where it is there already, leave it alone."""
        if name not in self._names:
            # A load that broke off may have left its own on this connection.
            self._run(f"DROP TABLE IF EXISTS stage_{name}")
            self._run(f"CREATE TEMPORARY TABLE stage_{name} AS {selection} LIMIT 0")
            self._names.append(name)

    def holds(self, name: str) -> bool:
        """Whether any row was put there."""
        return name in self._names

    def pour(self) -> None:
        """Copy everything into the real tables, those first that others refer to."""
        for table in Base.metadata.sorted_tables:
            if self.holds(table.name):
                names = ", ".join(_quoted(self.connection, table.columns.keys()))
                self._run(
                    f"INSERT INTO {table.name} ({names}) SELECT {names} FROM stage_{table.name}"  # noqa: S608 - names of our own tables
                )

    def clear(self) -> None:
        """Drop the temporary tables."""
        for name in self._names:
            self._run(f"DROP TABLE IF EXISTS stage_{name}")
        self._names.clear()

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement)

    def _insert(self, name: str, header: Sequence[str], rows: list[Row]) -> None:
        if self._is_sqlite:
            names, marks = ", ".join(_quoted(self.connection, header)), ", ".join("?" * len(header))
            self.connection.exec_driver_sql(
                f"INSERT INTO stage_{name} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                [tuple(row) for row in rows],
            )
            return
        driver: Any = self.connection.connection.driver_connection
        columns = SQL(", ").join(map(Identifier, header))
        copy_in = SQL("COPY {} ({}) FROM STDIN").format(Identifier(f"stage_{name}"), columns)
        with driver.cursor() as cursor, cursor.copy(copy_in) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def cleared(stage: Stage) -> Iterator[None]:
    """Drop what was staged when the block ends, also where its transaction failed."""
    try:
        yield
    finally:
        # Whatever went wrong inside the block is what must be told.
        with suppress(SQLAlchemyError), quietly(stage.connection):
            stage.clear()


def _quoted(connection: Connection, names: Iterable[str]) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    return [quote(name) for name in names]


def chunks(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Split what is gone through once into lists of at most this size."""
    walk = iter(rows)
    while chunk := list(islice(walk, size)):
        yield chunk
