from __future__ import annotations

import hashlib
import json

import pytest

from stance.errors import FileRefused
from stance.files.reading.drafts import (
    CodingDraft,
    FileRead,
    LinkDraft,
    ReadOptions,
    StatementDraft,
)
from stance.files.reading.registry import read_file
from stance.records import ActorKind, Coding, Link, LinkType, Mode, Problem, Voice

HEADER = "date,actor,issue,text"
CELLS = "2003-06-17,China,crossings,words"


def read(text: str, **options: object) -> FileRead:
    return read_file(text.encode(), "x.csv", ReadOptions(**options))  # type: ignore[arg-type]


def one(column: str, cell: str) -> StatementDraft:
    file = read(f"{HEADER},{column}\n{CELLS},{quoted(cell)}\n")
    assert not file.problems
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    return draft


def problem(column: str, cell: str) -> Problem:
    file = read(f"{HEADER},{column}\n{CELLS},{quoted(cell)}\n")
    (found,) = file.problems
    assert (found.line, found.column) == (2, column)
    return found


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_what_a_row_leaves_out_has_its_default() -> None:
    draft = one("note", "")
    statement = draft.statement
    assert (statement.voice, statement.mode, statement.language) == (Voice.OWN, None, "")
    assert (draft.frames, draft.coder, draft.link, draft.given_kind) == ((), "", None, None)


def test_an_id_is_made_of_what_was_said() -> None:
    whole = json.dumps(["2003-06-17", "China", "crossings", "words", ""])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    draft = one("note", "any")
    assert draft.statement.id == f"s-{digest[:16]}"


@pytest.mark.parametrize("cell", ["a;b", "a b", "a\tb", "a\u2028b", "a\u00a0b", "a\u202eb"])
def test_an_id_has_no_semicolon_blank_or_control_character(cell: str) -> None:
    assert "no ; or blank or control character may" in problem("id", cell).reason


@pytest.mark.parametrize("column", ["id", "about"])
def test_a_name_too_long_for_an_index_is_refused_at_its_cell(column: str) -> None:
    assert "2,001 bytes are too many" in problem(column, "a" * 2_001).reason
    assert "2,001 bytes are too many" in problem(column, "国" * 667).reason


def test_choices_are_read_in_any_case_and_with_any_joint() -> None:
    assert one("mode", " Direct Quote ").statement.mode is Mode.DIRECT_QUOTE
    assert one("voice", "ATTRIBUTED").statement.voice is Voice.ATTRIBUTED
    assert one("actor_kind", "intergovernmental body").given_kind is ActorKind.INTERGOVERNMENTAL
    assert one("actor_kind", "NGO").given_kind is ActorKind.NGO


def test_another_choice_is_refused_with_the_list() -> None:
    reason = problem("mode", "tweet").reason
    assert reason.startswith("'tweet' is none of: official_text, direct_quote")


def test_frames_are_a_persons_and_none_says_that_none_applies() -> None:
    assert one("frames", "a; b-2;a;").frames == ("a", "b-2")
    assert one("frame", "none").frames == ("none",)
    assert one("frame", "none").coder == "import"


@pytest.mark.parametrize("cell", ["Humanitarian", "a,b", "a b", "none;a"])
def test_frames_that_are_no_ids_are_refused(cell: str) -> None:
    assert problem("frames", cell).reason.endswith(".")


def test_no_person_is_called_dictionary() -> None:
    assert "the machine's name" in problem("coder", "Dictionary").reason


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1", 1), ("-1.5", -1.5), ("+2", 2), ("\u22122", -2), ("-0", 0), (".5", 0.5)],
)
def test_a_stance_is_a_number_on_the_scale(cell: str, number: float) -> None:
    stance = one("stance", cell).statement.stance
    assert stance == number
    assert str(stance) != "-0.0"


@pytest.mark.parametrize("cell", ["2.1", "NaN", "inf", "1e400", "0,5", "high", "1_0", "١", "'1"])
def test_anything_else_is_no_stance(cell: str) -> None:
    assert "from -2 to 2" in problem("stance", cell).reason


