"""Sentences about files and commands, said again for who looks at a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from stance.loading.reports import LoadReport

_Table = Sequence[tuple[re.Pattern[str], str]]


def _table(pairs: Sequence[tuple[str, str]]) -> _Table:
    return [(re.compile(pattern, re.DOTALL), said) for pattern, said in pairs]


_LOAD_PAGE = _table(
    [
        ("name the order with --date-order dmy or mdy", "choose the order of day and month above"),
        ("^--date-order is dmy or mdy, not", "The order of day and month is dmy or mdy, not"),
        ("Leave --encoding out", "Choose another encoding above"),
        ("Name its encoding with --encoding", "Choose its encoding above"),
        ("^--encoding is not used", "The encoding is not used"),
        (r"Load each with --sheet\.", "Choose the sheet above and load each."),
        ("Choose another with --sheet:", "Choose another sheet above:"),
        ("^--sheet is not used", "The sheet is not used"),
        ("^--separator is not used", "What parts columns is not used"),
        (r"^--separator is , ; \| or tab, not", "Columns are parted by , ; | or tab, not by"),
        ("^--id-prefix: ", "In the text before every id: "),
        ("^--fill (.*): this is no column of ours", r"\1 is no column of ours"),
        ("^--format (.*) is not one of:", r"The format \1 is not one of:"),
        ("^--map .*=(.*) names no column of ours", r"\1 is no column of ours"),
        ("^--map (.*)=.* names no column of the file", r"\1 is no column of the file"),
        (r"name a column with --map THEIRS=(\w+)", r"say above which column is the \1"),
        ("use --format jsonl", "choose the format JSONL above"),
        (r"Leave the row out \(--skip-bad-rows\) and", "Leave the row out and"),
    ]
)

_FORM = _table(
    [
        ("is neither in this file nor in the store", "is not in this store"),
        ("the cell is empty, and every row needs its", "this is empty, and a statement needs its"),
        (r"the cell is empty, but (\w+) is not\.", r"this is empty, but \1 is not."),
        ("give this row another id", "give this one another id"),
    ]
)


def on_load_page(text: str) -> str:
    """Say with the page's own choices what names an option of the command line."""
    return _said(_LOAD_PAGE, text)


def on_form(text: str) -> str:
    """Say of one statement that is typed what is said of rows and files."""
    return _said(_FORM, text)


def report_on_page(report: LoadReport) -> LoadReport:
    """Return a report whose sentences are the page's."""
    say = partial(_said, _LOAD_PAGE)
    return replace(
        report,
        problems=tuple(replace(one, reason=say(one.reason)) for one in report.problems),
        notes=tuple(map(say, report.notes)),
        outcomes=tuple(
            replace(one, reason=say(one.reason)) if one.reason else one for one in report.outcomes
        ),
    )


def _said(table: _Table, text: str) -> str:
    for pattern, said in table:
        text = pattern.sub(said, text)
    return text
