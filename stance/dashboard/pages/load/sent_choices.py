"""How a file is to be read, as the load page's controls say it; checked before it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stance.errors import BadFilter
from stance.files.reading.delimited import SEPARATORS
from stance.files.reading.drafts import ReadOptions
from stance.files.reading.headers import MOST_COLUMNS
from stance.files.reading.registry import FORMATS

MOST_CHARACTERS = 1000

SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
"""What parts columns, in words."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Western Europe (cp1252)",
    "cp1250": "Central Europe (cp1250)",
    "cp1251": "Cyrillic (cp1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "gb18030": "Chinese, simplified (GB18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC)",
    "cp949": "Korean (cp949)",
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
}
"""Encodings to choose from where a file is readable already; a refused file ranks its own."""


def reading_of(
    format_: Any = "", encoding: Any = "", separator: Any = "", sheet: Any = ""
) -> ReadOptions:
    """Return how a file is cut into cells; raise BadFilter for what no control can say."""
    return ReadOptions(
        format=_one_of("format", format_, FORMATS),
        encoding=_text("encoding", encoding),
        separator=_one_of("separator", separator, SEPARATORS),
        sheet=_text("sheet", sheet),
    )


def options_of(columns: Any, *, order: Any = "", prefix: Any = "", **chosen: Any) -> ReadOptions:
    """Add what the columns mean, the order of days and months, and the prefix of ids."""
    meant = columns if isinstance(columns, Mapping) else {}
    return replace(
        reading_of(**chosen),
        date_order=_one_of("date order", order, ("dmy", "mdy")),
        renames=_pairs("columns", meant.get("renames")),
        fills=_pairs("columns", meant.get("fills")),
        id_prefix=_text("id prefix", prefix).strip(),
    )


def _one_of(name: str, value: Any, known: Any) -> str:
    text = _text(name, value)
    if text and text not in known:
        raise BadFilter(name, text, "it is not one of the choices")
    return text


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise BadFilter(name, str(value), "a short text is expected")
    return value


def _pairs(name: str, value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or len(value) > MOST_COLUMNS:
        raise BadFilter(name, str(value), "choose the columns again")
    # A file may have a column of any name, however long: it is only compared.
    if not all(isinstance(theirs, str) for theirs in value):
        raise BadFilter(name, str(value), "choose the columns again")
    return {theirs: _text(name, ours) for theirs, ours in value.items()}