def test_a_decimal_comma_is_read_where_no_comma_parts_columns() -> None:
    file = read("date;actor;issue;text;stance\n2003;A;b;words;-0,5\n")
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    assert draft.statement.stance == -0.5


def test_tags_are_keys_and_values() -> None:
    assert one("tags", "scope:embassy; url:http://x ;").statement.tags == (
        "scope:embassy",
        "url:http://x",
    )
    assert "write key:value" in problem("tags", "embassy").reason


@pytest.mark.parametrize("tag", ["en", "zh-Hant-TW", "pt-BR", "de-1996", "es-419", "en-x-y"])
def test_a_language_is_a_tag_kept_as_written(tag: str) -> None:
    assert one("language", tag).statement.language == tag


@pytest.mark.parametrize("cell", ["English!", "e", "zh_CN", "en--US"])
def test_what_is_no_language_tag_is_refused(cell: str) -> None:
    assert "no language tag" in problem("language", cell).reason


def test_a_link_needs_both_halves() -> None:
    file = read(f"{HEADER},link_type,link_to\n{CELLS},denies,\n{CELLS}x,,a\n{CELLS}y,Denies,a\n")
    assert [(bad.line, bad.column) for bad in file.problems] == [(2, "link_to"), (3, "link_type")]
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    assert draft.link == Link(draft.statement.id, LinkType.DENIES, "a")


def test_an_issue_is_slugged_and_its_title_kept() -> None:
    file = read(f"{HEADER}\n2003,A, Carbon Tax (EU) ,x\n2003,A,carbon-tax,y\n2003,A,!!!,z\n")
    titles = [
        (draft.statement.issue, draft.issue_title)
        for draft in file.drafts
        if isinstance(draft, StatementDraft)
    ]
    assert titles == [("carbon-tax-eu", "Carbon Tax (EU)"), ("carbon-tax", "")]
    assert [(bad.line, bad.column) for bad in file.problems] == [(4, "issue")]


def test_every_bad_cell_of_a_row_is_named() -> None:
    file = read(f'{HEADER},mode,stance\nsoon,,b," ",tweet,9\n')
    assert [bad.column for bad in file.problems] == ["date", "mode", "stance", "actor", "text"]
    assert not file.drafts


def test_text_and_free_cells_are_kept_with_their_blanks() -> None:
    file = read(f'{HEADER},note\n2003,A,b,"  a\r\nb\t",  x \n')
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    assert (draft.statement.text, draft.statement.note) == ("  a\r\nb\t", "  x ")


# --- columns -----------------------------------------------------------------------------


def test_unknown_columns_are_listed_once_and_kept() -> None:
    file = read(f"{HEADER},Page No,empty\n{CELLS},7,\n{CELLS}2,8,\n")
    assert file.unknown_columns == ("Page No", "empty")
    assert [
        draft.statement.extra for draft in file.drafts if isinstance(draft, StatementDraft)
    ] == [{"Page No": "7"}, {"Page No": "8"}]


def test_a_value_under_no_name_is_refused() -> None:
    file = read(f"{HEADER},\n{CELLS},\n{CELLS}2,stray\n")
    assert [(bad.line, bad.reason[:7]) for bad in file.problems] == [(3, "'stray'")]


def test_names_match_without_case_blanks_and_joints() -> None:
    text = "DATE,Actor , issue,Text,Source Title,source-url\n2003,A,b,c,t,u\n"
    (draft,) = read(text).drafts
    assert isinstance(draft, StatementDraft)
    assert (draft.statement.source.title, draft.statement.source.url) == ("t", "u")


def test_a_column_can_be_named_for_ours() -> None:
    file = read("when,actor,issue,text\n2003,A,b,c\n", renames={"When": "date"})
    assert len(file.drafts) == 1


