from __future__ import annotations

import pytest

from stance.errors import FileRefused
from stance.files.reading.drafts import FileRead, ReadOptions, StatementDraft
from stance.files.reading.registry import read_file
from tests.shared import HOSTILE

GENERATED = HOSTILE / "generated"
pytestmark = pytest.mark.skipif(not GENERATED.is_dir(), reason=f"no hostile files at {GENERATED}")

ONE_ROW = "We support it, fully."
READ = {
    "crlf.csv": [ONE_ROW],
    "cr_only.csv": [ONE_ROW],
    "mixed_newlines.csv": [ONE_ROW, ONE_ROW],
    "semicolon_decimal_comma.csv": ["We support it."],
    "tab.tsv": ["We support it."],
    "sep_line.csv": ["We support it."],
    "quote_in_middle.csv": ['he said "no" twice'],
    "embedded_newlines.csv": ["line one\nline two\r\nline three"],
    "header_case_space_bom.csv": [ONE_ROW],
    "header_only.csv": [],
    "trailing_blank_lines.csv": [ONE_ROW],
    "one_long_field_2MB.csv": ["x" * 2_000_000],
    "path_filename.csv": [ONE_ROW],
    "csv_named.xlsx": [ONE_ROW],
    "dup_exact.csv": [ONE_ROW, ONE_ROW],
    "dup_whitespace.csv": [ONE_ROW, "We  support  it, fully."],
    "dup_conflict.csv": [ONE_ROW, ONE_ROW],
    "ok.json": ["ok"],
    "bom.json": ["ok"],
    "lines.jsonl": ["ok", "ok"],
    "enc_utf8.csv": ["Naïve café — 政府 😀"],
    "enc_utf8_bom.csv": ["Naïve café — 政府 😀"],
    "enc_utf16.csv": ["Naïve café — 政府 😀"],
}
REFUSED = {
    "unclosed_quote.csv": (3, "the quote that opens in column 6 closes on line 4"),
    "repeated_quotes.csv": (2, "the quote that opens in column 6 is never closed"),
    "no_header.csv": (1, "required date, actor, issue, text are missing"),
    "duplicate_header.csv": (1, "the column 'text' is there more than once"),
    "empty.csv": (1, "the file is empty"),
    "only_newlines.csv": (1, "the file is empty"),
    "columns_10000.csv": (1, "10002 columns, and at most 200"),
    "deep_100k.json": (1, "nested too deeply"),
    "truncated.json": (1, "Is the file cut off?"),
    "not_a_list.json": (1, "a list of objects is expected"),
    "html_named.csv": (1, "a web page"),
    "xlsx_named.csv": (0, "the content is a spreadsheet"),
    "bomb_string_512MB.xlsx": (0, "unpacked it would have 512 MB, and at most 200 MB"),
    "bomb_rows_10M.xlsx": (0, "unpacked it would have 391 MB, and at most 200 MB"),
    "billion_laughs.xlsx": (0, "a document type declaration (DTD)"),
    "quadratic_blowup.xlsx": (0, "a document type declaration (DTD)"),
    "xxe_file.xlsx": (0, "a document type declaration (DTD)"),
    "sparse_max_dimension.xlsx": (0, "more than 300 MB of memory"),
    "zip_path_traversal.xlsx": (0, "'../../evil.txt' points outside the archive"),
    "zip_10000_members.xlsx": (0, "10,006 members, and at most 1,000"),
    "truncated.xlsx": (0, "cut off or damaged"),
}
BAD_ROWS = {
    "nul_bytes.csv": {(2, "actor"), (2, "text")},
    "ragged_short.csv": {(2, "")},
    "ragged_long.csv": {(2, "")},
    "dates_conflict_file.csv": {(2, "date"), (3, "date")},
    "dup_keys.json": {(1, "text"), (1, "actor"), (1, "issue")},
    "nan.json": {(1, "stance"), (1, "actor"), (1, "issue")},
    "huge_int.json": {(1, "stance"), (1, "actor"), (1, "issue")},
    "surrogate.json": {(1, "text"), (1, "actor"), (1, "issue")},
    "wrong_types.json": {(1, "text"), (1, "actor"), (1, "stance"), (1, "issue")},
    "proto.json": {(1, "actor"), (1, "issue")},
    "unicode_tricks.csv": {(4, "actor")},
    "xss_every_field.csv": {(line, "frames") for line in range(2, 17)} | {(16, "actor")},
}
ENCODINGS = {
    "latin1": ("cp1252", "Die Übernahme lehnt Müller ab"),
    "cp1252": ("cp1252", "The minister’s “carbon tax” costs €5"),
    "cp1250": ("cp1250", "Rząd odrzucił podwyżkę podatków"),
    "cp1251": ("cp1251", "Правительство отклонило предложение"),
    "koi8r": ("koi8-r", "Правительство отклонило предложение"),
    "gb18030": ("gb18030", "政府反对提高碳税𠀀"),
    "big5": ("big5", "政府反對提高碳稅"),
    "shift_jis": ("cp932", "政府は炭素税に反対した"),
    "euc_kr": ("cp949", "정부는 탄소세 인상에 반대했다"),
    "macroman": ("mac-roman", "Le café français refuse"),
    "cp037_ebcdic": ("cp037", "We support it"),
    "utf16le_nobom": ("utf-16-le", "Naïve café — 政府 😀"),
}
LATER = {"formula_injection.csv", "dates_62.csv", "dates_dmy_file.csv"}
BROKEN_UTF8 = {"enc_mixed_utf8_latin1.csv": (3, 133), "enc_invalid_utf8.csv": (2, 74)}


