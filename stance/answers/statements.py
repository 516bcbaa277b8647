"""One statement with the reports of its utterance."""

from __future__ import annotations

from stance.records import Entry
from stance.store import Reading


def statement_with_reports(store: Reading, id_: str) -> tuple[Entry, list[Entry]]:
    """Return a statement and every report of its utterance, in time order."""
    reports = store.utterance(id_)
    return next(report for report in reports if report.statement.id == id_), reports
