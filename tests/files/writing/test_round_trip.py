"""What an export gives loads to the same drafts, and exports again to the same bytes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.files.reading.drafts import CodingDraft, FileRead, LinkDraft, StatementDraft
from stance.files.reading.registry import read_file
from stance.files.writing import FORMATS
from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.records import ActorKind, Coding, Entry, Link, LinkType, Mode, Source, Statement, Voice
from stance.records.columns import CODINGS, LINKS, STATEMENTS
from stance.records.dates import PartialDate
from tests.shared import HOSTILE

NAUGHTY = HOSTILE / "blns" / "blns.json"
FREE = ("speaker", "role", "addressee", "reported_by", "summary", "note", "question")
each_format = pytest.mark.parametrize("format_", ["csv", "json"])


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


free = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15).map(
    nfc
)
filled = free.filter(str.strip)
names = st.text(st.characters(categories=["L", "Nd", "P", "S"]), min_size=1, max_size=8).map(nfc)
ids = names.map(lambda text: text.replace(";", "_")).filter(bool)
frames = st.lists(st.from_regex(r"\A[a-z0-9_-]{1,5}\Z"), max_size=3, unique=True).filter(
    lambda found: "none" not in found
)
dates = st.sampled_from(["2003", "2003-06", "2003-06-17", "2003~", "2003-06-01/2003-06-17"]).map(
    PartialDate.parse
)
sources = st.builds(Source, free, free, st.none() | dates, free, free)
statements = st.builds(
    Statement,
    id=ids,
    date=dates,
    actor=names,
    issue=st.sampled_from(["crossings", "carbon-tax"]),
    text=filled,
    voice=st.sampled_from(Voice),
    mode=st.none() | st.sampled_from(Mode),
    language=st.sampled_from(["", "zh-Hant", "en"]),
    stance=st.none() | st.floats(-2, 2).map(lambda number: number + 0.0),
    tags=st.lists(st.sampled_from(["a:b", "-a:=1", "c:d:e"]), unique=True).map(tuple),
    claimed=frames.map(tuple),
    claimed_first_date=st.none() | dates,
    source=sources,
    extra=st.dictionaries(names, filled, max_size=2),
    **dict.fromkeys(FREE, free),
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    said = draw(statements)
    codings = tuple(Coding(said.id, frame, "Ann") for frame in draw(frames))
    target = f"{said.id}-2"
    links = draw(st.sampled_from([(), (Link(said.id, LinkType.DENIES, target),)]))
    kind = draw(st.sampled_from(ActorKind))
    return Entry(said, kind, said.id, codings=codings, links=links)


def exported(found: Iterable[Entry], format_: str) -> bytes:
    return b"".join(FORMATS[format_].write(STATEMENTS, statement_rows(found)))


def as_entry(draft: StatementDraft) -> Entry:
    said = draft.statement
    return Entry(
        said,
        draft.given_kind,
        said.id,
        codings=tuple(Coding(said.id, frame, draft.coder) for frame in draft.frames),
        links=(draft.link,) if draft.link else (),
    )


def drafted(file: FileRead) -> list[StatementDraft]:
    assert not file.problems
    assert not file.unknown_columns
    return [draft for draft in file.drafts if isinstance(draft, StatementDraft)]


@each_format
@given(found=st.lists(entries(), max_size=3))
def test_any_statements_come_back_as_they_were(format_: str, found: list[Entry]) -> None:
    content = exported(found, format_)
    if format_ == "json" and not found:
        assert content == b"[]\n"
        return
    again = [as_entry(draft) for draft in drafted(read_file(content, f"x.{format_}"))]
    assert again == found
    assert exported(again, format_) == content


@settings(max_examples=10, deadline=None)
@given(found=st.lists(entries(), min_size=1, max_size=20))
def test_any_statements_come_back_from_a_workbook(found: list[Entry]) -> None:
    content = exported(found, "xlsx")
    assert [as_entry(draft) for draft in drafted(read_file(content, "x.xlsx"))] == found


@pytest.mark.skipif(not NAUGHTY.is_file(), reason=f"no naughty strings at {NAUGHTY}")
@pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
def test_every_naughty_string_comes_back_from_every_text_cell(format_: str) -> None:
    strings = [nfc(text) for text in json.loads(NAUGHTY.read_text(encoding="utf-8"))]
    assert len(strings) == 515
    found = [
        Entry(
            Statement(
                id=f"s-{at}",
                date=PartialDate.parse("2003"),
                actor="A",
                issue="crossings",
                text=text if text.strip() else f"x{text}",
                source=Source(text, text, None, text, text),
                extra={"naughty": text} if text else {},
                speaker=text,
                role=text,
                addressee=text,
                reported_by=text,
                summary=text,
                note=text,
            ),
            None,
            f"s-{at}",
        )
        for at, text in enumerate(strings)
    ]
    content = exported(found, format_)
    again = [as_entry(draft) for draft in drafted(read_file(content, f"x.{format_}"))]
    assert again == found
    assert exported(again, format_) == content


@each_format
@given(st.lists(st.tuples(ids, frames, names, st.none() | st.integers(1, 99)), max_size=4))
def test_codings_come_back(
    format_: str, rows: list[tuple[str, list[str], str, int | None]]
) -> None:
    codings = [
        Coding(id_, frame, coder, version)
        for id_, found, coder, version in rows
        for frame in found
        if coder.casefold() != "dictionary"
    ]
    content = b"".join(FORMATS[format_].write(CODINGS, coding_rows(codings)))
    if codings:
        drafts = read_file(content, f"x.{format_}").drafts
        assert [d.coding for d in drafts if isinstance(d, CodingDraft)] == codings


@each_format
@given(st.lists(st.tuples(ids, st.sampled_from(LinkType), ids), min_size=1, max_size=4))
def test_links_come_back(format_: str, rows: list[tuple[str, LinkType, str]]) -> None:
    links = [Link(start, type_, f"{end}x") for start, type_, end in rows if start != f"{end}x"]
    content = b"".join(FORMATS[format_].write(LINKS, link_rows(links)))
    if links:
        drafts = read_file(content, f"x.{format_}").drafts
        assert [d.link for d in drafts if isinstance(d, LinkDraft)] == links
