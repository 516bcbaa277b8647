"""What a workbook says of a cell beside its value."""

from __future__ import annotations

from dataclasses import dataclass, field

MONTH = "month"
YEAR = "year"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read, and what to do."""

    reason: str

    @classmethod
    def of_error(cls, shown: str) -> Fault:
        """Return the fault of a cell that shows an error such as #N/A."""
        what = shown.strip()[:20] or "an error"
        return cls(f"the cell shows {what}. Mend its formula, or empty the cell.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows: of a date no more than `precision`, or `text` instead of its value."""

    precision: str = ""
    text: str | None = None


CellNote = Fault | Shown


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that covers rows: the first, its column, and the last row."""

    first: int
    column: int
    last: int


@dataclass(frozen=True, slots=True)
class CellNotes:
    """The notes of a sheet: by row (from 1), by column (from 0)."""

    cells: dict[int, dict[int, CellNote]] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)

    def put(self, row: int, column: int, note: CellNote) -> None:
        """Note a cell."""
        self.cells.setdefault(row, {})[column] = note

    def put_merged(self, cell: Merged) -> None:
        """Note a merged cell, where it covers more than one row."""
        if cell.last > cell.first:
            self.merged.append(cell)

    @property
    def has_dates_without_day(self) -> bool:
        """Whether a date shows no day."""
        notes = (note for row in self.cells.values() for note in row.values())
        return any(isinstance(note, Shown) and bool(note.precision) for note in notes)
