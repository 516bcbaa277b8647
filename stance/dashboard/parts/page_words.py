"""How pages word what the command line says by its options, and files by their rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from stance.loading.results import LoadResult
from stance.phrases import Phrase, Words, in_words

ON_LOAD_PAGE: Words = {
    Phrase.NAME_DATE_ORDER: "choose the order of day and month above",
    Phrase.NO_DATE_ORDER: "The order of day and month is dmy or mdy, not {given}.",
    Phrase.LEAVE_ENCODING_OUT: "Choose another encoding above.",
    Phrase.NAME_ENCODING: "Choose its encoding above; the likeliest first: {samples}.",
    Phrase.ENCODING_UNUSED: "The encoding is not used: {format} says how its text is encoded.",
    Phrase.LOAD_EACH_SHEET: "Choose the sheet above and load each.",
    Phrase.ANOTHER_SHEET: "Choose another sheet above: {sheets}.",
    Phrase.SHEET_UNUSED: "The sheet is not used: {format} has no sheets.",
    Phrase.SEPARATOR_UNUSED: "What parts columns is not used: in {format} nothing parts columns.",
    Phrase.NO_SEPARATOR: "Columns are parted by , ; | or tab, not by {given}.",
    Phrase.BAD_ID_PREFIX: "In the text before every id: {reason}",
    Phrase.FILLS_NO_COLUMN: "{ours} is no column of ours. They are: {known}.",
    Phrase.NO_FORMAT: "The format {given} is not one of: {known}.",
    Phrase.MAPS_TO_NOTHING: "{ours} is no column of ours. They are: {known}.",
    Phrase.MAPS_NOTHING: "{theirs} is no column of the file. It has: {known}.",
    Phrase.NAME_COLUMN: "say above which column is the {ours}",
    Phrase.READ_AS_LINES: "choose the format JSONL above",
    Phrase.LEAVE_ROW_OUT: "Leave the row out and",
}

ON_FORM: Words = {
    Phrase.LEAVE_ROW_OUT: "Leave the row out and",
    Phrase.ANOTHER_ID: "give this one another id",
    Phrase.IS_NOWHERE: "is not in this store",
    Phrase.EMPTY: "this is empty, and a statement needs its {column}.",
    Phrase.HALF_EMPTY: "this is empty, but {there} is not. Fill both.",
}


def result_on_page(result: LoadResult) -> LoadResult:
    """Return a result whose sentences are the load page's."""
    said = partial(in_words, words=ON_LOAD_PAGE)
    return replace(
        result,
        problems=tuple(replace(one, reason=said(one.reason)) for one in result.problems),
        notes=tuple(map(said, result.notes)),
        # Of many rows few have a reason, and a copy of each would take time.
        outcomes=tuple(
            replace(one, reason=said(one.reason)) if one.reason else one for one in result.outcomes
        ),
    )