def read(name: str, options: ReadOptions | None = None) -> FileRead:
    return read_file((GENERATED / name).read_bytes(), name, options or ReadOptions())


def texts(file: FileRead) -> list[str]:
    return [draft.statement.text for draft in file.drafts if isinstance(draft, StatementDraft)]


@pytest.mark.parametrize("name", READ)
def test_a_readable_file_gives_every_row_with_its_text(name: str) -> None:
    file = read(name)
    assert texts(file) == READ[name]
    assert not file.problems


@pytest.mark.parametrize("name", REFUSED)
def test_an_unreadable_file_is_refused_by_line_with_the_reason(name: str) -> None:
    line, reason = REFUSED[name]
    with pytest.raises(FileRefused) as refusal:
        read(name)
    assert refusal.value.line == line
    assert reason in refusal.value.reason
    assert refusal.value.reason.endswith((".", "?"))


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows_are_refused_by_line_and_column(name: str) -> None:
    file = read(name)
    found = {(problem.line, problem.column) for problem in file.problems}
    assert found == BAD_ROWS[name]
    bad_lines = {line for line, _ in found}
    assert not bad_lines & {draft.line for draft in file.drafts}


@pytest.mark.parametrize("name", ENCODINGS)
def test_another_encoding_is_refused_and_the_right_choice_stands_first(name: str) -> None:
    encoding, text = ENCODINGS[name]
    with pytest.raises(FileRefused) as refusal:
        read(f"enc_{name}.csv")
    assert f"the likeliest first: {encoding} (" in refusal.value.reason
    assert texts(read(f"enc_{name}.csv", ReadOptions(encoding=encoding))) == [text]


@pytest.mark.parametrize("name", BROKEN_UTF8)
def test_broken_utf8_names_its_line_and_offset(name: str) -> None:
    line, offset = BROKEN_UTF8[name]
    with pytest.raises(FileRefused) as refusal:
        read(name)
    assert refusal.value.line == line
    assert f"at offset {offset} " in refusal.value.reason


def test_formulas_are_stored_exactly() -> None:
    kept = texts(read("formula_injection.csv"))
    assert len(kept) == 20
    assert {"=1+1", "\t=1+1", "\r=1+1", "'=1+1", " =1+1", "-"} <= set(kept)


def test_unicode_forms_are_one_and_look_alikes_stay_apart() -> None:
    drafts = read("unicode_tricks.csv").drafts
    actors = [draft.statement.actor for draft in drafts if isinstance(draft, StatementDraft)]
    assert actors == ["SPD\u200b", "S\u0420D", "café", "café", "ＳＰＤ", "spd"]


def test_odd_keys_are_listed_once() -> None:
    assert read("proto.json").unknown_columns == ("__proto__", "__class__")


def test_a_header_without_rows_says_so() -> None:
    assert read("header_only.csv").notes == ("The file has a header and no rows.",)


def test_every_generated_file_is_tested() -> None:
    tested = {*READ, *REFUSED, *BAD_ROWS, *LATER, *BROKEN_UTF8}
    tested |= {f"enc_{name}.csv" for name in ENCODINGS}
    assert len(tested) == 73
    assert {path.name for path in GENERATED.iterdir()} - tested == {"EXPECT.tsv"}
