"""Citations in three forms: whole, escaped, and as precise as the source's date."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from stance.dashboard.parts.citations import (
    ADDRESS,
    TODAY,
    as_bibtex,
    as_csl,
    as_text,
    fingerprint,
    statement_citation,
    view_citation,
)
from stance.records import Source, Statement
from stance.records.dates import PartialDate

SAID = Statement(
    id="no-1",
    date=PartialDate.parse("2003-06"),
    actor="Norway",
    issue="dolphins",
    text="50% & more {of them}",
    speaker="Liv",
    source=Source(title="Daily", publisher="VG", url="https://vg.no/1"),
)


def test_a_statement_is_cited_with_who_when_words_and_source() -> None:
    text = as_text(statement_citation(SAID))
    assert text.startswith("Liv, Norway (2003-06): “50% & more {of them}”. Daily. VG.")
    assert text.endswith("https://vg.no/1.")
    assert ADDRESS not in text


def test_bibtex_escapes_what_it_would_read_as_markup() -> None:
    entry = as_bibtex(statement_citation(SAID))
    assert r"50\% \& more \{of them\}" in entry
    assert entry.startswith("@misc{no-1,")
    assert "date = {2003-06}" in entry


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2003", {"date-parts": [[2003]]}),
        ("2003-06-17", {"date-parts": [[2003, 6, 17]]}),
        ("2003-06~", {"raw": "2003-06", "circa": True}),
        ("2003-06-01/2003-06-17", {"raw": "2003-06-01/2003-06-17", "circa": False}),
    ],
)
def test_csl_keeps_the_precision_of_the_date(date: str, issued: dict[str, object]) -> None:
    said = replace(SAID, date=PartialDate.parse(date))
    (item,) = json.loads(as_csl(statement_citation(said)))
    assert item["issued"] == issued
    assert item["author"] == [{"literal": "Liv, Norway"}]


def test_a_view_leaves_its_address_and_day_to_the_browser() -> None:
    print_ = fingerprint([b"a,b\n", b"1,2\n"])
    assert print_ == fingerprint([b"a,b\n1,2\n"])
    text = as_text(view_citation("Norway: more", None, "Dolphins", print_))
    assert f"{ADDRESS} (seen {TODAY})" in text
    assert print_ in text
