from __future__ import annotations

import json

from stance.files.writing.statements import coding_rows, link_rows, statement_rows
from stance.files.writing.tables import Value
from stance.records import (
    DICTIONARY,
    ActorKind,
    Coding,
    Entry,
    Hit,
    Link,
    LinkType,
    Mode,
    Source,
    Statement,
)
from stance.records.columns import CODINGS, LINKS, STATEMENTS
from stance.records.dates import PartialDate

STATEMENT = Statement(
    id="cn/1",
    date=PartialDate.parse("2003-06-17~"),
    actor="China",
    issue="crossings",
    text="a humanitarian spirit",
    mode=Mode.DIRECT_QUOTE,
    stance=1.0,
    tags=("a:b", "c:d"),
    source=Source("T", "P", PartialDate.parse("2003"), "https://x.org", "https://y.org"),
    extra={"b": "2", "a": "é"},
)


def cells(entry: Entry) -> dict[str, Value]:
    (row,) = statement_rows([entry])
    return dict(zip(STATEMENTS, row, strict=True))


def entry(*codings: Coding, dictionary: tuple[str, ...] | None = None) -> Entry:
    return Entry(
        STATEMENT,
        ActorKind.GOVERNMENT,
        "root",
        codings=codings,
        dictionary_frames=dictionary,
        hits=(Hit("humanitarian", 2, 14), Hit("spirit", 2, 21, is_tracked=True)),
        links=(Link("cn/1", LinkType.DENIES, "un-1"), Link("cn/1", LinkType.REBUTS, "un-2")),
        codebook_version=3,
    )


def test_the_columns_are_the_required_the_optional_the_derived_and_what_came_later() -> None:
    assert STATEMENTS[:5] == ("date", "actor", "issue", "text", "id")
    assert STATEMENTS[-8:] == (
        "note",
        "statement_url",
        "utterance",
        "codebook_version",
        "dictionary_frames",
        "evidence",
        "extra",
        "question",
    )
    assert len(STATEMENTS) == 36


def test_a_row_says_what_the_statement_says() -> None:
    row = cells(entry())
    assert (row["date"], row["mode"], row["voice"]) == ("2003-06-17~", "direct_quote", "own")
    assert (row["tags"], row["stance"], row["actor_kind"]) == ("a:b;c:d", 1.0, "government")
    assert (row["source_title"], row["source_date"]) == ("T", "2003")
    assert row["extra"] == '{"a":"é","b":"2"}'


def test_derived_cells_say_what_the_store_knows() -> None:
    row = cells(entry(dictionary=("humanitarian",)))
    assert (row["statement_url"], row["utterance"]) == ("/statement/cn%2F1", "root")
    assert (row["codebook_version"], row["dictionary_frames"]) == (3, "humanitarian")
    assert json.loads(str(row["evidence"])) == [
        {"frame": "humanitarian", "start": 2, "end": 14, "words": "humanitarian"}
    ]


def test_no_pass_is_empty_and_a_pass_without_a_hit_is_none() -> None:
    assert cells(entry())["dictionary_frames"] == ""
    assert cells(entry(dictionary=()))["dictionary_frames"] == "none"


def test_the_first_coder_and_the_first_link_stand_in_the_row() -> None:
    codings = (
        Coding("cn/1", "x", DICTIONARY),
        Coding("cn/1", "b", "Ann"),
        Coding("cn/1", "a", "Ben"),
        Coding("cn/1", "a", "Ann"),
    )
    row = cells(entry(*codings))
    assert (row["coder"], row["frames"]) == ("Ann", "b;a")
    assert (row["link_type"], row["link_to"]) == ("denies", "un-1")
    assert (cells(entry())["coder"], cells(entry())["frames"]) == ("", "")


def test_codings_and_links_have_their_own_rows() -> None:
    assert CODINGS == ("statement", "frame", "coder", "codebook_version", "statement_url")
    assert list(coding_rows([Coding("cn/1", "none", "Ann", 2)])) == [
        ("cn/1", "none", "Ann", 2, "/statement/cn%2F1")
    ]
    assert LINKS == ("from", "link_type", "to", "statement_url")
    assert list(link_rows([Link("a", LinkType.DENIES, "b")])) == [
        ("a", "denies", "b", "/statement/a")
    ]
