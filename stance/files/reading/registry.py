"""The formats that can be loaded, and the one way from a file's bytes to drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from stance.errors import BadValue, FileRefused, listed
from stance.files.reading import cells
from stance.files.reading.delimited import SEPARATORS, read_delimited
from stance.files.reading.drafts import FileRead, ReadOptions
from stance.files.reading.foreign_dates import ORDERS, DayOrder, find_order
from stance.files.reading.formats import SHEETS, Format, recognise_format
from stance.files.reading.headers import Layout, match_columns
from stance.files.reading.json_rows import read_json, read_json_lines
from stance.files.reading.rows import read_row, row_rules, with_prefixed_links
from stance.files.reading.spreadsheets import read_spreadsheet
from stance.files.reading.tables import Table, filled
from stance.phrases import Phrase, Sentence
from stance.records.columns import DATES, OPTIONAL, REQUIRED

MOST_BYTES = 200 * 1024 * 1024
"""The largest file that is read."""

Reader = Callable[[bytes, ReadOptions], Table]

_DEFAULT = ReadOptions()


FORMATS: dict[Format, Reader] = {
    Format.CSV: read_delimited,
    Format.TSV: read_delimited,
    Format.JSON: read_json,
    Format.JSONL: read_json_lines,
    **{format_: partial(read_spreadsheet, format_) for format_ in SHEETS},
}
"""A reader for each format."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as cells, with the format that was found and what is to be said about it."""

    format: Format
    table: Table
    note: str


def read_file(content: bytes, name: str, options: ReadOptions = _DEFAULT) -> FileRead:
    """Read a file of statements, codings or links; raise FileRefused if it cannot be read."""
    return read_opened(open_file(content, name, options), options)


def open_file(content: bytes, name: str, options: ReadOptions = _DEFAULT) -> Opened:
    """Find a file's format and its cells, whatever its columns mean; raise FileRefused."""
    _check_options(options)
    if len(content) > MOST_BYTES:
        reason = f"the file has {len(content):,} bytes, and at most {MOST_BYTES:,} are read."
        raise FileRefused(f"{reason} Load it in parts.")
    format_, note = recognise_format(content, name, options.format, encoding=options.encoding)
    return Opened(format_, FORMATS[format_](content, options), note)


def read_opened(opened: Opened, options: ReadOptions) -> FileRead:
    """Read the cells of a file as drafts; raise FileRefused where its columns do not do."""
    table, layout, order = understood(opened, options)
    rules = row_rules(
        layout, order, has_decimal_comma=table.has_decimal_comma, id_prefix=options.id_prefix
    )
    answers = [read_row(rules, row) for row in table.rows]
    drafts = [answer for answer in answers if not isinstance(answer, tuple)]
    if options.id_prefix and layout.kind == "statements":
        drafts = with_prefixed_links(drafts, _given_ids(table, layout), options.id_prefix)
    unknown = tuple(filter(None, layout.unknown))
    is_kept = "kept as extra" if layout.kind == "statements" else "not read"
    notes = (
        opened.note,
        *_unused(opened.format, options),
        *table.notes,
        order.note,
        "" if answers else "The file has a header and no rows.",
        f"Unknown columns are {is_kept}: {listed(unknown)}." if unknown else "",
    )
    return FileRead(
        kind=layout.kind,
        drafts=tuple(drafts),
        # A row without a draft is answered with what is wrong with it.
        problems=tuple(chain(*(answer for answer in answers if isinstance(answer, tuple)))),
        unknown_columns=unknown,
        notes=tuple(filter(None, notes)),
        n_rows=len(answers),
        layout=layout,
        order=order,
    )


def understood(opened: Opened, options: ReadOptions) -> tuple[Table, Layout, DayOrder]:
    """Find out which column is which, those of one value among them, and how dates are read."""
    table = filled(opened.table, options.fills)
    try:
        layout = match_columns(table, options.renames)
    except FileRefused as refused:
        if opened.format not in SHEETS:
            raise
        # It may be another sheet or row that was meant.
        notes = [part for note in table.notes for part in (" ", note)]
        reason = Sentence(refused.reason, *notes)
        raise FileRefused(reason, line=refused.line, column=refused.column) from refused
    return table, layout, find_order(_date_cells(table, layout), options.date_order)


def _check_options(options: ReadOptions) -> None:
    for given, choices, phrase in (
        (options.date_order, tuple(ORDERS), Phrase.NO_DATE_ORDER),
        (options.separator, SEPARATORS, Phrase.NO_SEPARATOR),
        (options.format, tuple(FORMATS), Phrase.NO_FORMAT),
    ):
        if given not in ("", *choices):
            raise FileRefused(Sentence(phrase, given=repr(given[:40]), known=listed(choices)))
    try:
        cells.statement_id("id", options.id_prefix or "x")
    except BadValue as bad:
        raise FileRefused(Sentence(Phrase.BAD_ID_PREFIX, reason=bad.reason)) from bad
    ours = (*REQUIRED, *OPTIONAL)
    for name in options.fills:
        if name not in ours:
            known = listed(ours, most=60)
            raise FileRefused(Sentence(Phrase.FILLS_NO_COLUMN, ours=name[:40], known=known))


def _unused(format_: Format, options: ReadOptions) -> Iterator[str]:
    """Say which options mean nothing for a file of this format."""
    name = format_.upper()
    if options.sheet and format_ not in SHEETS:
        yield Sentence(Phrase.SHEET_UNUSED, format=name)
    if options.separator and format_ not in (Format.CSV, Format.TSV):
        yield Sentence(Phrase.SEPARATOR_UNUSED, format=name)
    if options.encoding and format_ in SHEETS:
        yield Sentence(Phrase.ENCODING_UNUSED, format=name)


def _date_cells(table: Table, layout: Layout) -> Iterator[tuple[int, str]]:
    if layout.kind != "statements":
        return
    places = [at for at, name in enumerate(layout.names) if name in DATES]
    for row in table.rows:
        for place in places:
            if place < len(row.cells) and row.cells[place]:
                yield row.line, row.cells[place]


def _given_ids(table: Table, layout: Layout) -> frozenset[str]:
    """Return the ids of a file before any prefix, those of refused rows too."""
    if "id" not in layout.names:
        return frozenset()
    at = layout.names.index("id")
    return frozenset(row.cells[at].strip() for row in table.rows if row.cells)