@pytest.mark.parametrize(
    ("renames", "reason"),
    [
        ({"when": "dat"}, "names no column of ours"),
        ({"whence": "date"}, "names no column of the file. It has: when, actor"),
        ({"when": "actor"}, "there more than once"),
        ({}, "the required date is missing. The columns seen are: when, actor"),
    ],
)
def test_columns_that_cannot_be_found_are_refused(renames: dict[str, str], reason: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read("when,actor,issue,text\n2003,A,b,c\n", renames=renames)
    assert reason in refusal.value.reason


# --- exports read back -------------------------------------------------------------------


def test_guards_are_taken_off_only_where_an_export_put_them() -> None:
    rows = "2003,'=A,b,''quoted'\n"
    (kept,) = read(f"{HEADER}\n{rows}").drafts
    (plain,) = read(f"{HEADER},statement_url\n{rows[:-1]},/statement/x\n").drafts
    assert isinstance(kept, StatementDraft)
    assert isinstance(plain, StatementDraft)
    assert (kept.statement.actor, kept.statement.text) == ("'=A", "''quoted'")
    assert (plain.statement.actor, plain.statement.text) == ("=A", "'quoted'")


def test_derived_columns_are_ignored_and_extra_read_back_and_joined() -> None:
    file = read(
        f"{HEADER},Page,statement_url,utterance,evidence,extra\n"
        f'{CELLS},7,/statement/x,root,[broken,"{{""Page"": ""1"", ""box"": ""é""}}"\n'
    )
    (draft,) = file.drafts
    assert isinstance(draft, StatementDraft)
    assert draft.statement.extra == {"Page": "7", "box": "é"}
    assert file.unknown_columns == ("Page",)


def test_an_extra_that_is_no_object_of_texts_is_refused() -> None:
    file = read(f'{HEADER},statement_url,extra\n{CELLS},/x,"{{""a"": 1}}"\n')
    assert [(bad.line, bad.column) for bad in file.problems] == [(2, "extra")]


def test_without_a_statement_url_such_columns_are_unknown() -> None:
    assert read(f"{HEADER},utterance,extra\n{CELLS},a,b\n").unknown_columns == (
        "utterance",
        "extra",
    )


# --- ids, codings and links --------------------------------------------------------------


def test_a_prefix_is_put_before_ids_and_targets_of_the_file_only() -> None:
    text = (
        f"{HEADER},id,link_type,link_to\n{CELLS},1,,\n{CELLS},2,denies,1\n{CELLS},3,denies,cn-1\n"
    )
    file = read(text, id_prefix="a-")
    links = [draft.link for draft in file.drafts if isinstance(draft, StatementDraft)]
    assert links == [
        None,
        Link("a-2", LinkType.DENIES, "a-1"),
        Link("a-3", LinkType.DENIES, "cn-1"),
    ]


def test_a_codings_file_is_known_by_its_columns() -> None:
    file = read(
        "statement,frame,coder,codebook_version,statement_url\ns1,none,Ann,2,/statement/s1\n"
    )
    assert file.kind == "codings"
    assert file.drafts == (CodingDraft(2, Coding("s1", "none", "Ann", 2)),)


def test_a_links_file_is_known_by_its_columns() -> None:
    file = read("from,link_type,to\na,reports,b\na,reports,a\n,denies,b\n")
    assert file.kind == "links"
    assert file.drafts == (LinkDraft(2, Link("a", LinkType.REPORTS, "b")),)
    assert [(bad.line, bad.column) for bad in file.problems] == [(3, "to"), (4, "from")]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"date_order": "ymd"}, "--date-order is dmy or mdy"),
        ({"id_prefix": "a b"}, "--id-prefix: the id"),
        ({"format": "doc"}, "is not one of: csv, tsv, json, jsonl"),
        ({"encoding": "klingon"}, "is no encoding known here"),
        ({"encoding": "rot13"}, "is no encoding known here"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(options: dict[str, str], reason: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(f"{HEADER}\n{CELLS}\n", **options)
    assert reason in refusal.value.reason
