"""Months by name in eight languages, and why some spellings of a date are refused."""

from __future__ import annotations

import re

# By month: English, French, German, Spanish, Italian, Portuguese, Dutch and Russian, with
# the usual short forms. No form means two months.
_MONTHS = (
    "jan january janvier janv januar jänner enero ene gennaio gen janeiro januari январь января",
    "feb february février févr fevrier februar febrero febbraio fevereiro fev февраль февраля",
    "mar march mars märz maerz mrz marzo março marco maart mrt март марта",
    "apr april avril avr abril abr aprile апрель апреля",
    "may mai mayo maggio mag maio mei май мая",
    "jun june juin juni junio giugno giu junho июнь июня",
    "jul july juillet juil juli julio luglio lug julho июль июля",
    "aug august août aout agosto ago augustus август августа",
    "sep sept september septembre septiembre settembre set setembro сентябрь сентября",
    "oct october octobre oktober okt octubre ottobre ott outubro out октябрь октября",
    "nov november novembre noviembre novembro ноябрь ноября",
    "dec december décembre decembre déc dezember dez diciembre dic dezembro декабрь декабря",
)
_MORE = {"februari": 2, "dicembre": 12}
_NUMBER_OF = _MORE | {
    name: at for at, names in enumerate(_MONTHS, start=1) for name in names.split()
}

_QUARTERS = {"1": "01/{0}-03", "2": "04/{0}-06", "3": "07/{0}-09", "4": "10/{0}-12"}
_QUARTER = re.compile(r"(?:Q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?Q([1-4]))", re.IGNORECASE)
_DOUBTED = re.compile(r"([\d/-]+) ?\?")
_DECADE = re.compile(r"(\d{3})(?:[Xx_?u]|0'?s)")
_REFUSALS = (
    (re.compile(r"\d{4}-\d{3}"), "a day counted through the year is not read; write its month"),
    (
        re.compile(r"\d+(?:[.,]\d+)?"),
        "a bare number may count days or seconds from anywhere; format the column as a date",
    ),
    (
        re.compile(r".*\b(?:b\.?c\.?e?|av\.? j\.?-?c|v\.? chr)\b.*|-\d+.*", re.IGNORECASE),
        "years before 0001 cannot be kept",
    ),
    (re.compile(r"\d{5,}-.*"), "years run from 0001 to 9999"),
    (
        re.compile(r"\d{1,2}([-/. ])\w+\.?\1\d{2}|\w+ \d{1,2}, ?'?\d{2}"),
        "a year of two digits may lie in any century; write four",
    ),
    (
        re.compile(r".*\b(?:spring|summer|autumn|fall|winter)\b.*", re.IGNORECASE),
        "a season has no agreed first day; write the months as a range",
    ),
    (
        re.compile(r"today|yesterday|tomorrow|now", re.IGNORECASE),
        "it means another day whenever it is read",
    ),
    (re.compile(r"(?:明治|大正|昭和|平成|令和|民國|民国).*"), "years of an era are not read"),
    (
        re.compile(r"[\d/.-]*[^\x00-\x7f\D][\d/.-]*"),
        "its digits may belong to another calendar; write it in the common one",
    ),
)


def month_of(written: str) -> int | None:
    """Return the number of a month that is written as one or by name, None if it is no month."""
    return int(written) if written.isdecimal() else _NUMBER_OF.get(written.casefold())


def refusal(plain: str) -> str:
    """Say why a date that could not be read is refused, with what to write where that is clear."""
    if found := _QUARTER.fullmatch(plain):
        year, quarter = found[2] or found[3], found[1] or found[4]
        months = f"{year}-{_QUARTERS[quarter].format(year)}"
        return f"the quarter may be a fiscal year's; for the calendar's write {months}"
    if found := _DOUBTED.fullmatch(plain):
        return f"a question mark is not read; for an approximate date write {found[1]}~"
    if found := _DECADE.fullmatch(plain):
        return f"for the whole decade write {found[1]}0/{found[1]}9"
    for pattern, reason in _REFUSALS:
        if pattern.fullmatch(plain):
            return reason
    return "it is not in a spelling that is read" if plain else "it is empty"
